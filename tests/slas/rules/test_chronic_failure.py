"""When failing again becomes a right to terminate, month by month."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.periods import add_months, month_end
from slas.rules.chronic import ChronicResult, chronic_failure
from slas.rules.chronic_rule import ChronicRule, MonthOutcome
from slas.rules.claim_sentences import sentences_of
from slas.rules.credit_problem import AgreedTermsError

COMMON_PAPER = ChronicRule(missed=2, window=3, notice_days=7, clause="3.4")
D = dt.date.fromisoformat
LATER = D("2026-12-31")


def history(*months: str) -> list[MonthOutcome]:
    """Return months as ``01 missed 2026-02-03`` (notified on), ``02 kept`` or ``03 unknown``."""
    words = {"missed": True, "kept": False, "unknown": None}
    found = []
    for text in months:
        number, word, *told = text.split()
        month = dt.date(2026, int(number), 1)
        found.append(MonthOutcome(month, words[word], tuple(D(day) for day in told)))
    return found


def since(result: ChronicResult) -> list[str]:
    """Return since when the contract can be terminated, once for each right."""
    return [str(one.since_date) for one in result.rights]


@pytest.mark.parametrize(
    ("months", "days"),
    [
        pytest.param(["01 missed 2026-02-03"], [], id="one month"),
        pytest.param(["01 missed 2026-02-03", "02 missed 2026-03-05"], ["2026-03-05"], id="two in a row"),
        pytest.param(
            ["01 missed 2026-02-03", "02 kept", "03 missed 2026-04-07"], ["2026-04-07"], id="two of three"
        ),
        pytest.param(
            ["01 missed 2026-02-03", "02 kept", "03 kept", "04 missed 2026-05-02"], [], id="two of four"
        ),
        pytest.param(
            ["01 missed 2026-02-03", "03 missed 2026-04-07"], ["2026-04-07"], id="the month between left out"
        ),
        pytest.param(["01 missed 2026-02-03", "02 unknown", "03 unknown"], [], id="no data is not missed"),
        pytest.param(
            ["01 missed 2026-02-07", "02 missed 2026-03-07"], ["2026-03-07"], id="notified on the last day"
        ),
        pytest.param(["01 missed 2026-02-08", "02 missed 2026-03-07"], [], id="notified a day late"),
        pytest.param(["01 missed", "02 missed 2026-03-07"], [], id="not notified at all"),
        pytest.param(
            ["01 missed 2026-02-03", "02 missed 2026-02-21"], ["2026-03-01"], id="notified before its end"
        ),
        pytest.param(["01 missed 2026-02-03", "02 missed 2026-02-20"], [], id="notified too early"),
        pytest.param(
            ["01 missed 2026-02-03", "02 missed 2026-02-20 2026-03-02"], ["2026-03-02"], id="notified again"
        ),
        pytest.param(
            ["01 missed 2026-02-03", "02 missed 2026-03-02", "03 missed 2026-04-02"],
            ["2026-03-02", "2026-04-02"],
            id="three in a row: a right each month",
        ),
        pytest.param(
            ["01 missed 2026-02-03", "02 missed", "03 missed 2026-04-02"],
            ["2026-04-02"],
            id="the one between was not notified",
        ),
        pytest.param(["01 kept", "02 kept", "03 kept"], [], id="never missed"),
        pytest.param([], [], id="nothing known"),
    ],
)
def test_common_paper_two_of_any_three_each_notified_within_7_days(months, days):
    found = chronic_failure(COMMON_PAPER, history(*months), LATER)
    assert since(found) == days
    assert found.pending == ()
    assert all(sentences_of(found.steps))


def test_months_across_a_new_year_are_consecutive():
    outcomes = [
        MonthOutcome(D("2025-11-01"), True, (D("2025-12-01"),)),
        MonthOutcome(D("2026-01-01"), True, (D("2026-02-01"),)),
    ]
    assert since(chronic_failure(COMMON_PAPER, outcomes, LATER)) == ["2026-02-01"]


@pytest.mark.parametrize(
    ("rule", "months", "days"),
    [
        (ChronicRule(missed=2, window=3), ["01 missed", "03 missed"], ["2026-04-01"]),
        (ChronicRule(missed=3, window=3), ["01 missed", "02 missed", "03 kept", "04 missed"], []),
        (ChronicRule(missed=3, window=3), ["01 missed", "02 missed", "03 missed"], ["2026-04-01"]),
        (
            ChronicRule(missed=4, window=6),
            ["01 missed", "02 missed", "05 missed", "06 missed"],
            ["2026-07-01"],
        ),
        (ChronicRule(missed=1, window=1), ["01 missed"], ["2026-02-01"]),
    ],
)
def test_other_numbers_are_data(rule, months, days):
    assert since(chronic_failure(rule, history(*months), LATER)) == days


def test_a_miss_that_can_still_be_notified_is_told_with_its_last_day():
    months = history("01 missed 2026-02-03", "02 missed")
    (pending,) = chronic_failure(COMMON_PAPER, months, D("2026-03-07")).pending
    assert (pending.since_date, pending.notify_by_date) == (None, D("2026-03-07"))
    late = chronic_failure(COMMON_PAPER, months, D("2026-03-08"))
    assert (late.rights, late.pending) == ((), ())


def test_a_month_that_is_not_over_does_not_count_yet():
    months = history("01 missed 2026-02-03", "02 missed 2026-02-25")
    assert since(chronic_failure(COMMON_PAPER, months, D("2026-02-28"))) == []
    assert since(chronic_failure(COMMON_PAPER, months, D("2026-03-01"))) == ["2026-03-01"]


def test_a_right_that_must_be_used_in_time_ends():
    rule = ChronicRule(missed=2, window=3, notice_days=7, use_within_days=30)
    found = chronic_failure(rule, history("01 missed 2026-02-03", "02 missed 2026-03-05"), LATER)
    assert found.rights[0].until_date == D("2026-04-04")
    assert found.usable_on(D("2026-03-04")) is None
    assert found.usable_on(D("2026-03-05")) == found.rights[0] == found.usable_on(D("2026-04-04"))
    assert found.usable_on(D("2026-04-05")) is None


def test_every_month_and_the_right_are_told_in_words():
    months = history(
        "01 missed 2026-02-03", "02 unknown", "03 missed 2026-04-02", "04 kept", "05 missed",
        "06 missed 2026-06-01", "07 missed 2026-08-09",
    )  # fmt: skip
    assert sentences_of(chronic_failure(COMMON_PAPER, months, D("2026-09-01")).steps) == [
        "Jan 2026: missed, and notified on Tue 3 Feb 2026, in time until Sat 7 Feb 2026.",
        "Feb 2026: there is no data, which counts as neither kept nor missed.",
        "Mar 2026: missed, and notified on Thu 2 Apr 2026, in time until Tue 7 Apr 2026.",
        "Apr 2026: the promise was kept.",
        "May 2026: missed, but not notified by Sun 7 Jun 2026: it does not count.",
        "Jun 2026: missed, but notified on Mon 1 Jun 2026, before Tue 23 Jun 2026, and not again by "
        "Tue 7 Jul 2026: it does not count.",
        "Jul 2026: missed, but notified on Sun 9 Aug 2026, after Fri 7 Aug 2026: it does not count.",
        "Missed in 2 of 3 consecutive months, Jan 2026 to Mar 2026: the contract can be terminated since "
        "Thu 2 Apr 2026.",
        "This rests on clause 3.4.",
    ]
    pending = sentences_of(chronic_failure(COMMON_PAPER, months[:3], D("2026-04-01")).steps)
    assert pending[2:4] == [
        "Mar 2026: missed. Notify the vendor from Tue 24 Mar 2026 to Tue 7 Apr 2026, or the month does not "
        "count.",
        "Missed in 2 of 3 consecutive months, Jan 2026 to Mar 2026: with notice by Tue 7 Apr 2026 the "
        "contract can be terminated.",
    ]
    assert sentences_of(chronic_failure(ChronicRule(), history("01 missed"), LATER).steps) == [
        "Jan 2026: missed.",
        "It was not missed in 2 of any 3 consecutive months.",
    ]


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda: ChronicRule(missed=0), {"missed"}),
        (lambda: ChronicRule(missed=4, window=3), {"missed"}),
        (lambda: ChronicRule(missed=1, window=0), {"window"}),
        (lambda: ChronicRule(notice_days=-1, use_within_days=-1), {"notice_days", "use_within_days"}),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_naming_the_field(make, fields):
    with pytest.raises(AgreedTermsError) as refused:
        make()
    assert set(refused.value.problems) == fields


def test_months_that_stand_twice_or_are_no_months_are_refused():
    with pytest.raises(ValueError, match="twice"):
        chronic_failure(COMMON_PAPER, history("01 missed", "01 kept"), LATER)
    with pytest.raises(ValueError, match="first day"):
        chronic_failure(COMMON_PAPER, [MonthOutcome(D("2026-01-02"), True)], LATER)


@given(st.lists(st.sampled_from([True, False, None]), max_size=14), st.integers(1, 4), st.integers(0, 4))
def test_there_is_a_right_exactly_where_some_window_holds_enough_misses(outcomes, missed, more):
    rule = ChronicRule(missed=missed, window=missed + more)
    start = D("2020-01-01")
    months = [MonthOutcome(add_months(start, index), one) for index, one in enumerate(outcomes)]
    windows = [outcomes[index : index + rule.window] for index in range(max(len(outcomes), 1))]
    found = chronic_failure(rule, months, D("2030-01-01"))
    assert bool(found.rights) == any(window.count(True) >= missed for window in windows)
    assert all(one.since_date > month_end(one.last_month) for one in found.rights)
    assert all(sentences_of(found.steps))
