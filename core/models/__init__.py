"""Models of the floor; none of them names a business noun."""

from core.models.delivery import Delivery
from core.models.idempotency import IdempotentRequest
from core.models.job import Job
from core.models.ledger import NO_HEAD, LedgerBlock, LedgerEntry, LedgerSeal
from core.models.reminder import Reminder
from core.models.stored_file import StoredFile
from core.models.sweep import SendingHold, SweepRun, SweepState

__all__ = [
    "NO_HEAD",
    "Delivery",
    "IdempotentRequest",
    "Job",
    "LedgerBlock",
    "LedgerEntry",
    "LedgerSeal",
    "Reminder",
    "SendingHold",
    "StoredFile",
    "SweepRun",
    "SweepState",
]
