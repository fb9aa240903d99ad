"""Import an index series from a CSV file."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.utils import DatabaseError, OperationalError, ProgrammingError

from core import clock
from core.audit import Actor
from core.errors import UserError
from core.supervisor.schema import not_migrated
from spend.actions.indexes import IndexFile, RefusedIndex, check_index, compare_index, import_index
from spend.rules.index_period import Frequency, period_code
from spend.rules.index_series import IndexOutcome, SeriesFacts

SHOWN = 20


class Command(BaseCommand):
    """``import_index FILE --series CODE``: all values are imported, or none.

    ``--json`` prints one line of JSON alone to standard output, however it ends but by Ctrl-C; everything
    that is meant for people goes to standard error. The exit code is 0 when the file was imported as asked.
    """

    help = "Import the values of an index series from a CSV file, all rows or none; see docs/indexes.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare file, series and the options."""
        parser.add_argument("file", type=Path, help="a CSV file with a header row")
        parser.add_argument("--series", required=True, metavar="CODE", help="code of the series, as DE-CPI")
        parser.add_argument("--name", default="", help="what it measures; a new series needs it")
        parser.add_argument("--publisher", default="", help="who publishes it")
        parser.add_argument("--from", dest="source", default="", help="where the figures were taken from")
        parser.add_argument("--base", default="", help="what stands for 100, as “2020 = 100”")
        parser.add_argument("--frequency", default="", choices=["", *Frequency], help="a new series needs it")
        parser.add_argument(
            "--period-format", default="", metavar="FORMAT", help="as YYYY-MM, MM/YYYY, YYYY-Qn"
        )
        parser.add_argument("--decimal", default="", choices=["", ".", ","], help="before the decimals")
        parser.add_argument("--period-column", default="period", metavar="COLUMN")
        parser.add_argument("--value-column", default="value", metavar="COLUMN")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
        parser.add_argument("--json", action="store_true", help="print one line of JSON to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file, or end with one line that says what is wrong."""
        try:
            outcome = self._outcome(options)
        except RefusedIndex as refused:
            self._print(options, refused.outcome.as_json())
            self._list(refused.outcome)
            raise CommandError(refused.message) from None
        except (CommandError, UserError, OperationalError, ProgrammingError) as error:
            message = _words(error)
            self._print(options, _failure(options["series"], message))
            raise CommandError(message) from None
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Nothing was imported.")
            sys.exit(130)
        self._print(options, outcome.as_json())
        self._conclude(outcome, options["dry_run"])

    def _outcome(self, options: dict[str, Any]) -> IndexOutcome:
        file = _read(options)
        if not options["dry_run"]:
            actor = Actor.system("import_index", channel="command")
            return import_index(actor=actor, file=file, now=clock.now())
        outcome = compare_index(file)
        if outcome.errors:
            raise RefusedIndex(outcome)
        return outcome

    def _print(self, options: dict[str, Any], content: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(content, ensure_ascii=True, separators=(",", ":")))

    def _list(self, outcome: IndexOutcome) -> None:
        for error in outcome.errors[:SHOWN]:
            where = f"Row {error.row}, {error.column}" if error.column else f"Row {error.row}"
            value = f" “{error.value}”" if error.value else ""
            self.stderr.write(f"{where}{value}: {error.message}")
        if len(outcome.errors) > SHOWN:
            self.stderr.write(f"… and {len(outcome.errors) - SHOWN:,} more.")

    def _conclude(self, outcome: IndexOutcome, is_dry: bool) -> None:
        for one in outcome.revised[:SHOWN]:
            period = period_code(one.period, outcome.frequency)
            self.stderr.write(f"Revised: {period} was {one.old}, is {one.new}.")
        if len(outcome.revised) > SHOWN:
            self.stderr.write(f"… and {len(outcome.revised) - SHOWN:,} more revisions.")
        verb = "would be " if is_dry else ""
        self.stderr.write(
            f"{outcome.code}: {outcome.rows:,} rows: {len(outcome.created):,} {verb}recorded,"
            f" {len(outcome.revised):,} {verb}revised, {outcome.unchanged:,} unchanged."
        )
        if not outcome.rows:
            self.stderr.write(
                "Warning: the file has a header and no rows. Check that it is the whole export."
            )


def _read(options: dict[str, Any]) -> IndexFile:
    path = options["file"]
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Check the path.") from None
    facts = SeriesFacts(
        code=options["series"],
        **{name: options[name] for name in ("name", "publisher", "source", "base", "frequency")},
    )
    layout = {name: options[name] for name in ("period_format", "decimal", "period_column", "value_column")}
    sha256 = hashlib.sha256(raw).hexdigest()
    return check_index(raw, facts, layout, on=clock.today(), file_name=path.name[:200], sha256=sha256)


def _words(error: Exception) -> str:
    if isinstance(error, UserError):
        return error.message
    if isinstance(error, CommandError):
        return str(error)
    if isinstance(error, DatabaseError) and (message := not_migrated(error)):
        return f"Nothing was imported. {message}"
    reason = (str(error).strip().splitlines() or ["no reason given"])[0]
    return f"Nothing was imported: the database cannot be used: {reason}. Check that it runs."


def _failure(code: str, message: str) -> dict[str, Any]:
    """Return the JSON of an import that failed for another reason than its rows."""
    counts = dict.fromkeys(("rows", "created", "changed", "unchanged", "failed"), 0)
    error = {"row": None, "column": "", "value": "", "message": message}
    return {"series": code, **counts, "revisions": [], "errors": [error]}
