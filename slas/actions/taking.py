"""What batches of events share: the right to record, the services they are of, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from contracts_app.models import Contract, ContractTerms
from contracts_app.rules.lifecycle import ENDED
from contracts_app.rules.register_outcome import Report
from contracts_app.rules.register_row import RowError
from core.access import require
from core.audit import Actor, lock_version
from core.errors import UserError
from core.reminders.shapes import zone_name
from slas.models import Service
from slas.permissions import can_record
from slas.rules.event_row import TermBounds

#: So many wrong cells are told of one batch.
TOLD: Final = 200
#: Rows are written, and looked up, so many at a time.
BATCH: Final = 2_000


class WrongRows(UserError):
    """Rows of a batch are wrong; nothing of it is stored.

    ``errors`` are all the wrong cells; ``fields`` names the first of them as JSON does, rows from 0.
    """

    code = "wrong_rows"
    status = 422

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(errors)
        rows = len({one.row for one in errors})
        message = f"{rows:,} row{'s are' if rows != 1 else ' is'} wrong, and nothing was recorded."
        fields: dict[str, list[str]] = {}
        for one in self.errors[:TOLD]:
            shown = f" “{one.value}”" if one.value else ""
            told = f"Row {one.row}, {one.column}{shown}: {one.message}" if one.column else one.message
            fields.setdefault(f"rows.{one.row - 1}.{one.column}".rstrip("."), []).append(told)
        super().__init__(message, fields=fields)


class InvalidEvent(UserError):
    """What was entered cannot have happened; ``fields`` says what is wrong where."""

    code = "invalid_event"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch did, in numbers of rows, and what its rows are on record now, in their order."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rows: tuple[Any, ...] = ()

    @property
    def words(self) -> str:
        """Say it in a sentence's part."""
        return f"{self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged"


def require_recording(actor: Actor, contract: Contract) -> None:
    """Refuse whoever may not record what happened to services of a contract.

    Raises:
        NotAllowed: The person may not.
    """
    allowed = actor.user is None or can_record(actor.user, contract)
    require(allowed, "record outages, tickets and exclusions of this contract")


def locked_services(contract: Contract) -> dict[str, Service]:
    """Return the services of a contract by short name, locked: batches of one contract come in turn."""
    rows = Service.unscoped.filter(contract_id=contract.pk).order_by("pk")
    return {one.slug: one for one in rows.select_for_update(of=("self",), no_key=True)}


def term_of(contract: Contract) -> TermBounds:
    """Return the term of a contract, in the zone of its department.

    Its end is known where the contract has ended and its term was a fixed one that nobody renewed.
    """
    terms = ContractTerms.unscoped.filter(contract_id=contract.pk).first()
    if terms is None:
        return TermBounds()
    zone = ZoneInfo(zone_name(contract.department.timezone))
    is_over = (
        contract.status in ENDED
        and terms.term_type == ContractTerms.TermType.FIXED
        and not terms.renewals_exercised
        and not terms.renewal_by_agreement
    )
    end = terms.end_date if is_over else None
    return TermBounds(
        _midnight(terms.start_date, zone) if terms.start_date else None,
        _midnight(end + dt.timedelta(days=1), zone) if end else None,
    )


def refuse_fields(errors: Sequence[RowError]) -> None:
    """Refuse one thing that was entered, by the fields of its form.

    Raises:
        InvalidEvent: There is anything wrong.
    """
    fields: dict[str, list[str]] = {}
    for one in errors:
        fields.setdefault(one.column, []).append(one.message)
    if fields:
        raise InvalidEvent(next(iter(fields.values()))[0], fields=fields)


def void_row(*, actor: Actor, contract: Contract, row: Any, noun: str, expected_version: int | None) -> Any:
    """Say that something recorded does not count, inside the caller's action; it stays, with the reason.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and a reason.
        contract: Whose it is.
        row: An outage, a ticket or a measurement, as read by the person.
        noun: What people call it.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: No reason was given, or it was voided already.
    """
    require_recording(actor, contract)
    reason = actor.reason.strip()
    if not reason:
        refuse_fields([RowError(0, "reason", "", "Say why it does not count; the reason is kept.")])
    held: Any = lock_version(type(row).unscoped.all(), row.pk, expected_version)
    refuse_voided(held, noun)
    held.voided_reason = reason[:500]
    held.save(update_fields=["voided_reason"])
    return held


def refuse_voided(row: Any, noun: str) -> None:
    """Refuse to change what was voided.

    Raises:
        InvalidEvent: It was.
    """
    if row.voided_reason:
        raise InvalidEvent(f"This {noun} was voided and does not count. Record another one.", code="voided")


def in_batches(rows: Sequence[Any], report: Report) -> Iterator[Sequence[Any]]:
    """Yield rows to be written a batch at a time, telling how many are done."""
    for first in range(0, len(rows), BATCH):
        report(first, len(rows), f"Recording {len(rows):,} rows")
        yield rows[first : first + BATCH]
    if rows:
        report(len(rows), len(rows), f"Recording {len(rows):,} rows")


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)
