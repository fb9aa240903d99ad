"""What the audit costs: the same save with and without the triggers."""

from __future__ import annotations

from django.db import connection, transaction

from bench.database import ACTOR
from bench.harness import Figure, line, side_by_side
from core.audit.action import tell_database
from vendors.models import Vendor

SAVES = 400


def _saves() -> None:
    vendors = list(Vendor.unscoped.order_by("id")[:SAVES])
    with transaction.atomic():
        tell_database(ACTOR)
        for vendor in vendors:
            vendor.notes = vendor.notes + "."
            vendor.save(update_fields=["notes"])


def _plain_saves() -> None:
    _triggers("DISABLE")
    try:
        _saves()
    finally:
        _triggers("ENABLE ALWAYS")


def _triggers(state: str) -> None:
    names = ("audit_insert", "audit_update", "audit_delete", "zz_audit_version")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE vendors_vendor {state} TRIGGER {name}")


@line("audited save")
def measure(**_rest: int) -> list[Figure]:
    """Measure saves of vendors in one transaction, with triggers and without."""
    audited, plain = side_by_side(_saves, _plain_saves, runs=5)
    ratio = audited / plain
    return [
        Figure(
            "one audited save", round(audited / SAVES * 1000, 3), "ms", round(plain / SAVES * 1000, 3),
            "no triggers", round(ratio, 2), "<= 1.2 of plain", ratio <= 1.2,
        )
    ]  # fmt: skip
