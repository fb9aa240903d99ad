"""Print the clauses of a document as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from core.errors import UserError
from core.files.reading import read_file
from core.text import ExtractedText, extract_text

MOST_SHOWN = 20
CHANGED = 3


class Command(BaseCommand):
    """``split_clauses FILE``: the clauses of a PDF, DOCX, Markdown or text file as a JSON list.

    Standard output holds the list and nothing else: ``number``, ``heading``, ``level`` and ``text`` of every
    clause, in order; the texts joined are the text of the document. The exit code is 0 when the document was
    read whole, 1 when it could not be read, 3 when it was read and holds tracked changes: those stand in
    the text as ``{++inserted++}`` and ``{--deleted--}`` and are listed on standard error.
    """

    help = "Print the clauses of a document (PDF, DOCX, Markdown, text) as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="the document: .pdf, .docx, .md or .txt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the clauses, or end with one line that says what is wrong."""
        path: Path = options["file"]
        try:
            extracted = extract_text(path.name, read_file(path))
        except UserError as error:
            raise CommandError(error.message) from None
        self.stdout.write(json.dumps(_clauses(extracted), ensure_ascii=False, indent=1))
        if extracted.silent_pages:
            pages = ", ".join(str(page) for page in extracted.silent_pages[:MOST_SHOWN])
            self.stderr.write(
                f"No text on page {pages}: probably scanned. What they say is not in the clauses."
            )
        if extracted.changes:
            self._tell_changes(extracted)

    def _tell_changes(self, extracted: ExtractedText) -> None:
        changes = extracted.changes
        for change in changes[:MOST_SHOWN]:
            author = f" by {change.author}" if change.author else ""
            self.stderr.write(f"{change.kind.capitalize()}{author}: {change.words.strip()[:120]}")
        if len(changes) > MOST_SHOWN:
            self.stderr.write(f"… and {len(changes) - MOST_SHOWN:,} more.")
        count = "1 tracked change" if len(changes) == 1 else f"{len(changes):,} tracked changes"
        raise CommandError(
            f"The document holds {count} that nobody accepted or rejected. The"
            " clauses show them as {++inserted++} and {--deleted--}; accept or reject them in Word first.",
            returncode=CHANGED,
        )


def _clauses(extracted: ExtractedText) -> list[dict[str, Any]]:
    source = ClauseSource(
        extracted.text,
        page_starts=extracted.page_starts,
        headings=extracted.headings,
        is_markdown=extracted.is_markdown,
    )
    return [
        {"number": each.number, "heading": each.heading, "level": each.level, "text": each.text}
        for each in split_clauses(source)
    ]
