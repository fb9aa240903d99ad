"""Files of outages: what is read, and what is refused by row and column."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from core.rules.csv_file import CsvFileError
from slas.rules.outage_file import read_outages

NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
HEAD = "component_slug,component_name,start_utc,end_utc,minutes,http_code,commit_down,commit_up\n"
GOOD = "web,Web,2026-08-13T11:03:31Z,2026-08-13T11:56:10Z,52.65,502,b156ea360a,fdd2cb9cdc\n"


def read(text: str | bytes):
    return read_outages(text.encode() if isinstance(text, str) else text, NOW)


def row(start: str, end: str, slug: str = "web") -> str:
    return f"{slug},Web,{start},{end},1,502,a,b\n"


def test_outages_are_read_by_component_and_named_by_their_row():
    found = read(HEAD + GOOD + "\n" + GOOD.replace("web,", "api,") + row("2026-08-31T23:00:00+02:00", ""))
    assert sorted(found.outages) == ["api", "web"]
    first, open_one = found.outages["web"]
    assert (first.start, first.ref) == (dt.datetime(2026, 8, 13, 11, 3, 31, tzinfo=dt.UTC), "row 2")
    assert (open_one.start.hour, open_one.end, open_one.ref) == (21, None, "row 5")
    assert (found.errors, found.row_count) == ((), 3)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + HEAD + GOOD, id="byte order mark"),
        pytest.param((HEAD + GOOD).replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(
            "end_utc,start_utc,component_slug\n2026-08-13T11:56:10Z,2026-08-13T11:03:31Z,web\n",
            id="the three columns that are needed, in any order",
        ),
        pytest.param(HEAD + GOOD.replace(",Web,", ',"Web,\nsite",'), id="a quoted line break"),
    ],
)
def test_the_ways_in_which_a_file_may_be_written(text: str):
    assert len(read(text).outages["web"]) == 1


@pytest.mark.parametrize(
    ("bad", "column", "message"),
    [
        (row("2026-08-13T12:00:00Z", "2026-08-13T11:00:00Z"), "end_utc", "ends before it starts"),
        (row("2026-08-13T11:00:00", ""), "start_utc", "This time has no zone. Write it with Z or an offset"),
        (row("2026-08-13T11:00:00Z", "2026-08-13 12:00"), "end_utc", "This time has no zone"),
        (row("2026-08-13", ""), "start_utc", "This time has no zone"),
        (row("13.08.2026 11:00", ""), "start_utc", "This is no time"),
        (row("2026-02-30T11:00:00Z", ""), "start_utc", "This is no time"),
        (row("", "2026-08-13T11:00:00Z"), "start_utc", "The cell is blank"),
        (row("2026-08-13T11:00:00Z", "", slug=" "), "component_slug", "The cell is blank"),
        (row("2026-09-01T00:00:01Z", ""), "start_utc", "lies in the future: it is 2026-09-01T00:00:00Z now"),
        (row("2026-08-31T00:00:00Z", "2026-09-02T00:00:00Z"), "end_utc", "lies in the future"),
        (row("0001-01-01T00:00:00+14:00", ""), "start_utc", "The year 1 is not between"),
        ("web,2026-08-13T11:00:00Z\n", "", "The row has 2 cells, the header has 8"),
    ],
)
def test_a_wrong_cell_is_told_with_row_and_column_and_nothing_is_used(bad: str, column: str, message: str):
    found = read(HEAD + GOOD + bad)
    (error,) = found.errors
    assert (error.row, error.column) == (3, column)
    assert message in error.message
    assert found.outages == {}


def test_everything_that_is_wrong_is_told_at_once():
    found = read(HEAD + row("x", "y", slug="") + GOOD + row("2026-08-13T11:00:00", ""))
    assert [(error.row, error.column) for error in found.errors] == [
        (2, "component_slug"), (2, "start_utc"), (2, "end_utc"), (4, "start_utc"),
    ]  # fmt: skip


def test_what_a_terminal_would_obey_is_not_repeated():
    found = read(HEAD + row("\x1b[31mred", ""))
    assert found.errors[0].value == "[31mred"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "The file is empty"),
        (HEAD.replace("start_utc", "start").encode(), "Row 1, the header, lacks the columns start_utc"),
        (HEAD.replace(",", ";").encode(), "Separate the columns by commas"),
        (
            HEAD.replace("minutes", "minutos").encode(),
            "not known: “minutos”. Leave them out",
        ),
        (HEAD.replace("end_utc", "start_utc").encode(), "lacks the columns end_utc"),
        (HEAD.replace("minutes", "end_utc").encode(), "has the column end_utc twice"),
        (HEAD.encode() + b"caf\xe9" + GOOD.encode(), "Row 2, column 1 is not UTF-8 text"),
        ((HEAD + GOOD).encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet or an archive"),
        (HEAD.encode() + b'web,"Web\n', "a quotation mark is opened and never closed"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_what_would_do(raw: bytes, message: str):
    with pytest.raises(CsvFileError, match=message):
        read(raw)


def test_one_bad_row_in_ten_megabytes_is_found_in_seconds():
    count = 10_000_000 // len(GOOD)
    text = HEAD + GOOD * count + row("2026-08-13T11:00:00", "") + GOOD
    started = time.process_time()
    found = read(text)
    assert time.process_time() - started < 10
    assert [(error.row, error.column) for error in found.errors] == [(count + 2, "start_utc")]
    assert (found.outages, found.row_count) == ({}, count + 2)
