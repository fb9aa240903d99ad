"""Runs the lines: fills the database, measures, prints."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import django

django.setup()

from bench import database, lines
from bench.harness import LINES, Figure, say, table, write_json
from bench.settings import BENCH_DATABASE


def run(*, rows: int, sweep_rows: int, only: list[str], json_file: Path) -> int:
    """Measure the chosen lines on ``rows`` contracts; return 1 where a line failed to run."""
    for module in pkgutil.iter_modules(lines.__path__):
        importlib.import_module(f"bench.lines.{module.name}")
    unknown = [key for key in only if key not in LINES]
    if unknown:
        say(f"No line is called {', '.join(unknown)}. There are: {', '.join(LINES)}.")
        return 2
    say(f"Filling a database with {rows:,} contracts")
    database.create(BENCH_DATABASE)
    database.fill(rows)
    figures: list[Figure] = []
    failed = False
    for entry in LINES.values():
        if only and entry.key not in only:
            continue
        say(f"Measuring {entry.key}")
        try:
            figures += entry.measure(rows=rows, sweep_rows=sweep_rows)
        except Exception as error:  # one line that breaks must not hide the others
            failed = True
            say(f"  {entry.key} could not be measured: {type(error).__name__}: {error}")
    sys.stdout.write(table(figures) + "\n")
    write_json(figures, json_file)
    say(f"Written to {json_file}")
    return 1 if failed else 0
