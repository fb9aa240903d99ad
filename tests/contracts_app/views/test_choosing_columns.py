"""Which columns the list of contracts shows, on the page and in the CSV."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
LIST = reverse("contract_list")
USUAL = ["Number", "Title", "Vendor", "Act by", "Status", "Ends", "Owner", "Value"]


@pytest.fixture
def client():
    return signed_in(a_user("ana", "procurement"))


def heads(client, query: str = "") -> list[str]:
    return [head.column.label for head in client.get(f"{LIST}{query}").context["listing"].heads]


def csv_head(client, query: str = "") -> list[str]:
    text = b"".join(client.get(f"{LIST}?format=csv{query}").streaming_content).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", USUAL),
        ("?columns=", USUAL),
        ("?columns=nothing,of,the,kind", USUAL),
        ("?columns=number,title", ["Number", "Title"]),
        ("?columns=title,number", ["Number", "Title"]),
        ("?columns=type,recorded,nonsense", ["Title", "Type", "Recorded"]),
        ("?columns=owner", ["Title", "Owner"]),
    ],
)
def test_the_address_says_which_columns_are_shown(client, query, labels):
    assert heads(client, query) == labels


def test_columns_that_only_the_csv_had_can_stand_on_the_page(client):
    a_contract(title="Hosting", type="saas", is_confidential=False)
    page = client.get(f"{LIST}?columns=title,type,recorded").content.decode()

    assert "SaaS subscription" in page
    assert "20 Nov 2026" in page


def test_the_csv_has_the_chosen_columns_and_all_without_a_choice(client):
    a_contract(title="Hosting")

    assert csv_head(client, "&columns=number,title,currency") == ["Number", "Title", "Currency"]
    assert len(csv_head(client)) > len(USUAL)


def test_the_form_sends_columns_apart_and_the_address_has_them_in_one(client):
    response = client.get(f"{LIST}?status=draft&columns=title&columns=number")

    assert response.status_code == 302
    assert response["Location"] == f"{LIST}?status=draft&columns=number,title"


def test_the_choice_stays_while_the_list_is_sorted_and_filtered(client):
    for number in range(53):
        a_contract(title=f"Contract {number:02}")
    listing = client.get(f"{LIST}?columns=number,title&sort=title").context["listing"]

    assert all("columns=number" in head.url for head in listing.heads if head.url)
    assert "columns=number" in listing.next_url
    assert "columns=number" in listing.csv_url
    assert listing.clear_url == f"{LIST}?columns=number%2Ctitle&sort=title"
    page = client.get(f"{LIST}?columns=number,title").content.decode()
    assert '<input type="hidden" name="columns" value="number,title">' in page


def test_the_menu_offers_every_column_and_fixes_the_one_that_names_the_row(client):
    options = client.get(f"{LIST}?columns=owner").context["listing"].choice.options

    assert [option.column.key for option in options if option.is_fixed] == ["title"]
    assert {option.column.key for option in options if option.is_shown} == {"title", "owner"}
    assert {"type", "confidential", "ends", "currency", "recorded"} < {o.column.key for o in options}


@pytest.mark.parametrize("url", ["vendor_list", "person_list", "renewals"])
def test_other_lists_choose_columns_too(url):
    client = signed_in(a_user("boss", "administrator"))
    listing = client.get(reverse(url)).context["listing"]
    fixed = next(option.column.key for option in listing.choice.options if option.is_fixed)

    only = client.get(f"{reverse(url)}?columns={fixed}").context["listing"]
    assert [head.column.key for head in only.heads] == [fixed]
