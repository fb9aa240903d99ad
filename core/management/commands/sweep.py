"""``manage.py sweep``: what beat asks for every minute, once, by hand or by cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock
from core.models import Reminder
from core.reminders import outbox
from core.reminders.hold import open_hold
from core.reminders.settling import due_filter, due_zones
from core.reminders.sweeping import sweep


class Command(BaseCommand):
    """Sends the reminders that are due; exits with 1 when the sweep could not prove its work."""

    help = "Send the reminders that are due, once. Safe to run at any time, also beside the worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer ``--dry-run``."""
        parser.add_argument("--dry-run", action="store_true", help="only say what is due; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say what was done in one line."""
        if options["dry_run"]:
            self._say_what_is_due()
            return
        run = sweep()
        self.stdout.write(
            f"{run.refreshed} deadlines recomputed, {run.owed} reminders due,"
            f" {run.collapsed} covered by another, {run.sent} messages sent,"
            f" {run.failed} failed, {run.unroutable} unroutable;"
            f" {run.reconciled} contracts reconciled, {run.differences_left} differences."
        )
        if run.is_on_hold:
            self.stderr.write(
                "Mail is on hold after a restore. Let it go out again with"
                " “manage.py release_mail --reason TEXT”, or on /operations/."
            )
        if not run.is_proven:
            self.stderr.write("The sweep could not prove its work. Open /operations/ to see what differs.")
            raise SystemExit(1)

    def _say_what_is_due(self) -> None:
        now = clock.now()
        zones = due_zones(now)
        planned = Reminder.objects.filter(due_filter(zones), state=Reminder.State.PLANNED)
        due = planned.count() if zones else 0
        hold = " Mail is on hold." if open_hold() else ""
        self.stdout.write(
            f"{due} reminders due, {outbox.waiting(now)} messages waiting.{hold} Nothing was changed."
        )
