"""Recording tickets with their pauses: in batches from programs and files, one by one by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from contracts_app.models import Contract
from contracts_app.rules.register_outcome import Report, silent
from contracts_app.rules.register_row import RowError
from core.audit import Actor, action, lock_version
from core.errors import StaleObject
from slas.actions.taking import (
    BATCH,
    Taken,
    WrongRows,
    in_batches,
    locked_services,
    refuse_fields,
    refuse_voided,
    require_recording,
    term_of,
    void_row,
)
from slas.models import Service, Ticket, TicketPause
from slas.rules.ticket_row import CheckedTicket, TicketRow, check_tickets

_CHANGING = ("severity", "title", "opened_at", "responded_at", "resolved_at")
_Key = tuple[str, str, str]


@action
def take_tickets(
    *,
    actor: Actor,
    contract: Contract,
    rows: Sequence[TicketRow],
    now: dt.datetime,
    columns: Mapping[str, str] | None = None,
    misread: Sequence[RowError] = (),
    report: Report = silent,
) -> Taken:
    """Record a batch of tickets of one contract: all of it, or nothing.

    A row that is known by (service, source, ref) brings that ticket, and its pauses as a whole where it tells
    any, to what is given; with the same values it changes nothing. So a batch may be sent again.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose services they are of.
        rows: As given.
        now: What lies after it is refused.
        columns: What the giver calls the fields, for the errors.
        misread: What is wrong with rows that could not even be read; told together with the rest.
        report: Is told how many rows are written, of how many.

    Raises:
        NotAllowed: The person may not record tickets of the contract.
        WrongRows: ``errors`` says what is wrong in which row and column; nothing is stored.
    """
    require_recording(actor, contract)
    services = locked_services(contract)
    checked, errors = check_tickets(rows, services=services, term=term_of(contract), now=now, columns=columns)
    if errors or misread:
        raise WrongRows(sorted([*misread, *errors], key=lambda one: one.row))
    return _store(checked, services, now, report)


@action
def record_ticket(*, actor: Actor, contract: Contract, row: TicketRow, now: dt.datetime) -> Ticket:
    """Record one ticket that is not known yet.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose service it is about.
        row: As entered.
        now: What lies after it is refused.

    Raises:
        NotAllowed: The person may not record tickets of the contract.
        InvalidEvent: ``fields`` says what is wrong; nothing is stored.
    """
    require_recording(actor, contract)
    services = locked_services(contract)
    found = _one(contract, services, row, now)
    if _known([found], services):
        refuse_fields(
            [RowError(0, "ref", "", "This ticket is recorded already. Change that one, or correct this.")]
        )
    made: Ticket = _store([found], services, now, silent).rows[0]
    return made


@action
def change_ticket(
    *,
    actor: Actor,
    ticket: Ticket,
    row: TicketRow,
    now: dt.datetime,
    expected_version: int | None = None,
    expected_pauses: Collection[int] | None = None,
) -> Ticket:
    """Bring a ticket and its pauses to what is given; nothing is written, and no history, without a change.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        ticket: As read by the person.
        row: All its fields; source and ref stay as they are, its service too.
        now: What lies after it is refused.
        expected_version: ``row_version`` as read; None skips the comparison.
        expected_pauses: Ids of its pauses as read; they are others once somebody changed one. None skips it.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It, or one of its pauses, changed since it was read.
        InvalidEvent: ``fields`` says what is wrong, or it was voided; nothing is stored.
    """
    contract = ticket.service.contract
    require_recording(actor, contract)
    held: Ticket = lock_version(Ticket.unscoped.all(), ticket.pk, expected_version)
    refuse_voided(held, "ticket")
    pauses = set(TicketPause.unscoped.filter(ticket=held).values_list("pk", flat=True))
    if expected_pauses is not None and pauses != set(expected_pauses):
        raise StaleObject(f"{held} was changed by somebody else. Read it again and repeat your change.")
    services = {ticket.service.slug: ticket.service}
    given = replace(row, service=ticket.service.slug, source=held.source, ref=held.ref)
    found = _one(contract, services, given, now)
    if _bring(held, found):
        held.save(update_fields=list(_CHANGING))
    _pause([found], {found.key: held})
    return held


@action
def void_ticket(*, actor: Actor, ticket: Ticket, expected_version: int | None = None) -> Ticket:
    """Say that a ticket does not count; it stays on record, with the reason.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and a reason.
        ticket: As read by the person.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: No reason was given, or it was voided already.
    """
    contract = ticket.service.contract
    held: Ticket = void_row(
        actor=actor, contract=contract, row=ticket, noun="ticket", expected_version=expected_version
    )
    return held


def _one(contract: Contract, services: dict[str, Service], row: TicketRow, now: dt.datetime) -> CheckedTicket:
    """Return one entered ticket, checked.

    Raises:
        InvalidEvent: ``fields`` says what is wrong.
    """
    checked, errors = check_tickets(
        [row], services=services, term=term_of(contract), now=now, columns={"pauses": "pauses"}
    )
    refuse_fields(errors)
    return checked[0]


def _store(
    checked: Sequence[CheckedTicket], services: dict[str, Service], now: dt.datetime, report: Report
) -> Taken:
    held = _known(checked, services)
    new = {one.key: _new(one, services, now) for one in checked if one.key not in held}
    moved = [held[one.key] for one in checked if one.key in held and _bring(held[one.key], one)]
    for part in in_batches(list(new.values()), report):
        Ticket.unscoped.bulk_create(part)
    for part in in_batches(moved, report):
        Ticket.unscoped.bulk_update(part, _CHANGING, batch_size=BATCH // 4)
    tickets = held | new
    paused = _pause(checked, tickets)
    changed = {one.pk for one in moved} | (paused & {one.pk for one in held.values()})
    unchanged = len(checked) - len(new) - len(changed)
    return Taken(len(new), len(changed), unchanged, tuple(tickets[one.key] for one in checked))


def _known(checked: Sequence[CheckedTicket], services: dict[str, Service]) -> dict[_Key, Ticket]:
    slugs = {one.pk: one.slug for one in services.values()}
    rows = Ticket.unscoped.filter(service_id__in=slugs)
    found: dict[_Key, Ticket] = {}
    for first in range(0, len(checked), BATCH):
        for held in rows.filter(ref__in=[one.ref for one in checked[first : first + BATCH]]):
            found[slugs[held.service_id], held.source, held.ref] = held
    return found


def _values(found: CheckedTicket) -> dict[str, object]:
    values = (found.severity, found.title, found.opened, found.responded, found.resolved)
    return dict(zip(_CHANGING, values, strict=True))


def _new(found: CheckedTicket, services: dict[str, Service], now: dt.datetime) -> Ticket:
    return Ticket(
        service=services[found.service],
        source=found.source,
        ref=found.ref,
        created_at=now,
        **_values(found),
    )


def _bring(held: Ticket, found: CheckedTicket) -> bool:
    """Bring a ticket to what is given and tell whether anything changed."""
    wanted = _values(found)
    is_changed = any(getattr(held, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(held, name, value)
    return is_changed


def _pause(checked: Sequence[CheckedTicket], tickets: dict[_Key, Ticket]) -> set[int]:
    """Replace the pauses of tickets where they differ; return the keys of those tickets."""
    kept: dict[int, list[TicketPause]] = {}
    pks = [one.pk for one in tickets.values()]
    for pause in TicketPause.unscoped.filter(ticket_id__in=pks).order_by("start_at", "pk"):
        kept.setdefault(pause.ticket_id, []).append(pause)
    gone: list[int] = []
    new: list[TicketPause] = []
    differing: set[int] = set()
    for one in checked:
        if one.pauses is None:
            continue
        ticket = tickets[one.key]
        before = kept.get(ticket.pk, [])
        given = [(pause.start, pause.end, pause.reason) for pause in one.pauses]
        if [(pause.start_at, pause.end_at, pause.reason) for pause in before] == given:
            continue
        differing.add(ticket.pk)
        gone += [pause.pk for pause in before]
        new += [
            TicketPause(ticket=ticket, start_at=start, end_at=end, reason=reason)
            for start, end, reason in given
        ]
    TicketPause.unscoped.filter(pk__in=gone).delete()
    TicketPause.unscoped.bulk_create(new, batch_size=BATCH)
    return differing
