"""Finding what can be claimed, following corrections, and losing what was not claimed in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action
from slas.actions.claiming import (
    Ground,
    Span,
    ground_of,
    missed_by_period,
    newest_versions_of,
    zone_of_window,
)
from slas.models import Claim, ClaimBasis, ClaimStep, ResultVersion
from slas.permissions import can_claim
from slas.reminders.planning import plan_claims
from slas.rules.claim import BEFORE_SUBMISSION, ClaimStatus, lapses
from slas.rules.claim_window import ClaimWindow

GROUND_GONE = "After a correction no credit is due for this period any more."
FOLLOWED = "The results were corrected; the claim follows them."
LAPSED = "The claim window is over, and the claim was not submitted."


@dataclass(slots=True)
class ClaimCount:
    """How many claims were made, brought to the newest results, withdrawn, or lost."""

    made: int = 0
    followed: int = 0
    withdrawn: int = 0
    lost: int = 0

    def add(self, other: ClaimCount) -> None:
        """Count another contract in."""
        for name in ("made", "followed", "withdrawn", "lost"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def detect_claims(*, actor: Actor, now: dt.datetime, contract_ids: Sequence[int] | None = None) -> ClaimCount:
    """Make a claim for every period that is over and in which promises were missed with a credit.

    Claims that are not submitted follow the newest versions of the results; one whose ground is gone is
    withdrawn with the reason. Safe to run twice. Each contract has a transaction of its own.

    Args:
        actor: The process or person that looks; a person needs ``claims.make`` in the contract's department.
        now: The instant of looking.
        contract_ids: Only these contracts; None: all.

    Raises:
        NotAllowed: The person may not make claims of one of the contracts.
    """
    total = ClaimCount()
    for pk in _contracts(contract_ids):
        total.add(detect_in_contract(actor=actor, contract_id=pk, now=now))
    return total


@action
def detect_in_contract(*, actor: Actor, contract_id: int, now: dt.datetime) -> ClaimCount:
    """Make, follow and withdraw the claims of one contract; see :func:`detect_claims`.

    Args:
        actor: A person needs ``claims.make`` in the contract's department, and to see the contract.
        contract_id: The contract; it is locked meanwhile, so that no period is claimed twice.
        now: The instant of looking.

    Raises:
        NotAllowed: The person may not make claims of the contract.
    """
    contract = Contract.unscoped.select_for_update(of=("self",)).get(pk=contract_id)
    require(actor.user is None or can_claim(actor.user, contract), "make claims of this contract")
    missed = missed_by_period(newest_versions_of(contract_id), now)
    claims = list(Claim.unscoped.select_for_update(of=("self",)).filter(contract=contract).order_by("pk"))
    spans = {_span(one) for one in claims if one.status in BEFORE_SUBMISSION}
    count = ClaimCount()
    for span in sorted(spans | set(missed), key=lambda one: (one[1], one[0])):
        found = ground_of(contract_id, span, missed.get(span, []), claims)
        _settle(actor, contract, span, found, claims, now, count)
    if count.made or count.followed or count.withdrawn:
        plan_claims([one.pk for one in claims], now=now, why="The results were corrected.")
    return count


def lapse_claims(*, actor: Actor, now: dt.datetime) -> int:
    """Lose what was not submitted when its window was over by every reading; return how many claims.

    What was taken up again after it was lost does not lapse anew. Safe to run twice.

    Args:
        actor: The process.
        now: The instant of looking.
    """
    rows = Claim.objects.for_system("claims whose window is over").not_submitted()
    rows = rows.filter(latest_date__lte=now.date() + dt.timedelta(days=1))
    return sum(lapse_claim(actor=actor, claim_id=pk, now=now) for pk in rows.values_list("pk", flat=True))


@action
def lapse_claim(*, actor: Actor, claim_id: int, now: dt.datetime) -> bool:
    """Lose one claim if its window is over by every reading; return whether it was.

    Args:
        actor: The process.
        claim_id: The claim.
        now: The instant of looking.
    """
    claim = Claim.unscoped.select_for_update(of=("self",)).get(pk=claim_id)
    zone = zone_of_window(claim.contract_id, claim.period_last_date)
    window = ClaimWindow(last_date=claim.last_date, latest_date=claim.latest_date, zone=zone)
    if not lapses(claim.status, window, now) or was_taken_up(claim):
        return False
    claim.status = ClaimStatus.LOST.value
    claim.save(update_fields=["status"])
    note_step(claim, actor, "lapse", now, reason=LAPSED, amount=claim.asked_amount)
    plan_claims([claim.pk], now=now, why=LAPSED)
    return True


def was_taken_up(claim: Claim) -> bool:
    """Return whether somebody took the claim up again after it was lost."""
    return ClaimStep.unscoped.filter(claim=claim, verb="take_up").exists()


def note_step(claim: Claim, actor: Actor, verb: str, now: dt.datetime, **said: object) -> ClaimStep:
    """Record a step that a claim took, with the state it is in now."""
    made: ClaimStep = ClaimStep.unscoped.create(
        claim=claim, verb=verb, to_status=claim.status, made_by=actor.user, made_at=now, **said
    )
    return made


def _contracts(contract_ids: Sequence[int] | None) -> list[int]:
    if contract_ids is not None:
        return sorted(set(contract_ids))
    path = "result__target__service__contract_id"
    missed = ResultVersion.objects.for_system("what can be claimed").filter(is_met=False)
    open_claims = Claim.objects.for_system("what can be claimed").not_submitted()
    found = set(missed.filter(credit_status="due").values_list(path, flat=True).distinct())
    return sorted(found | set(open_claims.values_list("contract_id", flat=True)))


def _span(claim: Claim) -> Span:
    return claim.period_first_date, claim.period_last_date


def _settle(
    actor: Actor,
    contract: Contract,
    span: Span,
    found: Ground,
    claims: list[Claim],
    now: dt.datetime,
    count: ClaimCount,
) -> None:
    """Bring the claim of one period to what is found; ``claims`` gets what is made."""
    of_period = [one for one in claims if _span(one) == span]
    live = next((one for one in of_period if one.status != ClaimStatus.WITHDRAWN), None)
    if live is None:
        if found.is_any and not _was_withdrawn(of_period, found):
            claims.append(_make(actor, contract, span, found, now))
            count.made += 1
    elif live.status in BEFORE_SUBMISSION and not found.is_any:
        live.status = ClaimStatus.WITHDRAWN.value
        live.save(update_fields=["status"])
        note_step(live, actor, "withdraw", now, reason=GROUND_GONE)
        count.withdrawn += 1
    elif live.status in BEFORE_SUBMISSION:
        count.followed += _follow(actor, live, found, now)


def _was_withdrawn(claims: Sequence[Claim], found: Ground) -> bool:
    """Return whether somebody withdrew a claim on the very same versions: it is not made again."""
    versions = {one.pk for one in found.versions}
    by_people = ClaimStep.unscoped.filter(claim__in=claims, verb="withdraw").exclude(reason=GROUND_GONE)
    ids = set(by_people.values_list("claim_id", flat=True))
    return any(claim.pk in ids and _basis_ids(claim) == versions for claim in claims)


def _basis_ids(claim: Claim) -> set[int]:
    return set(ClaimBasis.unscoped.filter(claim=claim).values_list("version_id", flat=True))


def _make(actor: Actor, contract: Contract, span: Span, found: Ground, now: dt.datetime) -> Claim:
    claim = Claim(
        contract=contract,
        period_first_date=span[0],
        period_last_date=span[1],
        created_at=now,
        **_asked(found),
    )
    claim.save()
    ClaimBasis.unscoped.bulk_create([ClaimBasis(claim=claim, version=one) for one in found.versions])
    note_step(claim, actor, "detect", now, amount=claim.asked_amount)
    return claim


def _follow(actor: Actor, claim: Claim, found: Ground, now: dt.datetime) -> bool:
    """Bring a claim that is not submitted to the newest versions; return whether anything changed."""
    asked = _asked(found)
    changed = [name for name, value in asked.items() if getattr(claim, name) != value]
    before, after = _basis_ids(claim), {one.pk for one in found.versions}
    if not changed and before == after:
        return False
    for name in changed:
        setattr(claim, name, asked[name])
    claim.letter = None
    claim.save(update_fields=[*changed, "letter"])
    ClaimBasis.unscoped.filter(claim=claim, version_id__in=before - after).delete()
    ClaimBasis.unscoped.bulk_create([ClaimBasis(claim=claim, version_id=pk) for pk in sorted(after - before)])
    note_step(claim, actor, "follow", now, amount=claim.asked_amount, reason=FOLLOWED)
    return True


def _asked(found: Ground) -> dict[str, object]:
    asked = found.total.asked
    return {
        "asked_amount": asked.amount if asked else None,
        "currency": asked.currency if asked else "",
        "asked_days": found.asked_days,
        "last_date": found.window.last_date,
        "latest_date": found.window.latest_date,
    }
