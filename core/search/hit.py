"""What the search over everything finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, where it is, and a line that tells it from its namesakes.

    ``status_kind`` and ``status_text`` are a status word, empty when the thing has none.
    """

    title: str
    url: str
    detail: str = ""
    status_kind: str = ""
    status_text: str = ""
