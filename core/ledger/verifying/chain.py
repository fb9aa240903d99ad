"""The chain of blocks, computed again from the entries, and the heads that were exported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from core.ledger.heads import exported_heads
from core.ledger.merkle import Tree, skipped
from core.ledger.sealing import link_of
from core.ledger.verifying.finding import LIMIT, Finding, rows
from core.models import NO_HEAD, LedgerBlock, LedgerSeal

BLOCKS, SEALS = "core_ledgerblock", "core_ledgerseal"

_WITHOUT_ENTRY = f"""
    SELECT s.entry_id, s.block_id FROM {SEALS} s
    WHERE NOT EXISTS (SELECT 1 FROM core_ledgerentry e WHERE e.id = s.entry_id) ORDER BY 1 LIMIT {LIMIT}
"""  # noqa: S608
_WITHOUT_BLOCK = f"""
    SELECT s.block_id, count(*) FROM {SEALS} s
    WHERE NOT EXISTS (SELECT 1 FROM {BLOCKS} b WHERE b.sequence = s.block_id)
    GROUP BY 1 ORDER BY 1 LIMIT {LIMIT}
"""  # noqa: S608


def check_chain() -> Iterator[Finding]:
    """Yield blocks that do not follow from the one before or from their entries."""
    for entry, block in rows(_WITHOUT_ENTRY):
        told = f"the entry was sealed in block {block}, but it is gone"
        yield Finding("chain", "core_ledgerentry", str(entry), "", told)
    for block, count in rows(_WITHOUT_BLOCK):
        yield _finding(block, "", f"{count} entries were sealed in this block, but it is gone")
    roots = _roots()
    heads = {0: NO_HEAD}
    last = 0
    for block in LedgerBlock.objects.order_by("sequence").iterator():
        yield from _check_block(block, last, heads, roots.get(block.sequence))
        last = block.sequence
        heads[last] = block.head


@dataclass(frozen=True, slots=True)
class Exported:
    """The file of exported heads as it was at one moment.

    Attributes:
        name: Name of the file.
        heads: Sequence and head of each line; None where the file is not there or is not ours.
        error: Why it cannot be read; empty where it can, or is not there.
    """

    name: str
    heads: dict[int, str] | None
    error: str = ""


def read_exported(path: Path) -> Exported:
    """Return the exported heads of ``path``.

    To be called before the blocks are looked at: a head is exported after its block was committed, so every
    head that is read here has its block in whatever is seen later.
    """
    if not path.exists():
        return Exported(path.name, None)
    try:
        return Exported(path.name, exported_heads(path))
    except (OSError, ValueError) as error:
        return Exported(path.name, None, f"the exported heads cannot be read: {error}")


def check_heads(exported: Exported) -> Iterator[Finding]:
    """Yield differences between the chain and the heads that were exported before it was looked at."""
    blocks = dict(LedgerBlock.objects.values_list("sequence", "head"))
    if exported.heads is None:
        gone = "the file of exported heads is gone; compare the chain with a copy (--heads FILE)"
        if exported.error or blocks:
            yield Finding("heads", BLOCKS, "", "", exported.error or f"{exported.name}: {gone}")
        return
    for sequence, head in sorted(exported.heads.items()):
        if sequence not in blocks:
            yield Finding("heads", BLOCKS, str(sequence), "", "its head was exported, but the block is gone")
        elif blocks[sequence] != head:
            yield Finding("heads", BLOCKS, str(sequence), "head", "it is not the head that was exported")


def _roots() -> dict[int, tuple[str, int]]:
    """Return root and number of entries of each block, from the digests that the entries have now."""
    found = LedgerSeal.objects.filter(entry__id__isnull=False).order_by("block_id", "position")
    digests = found.values_list("block_id", "entry__digest").iterator(chunk_size=20_000)
    roots = {}
    for block, group in groupby(digests, key=lambda pair: pair[0]):
        of_block = [digest for _, digest in group]
        roots[block] = (_root(of_block), len(of_block))
    return roots


def _root(digests: list[str]) -> str:
    try:
        return Tree(digests).root
    except ValueError:
        return "a digest is not hexadecimal"


def _check_block(
    block: LedgerBlock, last: int, heads: dict[int, str], found: tuple[str, int] | None
) -> Iterator[Finding]:
    if block.sequence != last + 1:
        missing = (
            f"block {last + 1}"
            if block.sequence == last + 2
            else f"blocks {last + 1} to {block.sequence - 1}"
        )
        yield _finding(block.sequence, "", f"{missing} before it is gone")
    if block.previous != heads.get(block.sequence - 1, block.previous):
        yield _finding(block.sequence, "previous", "it is not the head of the block before")
    if block.skip != heads.get(skipped(block.sequence), block.skip):
        yield _finding(block.sequence, "skip", f"it is not the head of block {skipped(block.sequence)}")
    if link_of(block).head != block.head:
        yield _finding(block.sequence, "head", "it is not the digest of the block")
    root, count = found or ("", 0)
    if count != block.entry_count:
        told = f"{block.entry_count} entries were sealed in it, {count} are there"
        yield _finding(block.sequence, "entry_count", told)
    elif root != block.root:
        yield _finding(block.sequence, "root", "its entries are not the ones that were sealed")


def _finding(sequence: int, column: str, message: str) -> Finding:
    return Finding("chain", BLOCKS, str(sequence), column, message)
