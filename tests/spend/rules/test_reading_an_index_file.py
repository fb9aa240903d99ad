"""A file of index values is read exactly, and what could be read in two ways is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from contracts_app.rules.register_text import UnreadableRegister
from spend.rules.index_file import MOST_ROWS, IndexLayout, read_index
from spend.rules.index_period import Frequency, PeriodReader, by_month, period_code, period_words

MONTHLY = IndexLayout(Frequency.MONTHLY)
ON = dt.date(2026, 3, 15)
OCTOBER = dt.date(2025, 10, 1)
PERIODS = {
    "month": (Frequency.MONTHLY, "", "2025-10", OCTOBER),
    "month by its first day": (Frequency.MONTHLY, "YYYY-MM-DD", "2025-10-01", OCTOBER),
    "month first, slash": (Frequency.MONTHLY, "MM/YYYY", "10/2025", OCTOBER),
    "month first, dot": (Frequency.MONTHLY, "MM.YYYY", "10.2025", OCTOBER),
    "name of the month": (Frequency.MONTHLY, "MMM YYYY", "Oct 2025", OCTOBER),
    "long name, year first": (Frequency.MONTHLY, "YYYY MMM", "2025 OCTOBER", OCTOBER),
    "september, four letters": (Frequency.MONTHLY, "MMM YYYY", "Sept 2025", dt.date(2025, 9, 1)),
    "quarter": (Frequency.QUARTERLY, "", "2025-Q4", OCTOBER),
    "quarter, blank": (Frequency.QUARTERLY, "YYYY Qn", "2025 q4", OCTOBER),
    "quarter first": (Frequency.QUARTERLY, "Qn/YYYY", "Q1/2025", dt.date(2025, 1, 1)),
    "year": (Frequency.YEARLY, "", "2025", dt.date(2025, 1, 1)),
}
REFUSED = {
    "another format": (Frequency.MONTHLY, "", "10/2025", "Not a period written as YYYY-MM"),
    "no such month": (Frequency.MONTHLY, "", "2025-13", "no such month"),
    "no such name": (Frequency.MONTHLY, "MMM YYYY", "Okt 2025", "no such month"),
    "a day within": (Frequency.MONTHLY, "YYYY-MM-DD", "2025-10-15", "by its first day"),
    "a fifth quarter": (Frequency.QUARTERLY, "", "2025-Q5", "Not a period"),
    "two figures of a year": (Frequency.YEARLY, "", "25", "Not a period"),
    "a year nobody means": (Frequency.YEARLY, "", "0000", "not between 1900 and 2999"),
    "figures of another script": (Frequency.YEARLY, "", "２０２５", "Not a period"),
}


@pytest.mark.parametrize(("frequency", "stated", "text", "first"), PERIODS.values(), ids=PERIODS.keys())
def test_a_period_is_read_as_stated(frequency, stated, text, first):
    assert PeriodReader(frequency, stated).read(text) == first


@pytest.mark.parametrize(("frequency", "stated", "text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_period_is_refused(frequency, stated, text, message):
    with pytest.raises(ValueError, match=message):
        PeriodReader(frequency, stated).read(text)


def test_a_format_of_another_frequency_is_refused_naming_those_it_has():
    with pytest.raises(ValueError, match="YYYY-Qn, YYYY Qn, Qn YYYY"):
        PeriodReader(Frequency.QUARTERLY, "YYYY-MM")


@pytest.mark.parametrize(
    ("frequency", "code", "words"),
    [
        (Frequency.MONTHLY, "2025-10", "Oct 2025"),
        (Frequency.QUARTERLY, "2025-Q4", "Q4 2025"),
        (Frequency.YEARLY, "2025", "2025"),
    ],
)
def test_a_period_is_called_as_its_frequency_calls_it(frequency, code, words):
    assert (period_code(OCTOBER, frequency), period_words(OCTOBER, frequency)) == (code, words)


def test_the_value_of_a_quarter_counts_for_each_of_its_months():
    found = by_month({OCTOBER: Decimal("120.5")}, Frequency.QUARTERLY)
    assert {month.month for month in found} == {10, 11, 12}
    assert set(found.values()) == {Decimal("120.5")}


@pytest.mark.parametrize(
    "raw",
    [
        b"period,value\n2025-10,118.2\n2025-11,118.50\n",
        b"\xef\xbb\xbfperiod;value\r\n2025-10;118.2\r\n2025-11;118.50\r\n",
        b"Note\tVALUE\tPeriod\r\xe4\t118.2\t2025-10\r\t118.50\t2025-11\r",
        b'"period","value"\n"2025-11"," 118.50 "\n\n"2025-10","118.2"\n',
    ],
    ids=["plain", "mark and semicolons", "old line ends, Windows-1252, other columns", "quoted, unordered"],
)
def test_encoding_line_ends_and_separators_do_not_matter(raw):
    found = read_index(raw, MONTHLY, ON)
    assert found.errors == ()
    values = {row.period: row.value for row in found.rows}
    assert values == {OCTOBER: Decimal("118.2"), dt.date(2025, 11, 1): Decimal("118.5")}


CELLS = {
    "a month to come": ("2026-04,118", "period", "has not begun"),
    "blank value": ("2025-10,", "value", "blank"),
    "blank period": (",118.2", "period", "blank"),
    "ambiguous value": ('2025-10,"118,2"', "value", "State it: point or comma"),
    "zero": ("2025-10,0", "value", "above zero"),
    "negative": ("2025-10,-1", "value", "negative"),
    "words": ("2025-10,n/a", "value", "Not an amount"),
    "exponent": ("2025-10,1e2", "value", "exponent"),
    "too fine": ("2025-10,1.1234567", "value", "more than 6 decimals"),
    "too large": ("2025-10,1234567890123", "value", "12 digits"),
    "not a number": ("2025-10,NaN", "value", "Not an amount"),
    "slipped cells": ("2025-10,118,2", "", "3 cells"),
}


@pytest.mark.parametrize(("line", "column", "message"), CELLS.values(), ids=CELLS.keys())
def test_a_wrong_cell_is_reported_with_its_row_and_column(line, column, message):
    found = read_index(f"period,value\n2025-09,117\n{line}\n".encode(), MONTHLY, ON)
    (error,) = found.errors
    assert (error.row, error.column) == (3, column)
    assert message in error.message
    assert (len(found.rows), found.row_count) == (1, 2)


def test_both_cells_of_a_row_are_reported():
    found = read_index(b"period,value\nOct,-\n", MONTHLY, ON)
    assert [(error.row, error.column) for error in found.errors] == [(2, "period"), (2, "value")]


def test_a_period_that_stands_twice_is_refused_naming_the_first_row():
    found = read_index(b"period,value\n2025-10,118.2\n2025-10,118.2\n", MONTHLY, ON)
    (error,) = found.errors
    assert error.row == 3
    assert "Row 2 of this file has the same period" in error.message


def test_a_decimal_comma_is_read_where_it_is_stated():
    layout = IndexLayout(Frequency.MONTHLY, decimal=",", period_column="Monat", value_column="Index")
    found = read_index(b'Monat;Index\n2025-10;"1.118,25"\n', layout, ON)
    assert found.rows[0].value == Decimal("1118.25")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "empty"),
        (b"month,figure\n2025-10,1\n", "no column “period”"),
        (b"period,value,Value\n2025-10,1,2\n", "2 columns “value”"),
        (b"\xff\xfep\x00", "UTF-16"),
        (b"PK\x03\x04", "workbook"),
        (b'period,value\n"2025-10,1\n', "never closed"),
    ],
)
def test_a_file_that_is_no_index_is_refused(raw, message):
    with pytest.raises(UnreadableRegister, match=message):
        read_index(raw, MONTHLY, ON)


def test_the_present_period_may_be_published_before_it_is_over():
    assert read_index(b"period,value\n2026-03,118\n", MONTHLY, ON).errors == ()


def test_a_file_far_too_long_for_an_index_is_refused():
    with pytest.raises(UnreadableRegister, match="more than 20,000 rows"):
        read_index(b"period,value\n" + b"2025-10,1\n" * (MOST_ROWS + 1), MONTHLY, ON)
