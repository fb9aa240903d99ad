"""One sweep: everything that keeps reminders true, and the proof that it was done.

1. Look whether the database was restored. 2. Recompute what changed because time passed. 3. Hand what is
due to delivery. 4. Send, unless on hold. 5. Reconcile what changed and a slice. 6. Write down the proof.

It may run at any time, any number of times at once, and be killed at any point: what it does twice it does
to no effect, and what it left undone the next one does.
"""

from __future__ import annotations

import datetime as dt
import logging
import urllib.error
import urllib.request
from typing import Final

from django.conf import settings
from django.db.models import Q

from core import clock, registry
from core.models import Reminder, SweepRun
from core.reminders import reconciling
from core.reminders.hold import look_for_restore
from core.reminders.sending import Outcome, send_due
from core.reminders.settling import due_filter, due_zones, settle_due

logger = logging.getLogger(__name__)
REFRESH_CHUNK: Final = 2000
KEPT_DAYS: Final = 30
PING_SECONDS: Final = 5


def sweep(now: dt.datetime | None = None, *, is_sending: bool = True) -> SweepRun:
    """Do one round and return its record.

    Args:
        now: The instant to act for; the clock's when left out.
        is_sending: False leaves the outbox alone (for tests of what comes before).
    """
    started = now or clock.now()
    run = SweepRun.objects.create(started_at=started)
    hold = look_for_restore(started)
    run.is_on_hold = hold is not None
    _refresh(run, started)
    settled = settle_due(started)
    run.owed, run.settled, run.collapsed = settled.owed, settled.settled, settled.collapsed
    outcome = Outcome()
    if is_sending and hold is None:
        outcome = send_due(started)
    run.sent, run.failed = outcome.sent, outcome.failed
    run.unroutable = Reminder.objects.filter(state=Reminder.State.UNROUTABLE).count()
    _reconcile(run, started)
    run.finished_at = now or clock.now()
    run.is_proven = not run.differences_left and not _unsettled(started)
    run.save()
    _prune(started)
    _ping(run)
    return run


def _reconcile(run: SweepRun, now: dt.datetime) -> None:
    result = reconciling.reconcile_some(now)
    run.reconciled, run.differences, run.differences_left = result.subjects, result.differences, result.left
    run.details = {"differences": result.examples} if result.examples else {}


def _refresh(run: SweepRun, now: dt.datetime) -> None:
    """Recompute every subject whose answer changed with time."""
    for subject in registry.reminder_subjects:
        last = 0
        while ids := subject.refresh(now, last, REFRESH_CHUNK):
            run.refreshed += len(ids)
            last = ids[-1]


def _unsettled(now: dt.datetime) -> int:
    """Count what is due and still only planned: nothing, unless another sweep is settling it this moment."""
    zones = due_zones(now)
    return Reminder.objects.filter(due_filter(zones), state=Reminder.State.PLANNED).count() if zones else 0


def _prune(now: dt.datetime) -> None:
    """Forget old sweeps that found nothing to do and nothing wrong."""
    idle = Q(sent=0, failed=0, owed=0, refreshed=0, differences=0, is_on_hold=False)
    SweepRun.objects.filter(idle, started_at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()


def _ping(run: SweepRun) -> None:
    """Tell an outside watcher that a sweep proved its work, where one is set."""
    address = settings.TERMKEEPER_PING_URL
    if not (address and run.is_proven):
        return
    if not address.startswith(("https://", "http://")):
        logger.warning("TERMKEEPER_PING_URL must begin with https:// or http://; it is not used.")
        return
    try:
        with urllib.request.urlopen(address, timeout=PING_SECONDS):  # noqa: S310 - the scheme is checked above
            pass
    except (urllib.error.URLError, OSError, ValueError) as error:
        logger.warning("The outside watcher at TERMKEEPER_PING_URL did not answer: %s", error)
