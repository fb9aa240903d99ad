"""Remembering when a person was last here."""

from __future__ import annotations

import datetime as dt

from accounts.models import Visit
from core.audit import Actor, action

#: After so long without opening the home page, opening it begins a new visit.
NEW_VISIT_AFTER = dt.timedelta(hours=4)
#: Within a visit the time is noted no more often than this.
NOTED_EVERY = dt.timedelta(minutes=10)


@action
def note_visit(*, actor: Actor, now: dt.datetime) -> None:
    """Remember that the person opened the home page; a new visit keeps when the one before ended.

    The time is not part of the history. Running twice at the same ``now`` changes nothing more.
    """
    if actor.user is None:
        return
    visit, is_first = Visit.objects.select_for_update().get_or_create(
        user=actor.user, defaults={"last_at": now}
    )
    if is_first:
        return
    if now - visit.last_at >= NEW_VISIT_AFTER:
        visit.before_at = visit.last_at
    visit.last_at = max(visit.last_at, now)
    visit.save(update_fields=["before_at", "last_at"])


def is_note_due(visit: Visit | None, now: dt.datetime) -> bool:
    """Tell whether what is on record is so old that the visit should be noted (again)."""
    return visit is None or now - visit.last_at >= NOTED_EVERY


def news_since(visit: Visit | None, now: dt.datetime) -> dt.datetime | None:
    """Return since when changes are news at ``now``; None on the first visit."""
    if visit is None:
        return None
    return visit.last_at if now - visit.last_at >= NEW_VISIT_AFTER else visit.before_at
