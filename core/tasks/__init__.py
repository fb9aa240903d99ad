"""Tasks of the floor; Celery finds them here."""

from core.tasks import jobs, ledger, reminders

__all__ = ["jobs", "ledger", "reminders"]
