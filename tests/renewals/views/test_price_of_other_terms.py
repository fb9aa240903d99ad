"""What another term costs at most where options were exercised ahead, or where it is longer or shorter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from core.audit import acting
from renewals.models import Deadline
from renewals.reports.another_term import another_term_of
from renewals.reports.price import ceilings_of
from spend.models import UpliftRule
from tests.support.api import client_with_token
from tests.support.pages import signed_in
from tests.support.people import a_department
from tests.support.prices import a_series, an_uplift
from tests.support.reminding import SETTING_UP, a_contract, at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")
ON = NOW.date()
D = Decimal
OPTION = {
    "term_type": "option", "start_date": dt.date(2026, 1, 1), "initial_term_quantity": 12,
    "initial_term_unit": "months", "renewal_term_quantity": 12, "renewal_term_unit": "months",
}  # fmt: skip
RENEWS = OPTION | {"term_type": "auto_renew"}


def deadline_of(contract) -> Deadline:
    return Deadline.objects.for_system("a test").get(contract=contract, is_current=True)


def an_option(ana, exercised: int, **facts):
    terms = OPTION | {"renewals_exercised": exercised} | facts
    return a_contract(now=NOW, owner=ana, terms=terms, value_amount=D(100_000))


def another(contract, user) -> str:
    return another_term_of(deadline_of(contract), user, ON).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("exercised", "amount"),
    [(0, "105000"), (1, "110250"), (2, "115762.5"), (3, "121550.63")],
)
def test_each_option_exercised_ahead_brings_its_rise(ana, exercised, amount):
    contract = an_option(ana, exercised)
    an_uplift(contract, percent=D(5))
    assert deadline_of(contract).term_number == exercised + 1
    assert ceilings_of([deadline_of(contract)], ana, ON)[contract.pk].amount == D(amount)


def test_options_exercised_before_the_present_term_raise_its_price_no_more(ana):
    contract = an_option(ana, 2, start_date=dt.date(2024, 1, 1))
    an_uplift(contract, percent=D(5))
    assert deadline_of(contract).term_number == 3
    assert ceilings_of([deadline_of(contract)], ana, ON)[contract.pk].amount == D(105_000)


def test_a_deadline_that_the_terms_do_not_explain_still_counts_the_term_it_adds(ana):
    contract = an_option(ana, 0)
    an_uplift(contract, percent=D(5))
    with acting(SETTING_UP):
        Deadline.unscoped.filter(contract=contract).update(
            term_number=2, term_start=dt.date(2027, 1, 2), renewal_date=dt.date(2028, 1, 2)
        )
    assert ceilings_of([deadline_of(contract)], ana, ON)[contract.pk].amount == D(110_250)


def test_many_prices_ahead_take_no_more_queries_than_one(ana, django_assert_max_num_queries):
    series = a_series({"2025-10": "118.2"})
    for number in range(5):
        contract = an_option(ana, number)
        an_uplift(contract, "index", series_id=series.pk, announce_days=1, cap_percent=D(3), price_per="year")
    rows = list(Deadline.objects.visible_to(ana).current())
    with django_assert_max_num_queries(7):
        assert len(ceilings_of(rows, ana, ON)) == 5


def renewing(ana, first: int, later: int, **uplift):
    start = dt.date(2027 - first // 12, 1, 1)
    terms = RENEWS | {
        "start_date": start, "initial_term_quantity": first, "renewal_term_quantity": later,
    }  # fmt: skip
    contract = a_contract(
        now=NOW, owner=ana, department=a_department("IT Procurement"), terms=terms, value_amount=D(90_000)
    )
    an_uplift(contract, **uplift)
    return contract


COST = {
    "per year, shorter": (
        36,
        12,
        {"price_per": "year"},
        "at most € 30,900 for 12 months (€ 90,000 for 36 months now).",
    ),
    "per year, longer": (
        12,
        24,
        {"price_per": "year"},
        "at most € 185,400 for 24 months (€ 90,000 for 12 months now).",
    ),
    "per year, as long": (12, 12, {"price_per": "year"}, "at most € 92,700 (€ 90,000 now)."),
    "per year, no rise": (
        12,
        24,
        {"kind": "none", "price_per": "year"},
        "at most € 180,000 for 24 months (€ 90,000 for 12 months now).",
    ),
    "per term": (
        36,
        12,
        {"price_per": "term"},
        "at most € 92,700 (€ 90,000 now), whatever the length of the term.",
    ),
    "not recorded": (
        36,
        12,
        {},
        "at most € 92,700 (€ 90,000 now), for a term as long as the present one (1,096 days).",
    ),
}


@pytest.mark.parametrize(("first", "later", "uplift", "words"), COST.values(), ids=COST.keys())
def test_another_term_costs_what_its_length_makes_of_the_price(ana, first, later, uplift, words):
    assert another(renewing(ana, first, later, **uplift), ana).endswith(f": {words}")


def test_a_price_per_year_that_is_open_says_what_the_term_costs_without_a_rise(ana):
    series = a_series({"2025-10": "118.2"})
    contract = renewing(ana, 12, 24, kind="index", series_id=series.pk, price_per="year")
    assert "€ 180,000 for 24 months at the present value; how far it may rise is open" in another(
        contract, ana
    )


def test_panel_and_programs_say_that_the_price_is_per_year(ana):
    contract = renewing(ana, 12, 24, price_per="year")
    address = reverse("contract_price", args=[contract.pk])
    page = signed_in(ana).get(address).content.decode().replace("\u00a0", " ")
    assert "€ 5,400, 3 %, more than 24 months cost now" in page
    assert "The price is per year, and the term lasts 24 months instead of 12." in page
    assert "Per year: a longer term costs more" in page
    assert "For a term as long as the present one" not in page
    answer = client_with_token(ana).get(f"/api/v1/contracts/{contract.pk}/price/").json()
    assert answer["ceiling_amount"] == "185400.00"


def test_what_the_price_is_for_is_entered_on_the_form(ana):
    contract = renewing(ana, 12, 24)
    form = reverse("uplift_edit", args=[contract.pk])
    client = signed_in(ana)
    shown = client.get(form).context["form"]
    said = {field.name: field.value() for field in shown if field.value() not in (None, "")}
    assert client.post(form, said | {"price_per": "year"}).status_code == 302
    assert UpliftRule.unscoped.get(contract=contract).price_per == "year"
    assert client.get(form).context["form"]["price_per"].value() == "year"
