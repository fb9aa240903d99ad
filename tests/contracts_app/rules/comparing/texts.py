"""Clauses for tests, split from text as the product does it; alignments told shortly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contracts_app.rules.alignment import Row, align
from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text."""
    return split_clauses(ClauseSource(text, is_markdown=True))


def told(rows: Iterable[Row], old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[str, str, str]]:
    """Return change, old number and new number of each row; ``-`` where the clause does not stand."""
    return [
        (
            row.change.value,
            old[row.old].number if row.old is not None else "-",
            new[row.new].number if row.new is not None else "-",
        )
        for row in rows
    ]


def compared(old: str, new: str) -> list[tuple[str, str, str]]:
    """Return what became of the clauses of one text in another."""
    ours, theirs = clauses(old), clauses(new)
    return told(align(ours, theirs), ours, theirs)
