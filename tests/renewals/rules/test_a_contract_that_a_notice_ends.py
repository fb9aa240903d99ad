"""A contract that a notice ends: the table of ``docs/rules/decisions.md``, row by row."""

from __future__ import annotations

import datetime as dt
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules import DeadlineStatus, Term
from renewals.rules.ending import Ending, GivenBy, ended_by_notice, exit_of_notice, with_notices
from renewals.rules.recorded import deadline_of
from renewals.rules.sentences import sentences_of
from renewals.rules.timeline import terms_around
from tests.renewals.rules.builders import a_term, day

YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months")
TABLE = {
    "this term": (YEARLY, "2026-12-31", "2026-11-22", "final_term 1 2026-12-31 None"),
    "on its last day": (YEARLY, "2026-12-31", "2026-12-31", "final_term 1 2026-12-31 None"),
    "the day after": (YEARLY, "2026-12-31", "2027-01-01", "expired 1 2026-12-31 None"),
    "inside the term": (YEARLY, "2026-09-30", "2026-08-01", "final_term 1 2026-09-30 None"),
    "the next term, because this one was missed": (
        YEARLY,
        "2027-12-31",
        "2026-11-22",
        "final_term 1 2027-12-31 2027-01-01",
    ),
    "the same, once it has renewed": (YEARLY, "2027-12-31", "2027-02-01", "final_term 2 2027-12-31 None"),
    "evergreen": (
        a_term("evergreen", "2020-01-01"),
        "2026-12-31",
        "2026-11-22",
        "final_term 1 2026-12-31 None",
    ),
    "ends by its terms before": (
        a_term("fixed", "2026-01-01", "12 months"),
        "2027-03-31",
        "2026-11-22",
        "final_term 1 2026-12-31 None",
    ),
    "in holdover": (
        a_term("auto_renew", "2024-01-01", "12 months", max_renewals=0, after_last_term="holdover"),
        "2026-12-31",
        "2026-11-22",
        "final_term 1 2026-12-31 None",
    ),
    "terms not known": (None, "2026-12-31", "2026-11-22", "final_term None 2026-12-31 None"),
}


def said(answer) -> str:
    return f"{answer.status} {answer.term_number} {answer.term_end} {answer.renewal_date}"


@pytest.mark.parametrize(("term", "leaves", "as_of", "expected"), TABLE.values(), ids=TABLE.keys())
def test_the_table(term, leaves, as_of, expected):
    answer = ended_by_notice(term, Ending(GivenBy.US, day(leaves)), day(as_of))
    assert said(answer) == expected
    assert answer.earliest_exit_date == answer.exit_date == answer.term_end
    assert (answer.act_by_date, answer.notice_by_date, answer.next_exit) == (None, None, None)


def test_the_steps_name_the_notice_and_whose_it_is():
    leaves = day("2027-12-31")
    ours = ended_by_notice(YEARLY, Ending(GivenBy.US, leaves), day("2026-11-22"))
    assert sentences_of(ours.steps) == [
        "Term 1 runs from Thu 1 Jan 2026 to Thu 31 Dec 2026.",
        "Notice was served: it ends on Fri 31 Dec 2027.",
        "The present term still renews on Fri 1 Jan 2027, before the notice takes effect.",
    ]
    theirs = ended_by_notice(
        a_term("fixed", "2026-01-01", "6 months"), Ending(GivenBy.VENDOR, leaves), leaves
    )
    assert sentences_of(theirs.steps)[1:] == [
        "It ended on Fri 31 Dec 2027, because the vendor gave notice.",
        "By its terms it ends before that, on Tue 30 Jun 2026.",
    ]


RECORD = {
    "id": 1,
    "status": "notice_served",
    "term": {"type": "auto_renew", "start_date": "2026-01-01", "initial_term": {"n": 12, "unit": "months"}},
    "notice": {"party": "us", "quantity": 90, "unit": "calendar_days", "anchor": "term_end"},
    "locked_reading": None,
}


def a_row(**changes) -> dict:
    row = {
        "contract_id": 1,
        "direction": "ours",
        "kind": "non_renewal",
        "outcome": "",
        "exit_date": day("2026-12-31"),
        "term_number": 1,
        "closed_at": dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
    }
    return row | changes


def told(*rows, **changes) -> dict:
    record = RECORD | {"term": dict(RECORD["term"])} | changes
    return with_notices({1: record}, rows)[1]


def test_contradicting_terms_keep_nothing_open_once_notice_was_given():
    broken = {"term": RECORD["term"] | {"end_date": "2025-01-01"}}
    assert deadline_of(told(**broken), day("2026-08-01")).status is DeadlineStatus.UNKNOWN
    assert said(deadline_of(told(a_row(), **broken), day("2026-08-01"))) == "final_term None 2026-12-31 None"


@pytest.mark.parametrize(
    ("row", "status", "expected"),
    [
        pytest.param(a_row(), "notice_served", "us", id="ours"),
        pytest.param(a_row(kind="termination"), "notice_served", "us", id="a termination"),
        pytest.param(a_row(), "active", None, id="the contract went on"),
        pytest.param(a_row(exit_date=None), "notice_served", None, id="no exit known"),
        pytest.param(a_row(kind="option_exercise"), "notice_served", None, id="an option exercised"),
        pytest.param(a_row(direction="theirs", outcome="accepted"), "notice_served", "vendor", id="accepted"),
        pytest.param(a_row(direction="theirs", outcome="refused"), "notice_served", None, id="refused"),
        pytest.param(
            a_row(direction="theirs", kind="price_increase", outcome="accepted"),
            "notice_served",
            None,
            id="a price increase",
        ),
    ],
)
def test_which_notice_ends_a_contract(row, status, expected):
    assert told(row, status=status).get("ending", {}).get("by") == expected


@pytest.mark.parametrize("closed", ["2026-01-01", "2026-12-01"], ids=["closed before", "closed after"])
def test_of_two_notices_the_one_with_the_earlier_exit_counts(closed):
    moment = dt.datetime.fromisoformat(closed).replace(tzinfo=dt.UTC)
    sooner = a_row(closed_at=moment, exit_date=day("2026-09-30"), direction="theirs", outcome="accepted")
    assert told(sooner, a_row())["ending"] == {"by": "vendor", "exit_date": "2026-09-30"}


def test_of_two_notices_with_the_same_exit_the_one_closed_last_counts():
    last = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    later = a_row(closed_at=last, direction="theirs", outcome="accepted")
    assert told(later, a_row())["ending"]["by"] == "vendor"


def test_an_exercised_option_counts_once_by_the_term_it_was_exercised_in():
    exercised = a_row(kind="option_exercise", term_number=2)
    assert told(exercised, exercised, a_row(kind="option_exercise"))["term"]["renewals_exercised"] == 2
    assert "renewals_exercised" not in told(a_row())["term"]


@pytest.mark.parametrize(
    ("recorded", "term_numbers", "expected"),
    [(1, (2,), 2), (1, (2, 3), 3), (2, (), 2), (2, (1,), 2), (0, (1, 2), 2)],
    ids=[
        "one on top",
        "two on top",
        "no notice on record",
        "a notice that is among those recorded",
        "notices alone",
    ],
)
def test_options_exercised_by_notice_count_on_top_of_those_recorded(recorded, term_numbers, expected):
    rows = [a_row(kind="option_exercise", term_number=number) for number in term_numbers]
    record = told(*rows, term={"type": "option", "renewals_exercised": recorded})
    assert record["term"]["renewals_exercised"] == expected


@pytest.mark.parametrize(
    ("stated", "reached", "expected"),
    [
        ("2026-12-31", "2026-12-31", "2026-12-31"),
        ("2026-12-31", "2027-12-31", "2027-12-31"),
        ("2026-12-31", "2026-09-30", "2026-12-31"),
        ("2026-12-31", None, "2026-12-31"),
        (None, "2026-09-30", "2026-09-30"),
        (None, None, None),
    ],
)
def test_a_served_notice_leads_to_the_later_of_the_day_named_and_the_day_reached(stated, reached, expected):
    def days(text):
        return day(text) if text else None

    assert exit_of_notice(days(stated), days(reached)) == days(expected)


def test_no_term_begins_after_the_exit():
    found = terms_around(YEARLY, day("2026-06-01"), until=day("2028-03-31"))
    assert [(one.number, one.when.value, str(one.end)) for one in found] == [
        (1, "present", "2026-12-31"),
        (2, "coming", "2027-12-31"),
        (3, "coming", "2028-03-31"),
    ]
    (last,) = terms_around(YEARLY, day("2027-06-01"), until=day("2026-12-31"))
    assert (last.number, last.when.value) == (1, "past")
    (running,) = terms_around(a_term("evergreen", "2020-01-01"), day("2026-06-01"), until=day("2026-12-31"))
    assert str(running.end) == "2026-12-31"


@given(
    months=st.integers(1, 48),
    renewal=st.integers(1, 48),
    limit=st.none() | st.integers(0, 5),
    leaves=st.integers(0, 4_000),
    ahead=st.integers(-100, 5_000),
)
def test_an_answer_stays_equal_until_its_next_change(months, renewal, limit, leaves, ahead):
    term: Term = a_term(
        "auto_renew", "2026-01-01", f"{months} months", f"{renewal} months", max_renewals=limit
    )
    ending = Ending(GivenBy.US, date(2026, 1, 1) + timedelta(days=leaves))
    as_of = date(2026, 1, 1) + timedelta(days=ahead)
    answer = ended_by_notice(term, ending, as_of)
    assert answer.term_end is not None
    assert answer.term_end <= ending.exit_date
    assert (answer.status is DeadlineStatus.EXPIRED) == (as_of > answer.term_end)
    change = answer.next_change_date
    last_same = (change or date(2060, 1, 1)) - timedelta(days=1)
    assert ended_by_notice(term, ending, last_same) == answer
    assert change is None or ended_by_notice(term, ending, change) != answer
