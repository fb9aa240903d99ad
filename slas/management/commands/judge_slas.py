"""``manage.py judge_slas``: judge how targets were kept, without waiting for the workers."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.audit import Actor
from slas.actions.results import judge_all


class Command(BaseCommand):
    """Judge every target in the periods that are over; running it again makes nothing new."""

    help = "Judge how targets were kept in the periods that are over; corrections make new versions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the contracts, and since when."""
        parser.add_argument("--contract", type=int, nargs="*", help="only contracts with these ids")
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="only periods that ended then or later")

    def handle(self, *, contract: list[int] | None, since: str | None, **options: Any) -> None:
        """Judge, show how far it is, and say what was made.

        Raises:
            CommandError: ``--since`` is no day.
        """
        try:
            first = dt.date.fromisoformat(since) if since else None
        except ValueError:
            raise CommandError(f"--since {since!r} is not a day. Write it as 2026-03-01.") from None
        done = judge_all(
            actor=Actor.system("judge"),
            now=clock.now(),
            since=first,
            contract_ids=contract or None,
            report=lambda done, total: self.stderr.write(f"  {done:,} of {total:,} services"),
        )
        self.stdout.write(
            f"{done.first:,} results made, {done.corrected:,} corrected, {done.unchanged:,} unchanged,"
            f" {done.locked:,} signed off and left as they are."
        )
