"""``manage.py sla_availability OUTAGES.csv --from DATE --to DATE``: the availability of components."""

from __future__ import annotations

import datetime as dt
import errno
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts_app.rules.register_row import RowError
from core import clock
from core.rules.csv_file import CsvFileError
from core.rules.day import why_no_day
from slas.rules.availability_answer import AvailabilityQuestion, Row, availability_rows
from slas.rules.credit_answer import json_text
from slas.rules.credit_number import CreditNumberError, read_availability
from slas.rules.outage_file import OutageFile, WrongTimeError, instant, read_outages
from slas.rules.wall_clock import UnknownZoneError, begins, zone_named

SHOWN = 20
MOST_DAYS = 36_600
MOST_ROWS = 1_000_000
LARGEST_FILE = 500_000_000


class Command(BaseCommand):
    """Prints a row for each component, or for each component and day; needs no database.

    The exit code is 0 with an answer, also where there is no data (then the figures are null); 1 where the
    file or an option cannot be used; 2 where an option is missing or unknown. What is wrong is said on
    standard error by row and column, everything at once, and then nothing is printed.
    """

    help = "Work out the availability of components from a CSV of outages; see docs/rules/availability.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the range and what is asked."""
        parser.add_argument("file", type=Path, metavar="OUTAGES.csv", help="component, start and end by row")
        parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="as 2026-03-01")
        parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="included")
        parser.add_argument(
            "--component", action="append", metavar="SLUG", help="only this one; may be repeated"
        )
        parser.add_argument("--target", metavar="PERCENT", help="the promise, as 99.9")
        parser.add_argument("--zone", default="UTC", metavar="ZONE", help="of the days, as Europe/Berlin")
        parser.add_argument("--daily", action="store_true", help="a row for each day")
        parser.add_argument(
            "--monitored-from", action="append", default=[], metavar="[SLUG=]WHEN",
            help="no data before this date or time, for all or for one component; may be repeated",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one line of JSON to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything, then answer; what is wrong is said at once and nothing is answered."""
        now = clock.now()
        wrong: list[str] = []
        question = _question(options, now, wrong)
        file = _file(options["file"], now, wrong)
        if question is None or file is None or wrong:
            raise CommandError("\n".join(wrong))
        _check_size(question, file)
        self._remark(question, file)
        rows = availability_rows(question, file.outages)
        self.stdout.write(json_text(rows) if options["json"] else _table(rows))

    def _remark(self, question: AvailabilityQuestion, file: OutageFile) -> None:
        for name in question.components or ():
            if name not in file.outages and name not in question.monitored:
                names = ", ".join(sorted(file.outages)) or "none"
                self.stderr.write(f"{name}: not in the file, so there is no data. Components in it: {names}.")
        if question.last > question.now.astimezone(zone_named(question.zone)).date():
            self.stderr.write(f"{question.last} has not come yet. The range counts as a whole.")


def _question(options: dict[str, Any], now: dt.datetime, wrong: list[str]) -> AvailabilityQuestion | None:
    first, last = (_date(name, options[key], wrong) for name, key in (("--from", "first"), ("--to", "last")))
    if first and last and last < first:
        wrong.append(f"--to: {last} lies before --from, {first}.")
    if first and last and (last - first).days >= MOST_DAYS:
        wrong.append(f"--to: the range has more than {MOST_DAYS:,} days. Ask for a part of it.")
    try:
        zone_named(options["zone"])
    except UnknownZoneError as error:
        wrong.append(f"--zone: {error}")
        return None
    since, by_name = _monitored(options, wrong)
    target = _target(options["target"], wrong)
    if wrong or first is None or last is None:
        return None
    components = options["component"]
    return AvailabilityQuestion(
        first=first, last=last, zone=options["zone"], now=now, target=target, is_daily=options["daily"],
        components=tuple(components) if components else None, monitored_from=since, monitored=by_name,
    )  # fmt: skip


def _date(name: str, text: str, wrong: list[str]) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        wrong.append(f"{name}: {text[:60]!r} is no date. Write it as 2026-03-01.")
        return None
    if problem := why_no_day(found):
        wrong.append(f"{name}: {problem}")
        return None
    return found


def _target(text: str | None, wrong: list[str]) -> Fraction | None:
    if text is None:
        return None
    try:
        return read_availability(text)
    except CreditNumberError as error:
        wrong.append(f"--target: {error}")
        return None


def _monitored(
    options: dict[str, Any], wrong: list[str]
) -> tuple[dt.datetime | None, dict[str, dt.datetime]]:
    """Return since when everything was monitored, and since when single components were."""
    since: dt.datetime | None = None
    by_name: dict[str, dt.datetime] = {}
    for given in options["monitored_from"]:
        name, _, text = given.rpartition("=")
        try:
            found = _moment(text, options["zone"])
        except WrongTimeError as error:
            wrong.append(f"--monitored-from: {text[:60]!r}: {error}")
            continue
        if name:
            by_name[name] = found
        elif since is None:
            since = found
        else:
            wrong.append("--monitored-from: is given twice for everything. Keep one, or name the component.")
    return since, by_name


def _moment(text: str, zone: str) -> dt.datetime:
    """Return the start of a date in a zone, or the instant that a time with a zone states."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return instant(text)
    if problem := why_no_day(day):
        raise WrongTimeError(problem)
    return begins(day, 0, zone_named(zone))


def _file(path: Path, now: dt.datetime, wrong: list[str]) -> OutageFile | None:
    try:
        if path.stat().st_size > LARGEST_FILE:
            wrong.append(f"{path}: is larger than {LARGEST_FILE:,} bytes. Split it by component.")
            return None
        found = read_outages(path.read_bytes(), now)
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        wrong.append(f"{path} cannot be read: {reason}. Check the path.")
        return None
    except CsvFileError as error:
        wrong.append(f"{path}: {error}")
        return None
    wrong += [f"{path}: {_words(error)}" for error in found.errors[:SHOWN]]
    if len(found.errors) > SHOWN:
        wrong.append(f"{path}: … and {len(found.errors) - SHOWN:,} more.")
    return found


def _words(error: RowError) -> str:
    where = f"Row {error.row}, {error.column}" if error.column else f"Row {error.row}"
    return f"{where}{f' “{error.value}”' if error.value else ''}: {error.message}"


def _check_size(question: AvailabilityQuestion, file: OutageFile) -> None:
    days = (question.last - question.first).days + 1 if question.is_daily else 1
    if days * len(question.components or file.outages) > MOST_ROWS:
        raise CommandError(f"More than {MOST_ROWS:,} rows. Choose components, or a shorter range.")


def _table(rows: list[Row]) -> str:
    """Return the rows as a table for people."""
    heads = ("component", "day or range", "minutes", "down", "excluded", "availability", "kept")
    lines = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    when = row["date"] if "date" in row else f"{row['from']} to {row['to']}"
    if row["availability"] is None:
        return (row["component"], when, "", "", "", "no data", "")
    minutes = (f"{row[name]:,f}" for name in ("total_minutes", "down_minutes", "excluded_minutes"))
    kept = {True: "yes", False: "no", None: ""}[row["met"]]
    return (row["component"], when, *minutes, f"{row['availability']:f} %", kept)
