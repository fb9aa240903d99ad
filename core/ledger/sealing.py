"""Sealing: putting the entries that nobody has sealed yet into the chain.

One sealer at a time holds an advisory lock. Unsealed entries are found by looking for those
without a seal, never by comparing ids: a long transaction may commit a low id late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from core.ledger.merkle import Link, Tree, skipped
from core.models import NO_HEAD, LedgerBlock

BLOCK_SIZE = 20_000
_LOCK = 0x7465726D  # any constant of our own: the advisory lock of the sealer
_UNSEALED = """
    SELECT entry.id, entry.digest FROM core_ledgerentry entry
    WHERE NOT EXISTS (SELECT 1 FROM core_ledgerseal seal WHERE seal.entry_id = entry.id)
    ORDER BY entry.id LIMIT %s
"""
_SEAL = """
    INSERT INTO core_ledgerseal (entry_id, block_id, position)
    SELECT id, %s, ordinality - 1 FROM unnest(%s::bigint[]) WITH ORDINALITY AS given(id, ordinality)
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one block, as it is exported.

    Attributes:
        sequence: Number of the block.
        head: Its digest, hex.
        sealed_at: When, aware, in UTC.
        entries: How many entries that block has.
    """

    sequence: int
    head: str
    sealed_at: dt.datetime
    entries: int


def newest_head() -> Head | None:
    """Return the newest head, None while nothing was sealed."""
    block = LedgerBlock.objects.order_by("-sequence").first()
    return _head(block) if block else None


def latest_head() -> str:
    """Return the newest head as reports print it (``<block>:<digest>``), empty while nothing was sealed."""
    head = newest_head()
    return f"{head.sequence}:{head.head}" if head else ""


def seal(clock: Callable[[], dt.datetime], block_size: int = BLOCK_SIZE) -> list[Head]:
    """Seal all unsealed entries and return the new heads, oldest first; empty when there is nothing to do.

    Each block is its own transaction, so a stop in between loses nothing. When another sealer
    is at work, this one leaves the rest to it.

    Args:
        clock: Gives the present instant for each block.
        block_size: At most so many entries in one block.
    """
    heads: list[Head] = []
    while True:
        with transaction.atomic():
            sealed = _seal_block(clock(), block_size) if _alone() else None
        if sealed is None:
            return heads
        heads.append(sealed)
        if sealed.entries < block_size:
            return heads


def link_of(block: LedgerBlock) -> Link:
    """Return what the head of ``block`` must be the digest of."""
    return Link(
        sequence=block.sequence,
        previous=block.previous,
        skip=block.skip,
        root=block.root,
        entries=block.entry_count,
        sealed_at=block.sealed_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _seal_block(now: dt.datetime, block_size: int) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, [block_size])
        found = cursor.fetchall()
        if not found:
            return None
        block = _next_block(now, [digest for _, digest in found])
        cursor.execute(_SEAL, [block.sequence, [key for key, _ in found]])
    return _head(block)


def _next_block(now: dt.datetime, digests: list[str]) -> LedgerBlock:
    last = LedgerBlock.objects.order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    older = LedgerBlock.objects.filter(sequence=skipped(sequence)).first()
    block = LedgerBlock(
        sequence=sequence,
        previous=last.head if last else NO_HEAD,
        skip=older.head if older else NO_HEAD,
        root=Tree(digests).root,
        entry_count=len(digests),
        sealed_at=now,
    )
    block.head = link_of(block).head
    block.save(force_insert=True)
    return block


def _head(block: LedgerBlock) -> Head:
    return Head(block.sequence, block.head, block.sealed_at, block.entry_count)
