"""``manage.py sla_report --month 2026-10 --for USER --out FILE``: the report of a month as a PDF file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from contracts_app.models import Contract
from core import clock
from core.errors import UserError
from core.files import check_place, place_file
from core.ledger import latest_head
from core.pdf import Imprint
from core.reminders.shapes import date_in
from slas.reports.monthly.contract import JOINED, read_contract_report
from slas.reports.monthly.portfolio import read_portfolio_report
from slas.reports.monthly.printing import print_monthly_report
from slas.reports.monthly.shapes import MonthlyReport
from slas.rules.report_month import NoReportMonthError, ReportMonth, read_month


class Command(BaseCommand):
    """Writes how services were in a month into a PDF file: of one contract, or of all that a reader sees."""

    help = "Write a monthly SLA report as a PDF file, e.g. sla_report --month 2026-10 --for ana --out sla.pdf"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the month, the contract, the reader and the file."""
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help="a month that is over")
        parser.add_argument("--contract", default="", metavar="NUMBER", help="only this one, as C-2041")
        parser.add_argument("--for", dest="username", required=True, metavar="USER", help="what USER may see")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print and write; one summary line."""
        out: Path = options["out"]
        try:
            check_place(out)
            user = self._user(options["username"])
            report = self._report(options, user)
            imprint = Imprint(made_by=str(user), made_at=clock.now(), ledger_head=latest_head())
            place_file(out, print_monthly_report(report, imprint=imprint))
        except UserError as error:
            raise CommandError(error.message) from None
        promises = dict(report.summary)["Promises"]
        about = f"{report.subject}, {report.month.name}: {promises}"
        self.stdout.write(f"{out}: {about}; SHA-256 of the content {report.sha256}")

    def _report(self, options: dict[str, Any], user: User) -> MonthlyReport:
        now = clock.now()
        if not options["contract"]:
            return read_portfolio_report(user, self._month(options, now.date()), now)
        seen = Contract.objects.visible_to(user).select_related(*JOINED).defer("search_vector")
        contract = seen.filter(number=options["contract"]).first()
        if contract is None:
            raise CommandError(
                f"There is no contract “{options['contract']}” that {user} may see. Check the number."
            )
        month = self._month(options, date_in(contract.department.timezone, now))
        return read_contract_report(contract, user, month, now)

    @staticmethod
    def _month(options: dict[str, Any], on: dt.date) -> ReportMonth:
        try:
            return read_month(options["month"], on)
        except NoReportMonthError as error:
            raise CommandError(f"--month: {error}") from None

    @staticmethod
    def _user(username: str) -> User:
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no active user “{username}”. Name whose report it is with --for.")
        return found
