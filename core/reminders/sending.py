"""Sending what is in the outbox, and sorting out what the mail server answered.

1. An address that the server refuses for good (5xx to the recipient): dead, and the next in the chain
   gets it; "no such mailbox" also marks the person as bounced, so that later reminders do not try.
2. A temporary refusal (4xx): again with growing delays until the day reminded of is over; then dead, and the
   next in the chain gets it.
3. A server that cannot be reached, or a refusal of ourselves: nobody's address is at fault, so it is tried
   again for ever; ``/healthz`` says that mail is overdue.
4. An answer that was lost after the message went out: again, flagged as a possible duplicate.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.mail import get_connection

from core import registry
from core.audit import acting
from core.mail.gathering import one_of
from core.mail.letter import Letter
from core.mail.rendering import render_letter
from core.models import Delivery
from core.reminders import outbox
from core.reminders.gathered import claim_gathered
from core.reminders.settling import SWEEP
from core.reminders.shapes import date_in

CHUNK: Final = 50
#: Answers that mean "there is no such mailbox" (RFC 5321 and 3463), as against a refusal of this message.
NO_MAILBOX: Final = frozenset({550, 551, 553})
_LOST: Final = (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError)


@dataclass(slots=True)
class Outcome:
    """What one round of sending did, in messages; ``unroutable`` in reminders that now reach nobody."""

    sent: int = 0
    failed: int = 0
    unroutable: int = 0
    is_server_down: bool = False


def send_due(now: dt.datetime, *, limit: int | None = None) -> Outcome:
    """Send what may be sent at ``now``, chunk by chunk, until nothing is left or the server is down.

    Safe to run any number of times at once: every message is leased by one sender.
    """
    outcome = Outcome()
    while not outcome.is_server_down:
        claimed = outbox.claim(CHUNK, now) or claim_gathered(now)
        if not claimed:
            break
        _send_chunk(claimed, now, outcome)
        if limit is not None and outcome.sent + outcome.failed >= limit:
            break
    return outcome


def _send_chunk(claimed: list[Delivery], now: dt.datetime, outcome: Outcome) -> None:
    rows = _still_responsible(outbox.drop_withdrawn(claimed), now, outcome)
    for row in rows:
        _state_lateness(row, now)
    letters, parcels = _letters(rows), _parcels(rows)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        for parcel in parcels:
            for row in parcel:
                row.attempts += 1
            outbox.retry_later(parcel, f"The mail server cannot be reached: {error}", now)
        outcome.failed += len(rows)
        outcome.is_server_down = True
        return
    try:
        for position, parcel in enumerate(parcels):
            if outcome.is_server_down:
                outbox.give_back([row for left in parcels[position:] for row in left])
                break
            _send_one(connection, parcel, [letters[row.pk] for row in parcel], now, outcome)
    finally:
        _close(connection)


def _still_responsible(rows: list[Delivery], now: dt.datetime, outcome: Outcome) -> list[Delivery]:
    """Return the rows whose recipient is still in the chain and deliverable; the others go to the next."""
    kept: list[Delivery] = []
    for kind in {row.reminder.kind for row in rows}:
        mine = [row for row in rows if row.reminder.kind == kind]
        chains = registry.reminder_kinds.get(kind).recipients([row.reminder.subject_id for row in mine])
        for row in mine:
            people = [person for level in chains.get(row.reminder.subject_id, ()) for person in level]
            found = next((person for person in people if person.key == row.recipient_key), None)
            if found and not found.why_not:
                row.address = found.address
                kept.append(row)
            else:
                outcome.failed += 1
                why = (
                    f"The recipient {found.why_not}."
                    if found
                    else "The recipient is not responsible any more."
                )
                outcome.unroutable += outbox.pass_on(row, why, now)
    return sorted(kept, key=lambda row: row.pk)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        pass


def _state_lateness(row: Delivery, now: dt.datetime) -> None:
    """Count the days late as of the day of sending, and say so where it grew while the message waited."""
    late = max((date_in(row.reminder.timezone, now) - row.reminder.due_date).days, 0)
    if late > row.late_days:
        days = "1 day" if late == 1 else f"{late} days"
        row.reason = f"{row.reason} Sent {days} late, after {row.attempts} attempts."
        row.late_days = late


def _letters(rows: Sequence[Delivery]) -> dict[int, Letter]:
    """Return what each message says; each kind writes its letters as a set."""
    by_kind: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_kind[row.reminder.kind].append(row)
    letters: dict[int, Letter] = {}
    for kind, deliveries in by_kind.items():
        letters.update(registry.reminder_kinds.get(kind).letters(deliveries))
    return letters


def _parcels(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    """Return what goes out as one message each: a delivery by itself, or those of one bundle."""
    found: dict[tuple[bool, int], list[Delivery]] = {}
    for row in rows:
        is_alone = row.gather_at is None or row.bundle is None
        found.setdefault((is_alone, row.pk if is_alone else row.bundle or 0), []).append(row)
    return list(found.values())


def _send_one(
    connection: Any, parcel: list[Delivery], letters: list[Letter], now: dt.datetime, outcome: Outcome
) -> None:
    first = parcel[0]
    message = render_letter(one_of(letters), to=first.address, message_id=first.message_id, sent_at=now)
    entries = [outbox.sent_entry(row, now) for row in parcel]
    if not outbox.begin(parcel):
        return
    try:
        connection.send_messages([message])
    except Exception as error:
        outcome.failed += len(parcel)
        _sort_out(error, parcel, now, outcome)
        _reopen(connection, error, outcome)
    else:
        outcome.sent += len(parcel) if outbox.mark_sent(parcel, entries, now) else 0


def _sort_out(error: Exception, parcel: list[Delivery], now: dt.datetime, outcome: Outcome) -> None:
    """Decide what an error means: for good, for now, the server, or nobody knows."""
    refused = _refusal(error)
    if refused is None:
        is_lost = isinstance(error, _LOST)
        outbox.retry_later(parcel, f"The mail server did not answer: {error}", now, is_ambiguous=is_lost)
        outcome.is_server_down = not is_lost
        return
    code, words, is_about_recipient = refused
    if not is_about_recipient:
        outbox.retry_later(parcel, f"The mail server refuses us: {code} {words}", now)
        outcome.is_server_down = True
        return
    is_over = {row.pk: code >= 500 or outbox.is_past_deadline(row, now) for row in parcel}
    outbox.retry_later([row for row in parcel if not is_over[row.pk]], f"{code} {words}", now)
    if code in NO_MAILBOX:
        _mark_bounced(parcel[0])
    for row in parcel:
        if is_over[row.pk]:
            outcome.unroutable += outbox.give_up(row, f"{code} {words}", now)


def _refusal(error: Exception) -> tuple[int, str, bool] | None:
    """Return code, words and whether the recipient (or the message) is refused; None: no answer at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, _words(words), True
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code, _words(error.smtp_error), True
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _words(error.smtp_error), False
    if isinstance(error, smtplib.SMTPException | OSError):
        return None
    return 500, f"The message cannot be written: {error}", True


def _words(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _mark_bounced(row: Delivery) -> None:
    """Note on the person that mail comes back, as long as the address is still the one that was tried."""
    with acting(SWEEP.with_reason("The mail server says that there is no such mailbox.")):
        get_user_model()._base_manager.filter(
            pk=row.recipient_id or 0, email=row.address, has_bounced=False
        ).update(has_bounced=True)


def _reopen(connection: Any, error: Exception, outcome: Outcome) -> None:
    """Start a new session after one that broke; the server is down when that fails too."""
    if not isinstance(error, _LOST):
        return
    _close(connection)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        outcome.is_server_down = True
