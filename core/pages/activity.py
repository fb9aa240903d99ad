"""The activity of a thing in plain sentences: who did what, when, by which way, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.ledger import ActivityEntry, FieldChange

SHOWN = 50
_MAIN = {"created": "recorded this {}", "changed": "changed this {}", "deleted": "deleted this {}"}
_PART = {"created": "added {}", "changed": "changed {}", "deleted": "removed {}"}
WAYS = {
    "api": "by the API",
    "import": "by an import",
    "command": "from the command line",
    "task": "on its own",
    "admin": "in the admin",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of activity: "Ana Ruiz changed this vendor", with what changed and why."""

    at: dt.datetime
    actor: str
    said: str
    way: str
    reason: str
    changes: tuple[FieldChange, ...]


def sentences_of(
    entries: Iterable[ActivityEntry], *, main: str, names: Mapping[tuple[str, Any], str] | None = None
) -> list[Sentence]:
    """Turn ledger entries into sentences, in their order.

    Args:
        entries: What ``core.ledger.activity_of`` gave.
        main: Label of the model the page is about, e.g. ``vendors.vendor``; the others are its parts.
        names: What to call a part, by (model label, primary key); its noun where none is given.
    """
    known = names or {}
    return [
        Sentence(
            at=entry.at,
            actor=entry.actor,
            said=_said(entry, main, known),
            way=WAYS.get(entry.channel, ""),
            reason=entry.reason,
            changes=_told(entry, main),
        )
        for entry in entries
    ]


def _told(entry: ActivityEntry, main: str) -> tuple[FieldChange, ...]:
    """Return the changes worth telling: of a new thing only what somebody filled in."""
    if entry.verb == "deleted":
        return ()
    if entry.verb == "changed":
        return entry.changes
    itself = main.rpartition(".")[2]
    return tuple(
        change
        for change in entry.changes
        if change.new not in ("Yes", "No") and change.name not in ("created_at", itself)
    )


def _said(entry: ActivityEntry, main: str, names: Mapping[tuple[str, Any], str]) -> str:
    if entry.model == main:
        return _MAIN[entry.verb].format(entry.noun)
    return _PART[entry.verb].format(names.get((entry.model, entry.subject_id)) or f"the {entry.noun}")
