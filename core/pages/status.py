"""The status word: one component for lists, pages, mails and PDFs.

A state is always a word with a mark; the color only helps. The colors of pages live in
``static/css/tokens.css``; mails and PDFs, which have no theme, use the light ones given here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of state is drawn: its mark, and the light colors for mails and PDFs."""

    mark: str
    ink: str
    ground: str
    line: str


#: What each kind means: ``active`` in force; ``review`` somebody works on it; ``act`` somebody
#: must act by a date; ``missed`` a date has passed; ``draft`` not begun or over; ``done`` settled;
#: ``unknown`` we lack what is needed to tell.
LOOKS: dict[str, Look] = {
    "active": Look("●", "#14532d", "#e9f6ed", "#8cc5a0"),
    "review": Look("◐", "#1e3a8a", "#e9effc", "#9db5ea"),
    "act": Look("▲", "#6b3a00", "#fff3dc", "#e2b25c"),
    "missed": Look("■", "#7f1d1d", "#fdeaea", "#e39a9a"),
    "draft": Look("○", "#374151", "#f1f3f5", "#b9c0ca"),
    "done": Look("✓", "#134e4a", "#e6f4f2", "#86bfb8"),
    "unknown": Look("?", "#5b2a6b", "#f6ecfa", "#c9a3d8"),
}


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A state as it is shown: ``kind`` picks mark and color, ``text`` is what it says."""

    kind: str
    text: str

    def __post_init__(self) -> None:
        if self.kind not in LOOKS:
            raise ValueError(f"“{self.kind}” is not a kind of status word; use one of {', '.join(LOOKS)}")

    @property
    def look(self) -> Look:
        """Return the mark and the colors of this kind."""
        return LOOKS[self.kind]

    def __str__(self) -> str:
        return f"{self.look.mark} {self.text}"
