"""Deliveries: the outbox. One row for each person and reminder, kept for ever as the delivery ledger."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Delivery(models.Model):
    """One message to one recipient, from the moment it was owed until it was sent or given up.

    ``recipient_key`` is ``user:<id>`` or ``address:<mail address>``; with the reminder and
    the channel it is unique, so that nobody gets a message twice. A sender leases the row
    until ``lease_until`` by the clock of the database, and sets ``is_under_way`` right before
    it hands the message to the mail server. A lease that ran out means the sender died: the
    message is sent again under the same ``message_id``, and where it was under way
    ``is_possible_duplicate`` is set. ``late_days`` counts the days between the due date and
    the day of sending; ``level`` the place in the chain of recipients (0 is the first).

    A delivery that is given up keeps in ``last_error`` what the mail server said. Where that is empty, nobody
    refused it: its recipient was not responsible any more, and gets it after all when they are again.

    ``gather_at`` is when the daily message goes out in which it stands, for somebody who chose one message
    a day; null: it goes by itself. ``bundle`` names the message it was put into: the lowest id in it.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"
        SUPERSEDED = "superseded", "Superseded by a new date"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Channel(models.TextChoices):
        MAIL = "mail", "E-mail"

    reminder = models.ForeignKey("core.Reminder", on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient_key = models.CharField(max_length=330)
    address = models.CharField(max_length=320)
    level = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    message_id = models.CharField(max_length=200)
    reason = models.TextField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_key = models.CharField(max_length=32, blank=True, default="")
    last_error = models.TextField(blank=True, default="")
    is_under_way = models.BooleanField(default=False)
    is_possible_duplicate = models.BooleanField(default=False)
    late_days = models.PositiveIntegerField(default=0)
    gather_at = models.DateTimeField(null=True, blank=True)
    bundle = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "recipient_key", "channel"], name="core_delivery_once_each"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(state="pending"), name="core_delivery_pending"
            ),
            models.Index(
                fields=["lease_until", "id"], condition=Q(state="sending"), name="core_delivery_sending"
            ),
            models.Index(
                fields=["recipient_key", "id"],
                condition=Q(state__in=["pending", "sending"], gather_at__isnull=False),
                name="core_delivery_gathered",
            ),
            models.Index(fields=["created_at", "id"], name="core_delivery_by_created"),
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} to {self.address}: {self.state}"
