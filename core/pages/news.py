"""News: what others changed lately in things that the reader may see, one sentence for each occasion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: Of so many things one sentence names each; of more, the first ones and how many more there are.
NAMED = 3


@dataclass(frozen=True, slots=True)
class News:
    """A sentence: "Tom Weiss changed the end date of C-2041 from 30 Nov 2026 to 31 Dec 2026".

    Attributes:
        at: When, aware.
        actor: Who, in words.
        before: What stands before the things ("changed the end date of").
        things: Name and address of each thing named.
        more: How many things more it is about.
        after: What stands after them ("from … to …"), empty for nothing.
        way: By which way, where it was not by a page; empty otherwise.
        reason: Why; empty when none was given.
    """

    at: dt.datetime
    actor: str
    before: str
    things: tuple[tuple[str, str], ...]
    more: int = 0
    after: str = ""
    way: str = ""
    reason: str = ""
