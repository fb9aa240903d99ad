"""``manage.py sweep``: what beat asks for every minute, once, by hand or by cron."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock, registry
from core.models import Reminder
from core.reminders import outbox
from core.reminders.hold import open_hold
from core.reminders.outlook import CHUNK, Outgoing, all_outgoing
from core.reminders.settling import due_filter, due_zones
from core.reminders.sweeping import sweep

MOST_DAYS: Final = 1000


class Command(BaseCommand):
    """Sends the reminders that are due; exits with 1 when the sweep could not prove its work."""

    help = "Send the reminders that are due, once. Safe to run at any time, also beside the worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer ``--dry-run`` and how far ahead it looks."""
        parser.add_argument("--dry-run", action="store_true", help="only say what is due; change nothing")
        parser.add_argument(
            "--days",
            type=int,
            default=0,
            metavar="N",
            help=f"with --dry-run: list what will go out in the next N days and to whom (1 to {MOST_DAYS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say what was done in one line."""
        days = options["days"]
        if days and not (options["dry_run"] and 1 <= days <= MOST_DAYS):
            raise CommandError(f"--days goes with --dry-run and is 1 to {MOST_DAYS}.")
        if options["dry_run"]:
            self._say_what_will_go_out(days)
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

    def _say_what_will_go_out(self, days: int) -> None:
        """List what is planned for the next ``days`` days, a line each; nothing for 0."""
        if not days:
            return
        rows = all_outgoing(clock.today(), clock.today() + dt.timedelta(days=days))
        while chunk := list(islice(rows, CHUNK)):
            names = _names(chunk)
            for row in chunk:
                reminder = row.reminder
                about = names.get((reminder.subject_type, reminder.subject_id), "")
                to = ", ".join(f"{one.name} <{one.address}> as {one.role}" for one in row.recipients)
                label = registry.reminder_kinds.get(reminder.kind).label
                what = f"{label} {reminder.reference_date}, {reminder.offset_days} days before"
                self.stdout.write(f"{reminder.due_date}  {about}  ({what})  {to or row.why_nobody}")

    def _say_what_is_due(self) -> None:
        now = clock.now()
        zones = due_zones(now)
        planned = Reminder.objects.filter(due_filter(zones), state=Reminder.State.PLANNED)
        due = planned.count() if zones else 0
        hold = " Mail is on hold." if open_hold() else ""
        self.stdout.write(
            f"{due} reminders due, {outbox.waiting(now)} messages waiting.{hold} Nothing was changed."
        )


def _names(rows: list[Outgoing]) -> dict[tuple[str, int], str]:
    """Return what each reminder is about, by type and id."""
    found: dict[tuple[str, int], str] = {}
    for subject in registry.reminder_subjects:
        ids = {row.reminder.subject_id for row in rows if row.reminder.subject_type == subject.key}
        found |= {(subject.key, pk): name for pk, name in subject.names(sorted(ids)).items()}
    return found
