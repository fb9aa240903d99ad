"""The trend of a figure by period, laid out as a chart: what was reached against what was promised.

1. Periods stand at even distances, the earliest first. One without a figure keeps its place: there the line
   has a gap, and nothing is drawn as 0.
2. The scale reaches over all figures and promises, not from 0: between 99.5 and 100 % nothing could be told
   apart otherwise. It goes further at its foot, so that nothing stands on the lowest line unless it is 0. Its
   lines stand at round numbers.
3. How a period ended is told by the shape of its mark, not by a color alone: a disc where the promise was
   kept, a square where it was missed, a ring where neither is known.
4. The promise is a line of steps: it may change from a period to the next. It has a gap where nothing was
   promised. What was promised last stands beside it.
5. Below each period stands its first month; the year stands at the first period, and where it is another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final

from core.rules.wording import MONTHS

WIDTH: Final = 640
HEIGHT: Final = 196
LEFT: Final = 84
RIGHT: Final = 576
TOP: Final = 12
BOTTOM: Final = 156
_STEPS: Final = (Fraction(1), Fraction(2), Fraction(5), Fraction(10))
_WANTED: Final = 4
_HALF: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A period by its first day, with its figure and what was promised for it; None for what is not known.

    ``told`` says the same in words, for who points at the mark.
    """

    first: dt.date
    figure: Fraction | None = None
    promised: Fraction | None = None
    is_met: bool | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a period: ``kept``, ``missed`` or ``open``, with its words."""

    x: int
    y: int
    kind: str
    told: str

    @property
    def corner(self) -> tuple[int, int]:
        """The upper left corner of a square around it."""
        return self.x - 4, self.y - 4


@dataclass(frozen=True, slots=True)
class PeriodName:
    """What stands below a period; ``year`` is blank where it is that of the period before."""

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
    """A trend as it is drawn.

    Attributes:
        marks: The figures, in the order of the periods.
        lines: Lines through figures that follow each other, as points of SVG.
        promises: The lines of what was promised, as points of SVG.
        names: What stands below the periods.
        levels: The lines of the scale, the lowest first.
        promised: What was promised last; None where nothing was.
    """

    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    promises: tuple[str, ...]
    names: tuple[PeriodName, ...]
    levels: tuple[Level, ...]
    promised: Level | None


def trend_chart(points: Sequence[TrendPoint]) -> TrendChart | None:
    """Return the chart of some periods in order; None where none has a figure."""
    if all(one.figure is None for one in points):
        return None
    scale = _Scale(points)
    marks = [_mark(scale, number, one) for number, one in enumerate(points)]
    last = next((one.promised for one in reversed(points) if one.promised is not None), None)
    return TrendChart(
        marks=tuple(one for one in marks if one),
        lines=tuple(_lines(marks)),
        promises=tuple(_promises(scale, points)),
        names=tuple(_names(scale, points)),
        levels=scale.levels,
        promised=None if last is None else Level(scale.y(last), short_number(last)),
    )


class _Scale:
    """Where periods and figures stand."""

    def __init__(self, points: Sequence[TrendPoint]) -> None:
        known = [one for point in points for one in (point.figure, point.promised) if one is not None]
        low, high = min(known), max(known)
        self._step = _round_step((high - low or abs(high) / 10 or Fraction(1)) / _WANTED)
        self._low = low // self._step * self._step
        if self._low == low != 0:
            self._low -= self._step
        self._high = max(-(-high // self._step) * self._step, self._low + self._step)
        self._width = Fraction(RIGHT - LEFT, len(points))

    def x(self, number: int) -> int:
        """Return the middle of a period."""
        return round(LEFT + self._width * (number + _HALF))

    def edges(self, number: int) -> tuple[int, int]:
        """Return where a period begins and ends."""
        return round(LEFT + self._width * number), round(LEFT + self._width * (number + 1))

    def y(self, figure: Fraction) -> int:
        """Return the height of a figure."""
        return round(BOTTOM - (figure - self._low) / (self._high - self._low) * (BOTTOM - TOP))

    @property
    def levels(self) -> tuple[Level, ...]:
        """The round numbers of the scale, the lowest first."""
        count = int((self._high - self._low) / self._step)
        places = (self._low + self._step * number for number in range(count + 1))
        return tuple(Level(self.y(place), _label(place, self._step)) for place in places)


def short_number(figure: Fraction) -> str:
    """Return a figure for beside a chart: to four decimals at most, ≈ where that is not exact."""
    whole = round(figure * 10_000)
    text = f"{Decimal(whole).scaleb(-4):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if Fraction(whole, 10_000) == figure else f"≈ {text}"


def _round_step(wanted: Fraction) -> Fraction:
    """Return 1, 2 or 5 times a power of ten that is as large as wanted."""
    power = Fraction(1)
    while power > wanted:
        power /= 10
    while power * 10 <= wanted:
        power *= 10
    return next(power * one for one in _STEPS if power * one >= wanted)


def _label(place: Fraction, step: Fraction) -> str:
    """Write a number of the scale with as many decimals as its steps have."""
    decimals = 0
    while step.denominator != 1:
        step, decimals = step * 10, decimals + 1
    return f"{Decimal(place.numerator) / Decimal(place.denominator):,.{decimals}f}"


def _mark(scale: _Scale, number: int, point: TrendPoint) -> Mark | None:
    if point.figure is None:
        return None
    kind = {True: "kept", False: "missed", None: "open"}[point.is_met]
    return Mark(scale.x(number), scale.y(point.figure), kind, point.told)


def _lines(marks: Sequence[Mark | None]) -> Iterator[str]:
    """Yield a line through each run of marks without a gap."""
    for is_known, run in groupby(marks, key=lambda one: one is not None):
        points = [f"{one.x},{one.y}" for one in run if one is not None]
        if is_known and len(points) > 1:
            yield " ".join(points)


def _promises(scale: _Scale, points: Sequence[TrendPoint]) -> Iterator[str]:
    """Yield a line of steps for each run of periods for which something was promised."""
    for is_known, run in groupby(enumerate(points), key=lambda one: one[1].promised is not None):
        if is_known:
            yield " ".join(
                f"{x},{scale.y(point.promised)}"
                for number, point in run
                if point.promised is not None
                for x in scale.edges(number)
            )


def _names(scale: _Scale, points: Sequence[TrendPoint]) -> Iterator[PeriodName]:
    shown = 0
    for number, point in enumerate(points):
        year = point.first.year
        yield PeriodName(scale.x(number), MONTHS[point.first.month - 1], "" if year == shown else str(year))
        shown = year
