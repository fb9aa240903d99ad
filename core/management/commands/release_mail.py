"""``manage.py release_mail``: let mail go out again after a restore."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.audit import Actor
from core.errors import UserError
from core.reminders.hold import release_mail


class Command(BaseCommand):
    """Releases the hold on mail."""

    help = "Let mail go out again after a restore."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the reason, and up to which day messages count as sent."""
        parser.add_argument("--reason", required=True, help="why it is right to send again; kept")
        parser.add_argument(
            "--sent-until",
            type=dt.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="messages due up to this day were sent before the restore: do not send them again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Release and say what was taken as sent."""
        try:
            _, taken = release_mail(
                actor=Actor.system("release-mail", channel="command", reason=options["reason"]),
                now=clock.now(),
                note=options["reason"],
                sent_until=options["sent_until"],
            )
        except UserError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"Mail is released; {taken} messages were taken as sent. The next sweep sends the rest."
        )
