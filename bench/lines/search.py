"""Search, as the palette and the search page ask for it."""

from __future__ import annotations

import statistics

from bench.harness import Figure, line, seconds
from bench.people import person
from core import registry

ASKED = 40


def _found(words: str) -> list[object]:
    return [hit for kind in registry.search_types for hit in kind.find(person(), words, 21)]


def _figure(name: str, words: list[str], reach: float) -> Figure:
    if not _found(words[0]):
        raise RuntimeError(f"nothing is found for {words[0]!r}")
    taken = sorted(seconds(lambda asked=asked: _found(asked)) * 1000 for asked in words)  # type: ignore[misc]
    p95 = taken[int(len(taken) * 0.95)]
    return Figure(
        name, round(p95, 1), "ms p95", None, "", None, f"<= {reach:.0f} ms", p95 <= reach,
        {"p50_ms": round(statistics.median(taken), 1)},
    )  # fmt: skip


@line("search")
def measure(*, rows: int, **_rest: int) -> list[Figure]:
    """Measure the queries of a search over every kind of thing, without the page around it."""
    exact = [f"hosting {1 + 7 * number % rows}" for number in range(1, ASKED)]
    pairs = ["hosting framework", "cloud bundle", "network platform", "vendor payroll"] * (ASKED // 4)
    broad = ["hosting", "vendor", "b", "cloud", "ltd"] * (ASKED // 5)
    return [
        _figure("search, a word and a number", exact, 30),
        _figure("search, two words", pairs, 30),
        _figure("search, one broad word", broad, 60),
    ]
