"""A redline as a PDF: the comparison inline, in parts of some ten pages, unchanged clauses included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string

from contracts_app.reports.comparison import Comparison, ShownRow
from core.pdf import Imprint, content_hash, render_parts

#: So many characters fill about ten pages.
_PART: Final = 28_000
#: A clause takes room besides its words.
_HEAD: Final = 150


@dataclass(frozen=True, slots=True)
class _Part:
    rows: list[ShownRow]
    is_first: bool


def hash_of(found: Comparison) -> str:
    """Return the content hash: the same two texts give the same hash, whoever prints them."""
    return content_hash(
        {
            "report": "redline",
            "old": [[one.number, one.heading, one.text] for one in found.old.clauses],
            "new": [[one.number, one.heading, one.text] for one in found.new.clauses],
            "sides": [found.old.label, found.new.label],
        }
    )


def print_redline(
    found: Comparison,
    *,
    imprint: Imprint,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """Return a redline as a tagged PDF, A4, pages numbered through.

    Args:
        found: The comparison.
        imprint: Who prints it, when, and the ledger's head.
        progress: Told how many parts are rendered; may raise to cancel.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    frame = {
        "found": found,
        "sha256": hash_of(found),
        "imprint": imprint,
        "is_confidential": any(side.document.contract.is_confidential for side in (found.old, found.new)),
    }
    parts = (
        render_to_string(
            "contracts_app/pdf/redline.html", frame | {"rows": part.rows, "is_first": part.is_first}
        )
        for part in _parts(found.rows)
    )
    return render_parts(parts, progress=progress)


def _parts(rows: tuple[ShownRow, ...]) -> Iterator[_Part]:
    part: list[ShownRow] = []
    size = 0
    is_first = True
    for row in rows:
        length = _HEAD + sum(len(run.text) for run in row.runs)
        if part and size + length > _PART:
            yield _Part(part, is_first)
            part, size, is_first = [], 0, False
        part.append(row)
        size += length
    yield _Part(part, is_first)
