"""Load the demo portfolio into an empty embedded database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core import clock, registry
from core.access.demo import demo_logins
from core.audit import Actor, acting
from core.audit.emptiness import first_filled_table

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('termkeeper demo', 0))"


class Command(BaseCommand):
    """Writes the portfolio of a fictional company, every date counted from today.

    All of it is one transaction: an interrupted load leaves nothing, and the next one starts afresh.
    """

    help = "Load the demo portfolio of a fictional company into an empty embedded database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load every part that an app registered; say whom to sign in as."""
        if not settings.IS_EMBEDDED:
            raise CommandError(
                "The demo is only for the embedded database on one machine: here DATABASE_URL names another"
                " server, or TERMKEEPER_ENV is production. Unset both to look at the demo."
            )
        actor, now, on = Actor.system("demo", channel="command"), clock.now(), clock.today()
        with acting(actor):
            self._refuse_unless_empty()
            for part in registry.demo_parts:
                said = part.load(actor=actor, now=now, on=on)
                self.stderr.write(f"Demo: {said}")
        for login in demo_logins():
            self.stdout.write(login.line)

    @staticmethod
    def _refuse_unless_empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AT_A_TIME)
        if filled := first_filled_table():
            raise CommandError(
                f"The database is not empty ({filled} has rows), so the demo was not loaded."
                " Nothing was changed. Set TERMKEEPER_DATA to another folder to look at the demo there."
            )
