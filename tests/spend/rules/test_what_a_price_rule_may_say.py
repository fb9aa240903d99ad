"""A price at renewal that contradicts itself is refused, and the fields are named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from spend.rules.uplift_draft import KIND_LABELS, UpliftDraft, uplift_problems
from spend.rules.uplift_rule import UpliftKind

D = Decimal
BASE = dt.date(2025, 10, 1)
INDEX = {"kind": "index", "series_id": 1, "base_month": BASE}
ROWS = {
    "no kind": ({}, {"kind"}),
    "unknown kind": ({"kind": "haggling"}, {"kind"}),
    "unknown combination": (INDEX | {"combination": "both"}, {"combination"}),
    "percentage without its figure": ({"kind": "percent"}, {"percent"}),
    "amount without its figure": ({"kind": "amount"}, {"amount"}),
    "index without series and base": ({"kind": "index"}, {"series_id", "base_month"}),
    "spread without its figure": (INDEX | {"kind": "index_spread"}, {"spread"}),
    "base within a month": (INDEX | {"base_month": dt.date(2025, 10, 2)}, {"base_month"}),
    "cap below floor": (
        INDEX | {"cap_percent": D(1), "floor_percent": D(2)},
        {"cap_percent", "floor_percent"},
    ),
    "lesser of without a percentage": (INDEX | {"combination": "lesser"}, {"percent"}),
    "percentage beside an index": (INDEX | {"percent": D(3)}, {"percent"}),
    "lesser of without an index": (
        {"kind": "percent", "percent": D(3), "combination": "lesser"},
        {"combination"},
    ),
    "spread on a plain index": (INDEX | {"spread": D(1)}, {"spread"}),
    "amount beside a percentage": ({"kind": "percent", "percent": D(3), "amount": D(1)}, {"amount"}),
    "series beside a percentage": ({"kind": "percent", "percent": D(3), "series_id": 1}, {"series_id"}),
    "lag without an index": ({"kind": "percent", "percent": D(3), "lag_months": 3}, {"lag_months"}),
    "cap of no rise": ({"kind": "none", "cap_percent": D(3)}, {"cap_percent"}),
    "per month": ({"kind": "none", "price_per": "month"}, {"price_per"}),
    "announcement of no rise": ({"kind": "none", "announce_days": 30}, {"announce_days"}),
    "negative lag": (INDEX | {"lag_months": -1}, {"lag_months"}),
    "lag of six years": (INDEX | {"lag_months": 61}, {"lag_months"}),
    "negative announcement": ({"kind": "percent", "percent": D(3), "announce_days": -1}, {"announce_days"}),
    "announcement decades ahead": (
        {"kind": "percent", "percent": D(3), "announce_days": 3651},
        {"announce_days"},
    ),
    "a price below nothing": ({"kind": "percent", "percent": D(-101)}, {"percent"}),
    "a slip of the point": ({"kind": "percent", "percent": D(1001)}, {"percent"}),
    "too fine a percentage": ({"kind": "percent", "percent": D("3.12345")}, {"percent"}),
    "a negative amount": ({"kind": "amount", "amount": D(-1)}, {"amount"}),
    "an amount nobody can pay": ({"kind": "amount", "amount": D("1.005")}, {"amount"}),
    "a day nobody means": (
        {"kind": "percent", "percent": D(3), "first_eligible_date": dt.date(1026, 1, 1)},
        {"first_eligible_date"},
    ),
    "a clause too long": ({"kind": "none", "clause_ref": "7" * 61}, {"clause_ref"}),
}


@pytest.mark.parametrize(("facts", "names"), ROWS.values(), ids=ROWS.keys())
def test_what_cannot_be_true_is_refused_naming_the_fields(facts, names):
    found = uplift_problems(UpliftDraft(**facts), "EUR")
    assert set(found) == names
    assert all(messages and messages[0].endswith(".") for messages in found.values())


SOUND = {
    "no rise": {"kind": "none"},
    "percentage, capped": {"kind": "percent", "percent": D(5), "cap_percent": D(3), "announce_days": 60},
    "amount": {"kind": "amount", "amount": D("2500.50")},
    "index": INDEX | {"lag_months": 3, "floor_percent": D(0), "cap_percent": D(0)},
    "index plus spread": INDEX | {"kind": "index_spread", "spread": D(2)},
    "greater of": INDEX | {"combination": "greater", "percent": D(2), "is_compounding": False},
}


@pytest.mark.parametrize("facts", SOUND.values(), ids=SOUND.keys())
def test_what_can_be_agreed_has_no_problem(facts):
    assert uplift_problems(UpliftDraft(**facts), "EUR") == {}


def test_an_amount_needs_a_value_that_it_is_added_to():
    found = uplift_problems(UpliftDraft(kind="amount", amount=D(1)), "")
    assert "no value" in found["amount"][0]
    assert uplift_problems(UpliftDraft(kind="amount", amount=D("0.5")), "JPY")["amount"]


def test_every_kind_has_its_words():
    assert set(KIND_LABELS) == set(UpliftKind)
