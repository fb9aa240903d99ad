"""Whether promises were missed so often that a contract can be terminated, with the months that decide it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.rules.wording import short_date
from slas.models import ClaimStep, CreditAgreement, ResultVersion, SlaTarget
from slas.rules.agreed_credits import chronic_rule
from slas.rules.agreed_target import PeriodKind
from slas.rules.chronic import ChronicResult, chronic_failure
from slas.rules.chronic_rule import MonthOutcome
from slas.rules.claim_sentences import sentences_of


@dataclass(frozen=True, slots=True)
class ShownChronic:
    """A right to terminate, or one that a notice to the vendor would bring, for one promise.

    Attributes:
        target: The promise.
        headline: What it means, in a sentence.
        steps: The months and the rule that decide it.
        is_right: Whether the right can be used now; otherwise a notice is still needed.
    """

    target: SlaTarget
    headline: str
    steps: list[str]
    is_right: bool


def chronic_of(contract_id: int, user: Any, on: dt.date) -> list[ShownChronic]:
    """Return the rights to terminate a contract for chronic failure that can be used, or still be had.

    Judged by month, promise by promise, under the agreement that counts on the day. The vendor counts as
    told of a miss on the day on which its claim was submitted.

    Args:
        contract_id: The contract.
        user: Who asks; only what the person may see is read.
        on: The day of asking, in the contract's zone.
    """
    agreed = CreditAgreement.objects.visible_to(user).filter(contract_id=contract_id).counting_by(on).first()
    rule = chronic_rule(agreed) if agreed else None
    if rule is None:
        return []
    seen = ResultVersion.objects.visible_to(user).filter(result__target__service__contract_id=contract_id)
    seen = seen.filter(terms__period=PeriodKind.MONTH.value)
    joined = seen.select_related("result__target__service").order_by("result_id", "-number")
    told = _told(contract_id, user)
    by_target: dict[SlaTarget, list[MonthOutcome]] = {}
    for one in joined.distinct("result_id"):
        result = one.result
        month = result.period_first_date
        if month.day == 1:
            outcome = MonthOutcome(month, None if one.is_met is None else not one.is_met, told.get(month, ()))
            by_target.setdefault(result.target, []).append(outcome)
    found = ((target, chronic_failure(rule, months, on)) for target, months in by_target.items())
    return list(_shown(found, on))


def _told(contract_id: int, user: Any) -> dict[dt.date, tuple[dt.date, ...]]:
    """Return on which days the vendor was told of each month, by the claims submitted for it."""
    steps = ClaimStep.objects.visible_to(user).filter(claim__contract_id=contract_id, verb="submit")
    found: dict[dt.date, tuple[dt.date, ...]] = {}
    for month, day in steps.values_list("claim__period_first_date", "on_date"):
        if day is not None:
            found[month] = (*found.get(month, ()), day)
    return found


def _shown(found: Iterable[tuple[SlaTarget, ChronicResult]], on: dt.date) -> Iterator[ShownChronic]:
    for target, result in found:
        right = result.usable_on(on)
        steps = sentences_of(result.steps)
        if right is not None:
            until = f" until {short_date(right.until_date)}" if right.until_date else ""
            headline = f"{target}: missed so often that the contract can be terminated{until}."
            yield ShownChronic(target, headline, steps, is_right=True)
        elif result.pending and result.pending[0].notify_by_date is not None:
            by = short_date(result.pending[0].notify_by_date)
            headline = f"{target}: submit the claim by {by}, and the contract can be terminated."
            yield ShownChronic(target, headline, steps, is_right=False)
