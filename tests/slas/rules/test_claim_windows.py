"""Until when a credit can be claimed: the last day counts, and the clock tells how much is left."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.rules.claim_rule import ClaimTest, ClaimWindowRule, WindowAnchor, WindowUnit
from slas.rules.claim_sentences import sentences_of
from slas.rules.claim_window import (
    ClaimClock,
    ClaimFacts,
    ClaimWindow,
    ClockStatus,
    claim_window,
    clock_at,
    day_in_zone,
)
from slas.rules.credit_problem import AgreedTermsError

D = dt.date.fromisoformat


def rule(quantity: int, unit: str, anchor: str = "period_end", **more: Any) -> ClaimWindowRule:
    """Return a window as agreed."""
    return ClaimWindowRule(quantity=quantity, unit=WindowUnit(unit), anchor=WindowAnchor(anchor), **more)


def month(first: str, last: str, *incidents: tuple[str, str], cycle: str | None = None) -> ClaimFacts:
    """Return the facts of a period."""
    return ClaimFacts(
        period_first_date=D(first),
        period_last_date=D(last),
        incidents=tuple((D(one), D(other)) for one, other in incidents),
        cycle_start_date=None if cycle is None else D(cycle),
    )


MARCH = ("2026-03-01", "2026-03-31")
FEBRUARY = ("2026-02-01", "2026-02-28")
COMMON_PAPER = rule(7, "calendar_days", clause="3.2")
AWS = rule(2, "billing_cycles", "billing_cycle_end")
TWO_MONTHS = rule(2, "months", "billing_cycle_end")
AFTER_INCIDENT = rule(30, "calendar_days", "incident_end")


@pytest.mark.parametrize(
    ("agreed", "facts", "last", "latest"),
    [
        pytest.param(COMMON_PAPER, month(*MARCH), "2026-04-07", None, id="7 days after March"),
        pytest.param(COMMON_PAPER, month(*FEBRUARY), "2026-03-07", None, id="7 days after February"),
        pytest.param(
            COMMON_PAPER, month("2026-12-01", "2026-12-31"), "2027-01-07", None, id="7 days after December"
        ),
        pytest.param(
            COMMON_PAPER, month("2026-03-10", "2026-03-20"), "2026-03-27", None, id="a period cut short"
        ),
        pytest.param(
            rule(30, "calendar_days"), month(*MARCH), "2026-04-30", None, id="30 days of the affected month"
        ),
        pytest.param(
            rule(0, "calendar_days"), month(*MARCH), "2026-03-31", None, id="by the end of the month itself"
        ),
        pytest.param(
            rule(5, "business_days", calendar="DE-BY"),
            month(*MARCH), "2026-04-09", None, id="5 business days, Easter between",
        ),
        pytest.param(
            AWS, month(*MARCH, ("2026-03-05", "2026-03-05")), "2026-05-31", None, id="second cycle after"
        ),
        pytest.param(
            AWS, month("2026-12-01", "2026-12-31"), "2027-02-28", None, id="second cycle, no incident named"
        ),
        pytest.param(
            AWS,
            month(*MARCH, ("2026-03-05", "2026-03-05"), cycle="2025-01-15"),
            "2026-05-14", None, id="cycles from the 15th: 15 Feb to 14 Mar, two later",
        ),
        pytest.param(
            AWS,
            month(*MARCH, ("2026-03-05", "2026-03-05"), ("2026-03-20", "2026-03-21"), cycle="2025-01-15"),
            "2026-05-14", "2026-06-14", id="incidents in two billing cycles",
        ),
        pytest.param(
            AWS, month(*MARCH, cycle="2025-01-31"), "2026-05-30", "2026-06-29", id="cycles from the 31st"
        ),
        pytest.param(
            rule(1, "billing_cycles", "billing_cycle_end", cycle_months=3),
            month(*MARCH, cycle="2026-01-01"), "2026-06-30", None, id="quarterly cycles",
        ),
        pytest.param(TWO_MONTHS, month(*MARCH), "2026-05-31", None, id="two months after March"),
        pytest.param(
            TWO_MONTHS, month(*FEBRUARY), "2026-04-28", "2026-04-30", id="after February: two readings"
        ),
        pytest.param(
            TWO_MONTHS, month("2026-12-01", "2026-12-31"), "2027-02-28", None, id="two months after December"
        ),
        pytest.param(
            rule(3, "months", "billing_cycle_end"), month(*MARCH), "2026-06-30", None, id="three months"
        ),
        pytest.param(
            AFTER_INCIDENT, month(*MARCH, ("2026-03-05", "2026-03-06")), "2026-04-05", None, id="its end"
        ),
        pytest.param(
            rule(30, "calendar_days", "incident_start"),
            month(*MARCH, ("2026-03-05", "2026-03-06")), "2026-04-04", None, id="after its beginning",
        ),
        pytest.param(
            AFTER_INCIDENT,
            month(*MARCH, ("2026-03-20", "2026-03-21"), ("2026-03-05", "2026-03-06")),
            "2026-04-05", "2026-04-20", id="the earliest incident counts; lost after the last",
        ),
    ],
)  # fmt: skip
def test_the_last_day(agreed: ClaimWindowRule, facts: ClaimFacts, last: str, latest: str | None):
    window = claim_window(agreed, facts)
    assert (window.last_date, window.latest_date) == (D(last), D(latest or last))
    assert window.readings[0].last_date == D(last)
    assert all(sentences_of(window.steps))


def test_without_an_incident_a_window_that_counts_from_one_is_not_known():
    window = claim_window(AFTER_INCIDENT, month(*MARCH))
    assert (window.last_date, window.latest_date, window.missing) == (None, None, ("incidents",))
    assert clock_at(window, dt.datetime(2026, 4, 1, tzinfo=dt.UTC)) == ClaimClock(ClockStatus.UNKNOWN, None)
    assert (window.closes_at(), window.lapses_at()) == (None, None)
    assert all(sentences_of(window.steps))


@pytest.mark.parametrize(
    ("agreed", "facts", "sentences"),
    [
        (
            rule(7, "calendar_days", zone="Europe/Berlin", clause="3.2"),
            month(*MARCH),
            [
                "The period ended on Tue 31 Mar 2026.",
                "7 days after Tue 31 Mar 2026 is Tue 7 Apr 2026.",
                "The claim must be received by Tue 7 Apr 2026; that day still counts.",
                "The last day ends at midnight in Europe/Berlin.",
                "This rests on clause 3.2.",
            ],
        ),
        (
            AWS,
            month(*MARCH),
            [
                "The billing cycle of the incident ended on Tue 31 Mar 2026.",
                "Billing cycle 2 after Tue 31 Mar 2026 ends on Sun 31 May 2026.",
                "The claim must be received by Sun 31 May 2026; that day still counts.",
                "The last day ends at midnight in UTC.",
            ],
        ),
        (
            rule(2, "months", "billing_cycle_end", test=ClaimTest.SENT),
            month(*FEBRUARY),
            [
                "The billing cycle of the incident ended on Sat 28 Feb 2026.",
                "2 months after Sat 28 Feb 2026, read as the corresponding date, is Tue 28 Apr 2026.",
                "2 months after Sat 28 Feb 2026, read as whole months, is Thu 30 Apr 2026.",
                "The earliest counts, Tue 28 Apr 2026; the claim is lost only after Thu 30 Apr 2026.",
                "The claim must be sent by Tue 28 Apr 2026; that day still counts.",
                "The last day ends at midnight in UTC.",
            ],
        ),
    ],
)
def test_every_step_is_a_sentence(agreed, facts, sentences):
    assert sentences_of(claim_window(agreed, facts).steps) == sentences


BERLIN = claim_window(rule(2, "months", zone="Europe/Berlin"), month(*FEBRUARY))  # 28 Apr, or 30 Apr


@pytest.mark.parametrize(
    ("now", "status", "left"),
    [
        ("2026-03-01T00:00:00+01:00", ClockStatus.OPEN, 58),
        ("2026-04-27T21:59:59+00:00", ClockStatus.OPEN, 1),
        ("2026-04-27T22:00:00+00:00", ClockStatus.LAST_DAY, 0),
        ("2026-04-28T21:59:59+00:00", ClockStatus.LAST_DAY, 0),
        ("2026-04-28T22:00:00+00:00", ClockStatus.DISPUTABLE, -1),
        ("2026-04-30T21:59:59+00:00", ClockStatus.DISPUTABLE, -2),
        ("2026-04-30T22:00:00+00:00", ClockStatus.LAPSED, -3),
    ],
)
def test_the_clock_goes_by_the_days_of_the_zone(now, status, left):
    assert clock_at(BERLIN, dt.datetime.fromisoformat(now)) == ClaimClock(status, left)


def test_the_window_closes_at_midnight_in_the_zone():
    assert BERLIN.closes_at() == dt.datetime(2026, 4, 28, 22, tzinfo=dt.UTC)
    assert BERLIN.lapses_at() == dt.datetime(2026, 4, 30, 22, tzinfo=dt.UTC)
    assert day_in_zone(BERLIN.closes_at(), "Europe/Berlin") == D("2026-04-29")


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clock_at(BERLIN, dt.datetime(2026, 4, 1))
    with pytest.raises(ValueError, match="time zone"):
        day_in_zone(dt.datetime(2026, 4, 1), "Europe/Berlin")


@pytest.mark.parametrize(
    ("agreed", "facts", "message"),
    [
        (COMMON_PAPER, month("2026-03-31", "2026-03-01"), "before it begins"),
        (COMMON_PAPER, month(*MARCH, ("2026-03-05", "2026-03-04")), "before it begins"),
        (AWS, month(*MARCH, cycle="2026-03-15"), "begin on 2026-03-15"),
        (rule(1, "billing_cycles", "billing_cycle_end", cycle_months=3), month(*MARCH), "first day of one"),
    ],
)
def test_facts_that_cannot_be_are_refused(agreed, facts, message):
    with pytest.raises(ValueError, match=message):
        claim_window(agreed, facts)


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda: rule(-1, "calendar_days"), {"quantity"}),
        (lambda: rule(3_661, "calendar_days"), {"quantity"}),
        (lambda: rule(0, "billing_cycles", "billing_cycle_end"), {"quantity"}),
        (lambda: rule(2, "billing_cycles"), {"anchor"}),
        (lambda: rule(7, "calendar_days", cycle_months=3), {"cycle_months"}),
        (lambda: rule(2, "billing_cycles", "billing_cycle_end", cycle_months=0), {"cycle_months"}),
        (lambda: rule(7, "business_days"), {"calendar"}),
        (lambda: rule(7, "business_days", calendar="XX"), {"calendar"}),
        (lambda: rule(7, "calendar_days", calendar="DE"), {"calendar"}),
        (lambda: rule(7, "calendar_days", zone="Mars/Olympus"), {"zone"}),
        (lambda: rule(7, "calendar_days", zone="../etc/passwd"), {"zone"}),
        (lambda: rule(7, "calendar_days", zone=""), {"zone"}),
    ],
)
def test_a_window_that_cannot_be_meant_is_refused_naming_the_field(make, fields):
    with pytest.raises(AgreedTermsError) as refused:
        make()
    assert set(refused.value.problems) == fields


rules = st.one_of(
    st.builds(rule, st.integers(0, 400), st.just("calendar_days"), st.sampled_from(list(WindowAnchor))),
    st.builds(rule, st.integers(0, 60), st.just("months"), st.sampled_from(list(WindowAnchor))),
    st.builds(rule, st.integers(1, 24), st.just("billing_cycles"), st.just("billing_cycle_end")),
)


@given(rules, st.dates(D("2000-01-01"), D("2090-12-31")), st.integers(0, 40), st.integers(0, 40))
def test_a_window_never_closes_before_what_it_counts_from(agreed, start, before, lasts):
    end = start + dt.timedelta(days=lasts)
    facts = ClaimFacts(
        period_first_date=start - dt.timedelta(days=before), period_last_date=end, incidents=((start, end),)
    )
    window: ClaimWindow = claim_window(agreed, facts)
    assert start <= window.last_date <= window.latest_date
    assert [one.last_date for one in window.readings] == sorted({one.last_date for one in window.readings})
    left = clock_at(window, dt.datetime.combine(start, dt.time(12), dt.UTC))
    assert left.days_left == (window.last_date - start).days >= 0
    assert all(sentences_of(window.steps))
