"""Many contracts at once get the answers that each gets by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewals.rules.batch import PHASE, Question, deadlines_of
from renewals.rules.recorded import deadline_of

TODAY = date(2026, 11, 26)
NOTICE: dict[str, Any] = {"quantity": 3, "unit": "months", "anchor": "term_end", "methods": []}


def record(**changes: Any) -> dict[str, Any]:
    """Return a contract that renews every year, as recorded, with changes."""
    term = {
        "type": "auto_renew",
        "start_date": "2022-01-31",
        "initial_term": {"n": 12, "unit": "months"},
        "renewal_term": {"n": 12, "unit": "months"},
    }
    plain = {"id": 1, "status": "active", "term": term, "notice": NOTICE, "locked_reading": ""}
    return {**plain, **changes}


KINDS = {
    "plain": record(),
    "with a reading that legal locked": record(locked_reading="end_of_month"),
    "without a rule": record(notice=None),
    "that a notice ends": record(ending={"by": "us", "exit_date": "2027-03-31"}),
    "with a second rule": record(convenience={**NOTICE, "anchor": "rolling"}),
    "whose facts contradict each other": record(notice={**NOTICE, "quantity": -1}),
    "whose second rule is wrong": record(convenience={**NOTICE, "quantity": -1}),
    "that leaves the calendar": record(
        term={"type": "auto_renew", "start_date": "9990-01-01", "renewal_term": {"n": 12, "unit": "months"}}
    ),
    "of which nothing is known": record(term={"type": None}, notice=None),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("explain", [True, False])
def test_a_contract_is_answered_among_others_as_by_itself(kind: str, explain: bool) -> None:
    others = list(KINDS.values())
    asked = [Question(one, TODAY, 5) for one in [*others, KINDS[kind], *others]]

    found = deadlines_of(asked, explain=explain)

    assert found[len(others)] == deadline_of(KINDS[kind], TODAY, lead_days=5, explain=explain)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Question, st.sampled_from(list(KINDS.values())), st.dates(date(2021, 1, 1), date(9998, 1, 1))
        ),
        max_size=12,
    )
)
def test_the_order_of_the_answers_is_that_of_the_questions(asked: list[Question]) -> None:
    assert deadlines_of(asked) == [deadline_of(one.record, one.as_of) for one in asked]


def test_more_contracts_than_go_together_are_all_answered() -> None:
    days = [date.fromordinal(TODAY.toordinal() + n) for n in range(2 * PHASE + 3)]

    found = deadlines_of([Question(record(), day) for day in days])

    assert [answer.as_of for answer in found] == days


def test_a_rule_that_was_read_once_is_not_taken_for_one_that_looks_like_it() -> None:
    """``True`` equals 1 in Python, and is no quantity."""
    right, wrong = record(notice={**NOTICE, "quantity": 1}), record(notice={**NOTICE, "quantity": True})

    first, second = deadlines_of([Question(right, TODAY), Question(wrong, TODAY)])

    assert first.notice_by_date is not None
    assert second.missing == ("quantity",)


def test_a_mistake_in_a_rule_is_named_each_time_it_is_read() -> None:
    wrong = record(notice={**NOTICE, "quantity": -1})

    found = deadlines_of([Question(wrong, TODAY), Question(wrong, TODAY)])

    assert [answer.missing for answer in found] == [("quantity",), ("quantity",)]
