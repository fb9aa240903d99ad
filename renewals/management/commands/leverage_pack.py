"""``manage.py leverage_pack NUMBER --for USER --out FILE``: the leverage pack of a contract as a PDF file."""

from __future__ import annotations

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
from renewals.reports.pack.printing import print_pack
from renewals.reports.pack.reading import JOINED, Pack, read_pack


class Command(BaseCommand):
    """Writes what there is to negotiate a contract with into a PDF file, for one reader."""

    help = "Write a leverage pack as a PDF file, e.g. leverage_pack C-2041 --for ana --out pack.pdf"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the contract, its reader and the file."""
        parser.add_argument("number", help="the number of the contract, as C-2041")
        parser.add_argument("--for", dest="username", required=True, metavar="USER", help="what USER may see")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print and write; one summary line."""
        out: Path = options["out"]
        try:
            check_place(out)
            pack = self._write(out, options["number"], options["username"])
        except UserError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"{out}: {pack.number} as of {pack.as_of.isoformat()}, {len(pack.sections)} sections,"
            f" SHA-256 of the content {pack.sha256}"
        )

    def _write(self, out: Path, number: str, username: str) -> Pack:
        user = self._user(username)
        seen = Contract.objects.visible_to(user).select_related(*JOINED).defer("search_vector")
        contract = seen.filter(number=number).first()
        if contract is None:
            raise CommandError(f"There is no contract “{number}” that {user} may see. Check the number.")
        pack = read_pack(contract, user, clock.now())
        imprint = Imprint(made_by=str(user), made_at=clock.now(), ledger_head=latest_head())
        place_file(out, print_pack(pack, imprint=imprint))
        return pack

    @staticmethod
    def _user(username: str) -> User:
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no active user “{username}”. Name whose pack it is with --for.")
        return found
