"""Recording outages: in batches from monitors and files, one by one by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from contracts_app.models import Contract
from contracts_app.rules.register_outcome import Report, silent
from contracts_app.rules.register_row import RowError
from core.audit import Actor, action, lock_version
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
from slas.models import Outage, Service
from slas.rules.outage_row import FIELDS, CheckedOutage, OutageKey, OutageRow, check_outages

_CHANGING = ("start_at", "end_at", "summary")


@action
def take_outages(
    *,
    actor: Actor,
    contract: Contract,
    rows: Sequence[OutageRow],
    now: dt.datetime,
    columns: Iterable[str] = FIELDS,
    misread: Sequence[RowError] = (),
    report: Report = silent,
) -> Taken:
    """Record a batch of outages of one contract: all of it, or nothing.

    A row that is known by (service, source, ref), or without ref by (service, source, start), brings that
    outage to what is given; with the same values it changes nothing. So a batch may be sent again.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose services they are of.
        rows: As given.
        now: What lies after it is refused.
        columns: What the giver calls the fields, for the errors.
        misread: What is wrong with rows that could not even be read; told together with the rest.
        report: Is told how many rows are written, of how many.

    Raises:
        NotAllowed: The person may not record outages of the contract.
        WrongRows: ``errors`` says what is wrong in which row and column; nothing is stored.
    """
    require_recording(actor, contract)
    services = locked_services(contract)
    checked, errors = check_outages(rows, services=services, term=term_of(contract), now=now, columns=columns)
    if errors or misread:
        raise WrongRows(sorted([*misread, *errors], key=lambda one: one.row))
    return _store(checked, services, now, report)


@action
def record_outage(*, actor: Actor, contract: Contract, row: OutageRow, now: dt.datetime) -> Outage:
    """Record one outage that is not known yet.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose service it is of.
        row: As entered.
        now: What lies after it is refused.

    Raises:
        NotAllowed: The person may not record outages of the contract.
        InvalidEvent: ``fields`` says what is wrong; nothing is stored.
    """
    require_recording(actor, contract)
    services = locked_services(contract)
    found = _one(contract, services, row, now)
    if _known([found], services):
        name = "ref" if found.ref else "start"
        refuse_fields(
            [RowError(0, name, "", "This outage is recorded already. Change that one, or correct this.")]
        )
    made = _new(found, services, now)
    made.save(force_insert=True)
    return made


@action
def change_outage(
    *, actor: Actor, outage: Outage, row: OutageRow, now: dt.datetime, expected_version: int | None = None
) -> Outage:
    """Bring an outage to what is given; nothing is written, and no history, when nothing differs.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        outage: As read by the person.
        row: All its fields; source and ref stay as they are, its service too.
        now: What lies after it is refused.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: ``fields`` says what is wrong, or it was voided; nothing is stored.
    """
    contract = outage.service.contract
    require_recording(actor, contract)
    held: Outage = lock_version(Outage.unscoped.all(), outage.pk, expected_version)
    refuse_voided(held, "outage")
    services = {outage.service.slug: outage.service}
    given = OutageRow(0, outage.service.slug, held.source, held.ref, row.start, row.end, row.summary)
    _apply(held, _one(contract, services, given, now))
    return held


@action
def void_outage(*, actor: Actor, outage: Outage, expected_version: int | None = None) -> Outage:
    """Say that an outage does not count; it stays on record, with the reason.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and a reason.
        outage: As read by the person.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: No reason was given, or it was voided already.
    """
    held: Outage = void_row(
        actor=actor,
        contract=outage.service.contract,
        row=outage,
        noun="outage",
        expected_version=expected_version,
    )
    return held


def _one(contract: Contract, services: dict[str, Service], row: OutageRow, now: dt.datetime) -> CheckedOutage:
    """Return one entered outage, checked.

    Raises:
        InvalidEvent: ``fields`` says what is wrong.
    """
    checked, errors = check_outages([row], services=services, term=term_of(contract), now=now)
    refuse_fields(errors)
    return checked[0]


def _store(
    checked: list[CheckedOutage], services: dict[str, Service], now: dt.datetime, report: Report
) -> Taken:
    held = _known(checked, services)
    changed = [held[one.key] for one in checked if one.key in held and _bring(held[one.key], one)]
    new = {one.key: _new(one, services, now) for one in checked if one.key not in held}
    for part in in_batches(list(new.values()), report):
        Outage.unscoped.bulk_create(part)
    for part in in_batches(changed, report):
        Outage.unscoped.bulk_update(part, _CHANGING, batch_size=BATCH // 4)
    rows = held | new
    unchanged = len(checked) - len(new) - len(changed)
    return Taken(len(new), len(changed), unchanged, tuple(rows[one.key] for one in checked))


def _new(found: CheckedOutage, services: dict[str, Service], now: dt.datetime) -> Outage:
    return Outage(
        service=services[found.service],
        source=found.source,
        ref=found.ref,
        start_at=found.start,
        end_at=found.end,
        summary=found.summary,
        created_at=now,
    )


def _bring(held: Outage, found: CheckedOutage) -> list[str]:
    """Bring an outage to what is given and return the names of what changed."""
    wanted = dict(zip(_CHANGING, (found.start, found.end, found.summary), strict=True))
    changed = [name for name, value in wanted.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, wanted[name])
    return changed


def _apply(held: Outage, found: CheckedOutage) -> None:
    if changed := _bring(held, found):
        held.save(update_fields=changed)


def _known(checked: Sequence[CheckedOutage], services: dict[str, Service]) -> dict[OutageKey, Outage]:
    """Return the outages on record that rows of a batch are, by key."""
    slugs = {one.pk: one.slug for one in services.values()}
    rows = Outage.unscoped.filter(service_id__in=slugs)
    found: dict[OutageKey, Outage] = {}
    for first in range(0, len(checked), BATCH):
        part = checked[first : first + BATCH]
        refs = [one.ref for one in part if one.ref]
        starts = [one.start for one in part if not one.ref]
        for held in [*rows.filter(ref__in=refs), *rows.filter(ref="", start_at__in=starts)]:
            key = (slugs[held.service_id], held.source, held.ref, None if held.ref else held.start_at)
            found.setdefault(key, held)
    return found
