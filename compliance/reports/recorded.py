"""What was recorded at an instant: rows read from the history that the triggers wrote."""

from __future__ import annotations

import datetime as dt
from typing import Any


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the first instant after ``day`` in UTC: what was recorded before it, was recorded that day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=dt.UTC)


def recorded(model: Any, before: dt.datetime, *fields: str, **conditions: Any) -> list[dict[str, Any]]:
    """Return the rows of ``model`` as they were recorded just before an instant.

    Args:
        model: An audited model.
        before: Rows written at or after this instant do not count.
        fields: Columns to read, by field name; ``id`` comes always.
        conditions: Narrow to objects by columns that never change, such as ``id__in``.
    """
    history = model.history.model.objects
    newest = (
        history.filter(history_date__lt=before, **conditions)
        .order_by("id", "-history_date", "-history_id")
        .distinct("id")
        .values("id", "history_type", *fields)
    )
    return [row for row in newest if row.pop("history_type") != "-"]
