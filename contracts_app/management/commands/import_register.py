"""Import a register of contracts from a CSV file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.utils import OperationalError, ProgrammingError

from contracts_app.actions.register_imports import (
    RefusedRegister,
    Register,
    compare_register,
    import_register,
    next_run_id,
)
from contracts_app.actions.register_reading import check_register
from contracts_app.reports.register_errors import error_report
from contracts_app.rules.register_mapping import parse_mapping
from contracts_app.rules.register_name import register_name
from contracts_app.rules.register_outcome import ImportOutcome, failure_as_json
from core import clock
from core.audit import Actor
from core.errors import UserError
from core.files import UnwritablePlace, check_place, place_file
from core.supervisor.schema import not_migrated

QUIET_SECONDS = 2.0


class Command(BaseCommand):
    """``import_register FILE --mapping MAP.toml --source NAME``: all rows are imported, or none.

    With ``--skip-bad-rows REPORT.csv`` the good rows are imported and the bad ones listed in the
    report. ``--json`` prints one line of JSON alone to standard output, however it ends but by Ctrl-C;
    everything that is meant for people goes to standard error. The exit code is 0 when the file was
    imported as asked.
    """

    help = "Import contracts from a CSV file, all rows or none; see docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare file, mapping, source and the options."""
        parser.add_argument("file", type=Path, help="the register, a CSV file")
        parser.add_argument("--mapping", type=Path, required=True, help="TOML: which column is which field")
        parser.add_argument(
            "--source", required=True, help="name of the register; with the external id it is the key"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
        parser.add_argument(
            "--skip-bad-rows",
            type=Path,
            metavar="REPORT.csv",
            help="import the good rows and list the bad ones in this file",
        )
        parser.add_argument("--json", action="store_true", help="print one line of JSON to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file, or end with one line that says what is wrong."""
        self._owes_json = options["json"]
        try:
            with _told_errors():
                self._import(options)
        except CommandError as error:
            self._print(failure_as_json(str(error)))
            raise
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Nothing was imported.")
            sys.exit(130)

    def _import(self, options: dict[str, Any]) -> None:
        self._progress = _Progress(self.stderr)
        if options["skip_bad_rows"] is not None:
            _check_report(options["skip_bad_rows"], options["file"], options["mapping"])
        register = self._register(options)
        try:
            outcome = self._run(register, options["dry_run"], options["skip_bad_rows"])
        except RefusedRegister as refused:
            self._print(refused.outcome.as_json())
            self._list(refused.outcome)
            raise CommandError(refused.message) from None
        self._print(outcome.as_json())
        self._conclude(outcome, options)

    def _register(self, options: dict[str, Any]) -> Register:
        """Read the file by the mapping; nothing is written."""
        try:
            source = register_name(options["source"])
        except ValueError as error:
            raise CommandError(f"--source cannot be used. {error}") from None
        mapping = parse_mapping(_read(options["mapping"]).decode("utf-8", errors="strict"))
        raw = _read(options["file"])
        return Register(
            source=source,
            file_name=options["file"].name[:255],
            sha256=hashlib.sha256(raw).hexdigest(),
            mapping=mapping,
            checked=check_register(raw, mapping, self._progress),
            is_skipping_bad_rows=options["skip_bad_rows"] is not None,
        )

    def _run(self, register: Register, is_dry: bool, report: Path | None) -> ImportOutcome:
        if is_dry:
            outcome = compare_register(register, None)
            if outcome.failed and report is None:
                raise RefusedRegister(outcome)
            if report is not None:
                place_file(report, error_report(outcome.errors))
            return outcome
        return import_register(
            actor=Actor.importing(next_run_id(), None),
            register=register,
            now=clock.now(),
            on=clock.today(),
            report=self._progress,
            before_commit=None
            if report is None
            else lambda result: place_file(report, error_report(result.errors)),
        )

    def _print(self, content: dict[str, Any]) -> None:
        """Print the one line of ``--json``, unless it is printed already or was not asked for."""
        if self._owes_json:
            self._owes_json = False
            self.stdout.write(json.dumps(content, ensure_ascii=True, separators=(",", ":")))

    def _list(self, outcome: ImportOutcome) -> None:
        shown = outcome.errors[:20]
        for error in shown:
            where = f"Row {error.row}, {error.column}" if error.column else f"Row {error.row}"
            value = f" “{error.value}”" if error.value else ""
            self.stderr.write(f"{where}{value}: {error.message}")
        if len(outcome.errors) > len(shown):
            self.stderr.write(
                f"… and {len(outcome.errors) - len(shown):,} more. --skip-bad-rows REPORT.csv lists all."
            )

    def _conclude(self, outcome: ImportOutcome, options: dict[str, Any]) -> None:
        verb = "would be " if options["dry_run"] else ""
        line = (
            f"{outcome.rows:,} rows: {outcome.created:,} {verb}created, {outcome.updated:,} {verb}updated,"
            f" {outcome.unchanged:,} unchanged, {outcome.failed:,} refused."
        )
        if outcome.failed:
            line += f" The refused rows are listed in {options['skip_bad_rows']}."
        self.stderr.write(line)
        if not outcome.rows:
            self.stderr.write(
                f"Warning: {options['file']} has a header and no rows. Check that it is the whole export."
            )


class _Progress:
    """Says how far the work is, on standard error, once it has taken more than two seconds."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.told_at = time.monotonic()

    def __call__(self, done: int, total: int, message: str) -> None:
        if time.monotonic() - self.told_at > QUIET_SECONDS:
            self.told_at = time.monotonic()
            percent = f"{done * 100 // total} %" if total else ""
            self.stream.write(f"{percent:>5}  {message}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Check the path.") from None


def _check_report(report: Path, *inputs: Path) -> None:
    """Refuse a report that would replace what is imported, or that cannot be written.

    Raises:
        CommandError: It is one of the ``inputs``, under whatever name.
        UnwritablePlace: It cannot be written there.
    """
    for path in inputs:
        if _is_same_file(report, path):
            raise CommandError(
                f"--skip-bad-rows {report} would overwrite {path}, which is imported. Name another file."
            )
    check_place(report)


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there, or out of reach: reading or writing it says so
        return False


@contextlib.contextmanager
def _told_errors() -> Iterator[None]:
    """Turn what is wrong outside the program into one line."""
    try:
        yield
    except UnwritablePlace as error:
        raise CommandError(f"Nothing was imported: {error.message}") from None
    except UserError as error:
        raise CommandError(error.message) from None
    except UnicodeDecodeError as error:
        raise CommandError(f"The mapping is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    except OperationalError as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise CommandError(
            f"Nothing was imported: the database cannot be used: {reason}. Check that it runs."
        ) from None
    except ProgrammingError as error:
        if message := not_migrated(error):
            raise CommandError(f"Nothing was imported. {message}") from None
        raise
