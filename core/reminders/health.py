"""Whether reminders can be relied on at this moment: for ``/healthz``, the banner and the operations page."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q

from core.models import Delivery, Reminder, SweepRun, SweepState
from core.reminders.hold import open_hold

SWEEP_AGE: Final = dt.timedelta(minutes=5)
PASS_AGE: Final = dt.timedelta(hours=26)
MAIL_AGE: Final = dt.timedelta(hours=1)
BROKER_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is known about the reminders.

    ``problems`` make it unhealthy; ``warnings`` are shown as well. Ages are in seconds; None: never.
    """

    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    database: bool = True
    broker: bool | None = None
    sweep_age_seconds: int | None = None
    full_pass_age_seconds: int | None = None
    differences: int = 0
    unroutable: int = 0
    overdue_mail: int = 0
    hold: bool = False

    @property
    def is_healthy(self) -> bool:
        """Tell whether a sweep lately proved its work and mail goes out."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """Return it for ``/healthz``."""
        return {"status": "ok" if self.is_healthy else "unhealthy", **asdict(self)}


def check_health(now: dt.datetime, *, with_broker: bool = True) -> Health:
    """Return the state of the reminders at ``now``; never raises.

    ``with_broker`` asks Redis too; a silent broker is a warning, because beat's sweep can be replaced by
    ``manage.py sweep`` and nothing that is owed lives there.
    """
    broker = _broker_answers() if with_broker else None
    try:
        return _from_database(now, broker)
    except DatabaseError:
        connection.close()
        return Health(problems=("The database does not answer.",), warnings=(), database=False, broker=broker)


def _from_database(now: dt.datetime, broker: bool | None) -> Health:
    proven = SweepRun.objects.filter(is_proven=True).order_by("-finished_at").first()
    latest = SweepRun.objects.filter(finished_at__isnull=False).order_by("-started_at").first()
    state = SweepState.objects.filter(pk=1).first()
    hold = open_hold() is not None
    return _judged(
        broker=broker,
        sweep_age=now - proven.finished_at if proven and proven.finished_at else None,
        pass_age=_pass_age(state, now),
        differences=latest.differences_left if latest else 0,
        unroutable=Reminder.objects.filter(state=Reminder.State.UNROUTABLE).count(),
        overdue=0 if hold else _overdue(now - MAIL_AGE),
        hold=hold,
    )


def _overdue(before: dt.datetime) -> int:
    """Count the messages that have waited since ``before``; state by state, each by its own partial index.

    What goes out with a daily message waits from the time of that message on.
    """
    states = (Delivery.State.PENDING, Delivery.State.SENDING)
    waits = Q(gather_at__isnull=True) | Q(gather_at__lt=before)
    found = Delivery.objects.filter(waits, created_at__lt=before)
    return sum(found.filter(state=state).count() for state in states)


def _pass_age(state: SweepState | None, now: dt.datetime) -> dt.timedelta | None:
    """Return the age of the last full pass, or of the first one that has not ended yet."""
    if state is None:
        return None
    known = state.last_pass_at or state.pass_started_at
    return None if known is None else now - known


def _judged(
    *,
    broker: bool | None,
    sweep_age: dt.timedelta | None,
    pass_age: dt.timedelta | None,
    differences: int,
    unroutable: int,
    overdue: int,
    hold: bool,
) -> Health:
    problems = (
        _about_sweeps(sweep_age),
        f"The last full reconciliation is {_minutes(pass_age)} old."
        if pass_age and pass_age > PASS_AGE
        else "",
        f"What is owed and what is planned differ in {differences} places." if differences else "",
        f"Mail has waited for more than an hour ({overdue} messages). Check the mail server."
        if overdue
        else "",
    )
    warnings = (
        "Mail is on hold until a person releases it." if hold else "",
        f"Reminders that reach nobody: {unroutable}." if unroutable else "",
        "The broker does not answer: sweeps run only by “manage.py sweep”." if broker is False else "",
    )
    return Health(
        problems=tuple(filter(None, problems)),
        warnings=tuple(filter(None, warnings)),
        broker=broker,
        sweep_age_seconds=None if sweep_age is None else int(sweep_age.total_seconds()),
        full_pass_age_seconds=None if pass_age is None else int(pass_age.total_seconds()),
        differences=differences,
        unroutable=unroutable,
        overdue_mail=overdue,
        hold=hold,
    )


def _about_sweeps(age: dt.timedelta | None) -> str:
    if age is None:
        return "No sweep has proved its work yet. Start the worker and beat, or run “manage.py sweep”."
    return (
        f"The last proven sweep is {_minutes(age)} old. Start the worker and beat." if age > SWEEP_AGE else ""
    )


def _minutes(age: dt.timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def _broker_answers() -> bool:
    """Ask the broker for a sign of life."""
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS
        )
        with client:
            return bool(client.ping())
    except (redis.RedisError, OSError, ValueError):
        return False
