"""What the audit costs: the same save with and without the triggers."""

from __future__ import annotations

import statistics

from django.db import connection, transaction

from bench.database import ACTOR
from bench.harness import RUNS, Figure, line, seconds
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


def _triggers(state: str) -> None:
    names = ("audit_insert", "audit_update", "audit_delete", "zz_audit_version")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE vendors_vendor {state} TRIGGER {name}")


def _both() -> tuple[float, float]:
    """Return the seconds with triggers and without; switching them off and on is not counted."""
    audited = seconds(_saves)
    _triggers("DISABLE")
    try:
        _saves()  # the first save after a change of a table reads its definition anew
        return audited, seconds(_saves)
    finally:
        _triggers("ENABLE ALWAYS")
        _saves()


@line("audited save")
def measure(**_rest: int) -> list[Figure]:
    """Measure saves of vendors in one transaction, with triggers and without, alternating."""
    _saves()
    measured = [_both() for _ in range(RUNS + 2)]
    audited = statistics.median(pair[0] for pair in measured)
    plain = statistics.median(pair[1] for pair in measured)
    ratio = audited / plain
    return [
        Figure(
            "one audited save", round(audited / SAVES * 1000, 3), "ms", round(plain / SAVES * 1000, 3),
            "no triggers", round(ratio, 2), "<= 1.2 of plain", ratio <= 1.2,
        )
    ]  # fmt: skip
