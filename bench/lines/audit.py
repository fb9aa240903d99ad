"""What the audit costs: the same save with and without the triggers, as an action makes it and inside one.

A save as an action makes it is a transaction of its own, which tells the database who acts and commits.
"""

from __future__ import annotations

import statistics

from django.db import connection, transaction

from bench.database import ACTOR
from bench.harness import RUNS, Figure, line, seconds
from core.audit import acting
from core.audit.action import tell_database
from vendors.models import Vendor

SAVES = 400
COMMITS = 100


def _saves() -> None:
    vendors = list(Vendor.unscoped.order_by("id")[:SAVES])
    with transaction.atomic():
        tell_database(ACTOR)
        for vendor in vendors:
            _save(vendor)


def _commits(is_audited: bool) -> None:
    for vendor in list(Vendor.unscoped.order_by("id")[:COMMITS]):
        with acting(ACTOR) if is_audited else transaction.atomic(durable=True):
            _save(vendor)


def _save(vendor: Vendor) -> None:
    vendor.notes = vendor.notes + "."
    vendor.save(update_fields=["notes"])


def _triggers(state: str) -> None:
    names = ("audit_insert", "audit_update", "audit_delete", "zz_audit_version")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE vendors_vendor {state} TRIGGER {name}")


def _all() -> tuple[float, float, float, float]:
    """Return the seconds of saves and of commits, with triggers and without; switching is not counted."""
    audited = seconds(_saves), seconds(lambda: _commits(True))
    _triggers("DISABLE")
    try:
        _saves()  # the first save after a change of a table reads its definition anew
        return *audited, seconds(_saves), seconds(lambda: _commits(False))
    finally:
        _triggers("ENABLE ALWAYS")
        _saves()


@line("audited save")
def measure(**_rest: int) -> list[Figure]:
    """Measure saves of vendors, with triggers and without, alternating."""
    _saves()
    measured = zip(*(_all() for _ in range(RUNS + 2)), strict=True)
    saves, commits, plain_saves, plain_commits = (statistics.median(each) for each in measured)
    return [
        _figure("one audited save, committed", commits / COMMITS, plain_commits / COMMITS),
        _figure("one audited save, inside a transaction", saves / SAVES, plain_saves / SAVES),
    ]


def _figure(name: str, audited: float, plain: float) -> Figure:
    ratio = audited / plain
    return Figure(
        name, round(audited * 1000, 3), "ms", round(plain * 1000, 3), "no triggers", round(ratio, 2),
        "<= 1.2 of plain", ratio <= 1.2,
    )  # fmt: skip
