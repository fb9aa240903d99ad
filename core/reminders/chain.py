"""Who gets a message: the chain of recipients, and what happens when one cannot be reached.

1. Mail goes to everybody deliverable on the first level that has anybody: owner, else backup owner,
   else queue.
2. A recipient whom the mail server refused is passed over; who was not responsible for a while is not. When
   no delivery of a reminder is sent or on its way, the next level gets it.
3. Nobody left is a miss: the reminder is unroutable, and the reason lists everybody who was passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection

from core import registry
from core.mail.identity import message_id_of
from core.models import Delivery, Reminder
from core.reminders.shapes import Chain, Recipient, date_in, zone_name
from core.rules.gathering import goes_out_at

ON_ITS_WAY: Final = (Delivery.State.PENDING, Delivery.State.SENDING, Delivery.State.SENT)

#: Recipients who have their message already keep it.
_OWE = """
INSERT INTO core_delivery (reminder_id, recipient_id, recipient_key, address, level, message_id, reason,
  late_days, gather_at, next_attempt_at, channel, state, created_at, attempts, lease_key, last_error,
  is_under_way, is_possible_duplicate)
SELECT o.*, COALESCE(o.gather_at, %(now)s), 'mail', 'pending', %(now)s, 0, '', '', false, false
FROM unnest(%(reminders)s::bigint[], %(recipients)s::bigint[], %(keys)s::text[], %(addresses)s::text[],
  %(levels)s::int[], %(messages)s::text[], %(reasons)s::text[], %(late)s::int[], %(gather)s::timestamptz[])
  AS o(reminder, recipient, key, address, level, message, reason, late, gather_at)
ON CONFLICT DO NOTHING"""

#: Their dates came back: what was superseded is for the same person again, and keeps that it may be a repeat.
_OWE_AGAIN = """
UPDATE core_delivery d SET state = 'pending', address = o.address, level = o.level, message_id = o.message_id,
  reason = o.reason, late_days = o.late, gather_at = o.gather_at, bundle = NULL,
  next_attempt_at = COALESCE(o.gather_at, %(now)s)
FROM unnest(%(reminders)s::bigint[], %(keys)s::text[], %(addresses)s::text[], %(levels)s::int[],
  %(messages)s::text[], %(reasons)s::text[], %(late)s::int[], %(gather)s::timestamptz[])
  AS o(reminder, key, address, level, message_id, reason, late, gather_at)
WHERE d.reminder_id = o.reminder AND d.recipient_key = o.key AND d.state = 'superseded'"""


def message_id(reminder: Reminder, recipient_key: str) -> str:
    """Return the Message-ID, which depends only on what is owed to whom: a repeat carries the same."""
    owed = (
        reminder.kind, reminder.subject_type, str(reminder.subject_id), reminder.period_key,
        str(reminder.offset_days), recipient_key,
    )  # fmt: skip
    return message_id_of(*owed)


def address_to(
    reminders: Sequence[Reminder], chains: Mapping[int, Chain], now: dt.datetime
) -> dict[int, str]:
    """Write a delivery for each recipient of each reminder; return why for those that reach nobody.

    Recipients whom the mail server refused are passed over, unless their address has changed since.

    Args:
        reminders: Due rows of one kind, locked.
        chains: By subject id.
        now: The instant; messages may be sent from then on.
    """
    rows: list[Delivery] = []
    unreached: dict[int, str] = {}
    failed = _failed(reminders)
    for reminder in reminders:
        tried = failed.get(reminder.pk, {})
        level, chosen, skipped = first_level(chains.get(reminder.subject_id, ()), tried)
        if not chosen:
            unreached[reminder.pk] = nobody(skipped)
        for person in chosen:
            delivery = _delivery(reminder, person, level, skipped, now)
            if person.key in tried:
                _try_again(tried[person.key], delivery)
            else:
                rows.append(delivery)
    _owe(rows, now)
    return unreached


def _owe(rows: Sequence[Delivery], now: dt.datetime) -> None:
    """Add ``rows`` to the outbox, and take those up again that were superseded there."""
    if not rows:
        return
    given: dict[str, Any] = {
        "now": now,
        "reminders": [row.reminder_id for row in rows],
        "recipients": [row.recipient_id for row in rows],
        "keys": [row.recipient_key for row in rows],
        "addresses": [row.address for row in rows],
        "levels": [row.level for row in rows],
        "messages": [row.message_id for row in rows],
        "reasons": [row.reason for row in rows],
        "late": [row.late_days for row in rows],
        "gather": [row.gather_at for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWE_AGAIN, given)
        cursor.execute(_OWE, given)


def _failed(reminders: Sequence[Reminder]) -> dict[int, dict[str, Delivery]]:
    """Return the dead deliveries of ``reminders``, by reminder and recipient."""
    found: dict[int, dict[str, Delivery]] = {}
    dead = Delivery.objects.filter(reminder_id__in=[row.pk for row in reminders], state=Delivery.State.DEAD)
    for delivery in dead:
        found.setdefault(delivery.reminder_id, {})[delivery.recipient_key] = delivery
    return found


def _try_again(dead: Delivery, fresh: Delivery) -> None:
    """Take a dead delivery up again: the address is new, or the recipient is responsible again."""
    dead.state, dead.address, dead.reason = Delivery.State.PENDING, fresh.address, fresh.reason
    dead.next_attempt_at, dead.level = fresh.next_attempt_at, fresh.level
    dead.gather_at, dead.bundle, dead.message_id = fresh.gather_at, None, fresh.message_id
    dead.late_days, dead.last_error = fresh.late_days, ""
    dead.save(
        update_fields=[
            "state", "address", "reason", "next_attempt_at", "level", "gather_at", "bundle", "message_id",
            "late_days", "last_error",
        ]
    )  # fmt: skip


def first_level(chain: Chain, tried: Mapping[str, Delivery]) -> tuple[int, list[Recipient], list[str]]:
    """Return the first level that has anybody deliverable, these people, and who was passed over and why.

    Args:
        chain: Levels in order.
        tried: Deliveries of this reminder that are dead, by recipient; who was refused is passed over, unless
            the address has changed since.
    """
    skipped: list[str] = []
    for level, people in enumerate(chain):
        chosen: dict[str, Recipient] = {}
        for person in people:
            why_not = person.why_not or _has_failed(person, tried.get(person.key))
            if why_not:
                skipped.append(f"{person.role} {person.name} {why_not}")
            else:
                chosen.setdefault(person.key, person)
        if chosen:
            return level, list(chosen.values()), skipped
    return len(chain), [], skipped


def _has_failed(person: Recipient, dead: Delivery | None) -> str:
    if dead is None or not dead.last_error or dead.address.casefold() != person.address.casefold():
        return ""
    return f"could not be reached ({dead.last_error})"


def nobody(skipped: Sequence[str]) -> str:
    """Say that nobody is reached, and who was passed over."""
    tail = f" Passed over: {'; '.join(skipped)}." if skipped else ""
    return f"No owner, backup owner or queue has an address that mail can reach.{tail}"


def _delivery(
    reminder: Reminder, person: Recipient, level: int, skipped: list[str], now: dt.datetime
) -> Delivery:
    today = date_in(reminder.timezone, now)
    late = max((today - reminder.due_date).days, 0)
    gather_at = None
    if person.gathers_in:
        left = (reminder.reference_date - today).days
        zone = zone_name(person.gathers_in)
        gather_at = goes_out_at(now, timezone=zone, days_left=left, is_late=late > 0)
    passed = f" Passed over: {'; '.join(skipped)}." if skipped else ""
    return Delivery(
        reminder=reminder,
        recipient_id=person.user_id,
        recipient_key=person.key,
        address=person.address,
        level=level,
        message_id=message_id(reminder, person.key),
        reason=f"To {person.name} as {person.role}.{_late_words(reminder, late)}{passed}",
        next_attempt_at=gather_at or now,
        gather_at=gather_at,
        late_days=late,
        created_at=now,
    )


def _late_words(reminder: Reminder, late: int) -> str:
    if not late:
        return ""
    days = "1 day" if late == 1 else f"{late} days"
    if date_in(reminder.timezone, reminder.planned_at) > reminder.due_date:
        return f" {days} late: it was recorded after its day."
    return f" {days} late: no reminders went out on its day."


def escalate(dead: Sequence[Delivery], now: dt.datetime) -> int:
    """Give the reminders of ``dead`` deliveries to the next in their chains; return how many reach nobody.

    Call it inside a transaction. Reminders of which another message is sent or on its way are left alone.
    What was planned to follow from a message that reached nobody is withdrawn with it.
    """
    ids = {delivery.reminder_id for delivery in dead}
    served = set(
        Delivery.objects.filter(reminder_id__in=ids, state__in=ON_ITS_WAY).values_list(
            "reminder_id", flat=True
        )
    )
    waiting = list(Reminder.objects.select_for_update().filter(pk__in=ids - served).order_by("pk"))
    reached_nobody = 0
    for kind in {row.kind for row in waiting}:
        rows = [row for row in waiting if row.kind == kind]
        chains = registry.reminder_kinds.get(kind).recipients([row.subject_id for row in rows])
        unreached = address_to(rows, chains, now)
        reached_nobody += len(unreached)
        for row in rows:
            if row.pk in unreached:
                row.state, row.reason, row.checked_at = Reminder.State.UNROUTABLE, unreached[row.pk], now
                row.save(update_fields=["state", "reason", "checked_at"])
        _take_back(kind, [row.subject_id for row in rows if row.pk in unreached], now)
    return reached_nobody


def _take_back(kind: str, subject_ids: Sequence[int], now: dt.datetime) -> None:
    """Withdraw what was planned to follow from messages that had been handed to delivery and reach nobody."""
    entry = registry.reminder_kinds.get(kind)
    if subject_ids and entry.after_settling is not None:
        registry.reminder_subjects.get(entry.subject).replan(sorted(set(subject_ids)), now)
