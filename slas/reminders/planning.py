"""From results and claims to planned reminders: the planner's side (the reconciler's is ``owed``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.reminders.planning import plan_reminders
from core.reminders.shapes import Period, date_in
from slas.models import Claim, ClaimStep, ResultVersion
from slas.rules.reminding import (
    BREACH,
    BREACH_SUBJECT,
    CLAIM_SUBJECT,
    Told,
    is_old_news,
    key_of_run,
    told_of_claim,
)

_TOO_OLD: Final = "It was found long before messages about it were sent."
_TOO_LATE: Final = "Its window was over when the claim was found."


def plan_breaches(contract_ids: Sequence[int], *, now: dt.datetime, why: str) -> int:
    """Plan that people are told of what contracts promised and missed; return how many were added.

    ``why`` stands on what is withdrawn, because a correction says that the promise was kept. A second call
    changes nothing.
    """
    return plan_reminders(
        subject_type=BREACH_SUBJECT,
        subject_ids=list(contract_ids),
        periods=list(_missed(contract_ids, now)),
        now=now,
        why=why,
    )


def _missed(contract_ids: Sequence[int], now: dt.datetime) -> Iterator[Period]:
    """Give one period for each run of judging that found misses which still count."""
    rows = ResultVersion.objects.for_system("what was promised and missed")
    others = rows.filter(result=OuterRef("result")).exclude(is_met=False).order_by().values("result")
    last_other = Subquery(others.annotate(last=Max("number")).values("last"))
    missed = rows.filter(result__target__service__contract_id__in=contract_ids, is_met=False)
    firsts = missed.filter(number=Coalesce(last_other, Value(0)) + 1).order_by()
    contract = "result__target__service__contract_id"
    for contract_id, at in firsts.values_list(contract, "computed_at").distinct():
        day = at.astimezone(dt.UTC).date()
        yield Period(
            kind=BREACH,
            subject_id=contract_id,
            period_key=key_of_run(at),
            reference_date=day,
            ladder=(0,),
            skip_reason=_TOO_OLD if is_old_news(day, now.astimezone(dt.UTC).date()) else "",
        )


def plan_claims(claim_ids: Sequence[int], *, now: dt.datetime, why: str) -> int:
    """Plan the reminders of claims; those with the vendor, or given up, owe nothing.

    ``why`` stands on reminders that are withdrawn. A second call changes nothing.

    Returns:
        How many reminders were added.
    """
    rows = Claim.objects.for_system("what claims owe").filter(pk__in=claim_ids)
    claims = list(rows.select_related("contract__department").defer("contract__search_vector"))
    lapsed = _lapsed([claim.pk for claim in claims])
    return plan_reminders(
        subject_type=CLAIM_SUBJECT,
        subject_ids=list(claim_ids),
        periods=[one for claim in claims for one in _periods(claim, lapsed.get(claim.pk), now)],
        now=now,
        why=why,
    )


def open_claims_of(where: Q) -> list[int]:
    """Return the claims that meet a condition and are not with the vendor yet."""
    rows = Claim.objects.for_system("claims are reminded of by the day of the department").not_submitted()
    return list(rows.filter(where).order_by("pk").values_list("pk", flat=True))


def _lapsed(claim_ids: Sequence[int]) -> dict[int, dt.datetime]:
    """Return when each claim that is lost lapsed, where its last step says so."""
    steps = ClaimStep.objects.for_system("when claims lapsed").filter(claim__in=claim_ids)
    last = steps.order_by("claim_id", "-pk").distinct("claim_id")
    return {step.claim_id: step.made_at for step in last if step.verb == "lapse"}


def _periods(claim: Claim, lapsed_at: dt.datetime | None, now: dt.datetime) -> Iterator[Period]:
    zone = claim.contract.department.timezone
    found_on = date_in(zone, claim.created_at)
    told = told_of_claim(
        claim.status,
        found_on=found_on,
        last_date=claim.last_date,
        latest_date=claim.latest_date,
        lapsed_on=lapsed_at.astimezone(dt.UTC).date() if lapsed_at else None,
    )
    for one in told:
        yield Period(
            kind=one.kind,
            subject_id=claim.pk,
            period_key=one.day.isoformat(),
            reference_date=one.day,
            ladder=one.ladder,
            timezone="UTC" if one.is_at_once else zone,
            floor_date=found_on,
            skip_reason=_why_not(one, now),
        )


def _why_not(told: Told, now: dt.datetime) -> str:
    if told.is_too_late:
        return _TOO_LATE
    if told.is_at_once and is_old_news(told.day, now.astimezone(dt.UTC).date()):
        return _TOO_OLD
    return ""
