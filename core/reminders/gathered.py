"""Leases on what goes out together: one message of several deliveries, to somebody who chose one a day.

1. What may go out to one person by now becomes a *bundle*: one message with a Message-ID of its own. A bundle
   never grows, because a repeat under the same Message-ID with more in it could be taken for the one before.
   What comes later is the next bundle.
2. A bundle is leased whole or not at all; where another transaction holds one of its rows it waits.
3. One process makes and leases bundles at a time (an advisory lock), for a few statements.
4. What the message says no longer (withdrawn, superseded, another recipient) is left out of a repeat.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.crypto import get_random_string

from core.audit import acting
from core.mail.identity import message_id_of
from core.models import Delivery
from core.reminders.outbox import LEASE_SECONDS
from core.reminders.settling import SWEEP

#: So many people's messages are leased at once.
PEOPLE: Final = 20
#: More than so many deliveries become a further message.
LARGEST: Final = 100
#: Spelt into the lock number of PostgreSQL; any constant would do, but only one.
_LOCK: Final = 0x7465726D02
_LEASE = """
UPDATE core_delivery d
SET state = 'sending', is_under_way = false, lease_key = %(key)s, bundle = b.bundle, message_id = b.message,
    lease_until = statement_timestamp() + make_interval(secs => %(seconds)s),
    is_possible_duplicate = is_possible_duplicate OR is_under_way
FROM unnest(%(ids)s::bigint[], %(bundles)s::bigint[], %(messages)s::text[]) AS b(id, bundle, message)
WHERE d.id = b.id"""


def claim_gathered(now: dt.datetime) -> list[Delivery]:
    """Lease what may go out together at ``now``, whole messages of some people; empty: nothing is left.

    Also what nobody sent: its lease ran out.
    """
    with acting(SWEEP):
        if not _is_alone():
            return []
        people = list(_ready(now).values_list("recipient_key", flat=True).distinct().order_by()[:PEOPLE])
        if not people:
            return []
        mine = _ready(now).select_for_update(skip_locked=True).filter(recipient_key__in=people)
        bundles = _bundles(list(mine.order_by("id")))
        key = _lease(bundles)
    rows = Delivery.objects.filter(lease_key=key, state=Delivery.State.SENDING)
    return list(rows.select_related("reminder", "recipient").order_by("id"))


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _ready(now: dt.datetime) -> QuerySet[Delivery]:
    """Return what may be leased; rows that others hold are passed over."""
    waits = Q(state=Delivery.State.PENDING, next_attempt_at__lte=now)
    left = Q(state=Delivery.State.SENDING, lease_until__lt=Now())
    return Delivery.objects.filter(waits | left, gather_at__isnull=False)


def _bundles(rows: Sequence[Delivery]) -> dict[int, list[Delivery]]:
    """Return the messages to lease, by their bundle: those begun before that are whole, and new ones."""
    begun: dict[int, list[Delivery]] = defaultdict(list)
    fresh: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        if row.bundle is None:
            fresh[row.recipient_key].append(row)
        else:
            begun[row.bundle].append(row)
    for bundle in _held_elsewhere(rows):
        begun.pop(bundle, None)
    for mine in fresh.values():
        for start in range(0, len(mine), LARGEST):
            begun[mine[start].pk] = mine[start : start + LARGEST]
    return begun


def _held_elsewhere(rows: Sequence[Delivery]) -> set[int]:
    """Return the bundles of which a part that is still to be sent is not among ``rows``."""
    open_states = (Delivery.State.PENDING, Delivery.State.SENDING)
    others = Delivery.objects.filter(state__in=open_states, gather_at__isnull=False, bundle__isnull=False)
    mine = others.filter(recipient_key__in={row.recipient_key for row in rows})
    found = mine.exclude(pk__in=[row.pk for row in rows]).values_list("bundle", flat=True)
    return {bundle for bundle in found if bundle is not None}


def _lease(bundles: dict[int, list[Delivery]]) -> str:
    key = get_random_string(32)
    rows = [(part, bundle) for bundle, parts in bundles.items() for part in parts]
    given: dict[str, Any] = {
        "key": key,
        "seconds": LEASE_SECONDS,
        "ids": [part.pk for part, _ in rows],
        "bundles": [bundle for _, bundle in rows],
        "messages": [message_id_of("bundle", str(bundle), part.recipient_key) for part, bundle in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, given)
    return key
