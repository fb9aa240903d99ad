"""Lines of a clause, places on pages, and how a clause is shown: its first words apart from the rest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

#: How far into a clause its heading is looked for, in characters.
_LOOK: Final = 600


def starts_of_lines(text: str) -> list[int]:
    """Return where each line of ``text`` begins; a text that ends with a line's end has no line after it."""
    starts = [0]
    starts += [place + 1 for place, letter in enumerate(text) if letter == "\n" and place + 1 < len(text)]
    return starts


def page_of(page_starts: Sequence[int], place: int) -> int | None:
    """Return the page, from 1, on which a place of a text stands; None where it has no pages."""
    return bisect_right(page_starts, place) if page_starts else None


def lead_length(text: str, number: str, heading: str) -> int:
    """Return how many characters at the beginning of a clause are its number and heading; 0 for none.

    The heading as it was read stands near the beginning; one that a person wrote may not stand there at all.
    """
    look = text[:_LOOK]
    if heading:
        place = look.find(heading)
        if place >= 0:
            return place + len(heading)
        return 0
    last = number.rpartition(", ")[2]
    for mark in (last, last[last.rfind("(") :] if "(" in last else ""):
        if mark and look.lstrip().startswith(mark):
            return len(look) - len(look.lstrip()) + len(mark)
    return 0
