"""Load the demo portfolio into an empty embedded database."""

from __future__ import annotations

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from core import clock, registry
from core.audit import Actor


class Command(BaseCommand):
    """Writes the portfolio of a fictional company, every date counted from today."""

    help = "Load the demo portfolio of a fictional company into an empty embedded database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load every part that an app registered; say whom to sign in as."""
        if os.environ.get("DATABASE_URL"):
            raise CommandError(
                "The demo is only for the embedded database, and DATABASE_URL names another server."
                " Unset it to look at the demo."
            )
        if get_user_model().objects.exists():
            raise CommandError("The database is not empty, so the demo was not loaded. Nothing was changed.")
        actor, now, on = Actor.system("demo", channel="command"), clock.now(), clock.today()
        for part in registry.demo_parts:
            said = part.load(actor=actor, now=now, on=on)
            self.stderr.write(f"Demo: {said}")
        for line in registry.demo_logins:
            self.stdout.write(f"{line.key}  password {line.password}  ({line.who})")
