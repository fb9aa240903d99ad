"""``makemigrations`` as Django has it, with the audit triggers put in."""

from __future__ import annotations

from django.core.management.commands import makemigrations

from core.audit.autodetector import AuditingAutodetector


class Command(makemigrations.Command):
    """Write the migrations that the models need, audit triggers included."""

    autodetector = AuditingAutodetector
