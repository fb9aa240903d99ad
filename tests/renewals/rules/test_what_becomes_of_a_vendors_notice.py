"""What becomes of a vendor's notice, and whether it came in time by the vendor's own rule."""

from __future__ import annotations

from itertools import product

import pytest

from renewals.rules.vendor_notice import (
    Verdict,
    examine,
    examine_recorded,
    find_vendor_move,
    vendor_moves_from,
)
from tests.renewals.rules.builders import a_notice, a_term, codes, day

OUTCOMES = ("", "accepted", "refused", "settled", "withdrawn")
VERBS = ("accept", "refuse", "settle", "withdraw", "reopen")
ENDS = {
    ("accept", ""): "accepted",
    ("refuse", ""): "refused",
    ("withdraw", ""): "withdrawn",
    ("withdraw", "accepted"): "withdrawn",
    ("withdraw", "refused"): "withdrawn",
    ("withdraw", "settled"): "withdrawn",
    ("reopen", "accepted"): "",
    ("reopen", "refused"): "",
    ("reopen", "settled"): "",
}
RAISES = {key: target for key, target in ENDS.items() if key[0] in ("withdraw", "reopen")} | {
    ("settle", ""): "settled"
}
MOVES = {"non_renewal": ENDS, "termination": ENDS, "price_increase": RAISES, "option_exercise": {}}


@pytest.mark.parametrize(("kind", "verb", "outcome"), list(product(MOVES, VERBS, OUTCOMES)))
def test_it_moves_only_as_the_table_says(kind, verb, outcome):
    move = find_vendor_move(verb, kind, outcome)
    assert (None if move is None else str(move.target)) == MOVES[kind].get((verb, outcome))
    assert (move in vendor_moves_from(kind, outcome)) is (move is not None)


YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months")
SIXTY = a_notice("60 calendar_days", party="vendor")


@pytest.mark.parametrize(
    ("rule", "received", "leaves", "verdict", "first"),
    [
        pytest.param(SIXTY, "2026-11-01", "2026-12-31", "in_time", "2026-12-31", id="on the last day"),
        pytest.param(SIXTY, "2026-11-02", "2026-12-31", "late", "2027-12-31", id="a day late"),
        pytest.param(
            SIXTY, "2026-11-02", "2027-12-31", "in_time", "2027-12-31", id="late, for the next term"
        ),
        pytest.param(SIXTY, "2026-06-01", "2026-09-30", "late", "2026-12-31", id="an exit not agreed"),
        pytest.param(
            a_notice("60 calendar_days", party="vendor", earliest="90 calendar_days"),
            "2026-09-15",
            "2026-12-31",
            "too_early",
            "2026-12-31",
            id="before the window",
        ),
        pytest.param(
            a_notice("60 calendar_days", party="vendor", test="sent"),
            "2026-11-05",
            "2026-12-31",
            "unknown",
            "2027-12-31",
            id="received late, but sending counts",
        ),
        pytest.param(
            a_notice("30 calendar_days", "rolling", party="vendor"),
            "2026-08-01",
            "2026-08-31",
            "in_time",
            "2026-08-31",
            id="at any time",
        ),
    ],
)
def test_whether_it_came_in_time(rule, received, leaves, verdict, first):
    found = examine(YEARLY, rule, day(received), day(leaves))
    assert (found.verdict, str(found.earliest_exit_date)) == (verdict, first)
    assert found.steps


def a_record(*rules) -> dict:
    term = {
        "type": "auto_renew",
        "start_date": "2026-01-01",
        "initial_term": {"n": 12, "unit": "months"},
        "renewal_term": {"n": 12, "unit": "months"},
    }
    notice = {"quantity": 60, "unit": "calendar_days", "anchor": "term_end", "test": "received"}
    return {
        "term": term,
        "rules": [{"kind": kind, "notice": notice | {"party": party} | more} for kind, party, more in rules],
    }


def test_the_vendors_own_rule_decides_and_ours_never_does():
    said = (day("2026-11-02"), day("2026-12-31"))
    ours = ("non_renewal", "us", {})
    assert examine_recorded(a_record(ours), "non_renewal", *said).verdict is Verdict.NO_RULE
    found = examine_recorded(a_record(ours, ("non_renewal", "vendor", {})), "non_renewal", *said)
    assert found.verdict is Verdict.LATE
    assert "vendor_received_by" in codes(found)
    anytime = ("convenience", "vendor", {"quantity": 30, "anchor": "rolling"})
    both = a_record(("non_renewal", "vendor", {}), anytime)
    assert examine_recorded(both, "termination", *said).verdict is Verdict.IN_TIME
    assert examine_recorded(both, "non_renewal", *said).verdict is Verdict.LATE


def test_contradicting_facts_are_named_and_nothing_is_guessed():
    record = a_record(("non_renewal", "vendor", {"quantity": 400}))
    found = examine_recorded(record, "non_renewal", day("2026-11-02"), day("2026-12-31"))
    assert found.verdict is Verdict.UNKNOWN
    assert codes(found) == ["missing"]
