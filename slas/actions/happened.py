"""What happened to services, as the rules see it: read once for many targets and any stretch of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from slas.models import Exclusion, Measurement, Outage, SlaTarget, Ticket
from slas.rules import exclusion, outage
from slas.rules.agreed_target import TIMES, IndicatorKind
from slas.rules.indicator import Reading
from slas.rules.interval import Interval
from slas.rules.judging import Happened, TicketFacts
from slas.rules.service_timer import Pause


@dataclass(slots=True)
class Facts:
    """What happened in a stretch of time, by service, contract and target."""

    outages: dict[int, list[outage.Outage]] = field(default_factory=lambda: defaultdict(list))
    exclusions: dict[int, list[exclusion.Exclusion]] = field(default_factory=lambda: defaultdict(list))
    contract_exclusions: dict[int, list[exclusion.Exclusion]] = field(
        default_factory=lambda: defaultdict(list)
    )
    tickets: dict[int, list[tuple[str, TicketFacts]]] = field(default_factory=lambda: defaultdict(list))
    readings: dict[int, list[Reading]] = field(default_factory=lambda: defaultdict(list))

    def of(self, target: SlaTarget) -> Happened:
        """Return what concerns one target, with its service joined; without a severity, all tickets do."""
        service = target.service
        excluded = (*self.exclusions[service.pk], *self.contract_exclusions[service.contract_id])
        return Happened(
            outages=tuple(self.outages[service.pk]),
            exclusions=excluded,
            tickets=tuple(
                one for severity, one in self.tickets[service.pk] if target.severity in ("", severity)
            ),
            readings=tuple(self.readings[target.pk]),
        )


def facts_about(targets: Sequence[SlaTarget], span: Interval) -> Facts:
    """Return what happened to the services of some targets, with those joined, in a stretch of time.

    Outages of a service with a source of record are those of that source alone. Voided reports are left out.
    """
    found = Facts()
    kinds = {IndicatorKind(one.indicator) for one in targets}
    services = {one.service_id: one.service for one in targets}
    if IndicatorKind.AVAILABILITY in kinds:
        _read_outages(found, targets, span)
        _read_exclusions(found, targets, span)
    if kinds & TIMES:
        _read_tickets(found, services, span)
    if kinds - TIMES - {IndicatorKind.AVAILABILITY}:
        _read_measurements(found, targets, span)
    return found


def _read_outages(found: Facts, targets: Sequence[SlaTarget], span: Interval) -> None:
    record = {one.service_id: one.service.source_of_record for one in targets}
    rows = Outage.objects.for_system("judging targets").filter(service_id__in=list(record))
    columns = ("service_id", "source", "ref", "pk", "start_at", "end_at")
    for service, source, ref, pk, start, end in (
        rows.counted().touching(*span).order_by("service_id", "start_at", "pk").values_list(*columns)
    ):
        if not record[service] or record[service] == source:
            found.outages[service].append(outage.Outage(start, end, ref or f"#{pk}"))


def _read_exclusions(found: Facts, targets: Sequence[SlaTarget], span: Interval) -> None:
    contracts = {one.service.contract_id for one in targets}
    rows = Exclusion.objects.for_system("judging targets").filter(contract_id__in=contracts)
    for row in rows.touching(*span).filter(rejected_reason="").order_by("start_at", "pk"):
        fact = exclusion.Exclusion(
            row.start_at,
            row.end_at,
            exclusion.ExclusionKind(row.kind),
            row.ref or f"#{row.pk}",
            row.has_evidence,
            row.approved_at is not None,
            row.announced_at,
        )
        if row.service_id is None:
            found.contract_exclusions[row.contract_id].append(fact)
        else:
            found.exclusions[row.service_id].append(fact)


def _read_tickets(found: Facts, services: Iterable[int], span: Interval) -> None:
    rows = Ticket.objects.for_system("judging targets").filter(service_id__in=list(services))
    ticket = ("pk", "service_id", "severity", "ref", "opened_at", "responded_at", "resolved_at")
    wait = ("pauses__pk", "pauses__start_at", "pauses__end_at")  # empty where a ticket never waited
    ordered = rows.counted().opened_in(*span).order_by("opened_at", "pk", "pauses__start_at", "pauses__pk")
    for _, group in groupby(ordered.values_list(*ticket, *wait), itemgetter(0)):
        lines = list(group)
        _, service, severity, ref, opened, responded, resolved = lines[0][: len(ticket)]
        pauses = tuple(Pause(start, end) for *_, pk, start, end in lines if pk is not None)
        found.tickets[service].append((severity, TicketFacts(ref, opened, responded, resolved, pauses)))


def _read_measurements(found: Facts, targets: Sequence[SlaTarget], span: Interval) -> None:
    rows = Measurement.objects.for_system("judging targets").filter(target__in=[one.pk for one in targets])
    columns = ("target_id", "at", "value", "ref", "pk")
    for target, at, value, ref, pk in (
        rows.counted().taken_in(*span).order_by("target_id", "at", "pk").values_list(*columns)
    ):
        found.readings[target].append(Reading(at, Fraction(value), ref or f"#{pk}"))
