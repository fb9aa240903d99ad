"""A question as JSON always has an answer as JSON, with its id, whatever is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewals.rules.explanation import explain_line, explain_request

QUESTION: dict[str, Any] = {
    "id": "K-7",
    "as_of": "2026-11-22",
    "term": {"type": "fixed", "start_date": "2026-01-01", "end_date": "2026-12-31"},
    "notice": None,
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2026-01-01"),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    ["type", "start_date", "end_date", "initial_term", "renewal_term", "max_renewals", "minimum_term"]
)
notice_fields = st.sampled_from(
    ["quantity", "unit", "anchor", "earliest", "methods", "calendar", "timezone", "cutoff_time", "fixed_day"]
)


def test_a_question_is_answered_under_its_id() -> None:
    found = explain_line(json.dumps(QUESTION))
    assert (found["id"], found["status"], found["term_end"]) == ("K-7", "final_term", "2026-12-31")


def test_a_wrong_question_keeps_its_id_and_names_its_fields() -> None:
    found = explain_request({**QUESTION, "term": {**QUESTION["term"], "end_date": "2025-12-31"}})
    assert set(found) == {"id", "error"}
    assert found["id"] == "K-7"
    assert "term.end_date" in found["error"]


@pytest.mark.parametrize("line", ["", "{", "[1]", "7", "null", "[" * 100_000])
def test_a_line_that_is_no_question_is_an_error_and_no_crash(line: str) -> None:
    assert set(explain_line(line)) == {"id", "error"}


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5_000])
def test_a_number_that_json_does_not_have_is_refused(number: str) -> None:
    found = explain_line(f'{{"id": {number}, "as_of": "2026-01-01", "term": {{}}}}')
    assert (found["id"], "error" in found) == (None, True)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_a_field_that_stands_twice_is_refused_under_the_id_of_its_line() -> None:
    line = '{"id": 4, "as_of": "2026-01-01", "term": {"type": "fixed", "type": "evergreen"}, "notice": null}'
    assert explain_line(line) == {"id": 4, "error": "'type': stands twice in one object"}


@pytest.mark.parametrize("more", ["", " \r\n", "\t"])
def test_bytes_are_read_as_utf_8_with_or_without_a_byte_order_mark(more: str) -> None:
    raw = json.dumps({**QUESTION, "id": "Grün"}, ensure_ascii=False)
    for line in (f"\ufeff{raw}{more}".encode(), f"{raw}{more}".encode()):
        assert explain_line(line)["id"] == "Grün"


@pytest.mark.parametrize(
    ("line", "known"),
    [
        (b'{"id": "K-8", "as_of": "2026-01-01", "term": {"type": "\xff"}}', "K-8"),
        (b'{"id": "K-\xff", "as_of": "2026-01-01", "term": {}}', None),
        (b"\xff\xfe{\x00}\x00", None),
    ],
)
def test_bytes_that_are_no_utf_8_are_an_error_under_the_id_as_far_as_it_can_be_read(
    line: bytes, known: str | None
) -> None:
    found = explain_line(line)
    assert found["id"] == known
    assert found["error"].startswith("line: is not UTF-8 text (byte ")


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(fields, anything), st.dictionaries(notice_fields, anything))
def test_whatever_a_field_holds_there_is_an_answer(term: dict[str, Any], notice: dict[str, Any]) -> None:
    raw = {**QUESTION, "term": {**QUESTION["term"], **term}, "notice": notice}
    found = explain_request(raw)
    assert ("error" in found) != ("status" in found)
    if "error" in found:
        assert "term" in found["error"] or "notice" in found["error"]
