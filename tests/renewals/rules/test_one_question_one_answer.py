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


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(fields, anything), st.dictionaries(notice_fields, anything))
def test_whatever_a_field_holds_there_is_an_answer(term: dict[str, Any], notice: dict[str, Any]) -> None:
    raw = {**QUESTION, "term": {**QUESTION["term"], **term}, "notice": notice}
    found = explain_request(raw)
    assert ("error" in found) != ("status" in found)
    if "error" in found:
        assert "term" in found["error"] or "notice" in found["error"]
