"""Run the jobs that wait, without a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.jobs import drain


class Command(BaseCommand):
    """``run_jobs``: runs until no job waits. A worker and this command never run the same job at once."""

    help = "Run the jobs that wait (imports, reports), until none is left."

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain, then say how many jobs were run."""
        count = drain()
        self.stdout.write(
            "No job was waiting." if count == 0 else f"{count} job{'s' if count > 1 else ''} run."
        )
