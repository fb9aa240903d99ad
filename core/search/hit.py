"""What the search over everything finds."""

from __future__ import annotations

from dataclasses import dataclass

from core.search.highlight import Piece


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, where it is, and a line that tells it from its namesakes.

    ``status_kind`` and ``status_text`` are a status word, empty when the thing has none. ``pieces`` are the
    words around what was found, where the thing is a text.
    """

    title: str
    url: str
    detail: str = ""
    status_kind: str = ""
    status_text: str = ""
    pieces: tuple[Piece, ...] = ()
