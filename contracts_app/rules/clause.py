"""A clause: one numbered provision of a document, as an exact slice of its text.

1. A clause's text begins with its number and ends where the next clause begins, its own children included.
2. All clauses in order, joined, are the text: nothing is lost, nothing stands twice.
3. What has no number (a title, a preamble, a heading of its own) is a clause with an empty number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClauseSource:
    """The text that is split, and what is known of its layout.

    Attributes:
        text: The extracted text, whole.
        page_starts: Where each page begins in ``text``, rising; empty where the document has no pages.
        headings: Depth (1 is the highest) of the lines that the document itself marks as headings, by the
            place where the line begins.
        is_markdown: Whether indentation nests list items.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause.

    Attributes:
        number: The whole path as it is cited: ``12.3(b)``, ``Article IV``, ``Schedule 1, 2.1``; empty for
            what has no number.
        heading: Its title without number and markup; empty where it has none.
        level: 1 for the highest; 0 for text before the first number or heading.
        text: The exact slice, children not included.
        order: Place among all clauses, from 0.
        start: Where the slice begins in the text.
        page: First page of the clause, from 1; None where the document has no pages.
    """

    number: str
    heading: str
    level: int
    text: str
    order: int
    start: int
    page: int | None
