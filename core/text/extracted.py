"""What is read from a document: its text, where its pages begin, and what a reader must be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import UserError


class UnreadableDocument(UserError):
    """No text can be had from the document; the message says why and what to do."""

    code = "unreadable_document"
    status = 422


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A change in a Word document that nobody has accepted or rejected.

    Attributes:
        kind: ``inserted`` or ``deleted``.
        author: As Word recorded it; may be empty.
        words: What was inserted or deleted.
    """

    kind: str
    author: str
    words: str


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a document.

    Attributes:
        text: Everything that the document says, in its order.
        page_starts: Where each page begins in ``text``; empty for formats without pages.
        headings: Depth from 1 of the lines that the document marks as headings, by where the line begins.
        is_markdown: Whether the text is Markdown, as written.
        changes: Tracked changes; ``text`` shows them as ``{++inserted++}`` and ``{--deleted--}``.
        silent_pages: Pages, from 1, that show something and hold no text: probably scanned.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
    is_markdown: bool = False
    changes: tuple[TrackedChange, ...] = ()
    silent_pages: tuple[int, ...] = ()
