"""The published contracts: which of them say how they renew, and in which words."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, Final

DECISIVE_LABELS: Final = ("Renewal Term", "Notice Period To Terminate Renewal")
"""A contract belongs to the table if experts marked a passage as one of these."""

_SHOWN_LABELS: Final = ("Effective Date", "Expiration Date", *DECISIVE_LABELS)
_AROUND: Final = 250


def labelled_contracts(path: Path) -> list[dict[str, Any]]:
    """Return the contracts of the file that have a passage about renewal or about stopping it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        contracts = [json.loads(line) for line in lines]
    return [one for one in contracts if any(one["labels"].get(name) for name in DECISIVE_LABELS)]


def clause_text(contract: dict[str, Any]) -> str:
    """Return the marked passages with what stands around them, for the message of a failure."""
    text, found = contract["text"], [contract["title"]]
    for name in _SHOWN_LABELS:
        for passage in contract["labels"].get(name, ()):
            start = passage["start"]
            end = start + len(passage["text"])
            around = text[max(0, start - _AROUND) : end + _AROUND]
            found.append(f"[{name}, at {start}] … {' '.join(around.split())} …")
    return "\n".join(found)
