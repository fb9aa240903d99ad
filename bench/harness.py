"""Lines, medians and the table.

1. A line measures the product and its floor in the same run, alternating, at least three times
   each, and compares the medians. Machines drift; the ratio is what counts.
2. ``ratio`` is floor time / product time (1 = as fast as the floor), or the figure itself where a
   line has no floor.
3. A line that does not reach its figure is printed with ``below``; the run goes on.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

RUNS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """What a line measured: the product's and the floor's figures in ``unit``, and their ratio."""

    name: str
    product: float
    unit: str
    floor: float | None
    floor_name: str
    ratio: float | None
    reach: str
    is_reached: bool
    notes: dict[str, float] = field(default_factory=dict)


Measure = Callable[..., Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Line:
    """A measurement that a module of ``bench.lines`` offers."""

    key: str
    measure: Measure


LINES: dict[str, Line] = {}


def line(key: str) -> Callable[[Measure], Measure]:
    """Register a measurement under ``key``."""

    def register(measure: Measure) -> Measure:
        LINES[key] = Line(key, measure)
        return measure

    return register


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` keeps a core busy: for figures per core of work that waits for nothing."""
    start = time.process_time()
    work()
    return time.process_time() - start


def side_by_side(
    product: Callable[[], object], floor: Callable[[], object], runs: int = RUNS
) -> tuple[float, float]:
    """Return the median seconds of the product and of its floor, measured alternately."""
    measured: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        measured[1].append(seconds(floor))
        measured[0].append(seconds(product))
    return statistics.median(measured[0]), statistics.median(measured[1])


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median seconds of ``work``."""
    return statistics.median(seconds(work) for _ in range(runs))


def say(text: str) -> None:
    """Tell how far the run is, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def table(figures: list[Figure]) -> str:
    """Return the figures as a table of plain text."""
    head = ("work", "product", "floor", "ratio", "reach", "")
    rows = [
        (
            figure.name,
            f"{figure.product:,.3f} {figure.unit}".replace(".000", ""),
            f"{figure.floor:,.3f} ({figure.floor_name})" if figure.floor is not None else figure.floor_name,
            f"{figure.ratio:.2f}" if figure.ratio is not None else "",
            figure.reach,
            "ok" if figure.is_reached else "below",
        )
        for figure in figures
    ]
    widths = [max(len(row[index]) for row in [head, *rows]) for index in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]
    ]
    return "\n".join(text.rstrip() for text in lines)


def write_json(figures: list[Figure], path: Path) -> None:
    """Write the figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
