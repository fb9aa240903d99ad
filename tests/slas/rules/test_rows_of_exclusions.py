"""Rows of exclusions: what is taken, and what is refused by row, column and value."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from slas.rules.event_row import TermBounds
from slas.rules.exclusion_row import COLUMNS, ExclusionRow, check_exclusions, exclusion_row

NOW = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
TERM = TermBounds(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
GOOD = ExclusionRow(
    1,
    "maintenance",
    "portal",
    "M-1",
    "2026-03-08T02:00:00+01:00",
    "2026-03-08T04:00:00Z",
    "2026-03-01T09:00:00Z",
    "Database  upgrade",
    "Mail of 1 Mar",
)


def check(*rows: ExclusionRow):
    return check_exclusions(rows, services={"portal", "api"}, term=TERM, now=NOW)


def test_announced_maintenance_may_lie_ahead_and_is_kept_in_utc():
    (found,), errors = check(GOOD)
    assert errors == []
    assert (found.start, found.end) == (
        dt.datetime(2026, 3, 8, 1, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 8, 4, tzinfo=dt.UTC),
    )
    assert (found.service, found.ref, found.reason) == ("portal", "M-1", "Database upgrade")


def test_without_a_service_it_is_about_all_of_the_contract():
    rows, errors = check(
        replace(GOOD, service=" "), replace(GOOD, row=2), replace(GOOD, row=3, service="api")
    )
    assert errors == []
    assert [one.key for one in rows] == [("", "M-1"), ("portal", "M-1"), ("api", "M-1")]


@pytest.mark.parametrize(
    ("changes", "column", "value", "message"),
    [
        ({"kind": "upgrade"}, "kind", "upgrade", "Write one of maintenance, force_majeure, our_fault"),
        ({"kind": ""}, "kind", "", "Write one of"),
        ({"service": "portl"}, "service", "portl", "Its services are: api, portal"),
        ({"ref": ""}, "ref", "", "blank"),
        ({"ref": "x" * 121}, "ref", "x" * 60, "Shorten it to 120"),
        ({"start": "2026-03-08T02:00:00"}, "start", "2026-03-08T02:00:00", "no zone"),
        ({"end": ""}, "end", "", "blank"),
        ({"end": "2026-03-08T01:00:00Z"}, "end", "2026-03-08T01:00:00Z", "not after the start"),
        ({"announced": "2026-03-05T00:00:01Z"}, "announced", "2026-03-05T00:00:01Z", "in the future"),
        ({"kind": "our_fault"}, "start", "2026-03-08T02:00:00+01:00", "in the future"),
        (
            {"start": "2025-12-01T10:00Z", "end": "2026-01-01T00:00Z"},
            "start",
            "2025-12-01T10:00Z",
            "before the contract's term",
        ),
        ({"evidence": "x" * 501}, "evidence", "x" * 60, "Shorten it to 500"),
    ],
)
def test_what_cannot_be_an_exclusion_is_told_by_column_and_value(changes, column, value, message):
    rows, errors = check(replace(GOOD, **changes), replace(GOOD, row=2, ref="M-2"))
    first = errors[0]
    assert (first.row, first.column, first.value[:60]) == (1, column, value)
    assert message in first.message
    assert [one.row for one in rows] == [2]


def test_the_same_reference_twice_for_one_service_is_refused():
    night = replace(GOOD, row=2, start="2026-03-09T01:00Z", end="2026-03-09T02:00Z")
    _, (error,) = check(GOOD, night)
    assert (error.row, error.column, error.value) == (2, "ref", "M-1")
    assert "Row 1 has the same reference" in error.message


def test_a_row_of_a_file_is_read_by_its_columns_and_may_lack_some():
    cells = {
        "kind": "our_fault",
        "ref": "O-1",
        "start_utc": "2026-03-01T10:00Z",
        "end_utc": "2026-03-01T11:00Z",
    }
    row = exclusion_row(7, cells)
    assert (row.row, row.kind, row.service, row.evidence) == (7, "our_fault", "", "")
    assert set(COLUMNS.values()) == set(ExclusionRow.__dataclass_fields__) - {"row"}
