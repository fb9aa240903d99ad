"""Holding mail after a restore, until a person releases it.

A restored database has forgotten what was sent since its backup. It is noticed by either of:

1. ``database_key``: the identifier and timeline of the cluster and the number of the database, kept in the
   database itself. It differs after a dump was loaded elsewhere or into a new database, and after recovery
   to a point in time or the promotion of a standby (which can lose the last commits, too).
2. ``generation``: raised by every sweep, in the database and, after its COMMIT, in a file of the data folder.
   The file is ahead when an older state was loaded into the same database.

A missing file alone is no restore: a worker may be given a new folder. Nor is a database in which no sweep
ever ran: it has nothing that could be sent twice.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Q

from core.access import require
from core.audit import Actor, acting, action
from core.errors import UserError
from core.models import Delivery, Reminder, SendingHold, SweepState
from core.reminders.settling import SWEEP

FILE_NAME: Final = "sweep-generation"
_RESTORED: Final = (
    "The database was restored or moved: {what}. Messages sent since its backup would be sent again."
)
_DATABASE_KEY = """
SELECT s.system_identifier || '/' || c.timeline_id || '/' || d.oid
FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d
WHERE d.datname = current_database()"""


class UnableToReleaseMail(UserError):
    """There is no hold to release."""

    code = "not_on_hold"


def open_hold() -> SendingHold | None:
    """Return the hold that is in force, None when mail goes out."""
    return SendingHold.unscoped.filter(released_at__isnull=True).first()


def database_key() -> str:
    """Return what names this very database; empty where the server does not tell."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('pg_control_system()', 'execute')")
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute(_DATABASE_KEY)
        return str(cursor.fetchone()[0])


def _file() -> Path:
    return Path(settings.SWEEP_MARKER_FILE)


def _generation_beside() -> int:
    """Return the generation in the file; 0 where there is none or it cannot be read."""
    try:
        return int(_file().read_text() or 0)
    except (OSError, ValueError):
        return 0


def look_for_restore(now: dt.datetime) -> SendingHold | None:
    """Place a hold when the database was restored; raise the generation; return the hold in force."""
    with acting(SWEEP):
        SweepState.objects.get_or_create(pk=1)
        state = SweepState.objects.select_for_update().get(pk=1)
        key, beside = database_key(), _generation_beside()
        what = _disagreement(state, key, beside)
        hold = open_hold()
        if what and hold is None:
            hold = SendingHold.unscoped.create(placed_at=now, reason=_RESTORED.format(what=what))
        state.database_key = key
        state.generation = max(state.generation, beside) + 1
        state.save(update_fields=["database_key", "generation"])
    _write(state.generation)
    return hold


def _disagreement(state: SweepState, key: str, beside: int) -> str:
    if state.database_key and key and state.database_key != key:
        return f"it was {state.database_key} and is {key} now (cluster/timeline/database)"
    if 0 < state.generation < beside:
        return f"it remembers sweep {state.generation}, the data folder sweep {beside}"
    return ""


def _write(generation: int) -> None:
    """Keep the generation beside the database; without a folder only this second witness is lost."""
    path = _file()
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(str(generation))
        temporary.replace(path)
    except OSError:
        return


@action
def hold_mail(*, actor: Actor, reason: str, now: dt.datetime) -> SendingHold:
    """Stop sending until a person releases it; a hold in force stays as it is."""
    require(actor.is_system or actor.user.can("operations.release"), "hold mail")  # type: ignore[union-attr]
    return open_hold() or SendingHold.unscoped.create(placed_at=now, reason=reason)


@action
def release_mail(
    *, actor: Actor, now: dt.datetime, note: str, sent_until: dt.date | None = None
) -> tuple[SendingHold, int]:
    """Let mail go out again; return the hold and how many messages were taken as sent.

    Args:
        actor: A person with ``operations.release``, or the command line.
        now: The instant of release.
        note: Why it is right; kept.
        sent_until: Messages due up to this day are taken as sent before the restore and are not sent again;
            None sends everything that is due.

    Raises:
        UnableToReleaseMail: Mail is not on hold.
    """
    require(actor.is_system or actor.user.can("operations.release"), "release mail")  # type: ignore[union-attr]
    hold = SendingHold.unscoped.select_for_update().filter(released_at__isnull=True).first()
    if hold is None:
        raise UnableToReleaseMail("Mail is not on hold. There is nothing to release.")
    taken = _take_as_sent(sent_until, actor) if sent_until else 0
    hold.released_at, hold.released_by, hold.release_note = now, actor.user, note
    hold.save(update_fields=["released_at", "released_by", "release_note"])
    return hold, taken


def _take_as_sent(until: dt.date, actor: Actor) -> int:
    """Withdraw what was due up to ``until``, saying why."""
    words = f"Taken as sent before the restore, up to {until.isoformat()}, by {actor.user or actor.name}."
    unsent = Q(state__in=[Delivery.State.PENDING, Delivery.State.SENDING], reminder__due_date__lte=until)
    taken = Delivery.objects.filter(unsent).update(
        state=Delivery.State.WITHDRAWN, reason=words, lease_until=None
    )
    planned = Reminder.objects.filter(state=Reminder.State.PLANNED, due_date__lte=until)
    return taken + planned.update(state=Reminder.State.SKIPPED, reason=words)
