"""Taking what monitors tell: a service went down, or is up again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from contracts_app.models import Contract
from contracts_app.rules.register_row import RowError
from core.audit import Actor, action
from slas.actions.taking import locked_services, refuse_fields, require_recording, term_of
from slas.models import Outage, Service
from slas.rules.event_row import LONGEST_REF, LONGEST_SOURCE, Cells
from slas.rules.monitor_event import DOWN, HeldOutage, Outcome, answer_to
from slas.rules.outage_row import LONGEST_SUMMARY


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorEvent:
    """What a monitor tells, as it was sent: ``status`` is ``down`` or ``up``, ``at`` ISO 8601 with a zone."""

    service: str
    status: str
    at: str
    source: str = "monitor"
    ref: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an event, and of which outage; None where there was nothing to close."""

    outcome: Outcome
    outage: Outage | None = None


@action
def take_monitor_event(*, actor: Actor, contract: Contract, event: MonitorEvent, now: dt.datetime) -> Done:
    """Open an outage, or close the open one; delivered again, the same event changes nothing.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose service it is of.
        event: As sent.
        now: What lies after it is refused.

    Raises:
        NotAllowed: The person may not record outages of the contract.
        InvalidEvent: ``fields`` says what is wrong; nothing is stored.
    """
    require_recording(actor, contract)
    services = locked_services(contract)
    event, at = _checked(contract, event, services, now)
    service = services[event.service]
    held = {one.pk: one for one in _held(service, event, at)}
    shapes = [HeldOutage(one.pk, one.ref, one.start_at, one.end_at) for one in held.values()]
    answer = answer_to(event.status, event.ref, at, shapes)
    outage = held.get(answer.key) if answer.key is not None else None
    if answer.outcome == Outcome.OPENED:
        outage = Outage.unscoped.create(
            service=service,
            source=event.source,
            ref=event.ref,
            start_at=at,
            summary=event.summary,
            created_at=now,
        )
    elif answer.outcome == Outcome.CLOSED and outage is not None:
        _close(outage, at, event)
    return Done(answer.outcome, outage)


def _close(outage: Outage, at: dt.datetime, event: MonitorEvent) -> None:
    if at < outage.start_at:
        message = f"It went down at {outage.start_at:%Y-%m-%dT%H:%M:%SZ}, after this. Correct the time."
        refuse_fields([RowError(0, "at", event.at, message)])
    outage.end_at = at
    outage.save(update_fields=["end_at"])


def _checked(
    contract: Contract, event: MonitorEvent, services: dict[str, Service], now: dt.datetime
) -> tuple[MonitorEvent, dt.datetime]:
    """Return the event with clean texts, and its instant.

    Raises:
        InvalidEvent: ``fields`` says what is wrong.
    """
    cells = Cells(0, now)
    at = cells.time("at", event.at)
    clean = MonitorEvent(
        service=cells.service("service", event.service, services),
        status=event.status,
        at=event.at,
        source=cells.text("source", event.source, LONGEST_SOURCE),
        ref=cells.text("ref", event.ref, LONGEST_REF),
        summary=cells.text("summary", event.summary, LONGEST_SUMMARY),
    )
    end = None if event.status == DOWN else at
    if at is not None and (outside := term_of(contract).why_outside(at, end)):
        cells.wrong("at", event.at, outside)
    refuse_fields(cells.errors)
    assert at is not None
    return clean, at


def _held(service: Service, event: MonitorEvent, at: dt.datetime) -> list[Outage]:
    """Return the outages on record that the event may be of; of older ones the latest few are enough."""
    rows = Outage.unscoped.filter(service=service, source=event.source)
    if event.ref:
        return list(rows.filter(ref=event.ref))
    rows = rows.filter(voided_reason="")
    opened = rows.filter(Q(end_at__isnull=True) | Q(end_at__gte=at), start_at__lte=at)
    return list(opened.order_by("-start_at")[:100])
