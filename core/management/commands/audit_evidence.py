"""``manage.py audit_evidence``: what the ledger says of one object, for somebody who does not trust us."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.audit.tables import audited_table
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
            evidence = evidence_of(found, id, clock.now())
            out.write_text(json.dumps(evidence, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except (LookupError, OSError, ValueError) as error:
            reason = error.args[0] if isinstance(error, LookupError) else error
            raise CommandError(f"{reason}.") from None
        unsealed = sum(entry["block"] is None for entry in evidence["entries"])
        self.stdout.write(f"{len(evidence['entries'])} entries ({unsealed} not sealed yet) written to {out}.")
