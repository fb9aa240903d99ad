"""Who printed a document and when: what stands in its footer besides the hash, and is no content."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Who printed when (an instant), and the ledger's newest seal."""

    made_by: str
    made_at: dt.datetime
    ledger_head: str = ""

    @property
    def made_at_words(self) -> str:
        """Write the instant as ``30 Nov 2026 09:15 UTC``."""
        return f"{self.made_at:%d %b %Y %H:%M} UTC".lstrip("0")
