"""``manage.py check_periods``: what it prints about a table of worked examples, and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.support.needs import needs_shared

HEAD = "id,anchor_date,direction,amount,unit,rule,calendar,expected,source\n"
RIGHT = "A1,2026-11-30,before,3,months,month_end_of_term,,2026-08-31,own\n"
WRONG = "A2,2026-11-30,before,3,months,corresponding_date,,2026-08-31,own\n"
UNSUPPORTED = "".join(f"{row},2026-11-30,before,3,months,Nearest,ZA,2026-08-31,own\n" for row in ("A3", "A4"))


class Ran:
    """What one run printed, its exit code, and the line it ended with when the file was no use."""

    def __init__(self, path: Path, *options: str) -> None:
        out = io.StringIO()
        self.code, self.failure = 0, ""
        try:
            call_command("check_periods", str(path), *options, stdout=out)
        except CommandError as error:
            self.code, self.failure = error.returncode, str(error)
        except SystemExit as error:
            self.code = int(error.code or 0)
        self.lines = out.getvalue().splitlines()


@pytest.fixture
def check(tmp_path: Path):
    """Return a function that checks a table of some text or bytes."""

    def run(table: str | bytes, *options: str) -> Ran:
        path = tmp_path / "table.csv"
        path.write_bytes(table.encode() if isinstance(table, str) else table)
        return Ran(path, *options)

    return run


def test_the_public_table_agrees_but_for_half_months_and_nearest():
    ran = Ran(needs_shared("data/notice_dates/public.csv"))
    assert ran.lines[-1] == "50 of 59 agree, 3 rules not supported"
    told = [line for line in ran.lines[:-1] if not line.startswith("Not supported: ")]
    assert (told, ran.code) == ([], 0)


def test_a_disagreement_is_printed_with_both_dates_and_its_rule(check):
    ran = check(HEAD + RIGHT + WRONG)
    assert ran.lines == [
        "A2: expected 2026-08-31, computed 2026-08-30 by corresponding_date",
        "1 of 2 agree, 0 rules not supported",
    ]
    assert ran.code == 1


def test_rules_that_are_not_supported_are_counted_apart_and_are_no_failure(check):
    ran = check(HEAD + RIGHT + UNSUPPORTED)
    assert ran.lines == ["Not supported: Nearest (A3, A4)", "1 of 3 agree, 1 rules not supported"]
    assert ran.code == 0


def test_a_row_that_cannot_be_read_is_named_by_row_and_column_and_the_rest_goes_on(check):
    ran = check(HEAD + "A0,30/11/2026,before,3,months,clamp,,2026-08-31,own\n\n" + RIGHT + ",,,,,,,,\n")
    assert ran.lines == [
        "Row 2 (A0), anchor_date: '30/11/2026' is not a day of the calendar as YYYY-MM-DD",
        "1 of 2 agree, 0 rules not supported",
    ]
    assert ran.code == 1


def test_a_short_row_names_the_column_that_it_lacks(check):
    assert check(f"{HEAD}A0,2026-11-30,before,3,months,clamp\n").lines[0] == "Row 2 (A0), expected: is empty"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_ends_and_a_byte_order_mark_are_taken(check, ends: str, mark: str):
    ran = check((mark + HEAD + RIGHT).replace("\n", ends))
    assert ran.lines == ["1 of 1 agree, 0 rules not supported"]


def test_columns_may_stand_in_any_order_and_cells_over_several_lines(check):
    table = (
        "expected, rule ,calendar,note,unit,amount,direction,anchor_date,id\n"
        '2026-12-16,business_days,DE,"two\nlines",business_days,10,before,2026-12-31,B1\n'
        "soon,clamp,,,days,1,after,2026-12-31,B2\n"
    )
    ran = check(table)
    assert ran.lines[0].startswith("Row 4 (B2), expected: 'soon'")
    assert ran.lines[-1] == "1 of 2 agree, 0 rules not supported"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"", "The file is empty"),
        (b"\n \n", "The file is empty"),
        (HEAD.encode(), "no rows below the header in row 1"),
        (b"id,anchor_date\nA,2026-01-01\n", "Row 1, the header, lacks the columns direction, amount"),
        (HEAD.replace(",", ";").encode(), "Separate the columns by commas."),
        (b"id," + HEAD.encode() + RIGHT.encode(), "has the column id twice"),
        ((HEAD + RIGHT).encode() + b"A5,2026-\xff1-30,x\n", "Row 3, column 2 is not UTF-8"),
        ((HEAD + RIGHT).encode("utf-16"), "is UTF-16 text"),
        (b"PK\x03\x04abc", "is a spreadsheet or an archive"),
        ((HEAD + RIGHT).encode() + b'"A5,2026-11-30\n', "Row 3 cannot be read as CSV: a quotation mark"),
        ((HEAD + RIGHT).encode() + b'"A5"6,2026-11-30\n', "Row 3 cannot be read as CSV: a text goes on"),
        ((HEAD + RIGHT[:-1]).encode() + b",more\n", "Row 2 has 10 cells, the header has 9"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(check, table: bytes, said: str):
    ran = check(table)
    assert (ran.lines, ran.code) == ([], 1)
    assert said in ran.failure
    assert "\n" not in ran.failure


def test_a_path_that_cannot_be_read_is_named(tmp_path):
    assert "No such file" in Ran(tmp_path / "none.csv").failure
    assert "Is a directory" in Ran(tmp_path).failure


def test_json_is_one_line_with_every_finding(check):
    ran = check(
        HEAD + RIGHT + WRONG + UNSUPPORTED + "A0,2026-11-30,before,x,months,clamp,,2026-08-31,own\n", "--json"
    )
    (line,) = ran.lines
    assert json.loads(line) == {
        "rows": 5,
        "agreed": 1,
        "disagreements": [
            {
                "id": "A2",
                "rule": "corresponding_date",
                "expected": "2026-08-31",
                "computed": "2026-08-30",
            }
        ],
        "unsupported": {"Nearest": ["A3", "A4"]},
        "unreadable": [
            {"row": 6, "id": "A0", "column": "amount", "reason": "'x' is not a whole number, zero or more"}
        ],
    }
    assert ran.code == 1
