"""Sealing the ledger as a task: every minute, and exported outside at once."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from core import clock
from core.ledger import export_heads, mail_head, seal


@shared_task(name="core.ledger.seal")
def seal_task() -> str:
    """Seal what is unsealed, export the heads and mail the day's head; safe to run twice or at once."""
    sealed = seal(clock.now)
    export_heads(settings.HEADS_FILE)
    mail_head(clock.now())
    return f"sealed {sum(head.entries for head in sealed)} entries in {len(sealed)} blocks"
