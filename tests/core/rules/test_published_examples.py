"""The conventions against worked examples: our own rows, and the public table where it is present."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from core.rules.conventions import SUPPORTED_RULES, PeriodCase, UnsupportedRuleError, apply_rule
from core.rules.period_file import read_rows
from core.rules.period_table import check_rows
from tests.support.needs import needs_shared

LEFT_OUT = ("HalfMonth", "Nearest")

ROW = {
    "id": "R1",
    "anchor_date": "2026-11-30",
    "direction": "before",
    "amount": "3",
    "unit": "months",
    "rule": "corresponding_date",
    "calendar": "",
    "expected": "2026-08-30",
}


@pytest.mark.parametrize(
    ("anchor", "direction", "amount", "unit", "rule", "calendar", "expected"),
    [
        ("2026-11-30", "before", 3, "months", "month_end_of_term", "", "2026-08-31"),
        ("2026-11-29", "before", 3, "months", "month_end_of_term", "", "2026-08-29"),
        ("2026-03-30", "before", 1, "months", "day_after_end", "", "2026-02-27"),
        ("2026-12-31", "before", 10, "business_days", "not_less_than", "DE", "2026-12-16"),
        ("2026-10-20", "before", 3, "clear_days", "cpr_2_8", "ENG", "2026-10-14"),
        ("2026-11-01", "roll", 0, "days", "preceding_working_day", "GB-ENG", "2026-10-30"),
        ("2026-01-30", "after", 1, "months", "Following", "GB-ENG", "2026-03-02"),
        ("2026-01-30", "after", 1, "months", "ModifiedFollowing", "GB-ENG", "2026-02-27"),
        ("2026-01-30", "after", 1, "months", "Following+EOM", "GB-ENG", "2026-02-27"),
        ("2026-01-30", "after", 1, "years", "Unadjusted+EOM", "GB-ENG", "2027-01-29"),
        ("2026-01-29", "after", 1, "months", "Unadjusted+EOM", "GB-ENG", "2026-02-28"),
        ("2026-01-30", "after", 1, "months", "ModifiedFollowing+EOM", "GB-ENG", "2026-02-27"),
        ("2026-01-31", "after", 1, "months", "Preceding+EOM", "GB-ENG", "2026-02-27"),
        ("2026-01-31", "after", 1, "months", "ModifiedPreceding+EOM", "GB-ENG", "2026-02-27"),
        ("2026-01-31", "after", 1, "months", "Unadjusted+EOM", "GB-ENG", "2026-02-27"),
        ("2026-02-27", "after", 3, "months", "Following+EOM", "GB-ENG", "2026-05-29"),
        ("2026-02-27", "before", 1, "months", "Unadjusted+EOM", "GB-ENG", "2026-01-30"),
        ("2026-02-26", "after", 1, "months", "Following+EOM", "GB-ENG", "2026-03-26"),
        ("2024-02-29", "after", 1, "years", "Following+EOM", "DE", "2025-02-28"),
        ("2026-01-30", "after", 4, "weeks", "Following+EOM", "GB-ENG", "2026-02-27"),
        ("2026-12-24", "after", 1, "business_days", "Preceding+EOM", "DE-BY", "2026-12-28"),
        ("2026-02-28", "after", 1, "months", "month_end_of_term", "", "2026-03-31"),
        ("2023-02-28", "after", 1, "years", "month_end_of_term", "", "2024-02-29"),
        ("2026-02-28", "before", 4, "weeks", "month_end_of_term", "", "2026-01-31"),
        ("2026-07-02", "after", 1, "business_days", "business_days", "US-NY", "2026-07-06"),
        ("2026-04-02", "after", 1, "business_days", "Following", "XNYS", "2026-04-06"),
        ("2026-09-19", "roll", 0, "days", "next_working_day", "JP", "2026-09-24"),
        ("2026-02-01", "after", 1, "months", "ModifiedPreceding", "GB-ENG", "2026-03-02"),
        ("2026-02-01", "after", 1, "months", "Preceding", "GB-ENG", "2026-02-27"),
        ("2026-02-01", "after", 0, "months", "Preceding", "GB-ENG", "2026-01-30"),
        ("2026-02-01", "after", 0, "business_days", "Following", "GB-ENG", "2026-02-02"),
        ("2026-02-02", "after", 2, "weeks", "Following", "GB-ENG", "2026-02-16"),
    ],
)
def test_a_convention_gives_its_date(
    anchor: str, direction: str, amount: int, unit: str, rule: str, calendar: str, expected: str
) -> None:
    case = PeriodCase(date.fromisoformat(anchor), direction, amount, unit, rule, calendar)
    assert apply_rule(case) == date.fromisoformat(expected)


def test_the_public_table_agrees_but_for_half_months_and_nearest() -> None:
    table = needs_shared("data/notice_dates/public.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = check_rows(read_rows(table.read_bytes()))
    assert (found.disagreements, found.unreadable) == ((), ())
    left_out = {row["id"] for row in rows if row["rule"].startswith(LEFT_OUT)}
    assert {row_id for ids in found.unsupported.values() for row_id in ids} == left_out
    assert found.agreed == found.total - len(left_out) == 50


@pytest.mark.parametrize("rule", ["Nearest", "clamp+EOM", "Following+", "HalfMonthModifiedFollowing"])
def test_a_rule_that_is_not_supported_is_said_and_not_guessed(rule: str) -> None:
    found = check_rows([(2, {**ROW, "rule": rule}), (3, {**ROW, "id": "R2", "rule": rule})])
    assert (found.total, found.agreed, found.unsupported) == (2, 0, {rule: ("R1", "R2")})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("anchor_date", "30/11/2026"),
        ("anchor_date", "20261130"),
        ("anchor_date", "2026-02-29"),
        ("expected", ""),
        ("amount", "-3"),
        ("amount", "x"),
        ("amount", "\u0663"),
        ("amount", "9" * 5_000),
        ("amount", "999999"),
        ("rule", " "),
        ("unit", "moons"),
        ("direction", "around"),
        ("calendar", "XX"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_number_and_column(column: str, value: str) -> None:
    row = {**ROW, "rule": "Following"}
    found = check_rows([(2, ROW), (4, {**row, column: value})])
    assert (found.total, found.agreed, found.is_sound) == (2, 1, False)
    (wrong,) = found.unreadable
    assert (wrong.row, wrong.id, wrong.column) == (4, "R1", column)
    assert len(wrong.reason) < 120


def test_a_disagreement_shows_both_dates() -> None:
    (wrong,) = check_rows([(2, {**ROW, "expected": "2026-08-31"})]).disagreements
    assert (wrong.expected, wrong.computed) == (date(2026, 8, 31), date(2026, 8, 30))


def test_every_supported_rule_gives_a_date() -> None:
    for rule in SUPPORTED_RULES:
        assert apply_rule(PeriodCase(date(2026, 1, 30), "after", 1, "months", rule, "DE")).year == 2026


def test_an_unsupported_rule_is_an_error_of_its_own() -> None:
    with pytest.raises(UnsupportedRuleError, match="HalfMonth"):
        apply_rule(PeriodCase(date(2026, 1, 30), "after", 1, "months", "HalfMonthModifiedFollowing"))
