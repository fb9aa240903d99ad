"""``manage.py report portfolio --as-of DATE --out FILE``: a report as a PDF file."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Department, User
from compliance.forms import STATUS_CHOICES, filter_words
from compliance.reports.portfolio import read_portfolio
from compliance.reports.printing import hash_of, print_portfolio
from compliance.rules.portfolio import Portfolio, PortfolioFilters, check_as_of, check_due_within
from core import clock
from core.errors import UserError
from core.files import check_place, place_file
from core.ledger import latest_head
from core.pdf import Imprint


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-30") from None
    try:
        return check_as_of(day)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _days(text: str) -> int:
    try:
        days = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of days; write it as 180") from None
    try:
        return check_due_within(days)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


class Command(BaseCommand):
    """Writes the portfolio report as of a day into a PDF file."""

    help = "Write a report as a PDF file, e.g. report portfolio --as-of 2026-11-30 --out portfolio.pdf"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the report, its day, its file and its filters."""
        parser.add_argument("report", choices=["portfolio"])
        parser.add_argument("--as-of", type=_date, required=True, metavar="DATE", help="as 2026-11-30")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--department", default="", help="only this department, by name")
        parser.add_argument("--status", default="in_force", choices=[key for key, _label in STATUS_CHOICES])
        parser.add_argument("--due-within", type=_days, default=180, metavar="DAYS")
        parser.add_argument(
            "--for", dest="username", default="", metavar="USER", help="only what USER may see"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print and write; one summary line."""
        out: Path = options["out"]
        try:
            check_place(out)
            portfolio = self._write(out, options)
        except UserError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"{out}: {len(portfolio.rows)} contracts, {len(portfolio.due)} due,"
            f" SHA-256 of the content {hash_of(portfolio)}"
        )

    def _write(self, out: Path, options: dict[str, Any]) -> Portfolio:
        user = self._user(options["username"])
        filters = PortfolioFilters(
            department_id=self._department(options["department"]),
            status_group=options["status"],
            due_within_days=options["due_within"],
        )
        portfolio = read_portfolio(user=user, as_of=options["as_of"], filters=filters)
        imprint = Imprint(
            made_by=str(user) if user else "Termkeeper (command)",
            made_at=clock.now(),
            ledger_head=latest_head(),
        )
        pdf = print_portfolio(
            portfolio, filter_words=filter_words(filters), imprint=imprint, progress=self._progress
        )
        place_file(out, pdf)
        return portfolio

    def _progress(self, done: int, total: int) -> None:
        if total > 1:
            self.stderr.write(f"Rendered {done} of {total} parts")

    @staticmethod
    def _user(username: str) -> User | None:
        if not username:
            return None
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no active user “{username}”. Name one with --for, or leave it out.")
        return found

    @staticmethod
    def _department(name: str) -> int | None:
        if not name:
            return None
        found = (
            Department.objects.for_system("department named on the command line").filter(name=name).first()
        )
        if found is None:
            raise CommandError(
                f"There is no department “{name}”. Check the spelling in Settings, Departments."
            )
        return found.pk
