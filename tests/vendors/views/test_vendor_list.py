"""The vendor list, and with it the base of every list: filters, order, pages, count, CSV."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils.html import escape

from core import registry
from core.audit import Actor
from core.models import LedgerEntry
from core.pages.listing import PAGE_SIZE
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.vendors.support import a_contact, a_vendor

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/vendors/"


@pytest.fixture
def reader():
    return signed_in(a_user("ana", "procurement"))


def names(response) -> list[str]:
    return [line.row.name for line in response.context["listing"].lines]


def test_the_list_shows_vendors_by_name_and_announces_how_many(reader):
    for name in ("Delta", "alpha", "Beta"):
        a_vendor(name)

    response = reader.get(LIST)

    assert sorted(names(response)) == ["Beta", "Delta", "alpha"]
    assert str(response.context["listing"].count) == "3"


def test_a_click_on_a_head_sorts_and_a_second_click_turns_the_order(reader):
    for name, country in (("A", "FR"), ("B", ""), ("C", "DE")):
        a_vendor(name, country=country)

    first = reader.get(LIST + "?sort=country")
    second = reader.get(LIST + "?sort=-country")

    assert [head.direction for head in first.context["listing"].heads if head.direction] == ["ascending"]
    assert "sort=-country" in first.content.decode()
    assert names(first) == list(reversed(names(second)))


def test_filters_stand_in_the_address_and_each_is_a_chip_that_removes_only_itself(reader):
    a_vendor("Nord", country="DE")
    a_vendor("Sud", country="FR", is_active=False)
    a_vendor("West", country="FR")

    response = reader.get(LIST + "?country=FR&is_active=false&q=sud&sort=-name")

    assert names(response) == ["Sud"]
    chips = response.context["listing"].chips
    assert [(chip.label, chip.value) for chip in chips] == [("Country", "France"), ("Use", "Out of use")]
    assert chips[0].url == "?is_active=false&q=sud&sort=-name"


def test_the_search_box_finds_beginnings_of_words_whatever_the_accents(reader):
    a_vendor("Société Générale")
    a_vendor("Nord Cloud")

    assert names(reader.get(LIST + "?q=gene soc")) == ["Société Générale"]


def test_vendors_without_a_contact_for_notices_can_be_found(reader):
    a_contact(a_vendor("Reachable"), role="notice")
    a_vendor("Silent")

    assert names(reader.get(LIST + "?notice_contact=no")) == ["Silent"]
    assert names(reader.get(LIST + "?notice_contact=yes")) == ["Reachable"]


def test_a_filter_that_cannot_be_used_says_so_and_shows_nothing(reader):
    a_vendor("Nord")

    response = reader.get(LIST + "?is_active=perhaps")

    assert names(response) == []
    assert "A filter cannot be used" in response.content.decode()


def test_an_unknown_order_or_a_stale_page_address_falls_back_to_the_beginning(reader):
    a_vendor("Nord")

    assert names(reader.get(LIST + "?sort=nonsense&after=nonsense")) == ["Nord"]


def test_load_more_walks_every_row_once_with_and_without_javascript(reader):
    expected = [f"Vendor {number:03}" for number in range(PAGE_SIZE + 7)]
    for name in expected:
        a_vendor(name)

    first = reader.get(LIST)
    more = reader.get(first.context["listing"].next_url + "&part=rows", headers={"HX-Request": "true"})
    page = reader.get(first.context["listing"].next_url)

    assert names(first) + names(page) == expected
    assert "<html" not in more.content.decode()
    assert more.content.decode().count("<tr") == 7
    assert 'id="listing-more" hx-swap-oob="true"' in more.content.decode()
    assert "Back to the first" in page.content.decode()


def test_htmx_gets_the_table_alone_with_the_count_for_screen_readers(reader):
    a_vendor("Nord")

    html = reader.get(LIST, headers={"HX-Request": "true", "HX-Target": "listing"}).content.decode()

    assert "<html" not in html
    assert '<div id="live" hx-swap-oob="innerHTML">1 vendor</div>' in html


def test_an_empty_list_says_what_belongs_here_and_a_narrowed_one_that_nothing_matches(reader):
    assert "No vendors yet" in reader.get(LIST).content.decode()
    assert "No vendor matches" in reader.get(LIST + "?q=nothing").content.decode()


def test_the_csv_is_exactly_the_view_and_its_export_is_in_the_ledger(reader):
    a_vendor("Alpha", country="DE")
    a_vendor("=Formula", country="DE")
    a_vendor("Elsewhere", country="FR")

    response = reader.get(LIST + "?country=DE&sort=-name&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["Name"] for row in rows] == ["Alpha", "'=Formula"]
    assert rows[0]["Country"] == "Germany"
    assert "attachment" in response["Content-Disposition"]
    assert LedgerEntry.objects.filter(kind="core.export.downloaded").count() == 1


def test_the_csv_is_refused_without_the_right_to_export(client):
    client.force_login(a_user("tom", "requester"), backend=BACKEND)

    response = client.get(LIST + "?format=csv")

    assert response.status_code == 403
    assert "CSV</a>" not in client.get(LIST).content.decode()


def test_a_person_without_a_role_sees_no_vendors_and_no_link_to_them(client):
    client.force_login(a_user("new"), backend=BACKEND)

    assert client.get(LIST).status_code == 403
    assert 'href="/vendors/"' not in client.get("/").content.decode()


def test_names_are_escaped(reader):
    a_vendor("<script>alert(1)</script>")

    html = reader.get(LIST).content.decode()

    assert "<script>alert" not in html
    assert escape("<script>alert(1)</script>") in html


def test_a_page_of_the_list_costs_the_same_queries_for_one_row_and_for_many(
    reader, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(registry, "banners", registry.Registry("no banners"))
    parent = a_vendor("Group")
    a_contact(a_vendor("Vendor 0", parent=parent))
    reader.get(LIST)
    with django_assert_num_queries(QUERIES):
        reader.get(LIST)
    for number in range(1, 30):
        a_contact(a_vendor(f"Vendor {number}", parent=parent))

    with django_assert_num_queries(QUERIES):
        reader.get(LIST)


#: Session, person, roles, saved views, count, rows; the filter form asks for its countries when it is opened.
QUERIES = 6


def test_the_actor_of_a_page_is_the_person(reader):
    response = reader.get(LIST)

    assert response.wsgi_request.actor == Actor.person(
        response.wsgi_request.user, request_id=response.wsgi_request.request_id
    )


def test_the_name_of_the_list_is_reversible():
    assert reverse("vendor_list") == LIST
