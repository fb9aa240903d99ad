"""``manage.py audit_evidence``: what the ledger says of one object, for somebody who does not trust us."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from core import clock
from core.audit.tables import audited_table
from core.errors import UserError
from core.files import check_place, place_file
from core.ledger.evidence import evidence_of


class Command(BaseCommand):
    """Write the evidence about one object and its parts as JSON."""

    help = "Write everything the ledger says of one object to a file that verify_evidence.py checks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare model, id and --out."""
        parser.add_argument("model", help="e.g. contracts_app.contract")
        parser.add_argument("id", help="its primary key")
        parser.add_argument("--out", type=Path, required=True, help="the file to write")

    def handle(self, *, model: str, id: str, out: Path, **options: Any) -> None:
        """Write the file and say what is in it.

        Raises:
            CommandError: There is no such model or object, or the file cannot be written.
        """
        try:
            found = apps.get_model(model)
        except (LookupError, ValueError):
            raise CommandError(f"There is no model {model}. Name it like contracts_app.contract.") from None
        if audited_table(found, apps) is None:
            raise CommandError(f"{model} is not audited: the ledger keeps no entries of it.")
        try:
            check_place(out)
            evidence = self._evidence(found, id)
            place_file(out, (json.dumps(evidence, ensure_ascii=False, indent=1) + "\n").encode())
        except UserError as error:
            raise CommandError(error.message) from None
        unsealed = sum(entry["block"] is None for entry in evidence["entries"])
        self.stdout.write(f"{len(evidence['entries'])} entries ({unsealed} not sealed yet) written to {out}.")

    @staticmethod
    def _evidence(model: type[Model], key: str) -> dict[str, Any]:
        try:
            return evidence_of(model, key, clock.now())
        except LookupError as error:
            raise CommandError(f"{error.args[0]}. Check the id.") from None
        except ValueError:
            name = model._meta.label_lower
            raise CommandError(f"“{key}” is no id of {name}. Give the number in its address.") from None
