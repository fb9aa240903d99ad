"""Models of the floor; none of them names a business noun."""

from core.models.ledger import NO_HEAD, LedgerBlock, LedgerEntry, LedgerSeal

__all__ = [
    "NO_HEAD",
    "LedgerBlock",
    "LedgerEntry",
    "LedgerSeal",
]
