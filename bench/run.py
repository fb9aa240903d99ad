"""Runs the lines: fills the database, measures, prints."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import django

django.setup()

from bench import database, lines
from bench.harness import LINES, Figure, say, table, write_json
from bench.settings import BENCH_DATABASE
from core.collecting import collect_rarely

STARTED = time.monotonic()


#: What only reads comes first; what adds rows comes last, so that it does not change what is measured.
ORDER = (
    "api", "api one", "pages", "search", "export", "deadlines", "audited save", "ledger", "import", "sweep",
    "mail", "amendments", "pdf 100", "pdf 500", "report", "comparing", "clauses", "slas", "slas judged",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: contracts in the database, contracts for the sweep, and which database."""

    rows: int
    sweep_rows: int
    is_reusing: bool = False


def run(plan: Plan, *, only: list[str], json_file: Path) -> int:
    """Measure the chosen lines; return 1 where a line could not be measured, 2 where it is unknown."""
    for module in pkgutil.iter_modules(lines.__path__):
        importlib.import_module(f"bench.lines.{module.name}")
    unknown = [key for key in only if key not in LINES]
    if unknown:
        say(f"No line is called {', '.join(unknown)}. There are: {', '.join(ORDER)}.")
        return 2
    _prepare(plan)
    collect_rarely()  # as the web processes and the workers do
    figures: list[Figure] = []
    failed = []
    for key in only or ORDER:
        say(f"{_moment()} Measuring {key}")
        try:
            for figure in LINES[key].measure(rows=plan.rows, sweep_rows=plan.sweep_rows):
                figures.append(figure)  # one by one: what was measured before something broke is kept
        except Exception:  # one line that breaks must not hide the others
            failed.append(key)
            say(traceback.format_exc())
        write_json(figures, json_file)
    sys.stdout.write(table(figures) + "\n")
    sys.stdout.write("".join(f"{key} could not be measured.\n" for key in failed))
    say(f"{_moment()} Written to {json_file}")
    return 1 if failed else 0


def _prepare(plan: Plan) -> None:
    if plan.is_reusing:
        database.migrate()
        return
    say(f"{_moment()} Filling a database with {plan.rows:,} contracts")
    database.create(BENCH_DATABASE)
    database.fill(plan.rows)


def _moment() -> str:
    """Return the load of the machine: figures taken on a busy one are worth less."""
    return f"[{time.monotonic() - STARTED:5.0f} s, load {os.getloadavg()[0]:.1f}]"
