"""Answers and steps as plain JSON, for the API, the command line and storage, and steps back again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from renewals.rules.answer import DeadlineAnswer, Step, StepValue
from renewals.rules.sentences import sentence_of

#: Names in the stored details: whether the earliest exit moves, and which rule gives it if not the leading.
EXIT_MOVES: Final = "earliest_exit_moves"
EXIT_RULE: Final = "earliest_exit_rule"
#: The stored step that names the clause of the rule on convenience.
CLAUSE_STEP: Final = "convenience_clause"

_DATES: Final = (
    "term_start",
    "term_end",
    "renewal_date",
    "earliest_notice_date",
    "notice_by_date",
    "send_by_date",
    "earliest_exit_date",
)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def answer_as_json(answer: DeadlineAnswer, sentence: Callable[[Step], str] = sentence_of) -> dict[str, Any]:
    """Return an answer in the output shape of ``explain_terms``; dates ISO or None.

    Args:
        answer: What the engine said.
        sentence: Turns a step into a sentence; English where nothing else is given.
    """
    found: dict[str, Any] = {"status": answer.status.value, "term_number": answer.term_number}
    found |= {name: _iso(getattr(answer, name)) for name in _DATES}
    found["readings"] = [
        {"rule": reading.rule, "notice_by_date": _iso(reading.notice_by_date)} for reading in answer.readings
    ]
    found["steps"] = [sentence(step) for step in answer.steps]
    found["missing"] = list(answer.missing)
    return found | _rule_of_the_exit(answer)


def _rule_of_the_exit(answer: DeadlineAnswer) -> dict[str, Any]:
    """Return which rule gives the earliest exit, where it is not the leading one; else nothing."""
    return {EXIT_RULE: answer.earliest_exit_rule} if answer.earliest_exit_rule else {}


def details_as_json(answer: DeadlineAnswer) -> dict[str, Any]:
    """Return what an answer holds beyond the shape of ``explain_terms``; dates ISO or None."""
    following = answer.next_exit
    return {
        "as_of": _iso(answer.as_of),
        "act_by_date": _iso(answer.act_by_date),
        "exit_date": _iso(answer.exit_date),
        "acting_rule": answer.acting_rule,
        "spread_days": answer.spread_days,
        "sends": [
            {
                "method": send.method,
                "send_by_date": _iso(send.send_by_date),
                "deemed_received_date": _iso(send.deemed_received_date),
            }
            for send in answer.sends
        ],
        "if_nobody_acts": answer.if_nobody_acts.value if answer.if_nobody_acts else None,
        "in_holdover": answer.in_holdover,
        "next_exit": following
        and {
            "exit_date": _iso(following.exit_date),
            "notice_by_date": _iso(following.notice_by_date),
            "extra_terms": following.extra_terms,
            "extra_days": following.extra_days,
            "send_by_date": _iso(following.send_by_date),
            "act_by_date": _iso(following.act_by_date),
        },
        "next_review_date": _iso(answer.next_review_date),
        "minimum_end_date": _iso(answer.minimum_end_date),
        "clause_ref": answer.clause_ref,
        "calendar": answer.calendar,
        "calendar_version": answer.calendar_version,
        "next_change_date": _iso(answer.next_change_date),
        **_rule_of_the_exit(answer),
        **({EXIT_MOVES: True} if answer.is_exit_moving else {}),
    }


def earliest_exit_of(details: Mapping[str, Any], steps: Iterable[Step], clause_ref: str) -> dict[str, Any]:
    """Return whether the earliest exit of a stored answer moves with each day, and which rule gives it.

    Args:
        details: As :func:`details_as_json` gave them.
        steps: The steps of the answer; they name the clause of the rule on convenience.
        clause_ref: The clause of the leading rule.
    """
    rule = details.get(EXIT_RULE)
    named = (step.params.get("clause", "") for step in steps if step.code == CLAUSE_STEP)
    return {
        EXIT_MOVES: details.get(EXIT_MOVES, False),
        EXIT_RULE: rule or "leading",
        "earliest_exit_clause": next(named, "") if rule else clause_ref,
    }


def step_as_json(step: Step) -> dict[str, Any]:
    """Return a step for storage: its code, and its parameters with dates as ISO text."""
    params = {name: _iso(value) if isinstance(value, date) else value for name, value in step.params.items()}
    return {"code": step.code, "params": params}


def step_from_json(stored: Mapping[str, Any]) -> Step:
    """Return a stored step; parameters whose names end in ``_date`` become dates again."""
    params: dict[str, StepValue] = {}
    for name, value in stored["params"].items():
        params[name] = date.fromisoformat(value) if name.endswith("_date") else value
    return Step(stored["code"], params)


def steps_as_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return steps for storage, in order."""
    return [step_as_json(step) for step in steps]


def steps_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return stored steps, in order."""
    return tuple(step_from_json(one) for one in stored)
