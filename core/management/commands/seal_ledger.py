"""``manage.py seal_ledger``: seal now instead of waiting for the task."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.ledger import export_heads, newest_head, seal


class Command(BaseCommand):
    """Put every unsealed ledger entry into the chain and export the heads."""

    help = "Seal the unsealed ledger entries into the chain and export the heads."

    def handle(self, **options: Any) -> None:
        """Seal, export, and say what was done.

        Raises:
            CommandError: The file of heads cannot be written or is not ours.
        """
        sealed = seal(clock.now)
        try:
            exported = export_heads(settings.HEADS_FILE)
        except (OSError, ValueError) as error:
            raise CommandError(f"The heads could not be exported to {settings.HEADS_FILE}: {error}") from None
        entries = sum(head.entries for head in sealed)
        self.stdout.write(f"Sealed {entries} entries in {len(sealed)} blocks, exported {exported} heads.")
        if head := newest_head():
            self.stdout.write(f"Head {head.sequence}: {head.head}")
