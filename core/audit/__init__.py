"""Audit: who acts, audited models, and the triggers that write their history."""

from core.audit.action import acting, action
from core.audit.actor import Actor
from core.audit.model import AuditedModel, lock_version

__all__ = ["Actor", "AuditedModel", "acting", "action", "lock_version"]
