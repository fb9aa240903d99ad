"""The deadline of a contract as it is recorded.

1. The record comes as ``contracts_app`` gives it (``deadline_inputs``): plain values by contract.
2. The rule of ours that leads decides the deadline; a reading that legal locked on it counts.
3. Our rule on termination for convenience, beside the one that leads, may lead out sooner. What is wrong with
   it is named in the steps, and leaves the deadline alone.
4. A record whose facts contradict each other (a notice longer than its term, an unknown
   calendar …) cannot be computed: the answer is ``unknown`` and names the fields, it never fails.
5. A notice that ends the contract decides instead of its terms (:mod:`renewals.rules.ending`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from renewals.rules.answer import DeadlineAnswer, DeadlineStatus, Step
from renewals.rules.both_rules import CONVENIENCE, compute_both, without_convenience
from renewals.rules.deadline import compute_deadline
from renewals.rules.ending import Ending, GivenBy, ended_by_notice
from renewals.rules.terms_input import TermsInputError, parse_convenience, parse_terms


def deadline_of(
    record: Mapping[str, Any], as_of: date, *, lead_days: int = 0, explain: bool = True
) -> DeadlineAnswer:
    """Return what a recorded contract's terms mean on a day.

    Args:
        record: ``{"term": {…}, "notice": {…} or None, "locked_reading": "…"}``, ``"convenience": {…}``
            where there is such a rule beside ``notice``, and ``"ending"`` where a notice ends it:
            ``{"by": "us" or "vendor", "exit_date": "…"}``.
        as_of: The day asked about.
        lead_days: Working days between act-by and send-by.
        explain: Whether to give the steps.
    """
    ending = _ending(record)
    try:
        term, rule = parse_terms(record)
    except TermsInputError as error:
        if ending is not None:
            return ended_by_notice(None, ending, as_of, explain=explain)
        return _contradiction(error, as_of)
    if ending is not None:
        return ended_by_notice(term, ending, as_of, explain=explain)
    locked = record["locked_reading"] or None
    given: Any = {"lead_days": lead_days, "locked_reading": locked, "explain": explain}
    if record.get(CONVENIENCE) is None:
        return compute_deadline(term, rule, as_of, **given)
    try:
        convenience = parse_convenience(record)
    except TermsInputError as error:
        return without_convenience(
            compute_deadline(term, rule, as_of, **given), _names(error), explain=explain
        )
    return compute_both(term, rule, convenience, as_of, **given)


def _names(error: TermsInputError) -> tuple[str, ...]:
    return tuple(sorted({name.rsplit(".", 1)[-1] for name in error.fields}))


def _ending(record: Mapping[str, Any]) -> Ending | None:
    given = record.get("ending")
    return Ending(GivenBy(given["by"]), date.fromisoformat(given["exit_date"])) if given else None


def _contradiction(error: TermsInputError, as_of: date) -> DeadlineAnswer:
    names = _names(error)
    steps = (Step.of("missing", names=", ".join(names)),)
    return DeadlineAnswer(status=DeadlineStatus.UNKNOWN, as_of=as_of, missing=names, steps=steps)
