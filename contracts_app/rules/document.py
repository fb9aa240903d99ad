"""What is said of a document's version, and what a person enters about it.

1. A document has a title; left blank it is the file's name without its ending.
2. What a reader must know of a text is said in sentences: tracked changes that nobody accepted, pages that
   hold only pictures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_TITLE: Final = 300
LONGEST_NOTE: Final = 300
_MOST_PAGES_NAMED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDraft:
    """A file that becomes a version, and what is known about it.

    Attributes:
        name: The file's name; its ending says what it must be.
        data: The whole file.
        effective_date: First day on which it is the agreed text; None for what was never agreed.
        note: What the version is ("signed by both sides").
    """

    name: str
    data: bytes
    effective_date: dt.date | None = None
    note: str = ""


def title_from(file_name: str) -> str:
    """Return a title made of a file's name: without its ending, underscores as blanks."""
    stem = file_name.rpartition(".")[0] or file_name
    return " ".join(stem.replace("_", " ").split())[:LONGEST_TITLE]


def what_to_know(*, authors: Sequence[str], silent_pages: Sequence[int]) -> str:
    """Return what a reader of a text must know, in sentences; empty for nothing.

    Args:
        authors: Of each tracked change, in order; empty names count as unknown.
        silent_pages: Pages, from 1, that show something and hold no text.
    """
    said = []
    if authors:
        count = "1 tracked change" if len(authors) == 1 else f"{len(authors):,} tracked changes"
        named = sorted({name for name in authors if name})
        by = f" by {', '.join(named[:5])}{' and others' if len(named) > 5 else ''}" if named else ""
        said.append(
            f"Holds {count}{by} that nobody accepted or rejected: {{++inserted++}} and {{--deleted--}} are"
            " shown as they stand."
        )
    if silent_pages:
        named_pages = ", ".join(str(page) for page in silent_pages[:_MOST_PAGES_NAMED])
        more = len(silent_pages) - _MOST_PAGES_NAMED
        rest = f" and {more:,} more" if more > 0 else ""
        pages = f"Page {named_pages} holds" if len(silent_pages) == 1 else f"Pages {named_pages}{rest} hold"
        said.append(f"{pages} only pictures, probably scanned: their text is not here.")
    return " ".join(said)
