"""Personal API tokens: shown once, kept as a keyed hash."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.rules.scopes import scopes_include
from core.audit import AuditedModel


def token_names(keys: list[str]) -> dict[str, str]:
    """Return whose token each id is, for histories: ``Ada Lovelace (API token tk_ab12… (ERP))``."""
    ids = [int(key) for key in keys if key.isdecimal()]
    tokens = ApiToken.unscoped.filter(pk__in=ids).select_related("owner")
    return {str(token.pk): f"{token.owner} (API token {token})" for token in tokens}


class ApiToken(AuditedModel):
    """A scoped, expiring key with which a program acts as its owner.

    The secret is never stored, only its keyed hash; ``prefix`` lets people recognize it.
    A token is dead when it is revoked, expired, or its owner is inactive.
    """

    AUDIT_EXCLUDED = ("last_used_at",)

    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="api_tokens")
    label = models.CharField(max_length=100, blank=True, default="")
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.label or 'token'})"

    def is_live(self, now: dt.datetime) -> bool:
        """Tell whether the token may be used at ``now`` (its last instant is just before ``expires_at``)."""
        return self.revoked_at is None and now < self.expires_at and self.owner.is_active

    def allows(self, verb: str) -> bool:
        """Tell whether one of the token's scopes includes ``verb``."""
        return scopes_include(self.scopes, verb)
