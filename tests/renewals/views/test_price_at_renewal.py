"""What another term costs at most: on the contract page, where it is decided, on the board, in the API."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.audit import Actor
from renewals.actions.vendor_notices import VendorNoticeDraft, move_vendor_notice, record_vendor_notice
from renewals.models import Deadline, Notice
from renewals.reports.another_term import another_term_of
from renewals.reports.board import by_month, columns_of
from renewals.reports.money import sums_by_day
from renewals.reports.price import ceilings_of
from tests.support.api import client_with_token
from tests.support.deciding import decide
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.prices import a_series, an_uplift
from tests.support.reminding import a_contract, at, due_in

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")
ON = NOW.date()
D = Decimal
OCTOBER = {"2025-10": "118.2"}


@pytest.fixture
def contract(ana):
    """Record a contract of € 100,000 whose year ends on 31 Dec 2026."""
    return a_contract(now=NOW, owner=ana, title="Hosting framework", value_amount=D(100_000))


def deadline_of(contract):
    return Deadline.objects.for_system("a test").get(contract=contract, is_current=True)


def another(contract, user, on=ON):
    return another_term_of(deadline_of(contract), user, on).replace("\u00a0", " ")


def told_on(contract, user, day, kind="price_increase"):
    draft = VendorNoticeDraft(
        kind=kind,
        received_date=day,
        effective_date=dt.date(2027, 1, 1),
        answer_by_date=None,
        statement="3 % more.",
    )
    return record_vendor_notice(actor=Actor.person(user), contract=contract, draft=draft, on=ON, now=NOW)


COST = {
    "nothing recorded": (None, {}, OCTOBER, "€ 100,000 at the present value."),
    "fixed 3 %": ("percent", {}, OCTOBER, "at most € 103,000 (€ 100,000 now)."),
    "no rise": ("none", {}, OCTOBER, "at most € 100,000, as now."),
    "amount": ("amount", {"amount": D(2500)}, OCTOBER, "at most € 102,500 (€ 100,000 now)."),
    "index": ("index", {}, OCTOBER | {"2026-10": "122.9"}, "at most € 103,976.31 (€ 100,000 now)."),
    "index that fell": ("index", {}, OCTOBER | {"2026-10": "117"}, "at most € 98,984.77 (€ 100,000 now)."),
    "index not published, cap": (
        "index",
        {"cap_percent": D(3)},
        OCTOBER,
        "at most € 103,000 (€ 100,000 now).",
    ),
    "index not published, lesser of": (
        "index",
        {"combination": "lesser", "percent": D(5)},
        OCTOBER,
        "at most € 105,000 (€ 100,000 now).",
    ),
    "index not published, no cap": (
        "index",
        {},
        OCTOBER,
        "present value; how far it may rise is open until Oct 2026 of the index is published.",
    ),
    "base month missing too": (
        "index",
        {},
        {"2020-01": "100"},
        "open until Oct 2025 and Oct 2026 of the index",
    ),
    "not yet eligible": (
        "percent",
        {"first_eligible_date": dt.date(2028, 1, 1)},
        OCTOBER,
        "at most € 100,000, as now.",
    ),
    "to be announced, and not": ("percent", {"announce_days": 60}, OCTOBER, "at most € 100,000, as now."),
    "to be announced, still time": (
        "percent",
        {"announce_days": 42},
        OCTOBER,
        "at most € 103,000 (€ 100,000 now).",
    ),
}


@pytest.mark.parametrize(("kind", "facts", "values", "words"), COST.values(), ids=COST.keys())
def test_another_term_costs_at_most_what_the_contract_allows(contract, ana, kind, facts, values, words):
    if kind in ("index", "index_spread"):
        facts = {"series_id": a_series(values).pk} | facts
    if kind:
        an_uplift(contract, kind, **facts)
    said = another(contract, ana)
    assert said.startswith("Term 2, 1 Jan 2027 to 31 Dec 2027 (365 days): ")
    assert words in said


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        (dt.date(2026, 11, 1), "price_increase", "at most € 103,000"),
        (dt.date(2026, 11, 2), "price_increase", "at most € 103,000"),
        (dt.date(2026, 11, 3), "price_increase", "at most € 100,000, as now"),
        (dt.date(2025, 12, 31), "price_increase", "at most € 100,000, as now"),
        (dt.date(2026, 11, 1), "non_renewal", "at most € 100,000, as now"),
    ],
    ids=["in time", "on the last day", "a day late", "in the term before", "another notice"],
)
def test_a_rise_counts_from_the_vendors_notice_of_it(contract, ana, day, kind, words):
    an_uplift(contract, announce_days=60)
    told_on(contract, ana, day, kind)
    assert words in another(contract, ana)


def test_a_late_reminder_does_not_undo_an_announcement_in_time(contract, ana):
    an_uplift(contract, announce_days=60)
    told_on(contract, ana, dt.date(2026, 11, 10))
    told_on(contract, ana, dt.date(2026, 10, 1))
    assert Notice.unscoped.count() == 2
    assert "at most € 103,000" in another(contract, ana)


def test_a_term_of_another_length_is_not_said_to_cost_as_much(ana):
    terms = {
        "term_type": "auto_renew", "start_date": dt.date(2024, 1, 1), "initial_term_quantity": 36,
        "initial_term_unit": "months", "renewal_term_quantity": 12, "renewal_term_unit": "months",
    }  # fmt: skip
    contract = a_contract(now=NOW, owner=ana, value_amount=D(100_000), terms=terms)
    an_uplift(contract)
    assert another(contract, ana).endswith(
        "(365 days): at most € 103,000 (€ 100,000 now), for a term as long as the present one (1,096 days)."
    )


@pytest.fixture
def at_work(ana):
    """Record a contract whose act-by lies ten days ahead of today, with a rise of three per cent."""
    made = due_in(
        10, owner=ana, department=a_department("IT Procurement"), title="Voice", value_amount=D(1000)
    )
    an_uplift(made, clause_ref="7.3")
    return made


def panel(client, contract):
    return client.get(reverse("contract_price", args=[contract.pk])).content.decode().replace("\u00a0", " ")


def test_the_panel_shows_the_ceiling_the_steps_and_what_is_agreed(ana, at_work):
    page = panel(signed_in(ana), at_work)
    for words in (
        "Price known",
        "€ 1,030",
        "€ 30, 3 %, more than now",
        "The price rises by a fixed 3 %.",
        "7.3",
    ):
        assert words in page
    assert reverse("uplift_edit", args=[at_work.pk]) in page


def test_the_panel_names_the_figure_that_is_awaited_and_the_day_of_the_announcement(ana, at_work):
    series = a_series({"2025-10": "118.2"})
    an_uplift(at_work, "index", series_id=series.pk, announce_days=5)
    page = panel(signed_in(ana), at_work)
    assert "Price open" in page
    assert "Nothing bounds the price yet" in page
    assert "The value of Consumer prices for " in page
    assert "The vendor must announce a rise by " in page
    assert reverse("index_series", args=[series.pk]) in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "draft"}, "the contract is not in force"),
        ({"terms": {"term_type": "perpetual", "start_date": dt.date(2020, 1, 1)}}, "no term follows"),
        ({"value_amount": None, "value_currency": ""}, "The value of the contract"),
    ],
    ids=["not in force", "perpetual", "no value"],
)
def test_the_panel_says_why_there_is_no_price(ana, fields, words):
    made = a_contract(now=clock.now(), owner=ana, **fields)
    an_uplift(made)
    page = panel(signed_in(ana), made)
    assert "Price not known" in page
    assert words in page


def test_without_a_rule_the_panel_leads_whoever_may_to_the_form(ana):
    made = a_contract(now=NOW, owner=ana, department=a_department("IT Procurement"))
    form = reverse("uplift_edit", args=[made.pk])
    assert form in panel(signed_in(ana), made)
    page = panel(signed_in(a_user("rita", "requester")), made)
    assert "No price at renewal recorded" in page
    assert form not in page


def test_the_ceiling_stands_where_the_contract_is_decided_and_in_what_the_decision_keeps(ana, at_work):
    client = signed_in(ana)
    form = client.get(reverse("contract_decide", args=[at_work.pk])).content.decode().replace("\u00a0", " ")
    assert "at most € 1,030 (€ 1,000 now)" in form
    made = decide(at_work, ana, "renew", now=clock.now())
    kept = {section["key"]: dict(section["rows"]) for section in made.snapshot}
    assert kept["price"]["Agreed"] == "Fixed 3 %"
    assert kept["price"]["Clause"] == "7.3"
    assert kept["price"]["Why, step 1"] == "The price rises by a fixed 3 %."
    assert "at most €\u00a01,030" in kept["deadline"]["Another term"]


def test_without_a_rule_a_decision_keeps_nothing_about_the_price(contract, ana):
    assert "price" not in [section["key"] for section in decide(contract, ana, "renew", now=NOW).snapshot]


def test_the_board_says_what_another_term_costs_at_most(ana, at_work):
    page = signed_in(ana).get(reverse("board")).content.decode().replace("\u00a0", " ")
    assert "another term at most" in page
    assert "€ 1,030" in page
    an_uplift(at_work, "none")
    assert "another term at most" not in signed_in(ana).get(reverse("board")).content.decode()


def test_the_board_asks_for_all_prices_at_once(ana, at_work, django_assert_max_num_queries):
    series = a_series({"2025-10": "118.2"})
    for number in range(6):
        made = due_in(20 + number, owner=ana, department=at_work.department, title=f"Contract {number}")
        an_uplift(made, "index", series_id=series.pk, announce_days=1, cap_percent=D(3))
    on = clock.now().date()
    running = Deadline.objects.visible_to(ana).current().to_act_on()
    rows = list(running)
    with django_assert_max_num_queries(3):
        assert len(ceilings_of(rows, ana, on)) == 7
    groups = by_month(sums_by_day(running), on)
    with django_assert_max_num_queries(5):
        columns_of(running, groups, ana, on)


def test_a_confidential_contracts_price_is_told_to_nobody_else(ana):
    made = due_in(
        10, owner=ana, department=a_department("IT Procurement"), title="Secret", is_confidential=True,
        value_amount=D(1000),
    )  # fmt: skip
    an_uplift(made)
    other = a_user("paul", "procurement")
    assert signed_in(other).get(reverse("contract_price", args=[made.pk])).status_code == 404
    assert "another term at most" not in signed_in(other).get(reverse("board")).content.decode()
    assert ceilings_of([deadline_of(made)], other, ON) == {}
    assert client_with_token(other).get(f"/api/v1/contracts/{made.pk}/price/").status_code == 404


def test_programs_get_the_same(ana, at_work):
    client = client_with_token(ana)
    url = f"/api/v1/contracts/{at_work.pk}/price/"
    answer = client.get(url).json()
    day = deadline_of(at_work).renewal_date
    assert answer == {
        "contract_id": at_work.pk, "status": "final", "renewal_date": day.isoformat(), "currency": "EUR",
        "present_amount": "1000.0000", "price_amount": "1030.00", "ceiling_amount": "1030.00",
        "announce_by_date": None, "steps": ["The price rises by a fixed 3 %."], "missing": [],
    }  # fmt: skip
    an_uplift(at_work, "index", series_id=a_series({"2025-10": "118.2"}).pk, cap_percent=D(3))
    provisional = client.get(url).json()
    assert (provisional["status"], provisional["price_amount"]) == ("provisional", None)
    assert provisional["ceiling_amount"] == "1030.00"
    assert provisional["missing"][0].startswith("the value of Consumer prices for ")


def test_programs_are_told_what_is_missing_where_nothing_is_recorded(ana, contract):
    answer = client_with_token(ana).get(f"/api/v1/contracts/{contract.pk}/price/").json()
    assert (answer["status"], answer["ceiling_amount"]) == ("unknown", None)
    assert answer["missing"] == ["what the contract agrees about its price at renewal"]


def test_a_rise_that_the_vendor_withdrew_was_not_announced(contract, ana):
    an_uplift(contract, announce_days=60)
    notice = told_on(contract, ana, dt.date(2026, 11, 1))
    move_vendor_notice(
        actor=Actor.person(ana), notice=notice, verb="withdraw", reason="A mistake.", on=ON, now=NOW
    )
    assert "at most € 100,000, as now" in another(contract, ana)
