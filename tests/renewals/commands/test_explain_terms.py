"""``manage.py explain_terms``: a line in, a line out, whatever the line is."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from renewals.management.commands.explain_terms import LONGEST_LINE, READER_LEFT

ROOT = Path(__file__).resolve().parents[3]
QUESTION: dict[str, Any] = {
    "id": "K-7",
    "as_of": "2026-10-30",
    "term": {
        "type": "auto_renew",
        "start_date": "2026-01-01",
        "initial_term": {"n": 12, "unit": "months"},
        "renewal_term": {"n": 12, "unit": "months"},
    },
    "notice": {
        "quantity": 60,
        "unit": "calendar_days",
        "anchor": "term_end",
        "methods": [{"method": "post", "deemed_business_days": 5}],
        "calendar": "GB-ENG",
        "timezone": "Europe/London",
        "cutoff_time": "17:00",
    },
}


def line(**changes: Any) -> bytes:
    """Return the question with some fields changed, as a line."""
    return json.dumps({**QUESTION, **changes}).encode() + b"\n"


@pytest.fixture
def explain(monkeypatch):
    """Return a function that gives the answers to some bytes, and what was said on standard error."""

    def run(raw: bytes) -> tuple[list[dict[str, Any]], str]:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("explain_terms", stdout=out, stderr=err)
        assert out.getvalue().isascii()
        return [json.loads(one) for one in out.getvalue().splitlines()], err.getvalue()

    return run


def started(*arguments: str) -> subprocess.Popen[bytes]:
    """Start ``manage.py`` where no database answers."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_line_is_answered_in_the_agreed_shape(explain):
    (answer,), said = explain(line())
    assert list(answer) == [
        "id", "status", "term_number", "term_start", "term_end", "renewal_date", "earliest_notice_date",
        "notice_by_date", "send_by_date", "earliest_exit_date", "readings", "steps", "missing",
    ]  # fmt: skip
    assert answer | {"steps": []} == {
        "id": "K-7",
        "status": "in_window",
        "term_number": 1,
        "term_start": "2026-01-01",
        "term_end": "2026-12-31",
        "renewal_date": "2027-01-01",
        "earliest_notice_date": "2026-01-01",
        "notice_by_date": "2026-11-01",
        "send_by_date": "2026-10-23",
        "earliest_exit_date": "2026-12-31",
        "readings": [{"rule": "calendar_days", "notice_by_date": "2026-11-01"}],
        "steps": [],
        "missing": [],
    }
    assert any("Warning: the last day to send was Fri 23 Oct 2026" in step for step in answer["steps"])
    assert any("it counts until 17:00 (Europe/London)" in step for step in answer["steps"])
    assert said == ""


def test_a_wrong_line_is_an_error_that_names_its_fields_and_the_rest_go_on(explain):
    wrong = line(id=2, term={"type": "fixed", "start_date": "2026-02-30", "end": None})
    answers, said = explain(line(id=1) + wrong + b"{\n" + line(id=4))
    assert [answer["id"] for answer in answers] == [1, 2, None, 4]
    assert set(answers[1]) == set(answers[2]) == {"id", "error"}
    assert "term.start_date" in answers[1]["error"]
    assert "term.end:" in answers[1]["error"]
    assert said == "2 of 4 lines are wrong: see their “error”.\n"


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"term": {**QUESTION["term"], "end_date": "2025-12-31"}}, ["term.end_date", "term.start_date"]),
        (
            {"notice": {**QUESTION["notice"], "earliest": {"n": 30, "unit": "days"}}},
            ["notice.earliest", "notice.quantity"],
        ),
        ({"notice": {**QUESTION["notice"], "quantity": 400}}, ["notice.quantity", "term.initial_term"]),
        ({"notice": {**QUESTION["notice"], "calendar": "XX"}}, ["notice.calendar"]),
        ({"notice": {**QUESTION["notice"], "quantity": -1}}, ["notice.quantity"]),
        ({"as_of": None}, ["as_of"]),
    ],
)
def test_contradictory_terms_are_refused_naming_the_fields(explain, changes, names):
    (answer,), _ = explain(line(**changes))
    assert (answer["id"], set(answer)) == ("K-7", {"id", "error"})
    assert all(f"{name}: " in answer["error"] for name in names)


def test_a_contract_that_cannot_be_computed_is_unknown_and_names_what_is_missing(explain):
    (answer,), _ = explain(line(term={"type": "auto_renew", "start_date": "2026-01-01"}))
    assert (answer["status"], answer["missing"]) == (
        "unknown",
        ["initial_term", "end_date", "renewal_term"],
    )


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_are_passed_over(explain):
    raw = b"\xef\xbb\xbf\r\n\n \t\n" + line(id="é").replace(b"\n", b"\r\n") + line(id=2).rstrip()
    assert [answer["id"] for answer in explain(raw)[0]] == ["é", 2]


def test_nothing_in_is_nothing_out(explain):
    assert explain(b"") == ([], "")


def test_a_line_that_is_no_utf_8_or_far_too_long_is_an_error_and_the_rest_go_on(explain):
    long = b'{"id": 1, "x": "' + b"y" * (3 * LONGEST_LINE) + b'"}\n'
    answers, _ = explain(long + b"\xff\xfe\n" + line(id=3) + b"z" * (LONGEST_LINE + 5))
    assert [answer["id"] for answer in answers] == [None, None, 3, None]
    assert answers[0]["error"] == answers[3]["error"] == "line: is longer than 1,000,000 bytes"
    assert answers[1]["error"].startswith("line: is not UTF-8 text")


def test_a_line_of_the_longest_length_is_still_read(explain):
    short = line(title="").rstrip()
    fitting = line(title="x" * (LONGEST_LINE - len(short) - 1))
    assert len(fitting) == LONGEST_LINE
    assert explain(fitting)[0][0]["status"] == "in_window"


@pytest.mark.parametrize(
    "value", ["[" * 5_000 + "]" * 5_000, "[" * 300 + "1" + "]" * 300, '{"a": [1e999]}', '"\\ud800"']
)
def test_an_id_of_any_kind_never_stops_the_rest(explain, value):
    raw = f'{{"id": {value}, "as_of": "2026-01-01", "term": {{}}}}\n'.encode()
    answers, _ = explain(raw + line(id="after"))
    assert (len(answers), answers[1]["id"]) == (2, "after")


def test_each_answer_comes_as_soon_as_its_line_and_without_a_database():
    with started("explain_terms") as process:
        for number in (1, 2):
            process.stdin.write(line(id=number))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""


def test_a_reader_that_leaves_ends_it_without_a_traceback():
    with started("explain_terms") as process:
        process.stdin.write(line())
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(line())
        process.stdin.close()
        assert process.wait(60) == READER_LEFT
        assert process.stderr.read() == b""


def test_the_table_is_checked_without_a_database(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(
        "id,anchor_date,direction,amount,unit,rule,calendar,expected\n"
        "A1,2026-01-31,after,1,months,clamp,,2026-02-28\n"
    )
    with started("check_periods", str(table)) as process:
        out, err = process.communicate(timeout=60)
        assert (out, err, process.returncode) == (b"1 of 1 agree, 0 rules not supported\n", b"", 0)
