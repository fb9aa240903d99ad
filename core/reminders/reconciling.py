"""Checking what is planned against what is owed, recomputed from the subjects alone.

1. The subjects say what they owe by code of their own (``ReminderSubject.owed``), never by the planner's.
2. Owed and planned must be equal: no rung missing, none too many, every due date the same, and every
   settled reminder with at least one delivery.
3. A sweep checks what changed since the last one, and a slice that rotates through everything; a slice is
   large enough that a rotation takes less than a day for a million subjects: that is the daily full pass.
   Where more changed than one sweep takes on, the next goes on from there: nothing that changed is left out.
4. A difference is written down, the subject is planned anew, and it is checked again; what is left then
   makes ``/healthz`` unhealthy.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from core import registry
from core.audit import acting
from core.models import Delivery, Reminder, SweepState
from core.registry import ReminderSubject
from core.reminders.settling import SWEEP
from core.reminders.shapes import Rung

logger = logging.getLogger(__name__)
SLICE: Final = 1000
#: Slices of changed subjects that one sweep looks at.
MOST_SLICES: Final = 10
KEPT_EXAMPLES: Final = 20
OVERLAP: Final = dt.timedelta(minutes=5)
_END: Final = 2**62
_PLANNED: Final = Reminder.State.PLANNED

_FROM_THE_START: Final[dict[str, Any]] = {"reconciled_to": {}, "changes_to": {}, "changes_until": None}

Key = tuple[str, int, str, int]
_READ: Final = ("kind", "subject_id", "period_key", "offset_days", "due_date", "state")


class Planned(NamedTuple):
    """What a planned reminder says, read without the rest of its row: a sweep reads thousands."""

    kind: str
    subject_id: int
    period_key: str
    offset_days: int
    due_date: dt.date
    state: str
    has_delivery: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement between what is owed and what is planned."""

    subject_id: int
    words: str


@dataclass(slots=True)
class Reconciled:
    """What a reconciliation saw, in subjects and differences, with a few of them in words."""

    subjects: int = 0
    differences: int = 0
    left: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, other: Reconciled) -> None:
        """Add what another part saw."""
        self.subjects += other.subjects
        self.differences += other.differences
        self.left += other.left
        self.examples = [*self.examples, *other.examples][:KEPT_EXAMPLES]


def compare(subject: ReminderSubject, ids: Sequence[int], now: dt.datetime) -> list[Difference]:
    """Return every disagreement about ``ids``, read in one snapshot of the database."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        owed = list(subject.owed(ids, now))
        rows = Reminder.objects.filter(subject_type=subject.key, subject_id__in=ids).exclude(
            state=Reminder.State.WITHDRAWN
        )
        delivered = Exists(Delivery.objects.filter(reminder=OuterRef("pk")))
        found = [Planned(*row) for row in rows.values_list(*_READ, delivered).iterator(chunk_size=5000)]
    return list(_differences(owed, found))


def _differences(owed: Iterable[Rung], found: Sequence[Planned]) -> Iterator[Difference]:
    planned: dict[Key, list[Planned]] = {}
    for row in found:
        planned.setdefault((row.kind, row.subject_id, row.period_key, row.offset_days), []).append(row)
    for rung in owed:
        rows = planned.pop((rung.kind, rung.subject_id, rung.period_key, rung.offset_days), [])
        if words := _about(rung, rows):
            yield Difference(
                rung.subject_id, f"{rung.kind} {rung.period_key} less {rung.offset_days} days {words}"
            )
    for rows in planned.values():
        yield from (_difference(row, "is planned but not owed") for row in rows if row.state == _PLANNED)
    for row in found:
        if row.state == Reminder.State.SETTLED and not row.has_delivery:
            yield _difference(row, "has no delivery")


def _about(rung: Rung, rows: Sequence[Planned]) -> str:
    """Return what is wrong with the rows planned for one rung; empty: nothing."""
    if len(rows) != 1:
        return f"is planned {len(rows)} times" if rows else "is owed but not planned"
    planned = rows[0].due_date
    return "" if planned == rung.due_date else f"is due on {rung.due_date} but planned for {planned}"


def _difference(row: Planned, words: str) -> Difference:
    return Difference(row.subject_id, f"{row.kind} {row.period_key} less {row.offset_days} days {words}")


def reconcile(subject: ReminderSubject, ids: Sequence[int], now: dt.datetime) -> Reconciled:
    """Compare ``ids``, plan anew where they differ, and compare those again."""
    first = compare(subject, ids, now)
    result = Reconciled(subjects=len(ids), differences=len(first))
    if not first:
        return result
    wrong = sorted({difference.subject_id for difference in first})
    result.examples = [f"{subject.key} {one.subject_id}: {one.words}" for one in first[:KEPT_EXAMPLES]]
    logger.error("Reminders differ from what is owed: %s", "; ".join(result.examples))
    with acting(SWEEP):
        subject.replan(wrong, now)
    result.left = len(compare(subject, wrong, now))
    return result


def reconcile_some(
    now: dt.datetime, slice_size: int = SLICE, *, is_looking_at_changes: bool = True
) -> Reconciled:
    """Reconcile what changed since the last time, and the next slice of the rotation.

    Changes are looked for with an ``OVERLAP``, because a transaction may commit after its rows were stamped.
    """
    state, _ = SweepState.objects.get_or_create(pk=1)
    total = Reconciled()
    is_round = []
    state.changes_until = state.changes_until or now
    for subject in registry.reminder_subjects:
        changed = _look_at_changes(subject, state, now, slice_size, total) if is_looking_at_changes else set()
        is_round.append(_rotate(subject, state, now, slice_size, total, changed))
    state.pass_started_at = state.pass_started_at or now
    state.pass_subjects += total.subjects
    state.pass_differences += total.left
    if all(is_round):
        state.last_pass_at, state.last_pass_subjects = now, state.pass_subjects
        state.last_pass_differences, state.reconciled_to = state.pass_differences, {}
        state.pass_started_at, state.pass_subjects, state.pass_differences = None, 0, 0
    if all(place is None for place in state.changes_to.values()):
        state.checked_until, state.changes_until, state.changes_to = state.changes_until, None, {}
    state.save(update_fields=_STATE_FIELDS)
    return total


def _look_at_changes(
    subject: ReminderSubject, state: SweepState, now: dt.datetime, slice_size: int, total: Reconciled
) -> set[int]:
    """Reconcile what changed, from where the last sweep left off, and return it; at most ``MOST_SLICES``."""
    seen: set[int] = set()
    place = state.changes_to.get(subject.key, 0)
    for _ in range(MOST_SLICES):
        if state.checked_until is None or place is None:
            break
        ids = subject.ids_changed(state.checked_until - OVERLAP, place, slice_size)
        total.add(reconcile(subject, ids, now))
        seen.update(ids)
        place = ids[-1] if len(ids) == slice_size else None
        state.changes_to = {**state.changes_to, subject.key: place}
    return seen


_STATE_FIELDS: Final = (
    "reconciled_to", "checked_until", "changes_to", "changes_until",
    "pass_started_at", "pass_subjects", "pass_differences",
    "last_pass_at", "last_pass_subjects", "last_pass_differences",
)  # fmt: skip


def _rotate(
    subject: ReminderSubject,
    state: SweepState,
    now: dt.datetime,
    slice_size: int,
    total: Reconciled,
    seen: set[int],
) -> bool:
    """Reconcile the next slice of one subject type but ``seen``; return whether the rotation came round."""
    last = state.reconciled_to.get(subject.key, 0)
    if last is None:
        return True
    ids = subject.ids_after(last, slice_size)
    total.add(reconcile(subject, [pk for pk in ids if pk not in seen], now))
    end = ids[-1] if len(ids) == slice_size else None
    orphans = _orphans(subject, last, end, set(ids))
    total.add(orphans)
    state.reconciled_to = {**state.reconciled_to, subject.key: end}
    return end is None


def _orphans(subject: ReminderSubject, after: int, until: int | None, known: set[int]) -> Reconciled:
    """Return the reminders still planned for subjects that do not exist."""
    planned = Reminder.objects.filter(
        subject_type=subject.key,
        subject_id__gt=after,
        subject_id__lte=_END if until is None else until,
        state=Reminder.State.PLANNED,
    )
    lost = set(planned.order_by().values_list("subject_id", flat=True).distinct()) - known
    words = [f"{subject.key} {one}: planned, but there is no such {subject.key}" for one in sorted(lost)]
    return Reconciled(differences=len(lost), left=len(lost), examples=words[:KEPT_EXAMPLES])


def reconcile_all(now: dt.datetime, slice_size: int = SLICE) -> Reconciled:
    """Reconcile every subject at once: a full pass, recorded as one."""
    SweepState.objects.update_or_create(pk=1, defaults=_FROM_THE_START | {"checked_until": now})
    total = Reconciled()
    while True:
        total.add(reconcile_some(now, slice_size, is_looking_at_changes=False))
        if not SweepState.objects.get(pk=1).reconciled_to:
            return total
