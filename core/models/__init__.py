"""Models of the floor; none of them names a business noun."""

from core.models.idempotency import IdempotentRequest
from core.models.job import Job
from core.models.ledger import NO_HEAD, LedgerBlock, LedgerEntry, LedgerSeal
from core.models.stored_file import StoredFile

__all__ = [
    "NO_HEAD",
    "IdempotentRequest",
    "Job",
    "LedgerBlock",
    "LedgerEntry",
    "LedgerSeal",
    "StoredFile",
]
