"""Personal calendar feeds: a secret address that a calendar program reads, kept as a keyed hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from renewals.querysets import CalendarFeedQuerySet


class CalendarFeed(AuditedModel):
    """The address at which a person's calendar program reads the deadlines of their contracts.

    The address is shown once and kept only as a keyed hash; ``prefix`` lets people recognize it. Whoever
    has the address sees what its owner may see at that moment, within ``scope``. It is dead when it is
    revoked or its owner is inactive. A person has one at a time: a new one replaces the one before.
    """

    class Scope(models.TextChoices):
        MINE = "mine", "Contracts that I own or back up"
        ALL = "all", "All contracts that I may see"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(revoked_at__isnull=True), name="renewals_feed_one_live"
            ),
            models.CheckConstraint(condition=Q(scope__in=["mine", "all"]), name="renewals_feed_scope_known"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.get_scope_display()})"

    @property
    def is_live(self) -> bool:
        """Tell whether the address may be read: not revoked, its owner active."""
        return self.revoked_at is None and self.owner.is_active
