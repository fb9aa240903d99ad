"""``manage.py detect_claims``: make claims of what was missed, without waiting for the workers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from core.audit import Actor
from slas.actions.claims import detect_claims, lapse_claims


class Command(BaseCommand):
    """Make, follow and lose claims; running it again makes nothing new."""

    help = "Make a claim for each period with a credit, follow corrections, and lose what is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the contracts."""
        parser.add_argument("--contract", type=int, nargs="*", help="only contracts with these ids")

    def handle(self, *, contract: list[int] | None, **options: Any) -> None:
        """Look, and say what was made."""
        actor, now = Actor.system("claims"), clock.now()
        done = detect_claims(actor=actor, now=now, contract_ids=contract or None)
        done.lost = lapse_claims(actor=actor, now=now)
        self.stdout.write(
            f"{done.made:,} claims made, {done.followed:,} brought to the newest results,"
            f" {done.withdrawn:,} withdrawn, {done.lost:,} lost."
        )
