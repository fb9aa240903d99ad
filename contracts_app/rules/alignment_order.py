"""Which clauses moved: those that stand elsewhere among the others than before.

1. The clauses that kept their order are the choice of most words that rises in both texts; the others moved.
2. A clause that lies below another clause than before moved too, unless that one is new and the one before
   is gone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from contracts_app.rules.alignment_piece import Piece


def moved_of(old: Sequence[Piece], new: Sequence[Piece], to_new: Mapping[int, int]) -> set[int]:
    """Return the old clauses that moved, of those that have a partner in ``to_new``."""
    pairs = sorted(to_new.items())
    weights = [len(old[index].words) + len(new[partner].words) + 1 for index, partner in pairs]
    kept = _heaviest_rising([partner for _, partner in pairs], weights)
    moved = {index for place, (index, _) in enumerate(pairs) if place not in kept}
    living = set(to_new.values())
    for index, partner in pairs:
        before, after = old[index].parent, new[partner].parent
        follows = before is not None and to_new.get(before) == after
        is_replaced = before not in to_new and after not in living
        if before != after and not follows and not is_replaced and before is not None and after is not None:
            moved.add(index)
    return moved


def _heaviest_rising(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the indexes of the rising choice of ``places`` that weighs most.

    ``ends`` holds, rising in place and weight, the best weight of a choice that ends at a place.
    """
    ends: list[tuple[int, int, int]] = []
    before: list[int] = []
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        at = bisect_right(ends, (place, -1, -1))
        total = weight + (ends[at - 1][1] if at else 0)
        before.append(ends[at - 1][2] if at else -1)
        stop = at
        while stop < len(ends) and ends[stop][1] <= total:
            stop += 1
        ends[at:stop] = [(place, total, index)]
    chosen = set()
    index = ends[-1][2] if ends else -1
    while index >= 0:
        chosen.add(index)
        index = before[index]
    return chosen
