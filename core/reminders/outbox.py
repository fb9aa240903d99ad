"""The outbox: leases on deliveries, and what became of them.

1. A sender leases rows with ``FOR UPDATE SKIP LOCKED`` in a transaction of its own; two senders never
   hold the same row. Leases run by the clock of the database, not of the sender.
2. A lease that ran out means the sender died. Where it had begun to send, the message is sent again under
   the same Message-ID and flagged as a possible duplicate; where it had not, it is simply sent.
3. Marking a message as sent is one statement; it counts only for the holder of the lease.
4. What is over is never sent: the reminder was withdrawn, or its message superseded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import get_random_string

from core.audit import acting
from core.ledger.events import event_entry
from core.models import Delivery, LedgerEntry, Reminder
from core.reminders.chain import escalate
from core.reminders.settling import SWEEP
from core.reminders.shapes import date_in

LEASE_SECONDS: Final = 300
FIRST_DELAY: Final = dt.timedelta(minutes=1)
LONGEST_DELAY: Final = dt.timedelta(minutes=15)

_CLAIM = """
WITH waiting AS (
  SELECT id FROM core_delivery
  WHERE state = 'pending' AND next_attempt_at <= %(now)s AND gather_at IS NULL
  ORDER BY next_attempt_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), abandoned AS (
  SELECT id FROM core_delivery
  WHERE state = 'sending' AND lease_until < clock_timestamp() AND gather_at IS NULL
  ORDER BY lease_until, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE core_delivery d
SET state = 'sending', is_under_way = false, lease_key = %(key)s,
    lease_until = clock_timestamp() + make_interval(secs => %(seconds)s),
    is_possible_duplicate = is_possible_duplicate OR is_under_way
WHERE d.id IN (SELECT id FROM waiting UNION ALL SELECT id FROM abandoned)"""


def claim(limit: int, now: dt.datetime) -> list[Delivery]:
    """Lease up to ``limit`` messages that may be sent at ``now`` (and as many whose lease ran out).

    Those that go out together with others are leased by ``gathered.claim_gathered``.
    """
    key = get_random_string(32)
    with acting(SWEEP), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"key": key, "seconds": LEASE_SECONDS, "now": now, "limit": limit})
        if not cursor.rowcount:
            return []
    rows = Delivery.objects.filter(lease_key=key, state=Delivery.State.SENDING)
    return list(rows.select_related("reminder", "recipient").order_by("id"))


def waiting(now: dt.datetime) -> int:
    """Return how many messages could be sent at ``now``."""
    return Delivery.objects.filter(state=Delivery.State.PENDING, next_attempt_at__lte=now).count()


def _held(deliveries: Sequence[Delivery]) -> Q:
    keys = {delivery.lease_key for delivery in deliveries}
    ids = [delivery.pk for delivery in deliveries]
    return Q(pk__in=ids, state=Delivery.State.SENDING, lease_key__in=keys)


def begin(parcel: Sequence[Delivery]) -> bool:
    """Note right before sending that one message is under way, and renew the lease on all that it says.

    False when a row is no longer ours: then it must not be sent, and nothing is noted.
    """
    ids, keys = [row.pk for row in parcel], [row.lease_key for row in parcel]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_delivery d SET is_under_way = true, attempts = attempts + 1,"
            " lease_until = statement_timestamp() + make_interval(secs => %s)"
            " FROM unnest(%s::bigint[], %s::text[]) AS mine(id, key)"
            " WHERE d.id = mine.id AND d.state = 'sending' AND d.lease_key = mine.key"
            " AND d.lease_until > clock_timestamp()",
            [LEASE_SECONDS, ids, keys],
        )
        if cursor.rowcount != len(parcel):
            transaction.set_rollback(True)
            return False
    for row in parcel:
        row.attempts += 1
    return True


def give_back(deliveries: Sequence[Delivery]) -> None:
    """Return leased messages that were not tried."""
    ids = [delivery.pk for delivery in deliveries]
    keys = {delivery.lease_key for delivery in deliveries}
    Delivery.objects.filter(pk__in=ids, state=Delivery.State.SENDING, lease_key__in=keys).update(
        state=Delivery.State.PENDING, lease_until=None, lease_key=""
    )


def drop_withdrawn(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Return the deliveries that are still owed; the others are superseded.

    A sender that died leaves its lease on messages whose dates moved meanwhile: they were withdrawn, or came
    back and are planned for another day, covered by a later one, or not sent any more.
    """
    owed = (Reminder.State.SETTLED, Reminder.State.UNROUTABLE)
    gone = [row for row in deliveries if row.reminder.state not in owed]
    Delivery.objects.filter(pk__in=[row.pk for row in gone], state=Delivery.State.SENDING).update(
        state=Delivery.State.SUPERSEDED, lease_until=None, reason="Withdrawn before it was sent again."
    )
    return [row for row in deliveries if row not in gone]


def delay_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after the ``attempts``-th failure: doubling from 1 minute to 15 minutes."""
    return min(FIRST_DELAY * 2 ** min(max(attempts, 1) - 1, 10), LONGEST_DELAY)


_SENT = """
WITH told AS (
  SELECT * FROM unnest(%(ids)s::bigint[], %(keys)s::text[], %(late)s::int[], %(reasons)s::text[],
    %(kinds)s::text[], %(models)s::text[], %(subjects)s::text[], %(moments)s::timestamptz[],
    %(actors)s::text[], %(bodies)s::text[], %(digests)s::text[])
    AS t(id, key, late, reason, kind, model, subject, moment, actor, body, digest)
), done AS (
  UPDATE core_delivery d
  SET state = 'sent', is_under_way = false, sent_at = %(now)s, lease_until = NULL, late_days = t.late,
      reason = t.reason
  FROM told t WHERE d.id = t.id AND d.state = 'sending' AND d.lease_key = t.key RETURNING d.id
)
INSERT INTO core_ledgerentry (kind, subject_model, subject_id, occurred_at, actor, body, digest)
SELECT t.kind, t.model, t.subject, t.moment, t.actor, t.body, t.digest
FROM told t JOIN done ON done.id = t.id ORDER BY t.id"""


def sent_entry(delivery: Delivery, now: dt.datetime) -> LedgerEntry:
    """Return the ledger entry of a message, made before it is sent so that recording it is one statement."""
    reminder = delivery.reminder
    details = {
        "to": delivery.address,
        "recipient": delivery.recipient_key,
        "message_id": delivery.message_id,
        "reminder": f"{reminder.kind} {reminder.period_key} less {reminder.offset_days} days",
        "about": f"{reminder.subject_type} {reminder.subject_id}",
        "is_possible_duplicate": delivery.is_possible_duplicate,
        "late_days": delivery.late_days,
    }
    return event_entry("core.delivery.sent", actor=SWEEP, now=now, subject=delivery, details=details)


def mark_sent(parcel: Sequence[Delivery], entries: Sequence[LedgerEntry], now: dt.datetime) -> bool:
    """Record that the mail server took one message: one statement, at once after its answer.

    Args:
        parcel: What the message says: one delivery, or those of a bundle.
        entries: The ledger entry of each.
        now: The instant of sending.

    Returns:
        False when the lease had passed to another sender, who sends it again and flags it.
    """
    given: dict[str, Any] = {
        "now": now,
        "ids": [row.pk for row in parcel],
        "keys": [row.lease_key for row in parcel],
        "late": [row.late_days for row in parcel],
        "reasons": [row.reason for row in parcel],
        "kinds": [entry.kind for entry in entries],
        "models": [entry.subject_model for entry in entries],
        "subjects": [entry.subject_id for entry in entries],
        "moments": [entry.occurred_at for entry in entries],
        "actors": [entry.actor for entry in entries],
        "bodies": [entry.body for entry in entries],
        "digests": [entry.digest for entry in entries],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SENT, given)
        return cursor.rowcount == len(parcel)


def retry_later(
    parcel: Sequence[Delivery], error: str, now: dt.datetime, *, is_ambiguous: bool = False
) -> None:
    """Put a message back with a delay; ``is_ambiguous``: the server may have taken it all the same."""
    if not parcel:
        return
    changes: dict[str, object] = {"is_possible_duplicate": True} if is_ambiguous else {}
    attempts = max(row.attempts for row in parcel)
    Delivery.objects.filter(_held(parcel)).update(
        state=Delivery.State.PENDING,
        is_under_way=False,
        lease_until=None,
        lease_key="",
        last_error=error[:2000],
        attempts=attempts,
        next_attempt_at=now + delay_after(attempts),
        **changes,
    )


def is_past_deadline(delivery: Delivery, now: dt.datetime) -> bool:
    """Tell whether the day reminded of is over, and a day of trying with it."""
    reminder = delivery.reminder
    today = date_in(reminder.timezone, now)
    return today > reminder.reference_date and now - delivery.created_at > dt.timedelta(days=1)


def give_up(delivery: Delivery, error: str, now: dt.datetime) -> int:
    """Declare a message undeliverable and hand its reminder to the next in the chain.

    Returns:
        1 when nobody is left, else 0.
    """
    reason = f"{delivery.reason} Given up after {delivery.attempts} attempts."
    return _end(delivery, now, last_error=error[:2000], reason=reason)


def pass_on(delivery: Delivery, why: str, now: dt.datetime) -> int:
    """Hand the reminder of a recipient who is not to get it (any more) to the next in the chain.

    No mail server refused it, so it has no error: whoever is responsible again gets it after all.

    Returns:
        1 when nobody is left, else 0.
    """
    return _end(delivery, now, last_error="", reason=f"{delivery.reason} {why}")


def _end(delivery: Delivery, now: dt.datetime, **changes: str) -> int:
    with acting(SWEEP):
        changed = Delivery.objects.filter(_held([delivery])).update(
            state=Delivery.State.DEAD, lease_until=None, **changes
        )
        return escalate([delivery], now) if changed else 0
