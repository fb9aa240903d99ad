"""Reads the monthly report of one contract, for one reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts_app.models import Contract
from core.reminders.shapes import date_in
from core.rules.wording import short_date, weekday_date
from slas.models import Claim, ResultVersion
from slas.reports.agreed import ShownTarget, services_of
from slas.reports.attainment import newest_versions
from slas.reports.claims import asked_words, word_of_claim
from slas.reports.monthly.claims import claims_section, credit_sums, pipeline_section
from slas.reports.monthly.happened import Happened
from slas.reports.monthly.results import (
    MonthResult,
    computed_sections,
    is_awaited,
    judged_of,
    kept_section,
    kept_words,
)
from slas.reports.monthly.shapes import MonthlyReport
from slas.reports.monthly.trends import target_trends
from slas.reports.pipeline import pipelines_of
from slas.reports.sections import ReportSection
from slas.reports.vendor_figures import FigureBeside, figures_beside
from slas.rules.report_month import ReportMonth

#: What must be at hand of a contract.
JOINED = ("vendor", "department", "terms")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was read of a contract and month; ``bare`` are the services about which nothing is promised."""

    month: ReportMonth
    zone: str
    on: dt.date
    targets: Sequence[ShownTarget]
    results: Sequence[MonthResult]
    beside: Sequence[FigureBeside]
    claims: Sequence[Claim]
    bare: Sequence[str]

    @property
    def waiting(self) -> int:
        """How many targets should have a result of the month and have none."""
        judged = {one.version.result.target_id for one in self.results}
        open_ones = (one.version for one in self.targets if one.target.pk not in judged)
        return sum(1 for terms in open_ones if is_awaited(terms, self.month))


def read_contract_report(
    contract: Contract,
    user: Any,
    month: ReportMonth,
    now: dt.datetime,
    progress: Progress = lambda done, total: None,
) -> MonthlyReport:
    """Return the report about the services of a contract in a month, by what is known now.

    Args:
        contract: One that ``user`` may see, with ``JOINED`` at hand.
        user: The reader.
        month: The month, in the zone in which the targets of the contract are judged.
        now: The present instant.
        progress: Told how far the reading is; may raise to cancel.
    """
    versions = _versions(contract, user, month)
    progress(1, 3)
    found = _read(contract, user, month, now, versions)
    progress(2, 3)
    happened = Happened(month.interval(found.zone), found.zone, found.results, now)
    sections: list[ReportSection] = [
        kept_section(found.targets, found.results, found.beside, month),
        *computed_sections(found.results),
        happened.outages(user, contract.pk),
        happened.exclusions(user, contract.pk),
        claims_section(found.claims, month, found.on),
        pipeline_section(pipelines_of(found.claims)),
        target_trends([one.target for one in found.targets], versions, month),
    ]
    return MonthlyReport(
        subject=f"{contract.number} {contract.title}",
        vendor=contract.vendor.name,
        slug=contract.number,
        is_confidential=contract.is_confidential,
        month=month,
        as_of=found.on,
        summary=_summary(found),
        sections=tuple(sections),
    )


def _read(
    contract: Contract, user: Any, month: ReportMonth, now: dt.datetime, versions: Sequence[ResultVersion]
) -> _Found:
    services = services_of(user, contract.pk, month.last)
    targets = [target for _, shown in services for target in shown]
    zone = zone_of(targets, contract)
    of_month = [one for one in versions if month.holds(one.result.period_last_date)]
    return _Found(
        month=month,
        zone=zone,
        on=date_in(zone, now),
        targets=targets,
        results=judged_of(of_month, now),
        beside=figures_beside(of_month),
        claims=_claims(contract, user),
        bare=[str(service) for service, shown in services if not shown],
    )


def zone_of(targets: Iterable[ShownTarget], contract: Contract) -> str:
    """Return the zone of a contract's month: that of its targets where they agree, else the department's."""
    zones = {one.version.zone for one in targets if one.version is not None}
    return zones.pop() if len(zones) == 1 else str(contract.department.timezone)


def _versions(contract: Contract, user: Any, month: ReportMonth) -> list[ResultVersion]:
    """Return the newest version of each result of the trend, in order of target and period."""
    newest = newest_versions(
        user,
        month.trend[0].first,
        result__target__service__contract_id=contract.pk,
        result__period_last_date__lte=month.last,
    )
    found = list(newest.with_vendor_figures())
    for one in found:
        one.result.target.service.contract = contract
    return sorted(
        found, key=lambda one: (str(one.result.target), one.result.target_id, one.result.period_last_date)
    )


def _claims(contract: Contract, user: Any) -> list[Claim]:
    return list(
        Claim.objects.visible_to(user).filter(contract_id=contract.pk).order_by("period_last_date", "pk")
    )


def _summary(found: _Found) -> tuple[tuple[str, str], ...]:
    month = found.month
    versions = [one.version for one in found.results]
    signed = sum(1 for one in versions if one.result.is_locked)
    of_month = [one for one in found.claims if month.holds(one.period_last_date)]
    told = [f"{word_of_claim(one).text.lower()}, {asked_words(one)}" for one in of_month]
    facts = [
        ("Month", f"{short_date(month.first)} to {short_date(month.last)}, {found.zone}"),
        ("As known on", weekday_date(found.on)),
        ("Promises", kept_words(versions, found.waiting)),
        ("Signed off", f"{signed} of {len(versions)} results" if versions else ""),
        ("Credits before caps", credit_sums(versions) or ("none" if versions else "")),
        ("Claims of the month", "; ".join(told) or "none"),
        ("Nothing promised of", ", ".join(found.bare)),
    ]
    return tuple((label, value) for label, value in facts if value)
