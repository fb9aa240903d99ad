"""Which reminders are one message where several are due at once: those about one date to the same people.

1. Of one kind: the rungs of one period. The one due last is sent.
2. Of two kinds, where one says that it is told with the other (``ReminderKind.told_with``): the end of a
   snooze and the rungs of the date that was snoozed.
3. A period key names the date first; what follows a ``>`` tells apart several periods about that date.
"""

from __future__ import annotations

from django.db.models import Case, CharField, F, Func, Value, When

from core import registry


def kinds_told_together() -> dict[str, str]:
    """Return the kind that each kind is told with, for those that are told with another."""
    return {kind.key: kind.told_with for kind in registry.reminder_kinds if kind.told_with}


def told_as(kind: str) -> str:
    """Return the kind by whose name a reminder of ``kind`` is counted where it is told with another."""
    return kinds_told_together().get(kind, kind)


def told_as_column() -> Case:
    """Return ``told_as`` as an expression over reminders."""
    together = kinds_told_together()
    cases = [When(kind=kind, then=Value(other)) for kind, other in together.items()]
    return Case(*cases, default=F("kind"), output_field=CharField())


def about_column() -> Func:
    """Return the date that a reminder is about, as its period key names it, as an expression."""
    return Func(F("period_key"), Value(">"), Value(1), function="split_part", output_field=CharField())
