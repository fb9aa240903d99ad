"""Rows of outages: what is taken, and what is refused by row, column and value."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from slas.rules.event_row import TermBounds
from slas.rules.outage_row import COLUMNS, OutageRow, check_outages

NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
TERM = TermBounds(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
GOOD = OutageRow(
    1, "portal", "monitor", "A-1", "2026-03-01T10:00:00Z", "2026-03-01T11:30:00+01:00", "Disk full"
)


def check(*rows: OutageRow, term: TermBounds = TERM):
    return check_outages(rows, services={"portal", "api"}, term=term, now=NOW)


def test_a_row_is_an_outage_in_utc():
    (found,), errors = check(GOOD)
    assert errors == []
    assert (found.service, found.source, found.ref, found.summary) == (
        "portal",
        "monitor",
        "A-1",
        "Disk full",
    )
    assert found.start == dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)
    assert found.end == dt.datetime(2026, 3, 1, 10, 30, tzinfo=dt.UTC)


def test_without_an_end_it_is_open_and_a_service_may_be_down_for_no_time():
    (opened, none), errors = check(replace(GOOD, end=""), replace(GOOD, row=2, ref="A-2", end=GOOD.start))
    assert errors == []
    assert opened.end is None
    assert none.end == none.start


@pytest.mark.parametrize(
    ("changes", "column", "value", "message"),
    [
        ({"end": "2026-03-01T09:59:59Z"}, "end", "2026-03-01T09:59:59Z", "ends before it starts"),
        ({"start": "2026-03-01T10:00:00"}, "start", "2026-03-01T10:00:00", "has no zone"),
        ({"end": "2026-03-01"}, "end", "2026-03-01", "has no zone"),
        ({"start": "yesterday"}, "start", "yesterday", "no time"),
        ({"start": ""}, "start", "", "blank"),
        ({"end": "2026-09-01T00:00:01Z"}, "end", "2026-09-01T00:00:01Z", "in the future"),
        ({"service": "portl"}, "service", "portl", "no such service. Its services are: api, portal"),
        ({"service": ""}, "service", "", "blank"),
        ({"start": "2025-12-01T00:00Z", "end": "2026-01-01T00:00Z"}, "start", "2025-12-01T00:00Z", "before"),
        ({"start": "2026-07-01T00:00Z", "end": ""}, "start", "2026-07-01T00:00Z", "ended on 30 Jun 2026"),
        ({"source": "x" * 41}, "source", "x" * 41, "Shorten it to 40"),
        ({"ref": "x" * 121}, "ref", "x" * 121, "Shorten it to 120"),
        ({"summary": "x" * 501}, "summary", "x" * 200, "Shorten it to 500"),
    ],
)
def test_what_cannot_be_is_told_by_row_column_and_value(changes, column, value, message):
    checked, (error,) = check(replace(GOOD, row=7, **changes))
    assert checked == []
    assert (error.row, error.column, error.value) == (7, column, value)
    assert message in error.message


def test_everything_that_is_wrong_with_a_row_is_told_at_once():
    _, errors = check(replace(GOOD, service="x", start="x", end="x"))
    assert [one.column for one in errors] == ["service", "start", "end"]


def test_the_same_outage_twice_in_a_batch_is_refused_naming_the_first():
    again = replace(GOOD, row=2, start="2026-03-02T10:00:00Z", end="")
    bare = replace(GOOD, row=3, ref="")
    _, errors = check(GOOD, again, bare, replace(bare, row=4), replace(GOOD, row=5, service="api"))
    assert [(one.row, one.column, one.message.split(" is ")[0]) for one in errors] == [
        (2, "ref", "Row 1"),
        (4, "start", "Row 3"),
    ]


def test_what_reaches_over_an_edge_of_the_term_is_taken():
    before = replace(GOOD, start="2025-12-31T23:00:00Z", end="2026-01-01T01:00:00Z")
    after = replace(GOOD, row=2, ref="A-2", start="2026-06-30T23:59:59Z", end="2026-07-02T00:00:00Z")
    still_open = replace(GOOD, row=3, ref="A-3", start="2025-12-31T23:00:00Z", end="")
    checked, errors = check(before, after, still_open)
    assert (len(checked), errors) == (3, [])


def test_without_a_term_on_record_nothing_is_outside():
    checked, errors = check(replace(GOOD, start="2001-01-01T00:00:00Z"), term=TermBounds())
    assert (len(checked), errors) == (1, [])


def test_errors_name_the_columns_as_the_giver_does():
    rows = [replace(GOOD, start="", end="x")]
    _, errors = check_outages(rows, services={"portal"}, term=TERM, now=NOW, columns=COLUMNS)
    assert [one.column for one in errors] == ["start_utc", "end_utc"]


def test_invisible_characters_do_not_make_another_outage():
    (found,), _ = check(replace(GOOD, ref="A\u200b-1\x00 ", source=" monitor"))
    assert (found.ref, found.source) == ("A-1", "monitor")
