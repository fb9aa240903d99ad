"""Indicators that are read or counted: incidents in a period, and key figures of any kind.

1. A count is of what lies in the period. Nothing recorded is 0 where somebody kept record, and no data where
   nobody did.
2. A key figure is specific, measurable and owned: it has a name, a unit, a target, a period, an owner and a
   source.
3. Its readings in a period make one figure, as agreed: the latest, the sum, the mean, the lowest or the
   highest. The mean is exact. Readings at the same instant are taken in the order given.
4. Without a reading there is no figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.rules.choice import Word, settle
from slas.rules.interval import Interval, in_utc
from slas.rules.percentile import Exact, exact
from slas.rules.period import PeriodRule
from slas.rules.target import Target


class Gathering(Word):
    """How the readings of a period make one figure."""

    LATEST = "latest"
    SUM = "sum"
    MEAN = "mean"
    LOWEST = "lowest"
    HIGHEST = "highest"


class KeyFigureError(ValueError):
    """Raised for a key figure that nobody could be held to; ``problems`` has one sentence for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """What is measured, and what was promised about it.

    Attributes:
        name: What it measures.
        unit: In what.
        target: What was promised, and whether higher or lower is better.
        period: How time is cut.
        owner: Who answers for it.
        source: Where its readings come from.
        gathering: How the readings of a period make one figure.

    Raises:
        KeyFigureError: Naming every field that is blank.
    """

    name: str
    unit: str
    target: Target
    period: PeriodRule
    owner: str
    source: str
    gathering: Gathering = Gathering.LATEST

    def __post_init__(self) -> None:
        settle(self, gathering=Gathering)
        if problems := dict(self._problems()):
            raise KeyFigureError(problems)

    def _problems(self) -> Iterator[tuple[str, str]]:
        asked = {
            "name": "Say what is measured.",
            "unit": "Say in what it is measured, such as minutes or %.",
            "owner": "Say who answers for it.",
            "source": "Say where the readings come from.",
        }
        for name, words in asked.items():
            if not getattr(self, name).strip():
                yield name, words


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured at an instant; kept in UTC and exact."""

    at: dt.datetime
    value: Fraction
    ref: str = ""

    @classmethod
    def of(cls, at: dt.datetime, value: Exact, ref: str = "") -> Reading:
        """Return a reading.

        Raises:
            NaiveInstantError: If the time has no zone.
            ValueError: If the value is a float, or no number.
        """
        return cls(in_utc(at), exact(value), ref)


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of a period with the readings behind it; ``is_met`` None without data or promise."""

    period: Interval
    value: Fraction | None
    is_met: bool | None
    readings: tuple[Reading, ...]


def key_figure(rule: KeyFigure, period: Interval, readings: Iterable[Reading]) -> Figure:
    """Return what a key figure was in a period, and whether the promise was kept."""
    return gathered_in(period, readings, rule.gathering, rule.target)


def gathered_in(
    period: Interval, readings: Iterable[Reading], gathering: Gathering, target: Target
) -> Figure:
    """Return the figure that the readings of a period make, and whether the promise was kept."""
    inside = _inside(period, readings)
    value = _gathered(gathering, [reading.value for reading in inside])
    return Figure(period, value, target.is_met(value), inside)


def count_in(
    period: Interval, events: Iterable[Reading], *, is_recorded: bool, target: Target | None = None
) -> Figure:
    """Return how many events a period has; each counts as one, whatever its value.

    Args:
        period: The time asked about.
        events: What was recorded.
        is_recorded: Whether somebody kept record in this period, so that nothing means none.
        target: What was promised; None where there is no promise.
    """
    inside = _inside(period, events)
    value = Fraction(len(inside)) if inside or is_recorded else None
    return Figure(period, value, None if target is None else target.is_met(value), inside)


def _inside(period: Interval, readings: Iterable[Reading]) -> tuple[Reading, ...]:
    found = [one for one in readings if period.start <= one.at < period.end]
    return tuple(sorted(found, key=lambda one: one.at))


def _gathered(gathering: Gathering, values: Sequence[Fraction]) -> Fraction | None:
    if not values:
        return None
    match gathering:
        case Gathering.LATEST:
            return values[-1]
        case Gathering.SUM:
            return sum(values, Fraction(0))
        case Gathering.MEAN:
            return sum(values, Fraction(0)) / len(values)
        case Gathering.LOWEST:
            return min(values)
    return max(values)
