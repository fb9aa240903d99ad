"""What changed lately in a kind of thing, read from the newest end of the history.

1. Only the newest rows of each history table are looked at (``WINDOW``), along its primary key: the cost
   does not grow with the history.
2. Imports are left out here, they write thousands of rows at once; who imports tells of it as one.
3. The caller keeps what the reader may see; nothing here knows of permissions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import CharField, F, IntegerField, Model, Subquery, TextField, Value
from django.db.models.functions import Coalesce

WINDOW = 10_000
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class RecentRow:
    """A history row in short.

    Attributes:
        model: Label of the model, e.g. ``contracts_app.contracttag``.
        history_id: Its id in the history table of the model.
        subject_id: Primary key of the row that changed.
        whole_id: Primary key of the thing that it belongs to.
        verb: ``+``, ``~`` or ``-``.
        at: When.
        actor_key: Who, as kept in history.
        request_id: The request, task or command run that did it.
        channel: By which way.
        reason: Why; empty when none was given.
    """

    model: str
    history_id: int
    subject_id: int
    whole_id: int
    verb: str
    at: dt.datetime
    actor_key: str
    request_id: str
    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What one actor did in one go: the rows, newest first, and the things that they belong to."""

    rows: tuple[RecentRow, ...]

    @property
    def at(self) -> dt.datetime:
        """Return when it was done."""
        return self.rows[0].at

    @property
    def whole_ids(self) -> list[int]:
        """Return the things that were changed, each once."""
        return list(dict.fromkeys(row.whole_id for row in self.rows))


def recent_rows(
    parts: Sequence[tuple[type[Model], str]], *, since: dt.datetime, but_not_by: str
) -> list[RecentRow]:
    """Return the latest changes of others, newest first, in one query.

    Args:
        parts: Each model with the column that names the thing its rows belong to.
        since: Only what happened at or after this instant.
        but_not_by: The reader, as history keeps them (``user:7``).
    """
    first, *others = [_rows_of(model, column, since, but_not_by) for model, column in parts]
    found = first.union(*others, all=True) if others else first
    rows = [RecentRow(*row) for row in found]
    rows.sort(key=lambda row: (row.at, row.history_id), reverse=True)
    return rows


def _rows_of(model: Any, column: str, since: dt.datetime, but_not_by: str) -> Any:
    history = model.history.model._base_manager
    newest = Subquery(history.order_by("-history_id").values("history_id")[:1], output_field=IntegerField())
    rows = history.filter(history_id__gt=newest - Value(WINDOW), history_date__gte=since)
    rows = rows.exclude(history_actor=but_not_by).exclude(history_channel="import")
    return rows.order_by("-history_id").values_list(
        Value(model._meta.label_lower, output_field=CharField()),
        F("history_id"),
        F(model._meta.pk.attname),
        F(column),
        F("history_type"),
        F("history_date"),
        F("history_actor"),
        F("history_request_id"),
        F("history_channel"),
        Coalesce("history_change_reason", Value(""), output_field=TextField()),
    )[:MOST_ROWS]


def occasions_of(rows: Iterable[RecentRow]) -> list[Occasion]:
    """Group rows (newest first) by what was done in one go."""
    return [Occasion(tuple(group)) for _, group in groupby(rows, _occasion)]


def _occasion(row: RecentRow) -> tuple[Any, ...]:
    return row.actor_key, row.channel, row.reason, row.request_id or row.at
