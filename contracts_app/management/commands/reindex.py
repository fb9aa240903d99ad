"""Rebuild what the search over contracts reads."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.core.management.base import BaseCommand

from contracts_app.actions.search import BATCH, reindex_all
from core.audit import Actor


class Command(BaseCommand):
    """Folds the words of all contracts anew, in batches; safe at any time and to repeat."""

    help = "Rebuild the search words of all contracts, after an upgrade or a repair."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reindex batch by batch; say how far it is every few seconds."""
        actor = Actor.system("reindex", channel="command", request_id=uuid.uuid4().hex)
        done, last, said = 0, 0, time.monotonic()
        while True:
            batch = reindex_all(actor=actor, after=last, limit=BATCH)
            if not batch:
                break
            done, last = done + len(batch), batch[-1]
            if time.monotonic() - said > 2:
                said = time.monotonic()
                self.stderr.write(f"{done:,} contracts so far …")
        self.stdout.write(f"Reindexed {done:,} contracts.")
