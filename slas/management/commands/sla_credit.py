"""``manage.py sla_credit --scheme FILE.json --availability X``: a service credit, as JSON."""

from __future__ import annotations

import errno
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.money import Money, MoneyError, check_currency, parse_amount
from slas.rules.credit_answer import credit_answer, json_text
from slas.rules.credit_number import CreditNumberError, read_availability, read_number
from slas.rules.credit_record import LARGEST_FILE, CreditRecordError, read_json, read_record, unread_notes

MOST_FEE = 10**13


class Command(BaseCommand):
    """Prints one line of JSON; needs no database.

    The exit code is 0 with an answer, also where the table has gaps and overlaps or nobody has decided what
    applies (then the figures are null); 1 where the scheme or an option cannot be read; 2 where an option is
    missing or unknown. What is wrong is said on standard error, by field.
    """

    help = "Work out a service credit by a published scheme; see docs/rules/service-credits.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the scheme, the availability and the fee."""
        parser.add_argument("--scheme", type=Path, required=True, metavar="FILE.json", help="one record")
        parser.add_argument(
            "--availability",
            required=True,
            metavar="X",
            help="in percent, such as 99.95; or up/total minutes",
        )
        parser.add_argument("--fee", metavar="N", help="the period's fee, such as 1234.50")
        parser.add_argument("--currency", metavar="C", help="its ISO 4217 code, such as EUR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything, then answer; what is wrong is said at once and nothing is answered."""
        wrong: list[str] = []
        availability = self._availability(options["availability"], wrong)
        fee = self._fee(options["fee"], options["currency"], wrong)
        path: Path = options["scheme"]
        try:
            raw = read_json(_content(path))
            scheme = read_record(raw)
        except CreditRecordError as error:
            wrong.append(f"{path}: {error}")
        if wrong or availability is None:
            raise CommandError("\n".join(wrong))
        for name in unread_notes(raw):
            self.stderr.write(f"{path}: {name} is in words and is not applied.")
        self.stdout.write(json_text(credit_answer(scheme, availability, fee)))

    def _availability(self, text: str, wrong: list[str]) -> Fraction | None:
        try:
            found = read_availability(text)
        except CreditNumberError as error:
            wrong.append(f"--availability: {error}")
            return None
        if 0 < found <= 1 and "/" not in text:
            self.stderr.write(
                f"--availability: {text.strip()} is read as percent; a share is written up/total."
            )
        return found

    def _fee(self, text: str | None, currency: str | None, wrong: list[str]) -> Money | None:
        if text is None and currency is None:
            return None
        if text is None or currency is None:
            absent, given = ("--fee", "--currency") if text is None else ("--currency", "--fee")
            wrong.append(f"{absent}: is required with {given}")
            return None
        try:
            check_currency(currency)
        except MoneyError as error:
            wrong.append(f"--currency: {error}")
            return None
        try:
            read_number(text)
            amount = parse_amount(text)
        except (CreditNumberError, MoneyError) as error:
            wrong.append(f"--fee: {error}")
            return None
        if not 0 <= amount < MOST_FEE:
            wrong.append(f"--fee: must be 0 or more and less than {MOST_FEE:,}, not {text}")
            return None
        return Money(amount, currency)


def _content(path: Path) -> bytes:
    """Return what a file holds, never more than a little over what is read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        raise CommandError(f"--scheme: {path} cannot be read: {reason}. Check the path.") from None
