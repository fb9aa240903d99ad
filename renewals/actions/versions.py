"""Writing from the state that was read: one refusal for decisions, notices and exit tasks."""

from __future__ import annotations

from core.audit import AuditedModel
from core.errors import StaleObject


def compare_version(row: AuditedModel, expected: int | None, noun: str) -> None:
    """Refuse to go on from an earlier state of a locked row.

    Args:
        row: As it stands, locked.
        expected: The ``row_version`` that was read; None skips the comparison.
        noun: What it is, for the sentence: “notice”.

    Raises:
        StaleObject: Somebody else changed it since it was read.
    """
    if expected is not None and row.row_version != expected:
        raise StaleObject(
            f"Somebody else changed this {noun} meanwhile. Read it again and repeat your change."
        )
