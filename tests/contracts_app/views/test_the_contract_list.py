"""The list of contracts: what it shows, to whom, in which order, how fast."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Department
from contracts_app.actions.contracts import TermsDraft
from contracts_app.models import Contract
from tests.support.contracts import a_contract, a_vendor, an_entity
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
LIST = reverse("contract_list")


def shown(client, query: str = "") -> list[str]:
    """Return the titles on the page, in order."""
    listing = client.get(f"{LIST}{query}").context["listing"]
    return [line.row.title for line in listing.lines]


def rows_of_csv(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{LIST}?format=csv{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def ana():
    return a_user("ana", "procurement")


@pytest.fixture
def portfolio(ana):
    nord, blue = a_vendor("Nord Cloud"), a_vendor("Blue Security")
    marketing, entity = a_department("Marketing"), an_entity("Our UK Ltd")
    a_contract(
        title="Hosting", type="saas", status="active", vendor_id=nord.pk, owner_id=ana.pk, tags=("cloud",),
        value_amount=Decimal("9000"), value_currency="EUR",
        terms=TermsDraft(start_date=dt.date(2025, 1, 1), end_date=dt.date(2026, 12, 31)),
    )  # fmt: skip
    a_contract(
        title="Antivirus", type="license", status="draft", vendor_id=blue.pk, entity_id=entity.pk,
        value_amount=Decimal("500"), value_currency="GBP", further_vendor_ids=(nord.pk,),
    )  # fmt: skip
    a_contract(
        title="Campaign", type="consulting", status="expired", vendor_id=blue.pk, department_id=marketing.pk,
        owner_id=a_user("tom", full_name="Tom Weiss").pk,
        terms=TermsDraft(start_date=dt.date(2024, 1, 1), end_date=dt.date(2024, 6, 30)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Hosting", "Antivirus", "Campaign"}),
        ("?q=host", {"Hosting"}),
        ("?q=nord", {"Hosting", "Antivirus"}),
        ("?status=in_force", {"Hosting"}),
        ("?status=not_yet", {"Antivirus"}),
        ("?status=ended", {"Campaign"}),
        ("?status=draft", {"Antivirus"}),
        ("?type=saas", {"Hosting"}),
        ("?vendor=nord cloud", {"Hosting", "Antivirus"}),
        ("?vendor=Blue", {"Antivirus", "Campaign"}),
        ("?owner=me", {"Hosting"}),
        ("?owner=nobody", {"Antivirus"}),
        ("?owner=Tom Weiss", {"Campaign"}),
        ("?tag=CLOUD", {"Hosting"}),
        ("?currency=gbp", {"Antivirus"}),
        ("?value_min=500&value_max=8999", {"Antivirus"}),
        ("?ends_min=2024-06-30&ends_max=30 Jun 2024", {"Campaign"}),
        ("?ends_min=2024-07-01", {"Hosting"}),
        ("?starts_max=2024-12-31", {"Campaign"}),
        ("?confidential=true", set()),
        ("?confidential=false", {"Hosting", "Antivirus", "Campaign"}),
        ("?status=in_force&type=license", set()),
        ("?unknown=1", {"Hosting", "Antivirus", "Campaign"}),
    ],
)
def test_filters_narrow_the_page_and_the_csv_alike(ana, portfolio, query, titles):
    client = signed_in(ana)

    assert set(shown(client, query)) == titles
    assert {row["Title"] for row in rows_of_csv(client, query.replace("?", "&"))} == titles


def test_filters_on_department_and_entity_are_chosen_by_id(ana, portfolio):
    client = signed_in(ana)
    department = Contract.unscoped.get(title="Campaign").department_id
    entity = Contract.unscoped.get(title="Antivirus").entity_id

    assert shown(client, f"?department={department}") == ["Campaign"]
    assert shown(client, f"?department={Department.unscoped.get(pk=department).name.upper()}") == ["Campaign"]
    assert shown(client, f"?entity={entity}") == ["Antivirus"]


@pytest.mark.parametrize(
    "query",
    [
        "?value_min=NaN",
        "?value_max=1e9999999",
        "?ends_min=03/04/2026",
        "?status=asleep",
        "?vendor=nobody at all",
        "?type=x",
    ],
)
def test_a_filter_that_cannot_be_used_shows_no_rows_and_says_so(ana, portfolio, query):
    response = signed_in(ana).get(f"{LIST}{query}")

    assert response.status_code == 200
    assert response.context["listing"].lines == []
    assert "A filter cannot be used" in response.content.decode()


def test_the_filter_form_is_fetched_when_it_is_opened_and_a_search_keeps_the_filters(ana, portfolio):
    client = signed_in(ana)
    closed = client.get(f"{LIST}?owner=nobody&ends_min=2026-01-01").content.decode()
    assert 'id="id_owner"' not in closed
    assert '<input type="hidden" name="owner" value="nobody">' in closed
    assert '<input type="hidden" name="ends_min" value="2026-01-01">' in closed
    opened = client.get(f"{LIST}?owner=nobody&part=filters", headers={"HX-Request": "true"}).content.decode()
    assert 'id="id_owner"' in opened
    assert "<html" not in opened


def test_without_scripts_a_link_opens_the_filter_form(ana, portfolio):
    page = signed_in(ana).get(f"{LIST}?owner=nobody&part=filters").content.decode()
    assert '<details class="filter-toggle" open>' in page
    assert 'id="id_owner"' in page
    assert "Open the filters" not in page


def test_filters_in_force_stand_as_chips_in_words(ana, portfolio):
    listing = (
        signed_in(ana)
        .get(f"{LIST}?status=in_force&owner=me&ends_max=2026-12-31&type=saas")
        .context["listing"]
    )

    assert {(chip.label, chip.value) for chip in listing.chips} == {
        ("Status", "In force"), ("Owner", "ana"), ("Ends", "… – 31 Dec 2026"), ("Type", "SaaS subscription"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("title", ["Antivirus", "Campaign", "Hosting"]),
        ("-title", ["Hosting", "Campaign", "Antivirus"]),
        ("value", ["Antivirus", "Hosting", "Campaign"]),
        ("-value", ["Hosting", "Antivirus", "Campaign"]),
        ("ends", ["Campaign", "Hosting", "Antivirus"]),
        ("vendor", ["Antivirus", "Campaign", "Hosting"]),
        ("status", ["Hosting", "Antivirus", "Campaign"]),
        ("number", ["Hosting", "Antivirus", "Campaign"]),
    ],
)
def test_every_order_works_and_puts_what_is_not_known_last(ana, portfolio, sort, titles):
    assert shown(signed_in(ana), f"?sort={sort}") == titles


def test_a_long_list_goes_on_where_it_ended(ana):
    for number in range(53):
        a_contract(title=f"Contract {number:02}")
    client = signed_in(ana)
    first = client.get(f"{LIST}?sort=title").context["listing"]
    second = client.get(first.next_url).context["listing"]

    titles = [line.row.title for line in [*first.lines, *second.lines]]
    assert titles == [f"Contract {number:02}" for number in range(53)]
    assert str(first.count) == "53"
    assert second.next_url == ""


def test_the_csv_is_for_who_may_export_and_no_formula_runs_from_it(ana):
    a_contract(title='=HYPERLINK("http://x")', value_amount=Decimal("1234.5"), value_currency="EUR")

    row = rows_of_csv(signed_in(ana))[0]
    assert row["Title"] == """'=HYPERLINK("http://x")"""
    assert (row["Value"], row["Currency"]) == ("1234.5", "EUR")
    refused = signed_in(a_user("kim", "requester")).get(f"{LIST}?format=csv")
    assert refused.status_code == 403


def test_markup_in_a_title_is_text(ana):
    a_contract(title="<script>alert(1)</script>", vendor_id=a_vendor("<b>Nord</b>").pk)
    page = signed_in(ana).get(LIST).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Nord" not in page


def test_the_list_takes_the_same_few_queries_for_three_rows_and_for_fifty(ana, django_assert_max_num_queries):
    client = signed_in(ana)
    owner, backup = a_user("tom"), a_user("kim")
    for number in range(50):
        a_contract(
            title=f"Contract {number}", vendor_id=a_vendor(f"Vendor {number}").pk, owner_id=owner.pk,
            backup_owner_id=backup.pk, tags=("cloud",), terms=TermsDraft(start_date=dt.date(2026, 1, 1)),
        )  # fmt: skip
    client.get(LIST)

    with django_assert_max_num_queries(12):
        assert len(shown(client)) == 50
    with django_assert_max_num_queries(12):
        client.get(f"{LIST}?q=contract&status=in_force&owner=me&department=&sort=-value")


def test_an_empty_list_says_what_belongs_here_and_what_to_do(ana):
    a_department()
    page = signed_in(ana).get(LIST).content.decode()
    assert "No contracts yet" in page
    assert reverse("contract_create") in page

    reader = signed_in(a_user("kim", "requester")).get(LIST).content.decode()
    assert reverse("contract_create") not in reader


def test_before_there_is_a_department_whoever_may_is_offered_to_add_one(db):
    boss = signed_in(a_user("boss", "administrator"))
    listed, palette = boss.get(LIST).content.decode(), boss.get(reverse("palette")).content.decode()
    home = boss.get(reverse("home")).content.decode()
    for page in (listed, palette, home):
        assert reverse("department_create") in page
        assert reverse("contract_create") not in page
    assert "Add the first one, or import a register" in listed
    assert home.index("Add a department") < home.index("Import a register")
    assert boss.get(reverse("contract_create")).url == LIST


def test_before_there_is_a_department_the_others_are_told_whom_to_ask(ana):
    page = signed_in(ana).get(LIST).content.decode()
    assert "Ask an administrator to add one, or import a register" in page
    assert reverse("department_create") not in page
    assert reverse("contract_create") not in page


def test_with_a_department_contracts_are_offered_and_departments_come_last(db):
    a_department()
    boss = signed_in(a_user("boss", "administrator"))
    palette = boss.get(reverse("palette")).content.decode()
    assert (
        palette.index("Record a contract") < palette.index("Add a person") < palette.index("Add a department")
    )
    assert reverse("contract_create") in boss.get(LIST).content.decode()
    assert reverse("department_create") not in boss.get(LIST).content.decode()


def test_who_is_not_signed_in_is_sent_to_sign_in(client):
    response = client.get(LIST)

    assert response.status_code == 302
    assert "login" in response["Location"]
