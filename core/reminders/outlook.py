"""The dry run: every reminder that will go out, and whom it reaches as things stand today.

1. Planned reminders by due date; what is due already goes out with the next sweep, of several that are told
   together (``together``) only the latest.
2. The recipients are those of the chain as it is now: who leaves, bounces or takes over until then
   changes them. Nothing is written.
3. A reminder that would reach nobody says so, with everybody who was passed over.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import registry
from core.models import Reminder
from core.reminders.chain import first_level, nobody
from core.reminders.shapes import Recipient
from core.reminders.together import about_column, told_as_column

HORIZON_DAYS: Final = 200
CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A planned reminder and whom it reaches; ``why_nobody`` is empty where it reaches somebody."""

    reminder: Reminder
    recipients: tuple[Recipient, ...]
    passed_over: tuple[str, ...]

    @property
    def why_nobody(self) -> str:
        """Return why it reaches nobody; empty where it does."""
        return "" if self.recipients else nobody(self.passed_over)


def planned_between(today: dt.date, last: dt.date) -> QuerySet[Reminder]:
    """Return what will go out up to a day, inclusive; what is due by ``today`` counts once a period."""
    planned = Reminder.objects.filter(state=Reminder.State.PLANNED).alias(
        told_as=told_as_column(), about=about_column()
    )
    closer = planned.filter(
        subject_type=OuterRef("subject_type"),
        subject_id=OuterRef("subject_id"),
        told_as=OuterRef("told_as"),
        about=OuterRef("about"),
        due_date__gt=OuterRef("due_date"),
        due_date__lte=today,
    )
    return planned.filter(due_date__lte=last).exclude(Q(due_date__lt=today) & Exists(closer))


def outgoing(reminders: Sequence[Reminder]) -> list[Outgoing]:
    """Return ``reminders`` with whom each reaches, in their order; a few queries however many there are."""
    subjects: dict[str, set[int]] = defaultdict(set)
    for row in reminders:
        subjects[row.kind].add(row.subject_id)
    chains = {
        kind: registry.reminder_kinds.get(kind).recipients(sorted(ids)) for kind, ids in subjects.items()
    }
    found = []
    for row in reminders:
        _, people, skipped = first_level(chains[row.kind].get(row.subject_id, ()), {})
        found.append(Outgoing(row, tuple(people), tuple(skipped)))
    return found


def all_outgoing(today: dt.date, last: dt.date) -> Iterator[Outgoing]:
    """Yield everything that will go out up to a day, by due date, in memory that does not grow."""
    rows: list[Reminder] = []
    for row in planned_between(today, last).order_by("due_date", "id").iterator(chunk_size=CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield from outgoing(rows)
            rows = []
    yield from outgoing(rows)
