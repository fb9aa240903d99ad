"""A claim moves only as the table says, and money that is lost is told."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from core.money import CurrencyMismatchError
from slas.rules.claim import (
    BEFORE_SUBMISSION,
    OPEN,
    STATUS_LABELS,
    TRANSITIONS,
    VERBS,
    ClaimStatus,
    amount_problem,
    find_move,
    lapses,
    lost_money,
    next_moves,
)
from slas.rules.claim_rule import ClaimWindowRule, WindowUnit
from slas.rules.claim_window import ClaimFacts, claim_window
from tests.slas.rules.schemes import money

MOVES = {
    ("gather", "detected"): ("evidence", ""),
    ("gather", "drafted"): ("evidence", ""),
    ("draft", "evidence"): ("drafted", ""),
    ("submit", "drafted"): ("submitted", "date, proof"),
    ("accept", "submitted"): ("accepted", "amount, date"),
    ("accept_in_part", "submitted"): ("part", "amount, date, reason"),
    ("reject", "submitted"): ("rejected", "date, reason"),
    ("contest", "rejected"): ("submitted", "date, reason"),
    ("contest", "part"): ("submitted", "date, reason"),
    ("credit", "accepted"): ("credited", "date, reference"),
    ("credit", "part"): ("credited", "date, reference"),
    ("lapse", "detected"): ("lost", ""),
    ("lapse", "evidence"): ("lost", ""),
    ("lapse", "drafted"): ("lost", ""),
    ("give_up", "detected"): ("lost", "reason"),
    ("give_up", "evidence"): ("lost", "reason"),
    ("give_up", "drafted"): ("lost", "reason"),
    ("give_up", "rejected"): ("lost", "reason"),
    ("give_up", "accepted"): ("lost", "reason"),
    ("give_up", "part"): ("lost", "reason"),
    ("take_up", "lost"): ("evidence", "reason"),
    ("withdraw", "detected"): ("withdrawn", "reason"),
    ("withdraw", "evidence"): ("withdrawn", "reason"),
    ("withdraw", "drafted"): ("withdrawn", "reason"),
    ("withdraw", "submitted"): ("withdrawn", "reason"),
}
STATUSES = [status.value for status in ClaimStatus]


@pytest.mark.parametrize(("verb", "status"), list(product(VERBS, STATUSES)))
def test_a_claim_moves_only_as_the_table_says(verb: str, status: str):
    move = find_move(verb, status)
    found = (move.target.value, ", ".join(sorted(move.needs))) if move else None
    assert found == MOVES.get((verb, status))


def test_no_move_stands_twice_and_none_is_unknown():
    assert len(TRANSITIONS) == len(MOVES)
    assert find_move("pay", "accepted") is None
    assert find_move("accept", "unheard of") is None


def test_every_status_has_a_name_and_can_be_reached_and_left():
    assert set(STATUS_LABELS) == set(ClaimStatus)
    assert {move.target for move in TRANSITIONS} | {ClaimStatus.DETECTED} == set(ClaimStatus)
    ends = {status for status in ClaimStatus if not next_moves(status)}
    assert ends == {ClaimStatus.CREDITED, ClaimStatus.WITHDRAWN}
    assert {ClaimStatus.CREDITED, ClaimStatus.WITHDRAWN, ClaimStatus.LOST} | OPEN == set(ClaimStatus)


def test_only_a_lapse_happens_by_itself():
    assert {move.verb for move in TRANSITIONS if move.is_by_system} == {"lapse"}
    assert "lapse" not in {move.verb for status in ClaimStatus for move in next_moves(status)}


MARCH = ClaimFacts(period_first_date=dt.date(2026, 3, 1), period_last_date=dt.date(2026, 3, 31))
WINDOW = claim_window(ClaimWindowRule(quantity=7, unit=WindowUnit.CALENDAR_DAYS, zone="Europe/Berlin"), MARCH)
SOON = dt.datetime(2026, 4, 7, 21, 59, tzinfo=dt.UTC)
OVER = dt.datetime(2026, 4, 7, 22, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("status", STATUSES)
def test_a_claim_lapses_when_its_window_is_over_and_it_was_not_submitted(status):
    assert not lapses(status, WINDOW, SOON)
    assert lapses(status, WINDOW, OVER) == (ClaimStatus(status) in BEFORE_SUBMISSION)
    assert lapses(status, WINDOW, OVER) == (find_move("lapse", status) is not None)


def test_a_claim_lapses_only_after_the_latest_reading_and_never_by_a_window_that_is_not_known():
    february = ClaimFacts(period_first_date=dt.date(2026, 2, 1), period_last_date=dt.date(2026, 2, 28))
    window = claim_window(ClaimWindowRule(quantity=2, unit=WindowUnit.MONTHS), february)
    assert not lapses("drafted", window, dt.datetime(2026, 4, 30, 23, 59, tzinfo=dt.UTC))
    assert lapses("drafted", window, dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    unknown = claim_window(
        ClaimWindowRule(quantity=30, unit=WindowUnit.CALENDAR_DAYS, anchor="incident_end"), february
    )
    assert not lapses("drafted", unknown, dt.datetime(2036, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("verb", "amount", "is_right"),
    [
        ("accept", "300", True),
        ("accept", "299.99", False),
        ("accept", "300.01", False),
        ("accept_in_part", "299.99", True),
        ("accept_in_part", "0.01", True),
        ("accept_in_part", "0", False),
        ("accept_in_part", "-1", False),
        ("accept_in_part", "300", False),
        ("accept_in_part", "400", False),
    ],
)
def test_an_acceptance_names_the_whole_or_a_part(verb, amount, is_right):
    assert (amount_problem(verb, money("300"), money(amount)) == "") == is_right


def test_an_acceptance_in_another_currency_is_refused():
    with pytest.raises(CurrencyMismatchError):
        amount_problem("accept", money("300"), money("300", "USD"))


@pytest.mark.parametrize(
    ("status", "accepted", "lost"),
    [
        pytest.param("lost", None, "300", id="lapsed: all of it"),
        pytest.param("lost", "100", "300", id="accepted in part and never credited: all of it"),
        pytest.param("credited", "300", "0", id="credited in full"),
        pytest.param("credited", "100", "200", id="credited in part: the rest"),
        *(
            pytest.param(status, None, "0", id=f"{status}: nothing so far")
            for status in STATUSES
            if status not in ("lost", "credited")
        ),
    ],
)
def test_lost_credits_are_told_in_money(status, accepted, lost):
    assert lost_money(status, money("300"), money(accepted) if accepted else None) == money(lost)


def test_words_that_are_spelt_out_count_as_the_words_of_the_list():
    spelt = ClaimWindowRule(quantity=2, unit="billing_cycles", anchor="billing_cycle_end")
    assert claim_window(spelt, MARCH).last_date == dt.date(2026, 5, 31)
    with pytest.raises(ValueError, match="fortnights"):
        ClaimWindowRule(quantity=2, unit="fortnights")
