"""Digests of digests: the tree over one block's entries and the links between blocks.

The same arithmetic stands, without any import of ours, in ``verify_evidence.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from core.ledger.events import canonical_json

#: Leaves and nodes are digested with different first bytes, so that one cannot pose as the other.
LEAF, NODE = b"\x00", b"\x01"


def leaf(digest: str) -> bytes:
    """Return the leaf of the tree for an entry's digest (hex)."""
    return hashlib.sha256(LEAF + bytes.fromhex(digest)).digest()


class Tree:
    """The tree over one block: pairs are digested together, an odd one at the end moves up as it is."""

    def __init__(self, digests: Sequence[str]) -> None:
        """Build the tree over entries' digests (hex) in order.

        Raises:
            ValueError: There is no digest, or one is not hexadecimal.
        """
        if not digests:
            raise ValueError("A block has at least one entry")
        self._rows = [[leaf(digest) for digest in digests]]
        while len(self._rows[-1]) > 1:
            self._rows.append(_row_above(self._rows[-1]))

    @property
    def root(self) -> str:
        """Return the root, hex."""
        return self._rows[-1][0].hex()

    def path(self, position: int) -> list[tuple[str, str]]:
        """Return the way from one leaf to the root: at each step the neighbor's side and its digest (hex).

        Args:
            position: Which leaf, counted from 0.
        """
        path: list[tuple[str, str]] = []
        for row in self._rows[:-1]:
            neighbor = position ^ 1
            if neighbor < len(row):
                path.append(("left" if neighbor < position else "right", row[neighbor].hex()))
            position //= 2
        return path


def _row_above(row: list[bytes]) -> list[bytes]:
    digest = hashlib.sha256
    above = [digest(NODE + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]
    return above + row[-1:] if len(row) % 2 else above


@dataclass(frozen=True, slots=True)
class Link:
    """What the head of a block is the digest of.

    Attributes:
        sequence: Number of the block, from 1 without gaps.
        previous: Head of the block before, zeros for the first.
        skip: Head of block ``skipped(sequence)``, zeros where that is 0.
        root: Root of the tree over its entries.
        entries: How many entries it has.
        sealed_at: When, ISO 8601 in UTC with microseconds.
    """

    sequence: int
    previous: str
    skip: str
    root: str
    entries: int
    sealed_at: str

    def as_json(self) -> dict[str, str | int]:
        """Return the link as it stands in evidence."""
        return {
            "sequence": self.sequence,
            "previous": self.previous,
            "skip": self.skip,
            "root": self.root,
            "entries": self.entries,
            "sealed_at": self.sealed_at,
        }

    @property
    def head(self) -> str:
        """Return the head: the SHA-256 (hex) of the link as canonical JSON."""
        return hashlib.sha256(canonical_json(self.as_json()).encode()).hexdigest()


def skipped(sequence: int) -> int:
    """Return the block that ``sequence`` skips back to: its lowest set bit cleared (12 → 8, 7 → 6)."""
    return sequence & (sequence - 1)


def way_back(newest: int, oldest: int) -> list[int]:
    """Return the blocks to show so that the head of ``newest`` proves block ``oldest``.

    They are few even among many: some 200 of a million blocks (half the square of its binary digits).
    """
    way = [newest]
    while way[-1] > oldest:
        at = way[-1]
        way.append(skipped(at) if skipped(at) >= oldest else at - 1)
    return way
