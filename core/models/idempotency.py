"""Idempotency keys: a POST that a client repeats is done once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models


class IdempotentRequest(models.Model):
    """The answer to a POST with an ``Idempotency-Key``, written in the transaction of the POST itself.

    ``caller`` is the actor's name (``token:<id>`` or ``user:<id>``); a key belongs to one caller.
    ``request_hash`` is the SHA-256 of method, address and body.
    """

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="core_idempotent_request_unique")
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"

    @classmethod
    def keep(cls, *, before: dt.datetime, **facts: Any) -> IdempotentRequest:
        """Store an answer in the caller's transaction, and drop this caller's from before ``before``."""
        cls.objects.filter(caller=facts["caller"], created_at__lt=before).delete()
        return cls.objects.create(**facts)
