"""The trend of figures over months, laid out as a chart.

1. Every month has its place, also one without a figure: there the line has a gap, and nothing is drawn as 0.
2. The scale reaches from the lowest to the highest of all figures and promises, which stand beside it.
3. How a month ended is told by the shape of its mark, not by a color alone: a disc where the promise was
   kept, a square where it was missed, a ring where neither is known.
4. The promise is a dashed line, month by month: it may change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from core.rules.wording import MONTHS

LEFT: Final = 84
RIGHT: Final = 576
TOP: Final = 12
BOTTOM: Final = 100
_HALF: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A month with its figure and what was promised for it; None for what is not known."""

    month: dt.date
    figure: Fraction | None = None
    promised: Fraction | None = None
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a month: ``kept``, ``missed`` or ``open``."""

    x: int
    y: int
    kind: str

    @property
    def corner(self) -> tuple[int, int]:
        """The upper left corner of a square around it."""
        return self.x - 4, self.y - 4


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class MonthName:
    """The name of a month below the chart; the year stands at the first month and each January."""

    x: int
    name: str
    year: str


@dataclass(frozen=True, slots=True)
class Level:
    """A figure beside the scale."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A chart: marks and the lines between neighbors, the promise, the months, and the ends of the scale."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    promises: tuple[Line, ...]
    months: tuple[MonthName, ...]
    levels: tuple[Level, ...]
    promised: Level | None


def trend_chart(points: Sequence[TrendPoint]) -> TrendChart | None:
    """Return the chart of some months in order; None where none has a figure."""
    if all(one.figure is None for one in points):
        return None
    scale = _Scale(points)
    marks = [_mark(scale, number, one) for number, one in enumerate(points)]
    promises = tuple(_promises(scale, points))
    last = next((one.promised for one in reversed(points) if one.promised is not None), None)
    return TrendChart(
        marks=tuple(one for one in marks if one),
        lines=tuple(Line(one.x, one.y, other.x, other.y) for one, other in pairwise(marks) if one and other),
        promises=promises,
        months=tuple(_name(scale, number, one.month) for number, one in enumerate(points)),
        levels=scale.levels,
        promised=None if last is None else Level(scale.y(last), short_number(last)),
    )


class _Scale:
    """Where months and figures stand."""

    def __init__(self, points: Sequence[TrendPoint]) -> None:
        figures = [one.figure for one in points if one.figure is not None]
        promises = [one.promised for one in points if one.promised is not None]
        self._low, self._high = min(figures + promises), max(figures + promises)
        self._step = Fraction(RIGHT - LEFT, len(points))

    def x(self, number: int) -> int:
        """Return the middle of a month."""
        return LEFT + int(self._step * number + self._step / 2)

    def edges(self, number: int) -> tuple[int, int]:
        """Return where a month begins and ends."""
        return LEFT + int(self._step * number), LEFT + int(self._step * (number + 1))

    def y(self, figure: Fraction) -> int:
        """Return the height of a figure; the middle where all are the same."""
        span = self._high - self._low
        share = (figure - self._low) / span if span else _HALF
        return BOTTOM - int(share * (BOTTOM - TOP))

    @property
    def levels(self) -> tuple[Level, ...]:
        """The highest and the lowest figure; one where they are the same."""
        ends = dict.fromkeys((self._high, self._low))
        return tuple(Level(self.y(one), short_number(one)) for one in ends)


def short_number(figure: Fraction) -> str:
    """Return a figure for beside a scale: to four decimals at most, ≈ where that is not exact."""
    whole = round(figure * 10_000)
    text = f"{Decimal(whole).scaleb(-4):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if Fraction(whole, 10_000) == figure else f"≈ {text}"


def _mark(scale: _Scale, number: int, point: TrendPoint) -> Mark | None:
    if point.figure is None:
        return None
    kind = {True: "kept", False: "missed", None: "open"}[point.is_met]
    return Mark(scale.x(number), scale.y(point.figure), kind)


def _promises(scale: _Scale, points: Sequence[TrendPoint]) -> Iterator[Line]:
    for promised, same in groupby(enumerate(points), key=lambda numbered: numbered[1].promised):
        if promised is not None:
            numbers = [number for number, _ in same]
            y = scale.y(promised)
            yield Line(scale.edges(numbers[0])[0], y, scale.edges(numbers[-1])[1], y)


def _name(scale: _Scale, number: int, month: dt.date) -> MonthName:
    year = str(month.year) if number == 0 or month.month == 1 else ""
    return MonthName(scale.x(number), MONTHS[month.month - 1], year)
