"""Jobs: long work that a worker does while a page shows how far it is."""

from __future__ import annotations

import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Job(models.Model):
    """One piece of long work, asked for in the transaction that made it necessary.

    ``kind`` is a key of ``registry.job_kinds``. A worker holds a job by a lease on the database's
    clock; when it dies the lease runs out and another worker starts the job again, so every kind
    is safe to run twice. Progress is written outside the transaction of the work itself.
    ``progress_total`` 0 means that the size of the work is not known yet.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting for a worker"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True, default="")
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    return_url = models.CharField(max_length=200, blank=True, default="")
    is_cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(state__in=["queued", "running"]), name="core_job_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="core_job_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"Job {self.pk} ({self.kind})"

    @property
    def is_open(self) -> bool:
        """Tell whether the job waits or runs."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def percent(self) -> int | None:
        """How far the job is, 0 to 100 rounded down; None when the size of the work is not known."""
        if self.progress_total <= 0:
            return None
        return min(100, self.progress_done * 100 // self.progress_total)

    @property
    def words(self) -> str:
        """How the job stands, in a sentence for who waits for it."""
        if self.is_open and self.is_cancel_requested:
            return "Stopping. What was done so far is undone."
        if self.state == self.State.QUEUED:
            return "Waiting for a worker."
        if self.state == self.State.RUNNING:
            return self.message or "Starting."
        over = str(self.get_state_display())
        return f"{over}: {self.error}" if self.error else over

    @property
    def words_mark(self) -> str:
        """A short mark of the words, by which a page says which ones it shows."""
        return f"{zlib.crc32(self.words.encode()):08x}"

    def is_visible_to(self, user: Any) -> bool:
        """Tell whether ``user`` may watch and cancel the job: its requester, and administrators."""
        return self.requested_by_id == user.pk or user.departments_with("users.manage") is None
