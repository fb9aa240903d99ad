"""``manage.py reconcile``: compare everything that is owed with everything that is planned, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from core.reminders.reconciling import reconcile_all


class Command(BaseCommand):
    """Runs a full reconciliation; exits with 1 when a difference remains."""

    help = "Recompute what is owed from contracts alone and compare it with what is planned."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reconcile and name what differs."""
        result = reconcile_all(clock.now())
        for line in result.examples:
            self.stderr.write(line)
        self.stdout.write(
            f"{result.subjects} contracts reconciled:"
            f" {result.differences} differences found, {result.left} left."
        )
        if result.left:
            raise SystemExit(1)
