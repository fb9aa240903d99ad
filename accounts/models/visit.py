"""When a person was last here."""

from __future__ import annotations

from django.db import models


class Visit(models.Model):
    """When a person opened the home page: the last time, and the last time of the visit before.

    No part of the business and of no history, like ``last_login``: it only says from when on
    changes are news to the person. ``before_at`` is empty on the first visit.
    """

    user = models.OneToOneField(
        "accounts.User", primary_key=True, on_delete=models.PROTECT, related_name="visit"
    )
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.last_at}"
