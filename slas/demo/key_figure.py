"""A key figure of the demo with its check-ins, and tickets that were answered in time and late."""

from __future__ import annotations

import datetime as dt
import inspect
from decimal import Decimal
from typing import Final

from core.audit import Actor
from core.rules.periods import add_months
from slas.actions.check_ins import CheckInDraft, due_periods, record_check_in
from slas.actions.targets import TargetIdentity, record_target
from slas.actions.tickets import take_tickets
from slas.models import Service, SlaTarget
from slas.rules.agreed_target import IndicatorKind, TargetDraft
from slas.rules.ticket_row import PauseRow, TicketRow

ZONE: Final = "Europe/Berlin"
#: What was checked in for the months that are over, the earliest first; the last month is still missing.
VALUES: Final = ("81.5", "83", "78.5", "84", "86.5")
#: Months back, day, hour of opening, minutes until the answer, and the severity.
_TICKETS: Final = ((3, 11, 9, 25, "P1"), (2, 15, 8, 95, "P1"), (1, 6, 12, 20, "P1"), (1, 14, 10, 240, "P2"))


def load_key_figure(*, actor: Actor, service: Service, since: dt.date, now: dt.datetime) -> None:
    """Promise that most tickets are solved at first contact, check in the months, and report tickets.

    Runs inside the transaction of the whole demo.
    """
    draft = TargetDraft(
        effective_from=since,
        value=Decimal(80),
        better="higher",
        unit="%",
        zone=ZONE,
        clause_ref="8.5",
    )
    identity = TargetIdentity(
        indicator=IndicatorKind.KEY_FIGURE,
        name="Solved at first contact",
        owner_id=service.contract.owner_id,
        source="Monthly report of the service desk",
    )
    version = inspect.unwrap(record_target)(
        actor=actor, service=service, identity=identity, draft=draft, now=now
    )
    _check_in(actor, version.target_id, now)
    rows = [_ticket(service, number, one, now) for number, one in enumerate(_TICKETS, 1)]
    done = [one for one in rows if one is not None]
    inspect.unwrap(take_tickets)(actor=actor, contract=service.contract, rows=done, now=now)


def _check_in(actor: Actor, target_id: int, now: dt.datetime) -> None:
    rows = SlaTarget.objects.for_system("demo: the key figure with its terms")
    target = rows.select_related("service__contract__terms").prefetch_related("versions").get(pk=target_id)
    for due, value in zip(list(due_periods(target, now)), VALUES, strict=False):
        note = "Two people were ill" if Decimal(value) < 80 else ""
        said = CheckInDraft(first_date=due.period.first, value=Decimal(value), note=note)
        inspect.unwrap(record_check_in)(actor=actor, target=target, draft=said, now=now)


def _ticket(
    service: Service, number: int, told: tuple[int, int, int, int, str], now: dt.datetime
) -> TicketRow | None:
    """Return a ticket; None where it lies ahead."""
    back, day, hour, minutes, severity = told
    first = add_months(now.date().replace(day=1), -back)
    opened = dt.datetime(first.year, first.month, day, hour, 5, tzinfo=dt.UTC)
    answered, solved = opened + dt.timedelta(minutes=minutes), opened + dt.timedelta(hours=7)
    if solved >= now:
        return None
    waited = PauseRow(
        answered.isoformat(), (answered + dt.timedelta(hours=1)).isoformat(), "Waiting for logs"
    )
    return TicketRow(
        number,
        service.slug,
        "desk",
        f"HD-{4100 + number}",
        severity,
        "Sign-in fails (demo)",
        opened.isoformat(),
        answered.isoformat(),
        solved.isoformat(),
        (waited,) if severity == "P2" else (),
    )
