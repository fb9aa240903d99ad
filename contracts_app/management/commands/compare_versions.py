"""Compare two versions of a document, clause by clause."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts_app.rules.alignment import Row, align
from contracts_app.rules.alignment_words import said_of, summary_of
from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses
from core.errors import UserError
from core.files.reading import read_file
from core.text import extract_text

CHANGED = 3
_HEADING = 44


class Command(BaseCommand):
    """``compare_versions OLD NEW``: what became of each clause; PDF, DOCX, Markdown or text, in any mix.

    With ``--json`` standard output holds a JSON list and nothing else: ``change`` (same, changed, moved,
    renumbered, split, joined, added, removed), ``old_number``, ``new_number`` (null where the clause does
    not stand in that version, empty where it has no number), ``heading``, ``words_added`` and
    ``words_removed``. Without it, a table of what changed and a line that counts. The exit code is 0 when
    both were read whole, 1 when one could not be read, 3 when one holds tracked changes: those stand in
    the text as ``{++inserted++}`` and ``{--deleted--}``.
    """

    help = "Compare two versions of a document (PDF, DOCX, Markdown, text) clause by clause."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two files and the form of the answer."""
        parser.add_argument("old", type=Path, help="the earlier version: .pdf, .docx, .md or .txt")
        parser.add_argument("new", type=Path, help="the later version")
        parser.add_argument("--json", action="store_true", help="print the alignment as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the alignment, or end with one line that says what is wrong."""
        old, old_changes = self._clauses_of(options["old"])
        new, new_changes = self._clauses_of(options["new"])
        rows = align(old, new)
        if options["json"]:
            listed = [as_json(row, old, new) for row in rows]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
        else:
            self._print_table(rows, old, new)
        told = [
            path for path, count in ((options["old"], old_changes), (options["new"], new_changes)) if count
        ]
        if told:
            names = " and ".join(f"“{path.name}”" for path in told)
            raise CommandError(
                f"Tracked changes that nobody accepted or rejected stand in {names}. They are compared as"
                " {++inserted++} and {--deleted--}; accept or reject them in Word first.",
                returncode=CHANGED,
            )

    def _clauses_of(self, path: Path) -> tuple[tuple[Clause, ...], int]:
        try:
            data = read_file(path)
        except UserError as error:
            raise CommandError(error.message) from None
        try:
            extracted = extract_text(path.name, data)
        except UserError as error:
            raise CommandError(f"“{path.name}”: {error.message}") from None
        if extracted.silent_pages:
            pages = ", ".join(str(page) for page in extracted.silent_pages[:20])
            self.stderr.write(f"“{path.name}” has no text on page {pages}: what they say is not compared.")
        source = ClauseSource(
            extracted.text,
            page_starts=extracted.page_starts,
            headings=extracted.headings,
            is_markdown=extracted.is_markdown,
        )
        return split_clauses(source), len(extracted.changes)

    def _print_table(self, rows: tuple[Row, ...], old: tuple[Clause, ...], new: tuple[Clause, ...]) -> None:
        for row in rows:
            if row.change == "same":
                continue
            before = old[row.old].number if row.old is not None else ""
            after = new[row.new].number if row.new is not None else ""
            heading = _heading(row, old, new)[:_HEADING]
            counts = f"{f'+{row.words_added}':>6} {f'−{row.words_removed}':>6}"
            self.stdout.write(
                f"{said_of(row.change):<11} {before:<12} {after:<12} {counts}  {heading}".rstrip()
            )
        self.stdout.write(summary_of(rows))


def as_json(row: Row, old: tuple[Clause, ...], new: tuple[Clause, ...]) -> dict[str, Any]:
    """Return a row as the command and the API write it."""
    return {
        "change": row.change.value,
        "old_number": old[row.old].number if row.old is not None else None,
        "new_number": new[row.new].number if row.new is not None else None,
        "heading": _heading(row, old, new),
        "words_added": row.words_added,
        "words_removed": row.words_removed,
    }


def _heading(row: Row, old: tuple[Clause, ...], new: tuple[Clause, ...]) -> str:
    """Return the heading as the new text has it, or as the old one had it."""
    return (new[row.new].heading if row.new is not None else "") or (
        old[row.old].heading if row.old is not None else ""
    )
