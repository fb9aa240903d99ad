"""``manage.py suggest_categories``: suggest the categories of the clauses that are there already."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.core.management.base import BaseCommand

from contracts_app.actions.categories import suggest_again
from contracts_app.models import DocumentVersion
from core.audit import Actor

#: So many seconds lie between two lines about how far it is.
_EVERY = 2


class Command(BaseCommand):
    """Goes through all versions, each in its own transaction; running it again changes nothing."""

    help = "Suggest the categories of every version's clauses, after an upgrade. What people answered stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Suggest version by version, earlier ones first; say how far it is every few seconds."""
        actor = Actor.system("suggest_categories", channel="command", request_id=uuid.uuid4().hex)
        versions = DocumentVersion.objects.for_system("versions whose clauses get suggestions")
        wanted = versions.filter(pk__in=versions.filter(clauses__isnull=False).values("pk"))
        total, changed, touched, said = wanted.count(), 0, 0, time.monotonic()
        for done, version in enumerate(wanted.order_by("document", "number").iterator(), start=1):
            count = suggest_again(actor=actor, version=version)
            changed += count
            touched += bool(count)
            if time.monotonic() - said > _EVERY:
                said = time.monotonic()
                self.stderr.write(f"{done:,} of {total:,} versions, {changed:,} suggestions so far …")
        self.stdout.write(f"{changed:,} suggestions changed in {touched:,} of {total:,} versions.")
