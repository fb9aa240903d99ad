"""Where the points of a trend stand in a chart: figures of periods against what was promised.

1. The axis reaches over all figures and promises, further at its foot, so that none stands on the lowest line
   unless it is 0. Its lines stand at round numbers.
2. Periods stand at even distances, the earliest first. One without a figure has no point, and the line is
   broken there.
3. The promise is a line of steps: it may change from a period to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 12, 14, 206
_STEPS: Final = (Fraction(1), Fraction(2), Fraction(5), Fraction(10))
_WANTED: Final = 4


@dataclass(frozen=True, slots=True)
class Value:
    """A period: what was promised for it, and the figure, None without data."""

    promised: Fraction
    figure: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the axis: its height in the chart, and the round number at which it stands."""

    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A trend as it is drawn.

    Attributes:
        points: Place of each figure, None without data; in the order of the periods.
        columns: The middle of each period, from the left.
        figures: Lines through the figures, as points of SVG.
        promise: The line of what was promised, as points of SVG.
        lines: The lines of the axis, the lowest first.
    """

    points: tuple[tuple[int, int] | None, ...]
    columns: tuple[int, ...]
    figures: tuple[str, ...]
    promise: str
    lines: tuple[Line, ...]


def chart_of(values: Sequence[Value]) -> Chart:
    """Return where everything stands; there is at least one period."""
    known = [one.figure for one in values if one.figure is not None]
    low, high, step = _axis([*known, *(one.promised for one in values)])
    width = Fraction(WIDTH - _LEFT - _RIGHT, len(values))
    columns = tuple(round(_LEFT + width * (number + Fraction(1, 2))) for number in range(len(values)))

    def height(figure: Fraction) -> int:
        return round(_BOTTOM - (figure - low) / (high - low) * (_BOTTOM - _TOP))

    points = tuple(
        None if one.figure is None else (x, height(one.figure))
        for x, one in zip(columns, values, strict=True)
    )
    steps = [
        f"{round(_LEFT + width * (number + edge))},{height(one.promised)}"
        for number, one in enumerate(values)
        for edge in (0, 1)
    ]
    lines = []
    place = low
    while place <= high:
        lines.append(Line(height(place), _label(place, step)))
        place += step
    return Chart(points, columns, _unbroken(points), " ".join(steps), tuple(lines))


def _axis(figures: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Return the lowest and the highest number of the axis, and the distance of its lines."""
    low, high = min(figures), max(figures)
    span = high - low or abs(high) / 10 or Fraction(1)
    step = _round_step(span / _WANTED)
    bottom, top = low // step * step, -(-high // step) * step
    if bottom == low and low != 0:
        bottom -= step
    return bottom, max(top, bottom + step), step


def _round_step(wanted: Fraction) -> Fraction:
    """Return 1, 2 or 5 times a power of ten that is as large as wanted."""
    power = Fraction(1)
    while power > wanted:
        power /= 10
    while power * 10 <= wanted:
        power *= 10
    return next(power * one for one in _STEPS if power * one >= wanted)


def _label(place: Fraction, step: Fraction) -> str:
    decimals = 0
    while step.denominator != 1:
        step, decimals = step * 10, decimals + 1
    number = Decimal(place.numerator) / Decimal(place.denominator)
    return f"{number:,.{decimals}f}"


def _unbroken(points: Sequence[tuple[int, int] | None]) -> tuple[str, ...]:
    found: list[list[str]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(f"{point[0]},{point[1]}")
    return tuple(" ".join(part) for part in found if len(part) > 1)
