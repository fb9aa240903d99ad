"""Which words changed between two texts: runs of words that stayed, were added, or were removed.

1. What stayed and what was removed, in order, are the old words; what stayed and what was added are the new.
2. Where words were replaced, the removed ones come before the added ones.
3. Comparing the other way round gives the same runs with added and removed exchanged.
4. Signs of punctuation are shown like words, and are not counted as words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts_app.rules.word_change_blocks import Block, equal_blocks
from contracts_app.rules.word_change_text import Words


class RunKind(StrEnum):
    """What became of words."""

    STAYED = "stayed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that share one fate; words that stayed are written as the new text writes them."""

    kind: RunKind
    words: Words


def runs_between(old: Words, new: Words) -> tuple[Run, ...]:
    """Return the runs of words by which ``old`` becomes ``new``."""
    return tuple(_runs(old, new, equal_blocks(old.keys, new.keys)))


def _runs(old: Words, new: Words, blocks: Sequence[Block]) -> Iterator[Run]:
    old_place = new_place = 0
    for block in (*blocks, Block(len(old), len(new), 0)):
        if old_place < block.old:
            yield Run(RunKind.REMOVED, old.part(old_place, block.old))
        if new_place < block.new:
            yield Run(RunKind.ADDED, new.part(new_place, block.new))
        old_place, new_place = block.old + block.size, block.new + block.size
        if block.size:
            yield Run(RunKind.STAYED, new.part(block.new, new_place))


def runs_by_piece(runs: Sequence[Run], borders: Sequence[int], side: RunKind) -> list[tuple[Run, ...]]:
    """Cut ``runs`` where the pieces begin of which one side was joined.

    Args:
        runs: The runs between two texts.
        borders: Where each piece begins among the words of the side that was joined, and its length.
        side: ``ADDED`` where the new side was joined, ``REMOVED`` where the old one was.

    Returns:
        For each piece its runs; words of the other side alone go with the piece that they follow.
    """
    pieces: list[list[Run]] = [[] for _ in borders[1:]]
    place, piece = 0, 0
    for run in runs:
        if run.kind not in (side, RunKind.STAYED):
            pieces[piece].append(run)
            continue
        words = run.words
        while len(words):
            while place >= borders[piece + 1] and piece + 2 < len(borders):
                piece += 1
            size = min(len(words), borders[piece + 1] - place)
            pieces[piece].append(Run(run.kind, words.part(0, size)))
            words = words.part(size, len(words))
            place += size
    return [tuple(each) for each in pieces]


def old_words(runs: Sequence[Run]) -> list[str]:
    """Return the keys of the words before the change."""
    return [key for run in runs if run.kind is not RunKind.ADDED for key in run.words.keys]


def new_words(runs: Sequence[Run]) -> list[str]:
    """Return the keys of the words after the change."""
    return [key for run in runs if run.kind is not RunKind.REMOVED for key in run.words.keys]


def counted(runs: Sequence[Run], kind: RunKind) -> int:
    """Return how many words ``runs`` of a kind have, punctuation not counted."""
    return sum(run.words.count for run in runs if run.kind is kind)
