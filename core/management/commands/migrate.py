"""``migrate`` as Django has it; it looks for missing migrations the way ``makemigrations`` does."""

from __future__ import annotations

from django.core.management.commands import migrate

from core.audit.autodetector import AuditingAutodetector


class Command(migrate.Command):
    """Bring the database to the state that the models need."""

    autodetector = AuditingAutodetector
