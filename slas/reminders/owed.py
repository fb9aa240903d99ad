"""Missed promises and claims as subjects of reminders: what the sweep and the reconciler ask of this app.

``breaches_owed`` and ``claims_owed`` are the reconciler's reading: they share nothing with ``planning`` and
its rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from core.reminders.shapes import Rung
from slas.models import Claim, ClaimStep, ResultVersion, Service


def nothing_to_refresh(now: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return nothing: what is told of promises and claims does not move as time passes."""
    return []


def contracts_after(last_id: int, limit: int) -> list[int]:
    """Return the next contracts with services, by id."""
    rows = Service.unscoped.filter(contract_id__gt=last_id).order_by("contract_id")
    return list(rows.values_list("contract_id", flat=True).distinct()[:limit])


def contracts_changed(since: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return the next contracts, by id, of which a result was made since an instant."""
    changed = ResultVersion.history.filter(history_date__gte=since).values("result")
    path = "result__target__service__contract_id"
    rows = ResultVersion.unscoped.filter(result__in=changed, **{f"{path}__gt": last_id}).order_by(path)
    return list(rows.values_list(path, flat=True).distinct()[:limit])


def breaches_owed(contract_ids: Sequence[int], now: dt.datetime) -> Iterator[Rung]:
    """Yield the message about what each run of judging found missed, where it still is; sent ones too."""
    path = "result__target__service__contract_id"
    rows = ResultVersion.unscoped.filter(**{f"{path}__in": contract_ids}).order_by("result_id", "-number")
    is_settled: dict[int, bool] = {}
    first: dict[int, tuple[int, dt.datetime]] = {}
    for contract, result, is_met, at in rows.values_list(path, "result_id", "is_met", "computed_at"):
        if is_settled.get(result):
            continue
        if is_met is False:
            first[result] = (contract, at)
        else:
            is_settled[result] = True
    for contract, at in sorted(set(first.values())):
        run = at.astimezone(dt.UTC)
        key = run.replace(tzinfo=None).isoformat(timespec="microseconds")
        yield Rung("slas.breach", contract, key, 0, run.date(), run.date())


def claims_after(last_id: int, limit: int) -> list[int]:
    """Return the next claims by id."""
    return list(Claim.unscoped.filter(pk__gt=last_id).order_by("pk").values_list("pk", flat=True)[:limit])


def claims_changed(since: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return the next claims, by id, that changed since an instant or took a step."""
    rows = Claim.history.filter(history_date__gte=since, id__gt=last_id).order_by("id")
    found = set(rows.values_list("id", flat=True).distinct()[:limit])
    steps = ClaimStep.history.filter(history_date__gte=since, claim_id__gt=last_id).order_by("claim_id")
    return sorted(found | set(steps.values_list("claim_id", flat=True).distinct()[:limit]))[:limit]


def claims_owed(claim_ids: Sequence[int], now: dt.datetime) -> Iterator[Rung]:
    """Yield every rung that the claims owe, sent ones and future ones alike."""
    rows = Claim.unscoped.filter(pk__in=claim_ids).select_related("contract__department")
    lost = {claim.pk for claim in rows if claim.status == "lost"}
    lapsed: dict[int, tuple[str, dt.datetime]] = {
        claim: (verb, at)
        for claim, verb, at in ClaimStep.unscoped.filter(claim__in=lost)
        .order_by("pk")
        .values_list("claim_id", "verb", "made_at")
    }
    for claim in rows:
        if claim.status in ("detected", "evidence", "drafted"):
            yield from _of_open(claim)
        elif claim.pk in lapsed and lapsed[claim.pk][0] == "lapse":
            day = lapsed[claim.pk][1].astimezone(dt.UTC).date()
            yield Rung("slas.claim_lost", claim.pk, str(day), 0, day, day)


def _of_open(claim: Claim) -> Iterator[Rung]:
    found = claim.created_at.astimezone(ZoneInfo(claim.contract.department.timezone)).date()
    last = claim.last_date
    if last is None:
        last = found + dt.timedelta(days=30)
        yield _rung("slas.claim", claim.pk, last, 23)
        yield _rung("slas.claim", claim.pk, last, 0)
        return
    for before in (0, 1, 3, 7, 14, 30):
        if before == 0 or last - dt.timedelta(days=before) >= found:
            yield _rung("slas.claim", claim.pk, last, before)
            if before in (0, 3):
                yield _rung("slas.claim_to_manager", claim.pk, last, before)


def _rung(kind: str, claim_id: int, day: dt.date, before: int) -> Rung:
    return Rung(kind, claim_id, str(day), before, day - dt.timedelta(days=before), day)
