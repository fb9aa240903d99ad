"""Every row of the renewal table in the product's specification, under its own name.

The rows about reminders ("dates change", "late entry") are in ``tests/renewals/reminders``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.rules.periods import Period, PeriodUnit
from core.rules.tiling import tile
from renewals.rules import Consequence, DeadlineStatus, Roll
from renewals.rules.sentences import sentences_of
from tests.renewals.rules.builders import a_notice, a_term, ask, codes, day
from tests.support.needs import needs_shared

YEAR_2026 = a_term("auto_renew", "2026-01-01", "12 months", "12 months")


def rows_of_the_specification() -> list[str]:
    """Return the cases of the renewal table, or skip where the specification is not here."""
    text = needs_shared("product.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| case \| input \| expected \|\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [line.split("|")[1].strip() for line in table.splitlines()]


def test_every_row_has_a_test_of_its_name() -> None:
    here = Path(__file__)
    sources = [here, here.parents[1] / "reminders" / here.name]
    tests = set(
        re.findall(r"def test_(\w+)\(", "".join(path.read_text(encoding="utf-8") for path in sources))
    )
    names = [re.sub(r"\W+", "_", row.replace("'", "")) for row in rows_of_the_specification()]
    assert len(names) >= 19
    assert [name for name in names if name not in tests] == []


def test_inclusive_end() -> None:
    answer = ask(YEAR_2026, a_notice("60 calendar_days"), "2026-06-01")
    assert (answer.term_end, answer.renewal_date) == (day("2026-12-31"), day("2027-01-01"))


def test_terms_never_chain() -> None:
    month = Period(1, PeriodUnit.MONTHS)
    terms = [tile(day("2024-01-31"), month, month).term(number) for number in (1, 2, 3, 4)]
    assert [term.start.isoformat()[5:] for term in terms] == ["01-31", "02-29", "03-31", "04-30"]
    assert [str(term.end)[5:] for term in terms] == ["02-28", "03-30", "04-29", "05-30"]


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [(1, "2024-02-29", "2025-02-27"), (2, "2025-02-28", "2026-02-27"), (5, "2028-02-29", "2029-02-27")],
)
def test_leap_anniversary(number: int, start: str, end: str) -> None:
    year = Period(1, PeriodUnit.YEARS)
    term = tile(day("2024-02-29"), year, year).term(number)
    assert (term.start, term.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("years", "renewal_date", "term_end"), [(1, "2025-02-28", "2025-02-27"), (4, "2028-02-29", "2028-02-28")]
)
def test_leap_anniversary_as_a_renewal_date(years: int, renewal_date: str, term_end: str) -> None:
    answer = ask(
        a_term("auto_renew", "2024-02-29", f"{years} years", "1 years"), a_notice("1 months"), "2024-06-01"
    )
    assert (answer.renewal_date, answer.term_end) == (day(renewal_date), day(term_end))


def test_leap_anniversary_after_four_years_ends_on_28_february() -> None:
    year = Period(1, PeriodUnit.YEARS)
    assert tile(day("2024-02-29"), year, year).term(4).end == day("2028-02-28")


@pytest.mark.parametrize(
    ("unit", "anchor", "expected"),
    [
        ("calendar_days", "term_end", "2026-11-01"),
        ("clear_days", "term_end", "2026-10-31"),
        ("calendar_days", "renewal_date", "2026-11-02"),
    ],
)
def test_days(unit: str, anchor: str, expected: str) -> None:
    assert ask(YEAR_2026, a_notice(f"60 {unit}", anchor), "2026-06-01").notice_by_date == day(expected)


def test_months_corresponding_date() -> None:
    term = a_term("fixed", "2023-07-15", "2024-07-14")
    assert ask(term, a_notice("1 months"), "2024-01-01").notice_by_date == day("2024-06-14")


def test_months_at_a_months_end() -> None:
    term = a_term("auto_renew", "2025-12-01", "12 months", "12 months")
    answer = ask(term, a_notice("3 months"), "2026-06-01")
    by_rule = {reading.rule: reading.notice_by_date for reading in answer.readings}
    assert by_rule["corresponding_date"] == day("2026-08-30")
    assert by_rule["month_end_of_term"] == day("2026-08-31")
    assert (answer.notice_by_date, answer.spread_days) == (day("2026-08-30"), 1)
    assert "readings_differ" in codes(answer)


def test_a_naive_subtraction_that_is_late() -> None:
    term = a_term("auto_renew", "2025-03-31", "2026-03-30", "12 months")
    answer = ask(term, a_notice("1 months"), "2025-06-01")
    assert answer.notice_by_date == day("2026-02-27")
    assert answer.acting_rule == "day_after_end"
    assert "readings_differ" in codes(answer)


@pytest.mark.parametrize("year", range(2023, 2030))
def test_three_years_then_yearly(year: int) -> None:
    term = a_term("auto_renew", "2020-08-01", "36 months", "12 months")
    answer = ask(term, a_notice("3 months"), f"{year}-01-15")
    assert (answer.term_end, answer.notice_by_date) == (day(f"{year}-07-31"), day(f"{year}-04-30"))


def test_missed() -> None:
    answer = ask(YEAR_2026, a_notice("60 calendar_days"), "2026-11-02")
    assert answer.status is DeadlineStatus.MISSED
    assert (answer.notice_by_date, answer.term_end) == (day("2026-11-01"), day("2026-12-31"))
    assert answer.next_exit is not None
    assert answer.next_exit.exit_date == answer.earliest_exit_date == day("2027-12-31")
    assert (answer.next_exit.extra_terms, answer.next_exit.extra_days) == (1, 365)
    assert any("The next exit is Fri 31 Dec 2027" in line for line in sentences_of(answer.steps))


def test_the_last_day_is_in_time() -> None:
    answer = ask(YEAR_2026, a_notice("60 calendar_days"), "2026-11-01")
    assert (answer.status, answer.next_exit) == (DeadlineStatus.IN_WINDOW, None)


@pytest.mark.parametrize(("calendar", "expected"), [("DE", "2026-12-16"), ("GB-ENG", "2026-12-15")])
def test_business_days(calendar: str, expected: str) -> None:
    answer = ask(YEAR_2026, a_notice("10 business_days", calendar=calendar), "2026-06-01")
    assert answer.notice_by_date == day(expected)
    assert (answer.calendar, answer.calendar_version is None) == (calendar, False)


def test_weekend() -> None:
    rule = a_notice("60 calendar_days", calendar="GB-ENG", methods={"post": 5})
    answer = ask(YEAR_2026, rule, "2026-06-01")
    assert answer.notice_by_date == day("2026-11-01"), "a Sunday, and it never rolls forward"
    assert answer.send_by_date == day("2026-10-23")


def test_weekend_with_preceding_roll_moves_back_to_friday() -> None:
    rule = a_notice("60 calendar_days", calendar="GB-ENG", roll=Roll.PRECEDING)
    answer = ask(YEAR_2026, rule, "2026-06-01")
    assert answer.notice_by_date == day("2026-10-30")
    assert "rolled_back" in codes(answer)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2026-09-15", "open"),
        ("2026-10-01", "open"),
        ("2026-10-02", "in_window"),
        ("2026-11-01", "in_window"),
    ],
)
def test_two_sided_window(as_of: str, status: str) -> None:
    answer = ask(YEAR_2026, a_notice("60 calendar_days", earliest="90 calendar_days"), as_of)
    assert (answer.earliest_notice_date, answer.notice_by_date) == (day("2026-10-02"), day("2026-11-01"))
    assert answer.status == status
    assert "Notice given before Fri 2 Oct 2026 is too early." in sentences_of(answer.steps)


def test_month_end() -> None:
    answer = ask(a_term("evergreen", "2020-01-01"), a_notice("30 calendar_days", "month_end"), "2026-11-22")
    assert (answer.earliest_exit_date, answer.notice_by_date) == (day("2026-12-31"), day("2026-12-01"))


def test_rolling() -> None:
    answer = ask(a_term("evergreen", "2020-01-01"), a_notice("30 calendar_days", "rolling"), "2026-11-22")
    assert answer.status is DeadlineStatus.NO_DEADLINE
    assert answer.notice_by_date is None
    assert answer.earliest_exit_date == day("2026-12-22")
    assert answer.next_review_date == day("2027-01-01")


@pytest.mark.parametrize(("as_of", "expected"), [("2026-06-01", "2027-12-31"), ("2027-11-15", "2028-02-15")])
def test_minimum_term(as_of: str, expected: str) -> None:
    term = a_term("evergreen", "2026-01-01", minimum="24 months")
    assert ask(term, a_notice("3 months", "rolling"), as_of).earliest_exit_date == day(expected)


@pytest.mark.parametrize(
    ("as_of", "number", "status"),
    [
        ("2026-05-01", 1, "in_window"),
        ("2028-05-01", 3, "final_term"),
        ("2028-12-31", 3, "final_term"),
        ("2029-01-01", 3, "expired"),
    ],
)
def test_last_permitted_renewal(as_of: str, number: int, status: str) -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", "12 months", max_renewals=2)
    answer = ask(term, a_notice("60 calendar_days"), as_of)
    assert (answer.term_number, answer.status) == (number, status)
    assert (answer.renewal_date is None) == (number == 3), "no phantom renewal"


def test_last_permitted_renewal_then_holdover() -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", max_renewals=0, after_last_term="holdover")
    rule = a_notice("60 calendar_days")
    assert ask(term, rule, "2026-05-01").if_nobody_acts is Consequence.GOES_INTO_HOLDOVER
    after = ask(term, rule, "2027-02-01")
    assert (after.status, after.in_holdover) == (DeadlineStatus.NO_DEADLINE, True)
    assert after.earliest_exit_date == day("2027-04-02")


def test_evergreen() -> None:
    answer = ask(a_term("evergreen", "1990-01-31"), None, "2026-11-22")
    assert answer.status is DeadlineStatus.NO_DEADLINE
    assert (answer.term_end, answer.notice_by_date, answer.renewal_date) == (None, None, None)
    assert answer.next_review_date == day("2027-01-31")
