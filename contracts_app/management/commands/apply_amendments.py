"""``manage.py apply_amendments``: let terms follow the amendments whose day has come, without waiting."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts_app.tasks import apply_amendments
from core import clock


class Command(BaseCommand):
    """Apply the terms of every amendment whose day has come; running it again changes nothing."""

    help = "Apply the terms of amendments whose day has come, in the zone of each contract's department."

    def handle(self, **options: Any) -> None:
        """Apply, and say what was done.

        Raises:
            CommandError: Some could not be applied; each is named, with the reason.
        """
        run = apply_amendments(clock.now())
        self.stdout.write(f"Applied {len(run.done)} amendment{'s' if len(run.done) != 1 else ''}.")
        for line in run.done:
            self.stdout.write(f"  {line}")
        if run.failed:
            raise CommandError("Could not be applied:\n" + "\n".join(f"  {line}" for line in run.failed))
