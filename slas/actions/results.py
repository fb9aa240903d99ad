"""Judging how targets were kept: results and their versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from core.audit import Actor, action
from slas.actions.asking import Asked, periods_of
from slas.actions.happened import facts_about
from slas.models import Result, ResultVersion, Service, SlaTarget, TargetVersion
from slas.reminders.planning import plan_breaches
from slas.rules.credit import CreditStatus
from slas.rules.credit_rounding import payable
from slas.rules.interval import TICK, Interval
from slas.rules.judging import Judged, judge

#: How long after its end a period is judged anew by itself when what happened in it is corrected.
LOOKS_BACK: Final = dt.timedelta(days=400)
_CHUNK: Final = 20
CORRECTED: Final = "After a correction the promise is kept."
_SEVENTH: Final = Decimal(1).scaleb(-8)


@dataclass(slots=True)
class JudgedCount:
    """How many results were made for the first time, made anew, left as they were, or are locked."""

    first: int = 0
    corrected: int = 0
    unchanged: int = 0
    locked: int = 0

    def add(self, other: JudgedCount) -> None:
        """Count another chunk in."""
        for name in ("first", "corrected", "unchanged", "locked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def judge_all(
    *,
    actor: Actor,
    now: dt.datetime,
    since: dt.date | None = None,
    contract_ids: Sequence[int] | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> JudgedCount:
    """Judge every target in every period that is over, and keep what is new.

    Safe to run twice: what is judged from the same facts makes no new version. Services are taken twenty
    at a time, each time in a transaction of their own.

    Args:
        actor: The process or person that judges.
        now: The instant of judging; an outage that is open lasts until then.
        since: Only periods that ended on this day or later; None looks back four hundred days.
        contract_ids: Only these contracts; None: all.
        report: Is told how many services are done, of how many.
    """
    first = since or (now - LOOKS_BACK).date()
    services = Service.objects.for_system("judging targets")
    if contract_ids is not None:
        services = services.filter(contract_id__in=contract_ids)
    rows = list(services.order_by("contract_id", "pk").values_list("contract_id", "pk"))
    total, done = JudgedCount(), 0
    for pks in _chunks(rows):
        total.add(judge_services(actor=actor, service_ids=pks, first=first, now=now))
        done += len(pks)
        report(done, len(rows))
    return total


def _chunks(rows: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Give services, with their contracts in order, in chunks that leave the services of a contract together.

    So what is missed of a contract is found, and told, in one transaction.
    """
    chunk: list[int] = []
    for _, of_contract in groupby(rows, key=itemgetter(0)):
        chunk += [pk for _, pk in of_contract]
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@action
def judge_services(
    *, actor: Actor, service_ids: Sequence[int], first: dt.date, now: dt.datetime
) -> JudgedCount:
    """Judge the targets of some services in the periods that are over and ended on ``first`` or later.

    A result whose figures or facts are no longer those of its newest version gets a new one, with the reason.
    One that is signed off is left as it is.

    Args:
        actor: The process or person that judges.
        service_ids: The services.
        first: Periods that ended before are left alone.
        now: The instant of judging.
    """
    asked = [one for target in _targets(service_ids) for one in periods_of(target, first, now)]
    if not asked:
        return JudgedCount()
    facts = facts_about([one.target for one in asked], _span(asked))
    judged = [(one, judge(one.question(now), facts.of(one.target))) for one in asked]
    return _kept(judged, now)


def figures_of(judged: Judged) -> dict[str, Any]:
    """Return what is stored of a judged period, but for its number, terms, reason and instant."""
    measured, figure = judged.availability, judged.figure
    found: dict[str, Any] = {
        "count": judged.count,
        "figure_numerator": None if figure is None else Decimal(figure.numerator),
        "figure_denominator": None if figure is None else Decimal(figure.denominator),
        "is_met": judged.is_met,
        "input_sha256": judged.fingerprint,
    }
    if measured is not None:
        for name in ("total", "down", "excused", "left_out"):
            found[f"{name}_us"] = getattr(measured, name) // TICK
    return found | _credit_of(judged)


def _credit_of(judged: Judged) -> dict[str, Any]:
    credit = judged.credit
    if credit is None:
        return {}
    found: dict[str, Any] = {
        "credit_status": str(credit.status),
        "credit_percent": _decimal(credit.percent),
        "credit_days": _decimal(credit.days),
    }
    if credit.amount is not None and credit.status in (CreditStatus.DUE, CreditStatus.NOT_DUE):
        found["credit_amount"] = payable(credit.amount, credit.currency).amount
        found["credit_currency"] = credit.currency
    return found


def _decimal(number: Fraction | None) -> Decimal | None:
    if number is None:
        return None
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(_SEVENTH)


def _targets(service_ids: Sequence[int]) -> list[SlaTarget]:
    rows = SlaTarget.objects.for_system("judging targets").filter(service_id__in=service_ids)
    found = rows.select_related("service__contract__terms").prefetch_related("versions")
    return list(found.order_by("service_id", "pk"))


def _span(asked: Sequence[Asked]) -> Interval:
    intervals = [one.reach for one in asked]
    return Interval(min(one.start for one in intervals), max(one.end for one in intervals))


def _kept(judged: Sequence[tuple[Asked, Judged]], now: dt.datetime) -> JudgedCount:
    count = JudgedCount()
    results = _results([one for one, _ in judged])
    newest = _newest(results.values())
    new: list[ResultVersion] = []
    for asked, found in judged:
        result = results[asked.key]
        figures, before = figures_of(found), newest.get(result.pk)
        if before is not None and not _differs(before, figures, asked.terms):
            count.unchanged += 1
        elif result.is_locked:
            count.locked += 1
        else:
            number = before.number + 1 if before else 1
            reason = _why(before, asked.terms) if before else ""
            count.first, count.corrected = count.first + (not before), count.corrected + bool(before)
            new.append(
                ResultVersion(
                    result=result, number=number, terms=asked.terms, reason=reason, computed_at=now, **figures
                )
            )
    ResultVersion.unscoped.bulk_create(new, batch_size=1_000)
    if new:
        contracts = {one.terms.target.service.contract_id for one in new}
        plan_breaches(sorted(contracts), now=now, why=CORRECTED)
    return count


def _results(asked: Sequence[Asked]) -> dict[tuple[int, dt.date], Result]:
    """Return the result of each, made where there is none; locked until the end of the transaction."""
    targets = {one.target.pk for one in asked}
    rows = Result.unscoped.select_for_update(of=("self",)).filter(target_id__in=targets)
    known = {(row.target_id, row.period_first_date): row for row in rows.order_by("pk")}
    missing = [
        Result(target=one.target, period_first_date=one.period.first, period_last_date=one.period.last)
        for one in asked
        if one.key not in known
    ]
    for row in Result.unscoped.bulk_create(missing, batch_size=1_000):
        known[row.target_id, row.period_first_date] = row
    return known


def _newest(results: Any) -> dict[int, ResultVersion]:
    rows = ResultVersion.unscoped.filter(result__in=[one.pk for one in results])
    return {row.result_id: row for row in rows.order_by("result_id", "-number").distinct("result_id")}


def _differs(before: ResultVersion, figures: dict[str, Any], terms: TargetVersion) -> bool:
    return before.terms_id != terms.pk or any(
        getattr(before, name) != value for name, value in figures.items()
    )


def _why(before: ResultVersion, terms: TargetVersion) -> str:
    """Say why a result is made anew."""
    if before.terms_id != terms.pk:
        return "Another version of what is promised counts for this period."
    return "What is recorded of this period, or what was promised for it, was corrected."
