"""What changed lately in a kind of thing, read from the newest end of the history.

1. Only the newest rows of each history table are looked at (``WINDOW``), along its primary key: the cost
   does not grow with the history.
2. Imports are left out here, they write thousands of rows at once; who imports tells of it as one.
3. The caller keeps what the reader may see; nothing here knows of permissions.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model

WINDOW = 10_000
MOST_ROWS = 500
Parts = tuple[tuple[type[Model], str], ...]


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


def recent_rows(parts: Parts, *, since: dt.datetime, but_not_by: str) -> list[RecentRow]:
    """Return the latest changes of others, newest first, in one statement.

    Args:
        parts: Each model with the field that names the thing its rows belong to.
        since: Only what happened at or after this instant.
        but_not_by: The reader, as history keeps them (``user:7``).
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(parts), {"since": since, "reader": but_not_by})
        rows = [RecentRow(*row) for row in cursor.fetchall()]
    rows.sort(key=lambda row: (row.at, row.history_id), reverse=True)
    return rows


@functools.cache
def _statement(parts: Parts) -> str:
    """Return the statement over all parts; made once, the home page of everybody runs it."""
    return " UNION ALL ".join(_rows_of(model, name) for model, name in parts)


def _rows_of(model: Any, name: str) -> str:
    quote = connection.ops.quote_name
    label = model._meta.label_lower
    table = quote(model.history.model._meta.db_table)
    key, whole = quote(model._meta.pk.column), quote(model._meta.get_field(name).column)
    return f"""(
SELECT '{label}', history_id, {key}, {whole}, history_type, history_date, history_actor, history_request_id,
       history_channel, coalesce(history_change_reason, '')
  FROM {table}
 WHERE history_id > (SELECT max(history_id) FROM {table}) - {WINDOW}
   AND history_date >= %(since)s AND history_actor <> %(reader)s AND history_channel <> 'import'
 ORDER BY history_id DESC LIMIT {MOST_ROWS})"""  # noqa: S608 - names of models only


def occasions_of(rows: Iterable[RecentRow]) -> list[Occasion]:
    """Group rows (newest first) by what was done in one go."""
    return [Occasion(tuple(group)) for _, group in groupby(rows, _occasion)]


def _occasion(row: RecentRow) -> tuple[Any, ...]:
    """Return what makes rows one occasion: the request; without one, the thing and the minute."""
    alike = row.request_id or (row.whole_id, row.at.replace(second=0, microsecond=0))
    return row.actor_key, row.channel, row.reason, alike
