"""``manage.py hold_mail``: stop sending until a person releases it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock
from core.audit import Actor
from core.reminders.hold import hold_mail


class Command(BaseCommand):
    """Places a hold on mail, e.g. as the last step of a restore script."""

    help = (
        "Stop sending mail until “manage.py release_mail --reason …” or a person in the browser releases it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the reason."""
        parser.add_argument("--reason", required=True, help="why; shown to everybody until it is released")

    def handle(self, *args: Any, **options: Any) -> None:
        """Place the hold."""
        actor = Actor.system("hold-mail", channel="command", reason=options["reason"])
        hold = hold_mail(actor=actor, reason=options["reason"], now=clock.now())
        self.stdout.write(f"Mail is on hold: {hold.reason}")
