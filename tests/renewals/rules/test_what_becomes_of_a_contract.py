"""Decisions as rules: the moves, four eyes, what needs a notice, and which exit is decided on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules.answer import Consequence
from renewals.rules.decision import (
    KIND_LABELS,
    STANDING,
    TRANSITIONS,
    DecisionKind,
    DecisionPoint,
    DecisionStatus,
    find_move,
    needs_notice,
    point_of,
    why_four_eyes,
)

MOVES = {
    ("approve", "proposed"): "in_force",
    ("reject", "proposed"): "rejected",
    ("withdraw", "proposed"): "withdrawn",
    ("withdraw", "in_force"): "withdrawn",
    ("supersede", "proposed"): "superseded",
    ("supersede", "in_force"): "superseded",
}
VERBS = ("approve", "reject", "withdraw", "supersede")
DAY = dt.date(2026, 10, 2)


@pytest.mark.parametrize(
    ("verb", "status"), list(product(VERBS, [status.value for status in DecisionStatus]))
)
def test_a_decision_moves_only_as_the_table_says(verb: str, status: str):
    move = find_move(verb, status)
    assert (move.target.value if move else None) == MOVES.get((verb, status))


def test_what_is_over_stays_over_and_leaves_need_a_reason():
    over = set(DecisionStatus) - STANDING
    assert not [move for move in TRANSITIONS if move.source in over]
    assert {move.verb for move in TRANSITIONS if move.needs_reason} == {"reject", "withdraw"}


def test_every_kind_has_a_name():
    assert set(KIND_LABELS) == set(DecisionKind)


EUR = {"EUR": Decimal(100_000)}


@pytest.mark.parametrize(
    ("amount", "currency", "thresholds", "why"),
    [
        pytest.param(Decimal(1), "EUR", {}, "", id="no threshold at all"),
        pytest.param(Decimal("99999.99"), "EUR", EUR, "", id="just below"),
        pytest.param(Decimal(100_000), "EUR", EUR, "the amount at stake reaches the threshold", id="exactly"),
        pytest.param(Decimal(412_000), "EUR", EUR, "the amount at stake reaches the threshold", id="above"),
        pytest.param(Decimal(1), "USD", EUR, "no threshold is set for USD", id="another currency"),
        pytest.param(None, "", EUR, "the amount at stake is not known", id="unknown amount"),
        pytest.param(None, "", {}, "", id="unknown amount, no threshold"),
        pytest.param(
            Decimal(0), "EUR", {"EUR": Decimal(0)}, "the amount at stake reaches the threshold", id="0"
        ),
    ],
)
def test_a_second_person_is_asked_from_the_threshold_on(amount, currency, thresholds, why):
    assert why_four_eyes(amount, currency, thresholds) == why


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_larger_amount_is_never_asked_less_of(amount, more, threshold):
    if not why_four_eyes(amount + more, "EUR", {"EUR": threshold}):
        assert not why_four_eyes(amount, "EUR", {"EUR": threshold})


NOTICE = {
    "renew": {"option_is_lost"},
    "renew_with_changes": {"option_is_lost"},
    "renegotiate": set(),
    "terminate": {
        "renews",
        "lapses",
        "goes_into_holdover",
        "runs_on",
        "option_is_lost",
        "ends_by_notice",
        "",
    },
    "let_lapse": {"renews", "goes_into_holdover", "runs_on", ""},
}


@pytest.mark.parametrize(("kind", "fate"), list(product(NOTICE, ["", *(one.value for one in Consequence)])))
def test_a_notice_is_needed_where_nothing_happens_without_one(kind: str, fate: str):
    assert needs_notice(kind, fate) is (fate in NOTICE[kind])


def a_point(status: str, details: dict) -> DecisionPoint:
    return point_of(
        status,
        act_by_date=DAY,
        send_by_date=DAY,
        notice_by_date=DAY,
        last_day=dt.date(2026, 12, 30),
        details=details,
    )


FOLLOWING = {
    "exit_date": "2027-12-31",
    "notice_by_date": "2027-10-02",
    "send_by_date": "2027-10-01",
    "act_by_date": None,
}


def test_the_present_exit_is_decided_on_while_it_can_be_reached():
    details = {"exit_date": "2026-12-31", "next_exit": None}
    assert a_point("in_window", details) == DecisionPoint(DAY, DAY, DAY, dt.date(2026, 12, 31))


def test_without_an_exit_in_the_details_the_last_day_known_counts():
    assert a_point("no_deadline", {}).exit_date == dt.date(2026, 12, 30)


def test_once_missed_the_next_exit_is_decided_on():
    point = a_point("missed", {"exit_date": "2026-12-31", "next_exit": FOLLOWING})
    assert point == DecisionPoint(None, dt.date(2027, 10, 1), dt.date(2027, 10, 2), dt.date(2027, 12, 31))


def test_missed_without_a_next_exit_the_present_one_stays():
    assert a_point("missed", {"exit_date": "2026-12-31", "next_exit": None}).act_by_date == DAY
