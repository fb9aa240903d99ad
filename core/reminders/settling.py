"""Handing what is due to delivery: each due reminder becomes messages, or a reason why not.

1. Due is ``due_date <= today`` in the subject's own zone; there is no window after which it lapses.
2. Of several that are due about one date (``together``) the latest is sent; the others are collapsed into it.
3. The first level of the chain that has anybody deliverable gets it. Nobody at all is a miss: it goes on
   the unroutable list and is tried again every ``RETRY_UNROUTABLE`` and whenever its subject changes.
4. What a kind plans once a message was handed to delivery (``after_settling``) is in the same transaction.
5. One sweep settles at a time (an advisory lock); another leaves it to that one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from core import registry
from core.audit import Actor, acting
from core.models import Reminder
from core.reminders.chain import address_to
from core.reminders.shapes import date_in
from core.reminders.together import kinds_told_together

SWEEP: Final = Actor.system("sweep")
CHUNK: Final = 1000
RETRY_UNROUTABLE: Final = dt.timedelta(minutes=15)
#: Spelt into the lock number of PostgreSQL; any constant would do, but only one.
SETTLING_LOCK: Final = 0x7465726D01
#: The easternmost zone is 14 hours ahead of UTC: what is due anywhere is due by then.
_EASTERNMOST: Final = dt.timedelta(hours=14)

_COLLAPSE = """
WITH due AS (
  SELECT r.id, r.subject_type, r.subject_id, r.offset_days, r.due_date,
         COALESCE(k.told_as, r.kind) AS told_as, split_part(r.period_key, '>', 1) AS about
  FROM core_reminder r JOIN unnest(%(zones)s::text[], %(todays)s::date[]) AS z(zone, today)
    ON r.timezone = z.zone AND r.due_date <= z.today
  LEFT JOIN unnest(%(kinds)s::text[], %(told_as)s::text[]) AS k(kind, told_as) ON r.kind = k.kind
  WHERE r.state = 'planned' AND r.due_date <= %(latest)s
), winner AS (
  SELECT DISTINCT ON (subject_type, subject_id, told_as, about) *
  FROM due ORDER BY subject_type, subject_id, told_as, about, due_date DESC, offset_days, id
)
UPDATE core_reminder r
SET state = 'collapsed', collapsed_into_id = w.id, settled_at = %(now)s,
    reason = 'Several were due at once; the latest of them was sent for all.'
FROM due d JOIN winner w USING (subject_type, subject_id, told_as, about)
WHERE r.id = d.id AND d.id <> w.id"""
#: An empty reason says that somebody is reached.
_SETTLE = """
UPDATE core_reminder r
SET state = CASE WHEN o.reason = '' THEN 'settled' ELSE 'unroutable' END, reason = o.reason,
    settled_at = %(now)s, checked_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(reasons)s::text[]) AS o(id, reason) WHERE r.id = o.id"""


@dataclass(slots=True)
class Settled:
    """What one settling did, in reminders."""

    owed: int = 0
    settled: int = 0
    collapsed: int = 0
    unroutable: int = 0


def due_zones(now: dt.datetime) -> dict[str, dt.date]:
    """Return today's date in each zone that has something planned which may be due; empty: nothing is due."""
    latest = (now + _EASTERNMOST).astimezone(dt.UTC).date()
    zones = (
        Reminder.objects.filter(state=Reminder.State.PLANNED, due_date__lte=latest)
        .values_list("timezone", flat=True)
        .distinct()
        .order_by()
    )
    return {zone: date_in(zone, now) for zone in zones}


def due_filter(zones: dict[str, dt.date]) -> Q:
    """Return the condition for "due", on planned reminders."""
    condition = Q(pk__in=[])
    for zone, today in zones.items():
        condition |= Q(timezone=zone, due_date__lte=today)
    return condition


def settle_due(now: dt.datetime) -> Settled:
    """Hand everything that is due to delivery, and try the unroutable again."""
    done = Settled()
    zones = due_zones(now)
    if zones:
        _collapse(zones, now, done)
        while _settle_chunk(due_filter(zones) & Q(state=Reminder.State.PLANNED), now, done):
            pass
    retry = Q(state=Reminder.State.UNROUTABLE, checked_at__lte=now - RETRY_UNROUTABLE)
    while _settle_chunk(retry, now, done):
        pass
    return done


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SETTLING_LOCK])
        return bool(cursor.fetchone()[0])


def _collapse(zones: dict[str, dt.date], now: dt.datetime, done: Settled) -> None:
    together = kinds_told_together()
    given: dict[str, Any] = {
        "kinds": list(together),
        "told_as": list(together.values()),
        "zones": list(zones),
        "todays": list(zones.values()),
        "latest": max(zones.values()),
        "now": now,
    }
    with acting(SWEEP):
        if not _is_alone():
            return
        with connection.cursor() as cursor:
            cursor.execute(_COLLAPSE, given)
            done.collapsed += cursor.rowcount
            done.owed += cursor.rowcount


def _settle_chunk(condition: Q, now: dt.datetime, done: Settled) -> int:
    """Settle up to ``CHUNK`` reminders in one transaction; return how many there were."""
    with acting(SWEEP):
        if not _is_alone():
            return 0
        rows = list(Reminder.objects.select_for_update().filter(condition).order_by("due_date", "id")[:CHUNK])
        by_kind: dict[str, list[Reminder]] = defaultdict(list)
        for row in rows:
            by_kind[row.kind].append(row)
        for kind, reminders in by_kind.items():
            _settle_kind(kind, reminders, now, done)
    return len(rows)


def _settle_kind(kind: str, reminders: list[Reminder], now: dt.datetime, done: Settled) -> None:
    entry = registry.reminder_kinds.get(kind)
    chains = entry.recipients([row.subject_id for row in reminders])
    unreached = address_to(reminders, chains, now)
    ids = [row.pk for row in reminders]
    given: dict[str, Any] = {"now": now, "ids": ids, "reasons": [unreached.get(pk, "") for pk in ids]}
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, given)
    if entry.after_settling is not None:
        reached = [row.subject_id for row in reminders if row.pk not in unreached]
        entry.after_settling(reached, now)
    done.unroutable += len(unreached)
    done.settled += len(reminders) - len(unreached)
    done.owed += len(reminders)
