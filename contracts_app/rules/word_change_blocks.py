"""Which words of two texts are the same, as a reader sees it: runs of equal words in rising order.

1. What both begin and end with is equal. Between, runs of words that stand once in each text hold the rest
   in place; what lies between those is compared by ``difflib``: the work grows with the length, not its
   square.
2. A few words without weight ("of the", a comma) between two changes are part of the change: words that stand
   in shreds cannot be read.
3. Comparing the other way round gives the same runs, mirrored.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

#: Up to so many pairs of words are compared one by one.
_FEW: Final = 60_000
#: How many words a run that holds the rest in place has, the longer first.
_ANCHORS: Final = (5, 3, 1)
#: An equal run of at most so many words without weight is part of the changes around it.
_SHRED: Final = 3
_LIGHT: Final = re.compile(
    r"\W.*|an?|and|any|as|at|be|by|for|from|in|is|its?|no|not|of|on|or|such|that|the|this|to|will|with", re.I
)


class Block(NamedTuple):
    """``size`` equal words: from ``old`` in the one text and from ``new`` in the other."""

    old: int
    new: int
    size: int


def equal_blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Return the runs of equal words of two texts in order; runs that touch are one."""
    old, new = tuple(old), tuple(new)
    if old == new:
        return [Block(0, 0, len(old))] if old else []
    if (len(new), new) < (len(old), old):
        return [Block(block.new, block.old, block.size) for block in equal_blocks(new, old)]
    blocks = _merged(_blocks(old, new, 0, len(old), 0, len(new), 0))
    return _without_shreds(old, blocks, len(old), len(new))


def _blocks(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int, anchor: int
) -> Iterator[Block]:
    """Yield equal runs of ``old[a:b]`` and ``new[c:d]`` in order."""
    first = 0
    while a + first < b and c + first < d and old[a + first] == new[c + first]:
        first += 1
    last = 0
    while b - last > a + first and d - last > c + first and old[b - last - 1] == new[d - last - 1]:
        last += 1
    if first:
        yield Block(a, c, first)
    yield from _inner(old, new, a + first, b - last, c + first, d - last, anchor)
    if last:
        yield Block(b - last, d - last, last)


def _inner(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int, anchor: int
) -> Iterator[Block]:
    if a == b or c == d:
        return
    if (b - a) * (d - c) <= _FEW:
        yield from _compared(old, new, a, b, c, d, is_exact=True)
    elif anchor == len(_ANCHORS):
        yield from _compared(old, new, a, b, c, d, is_exact=False)
    else:
        yield from _between_anchors(old, new, a, b, c, d, anchor)


def _between_anchors(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int, anchor: int
) -> Iterator[Block]:
    size = _ANCHORS[anchor]
    places = _rising(_single(old, new, a, b, c, d, size))
    x, y = a, c
    for old_place, new_place in places:
        if old_place < x or new_place < y:
            continue
        yield from _blocks(old, new, x, old_place, y, new_place, anchor + 1)
        yield Block(old_place, new_place, size)
        x, y = old_place + size, new_place + size
    yield from _blocks(old, new, x, b, y, d, anchor + 1)


def _single(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int, size: int
) -> list[tuple[int, int]]:
    """Return the places of runs of ``size`` words that stand once in each text, rising in the first."""
    ours = _once(old, a, b, size)
    theirs = _once(new, c, d, size)
    return [(place, theirs[run]) for run, place in ours.items() if run in theirs]


def _once(words: Sequence[str], start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    repeated = set()
    for place in range(start, end - size + 1):
        run = tuple(words[place : place + size])
        if run in found:
            repeated.add(run)
        found[run] = place
    return {run: place for run, place in found.items() if run not in repeated}


def _rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest choice of places that rises in both texts."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(places):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
        before.append(ends[at - 1] if at else -1)
    chosen = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(places[index])
        index = before[index]
    return chosen[::-1]


def _compared(
    old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int, *, is_exact: bool
) -> Iterator[Block]:
    matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=not is_exact)
    for block in matcher.get_matching_blocks():
        if block.size:
            yield Block(a + block.a, c + block.b, block.size)


def _merged(blocks: Iterator[Block]) -> list[Block]:
    merged: list[Block] = []
    for block in blocks:
        before = merged[-1] if merged else None
        if before and before.old + before.size == block.old and before.new + before.size == block.new:
            merged[-1] = Block(before.old, before.new, before.size + block.size)
        else:
            merged.append(block)
    return merged


def _without_shreds(old: Sequence[str], blocks: list[Block], old_size: int, new_size: int) -> list[Block]:
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        before = kept[-1] if kept else Block(0, 0, 0)
        after = blocks[index + 1] if index + 1 < len(blocks) else Block(old_size, new_size, 0)
        left = block.old - before.old - before.size + block.new - before.new - before.size
        right = after.old - block.old - block.size + after.new - block.new - block.size
        is_shred = (
            block.size <= _SHRED
            and min(left, right) >= 2 * block.size + 1
            and all(_is_light(word) for word in old[block.old : block.old + block.size])
        )
        if not is_shred:
            kept.append(block)
    return kept


def _is_light(word: str) -> bool:
    return _LIGHT.fullmatch(word) is not None
