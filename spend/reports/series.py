"""The values of an index series as a page shows them, with what was revised."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spend.models import IndexSeries, IndexValue
from spend.rules.index_period import Frequency, period_words
from spend.rules.index_series import figures, plain

#: Ten years of months; older values are shown on request.
SHOWN = 120


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A value with its period in words; ``before`` are the figures that it replaced, oldest first."""

    period: str
    value: str
    before: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class SeriesLines:
    """The newest values first; ``hidden`` counts older ones that are not shown."""

    lines: tuple[SeriesLine, ...]
    hidden: int


def series_lines(series: IndexSeries, user: Any, *, is_all: bool) -> SeriesLines:
    """Return the values of a series that ``user`` may see."""
    seen = IndexValue.objects.visible_to(user).filter(series=series).order_by("-period")
    rows = list(seen if is_all else seen[:SHOWN])
    before = _replaced([row.pk for row in rows if row.row_version > 1])
    frequency = Frequency(series.frequency)
    lines = tuple(
        SeriesLine(period_words(row.period, frequency), value, before.get(row.pk, ()))
        for row, value in zip(rows, figures([row.value for row in rows]), strict=True)
    )
    return SeriesLines(lines, 0 if is_all else seen.count() - len(rows))


def _replaced(ids: list[int]) -> dict[int, tuple[Decimal, ...]]:
    """Return the earlier figures of revised values, oldest first."""
    if not ids:
        return {}
    found: dict[int, list[Decimal]] = {}
    history = IndexValue.history.filter(id__in=ids).order_by("history_id")
    for pk, value in history.values_list("id", "value"):
        found.setdefault(pk, []).append(plain(value))
    return {pk: tuple(values[:-1]) for pk, values in found.items()}
