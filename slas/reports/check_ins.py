"""Check-ins of key figures: which are missing, and what was said, by whom and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.ledger import actor_names
from core.models import StoredFile
from slas.actions.check_ins import EVIDENCE_KIND, due_periods
from slas.models import Measurement, SlaTarget
from slas.reports.agreed import unit_now
from slas.reports.judged import period_name
from slas.rules.agreed_target import IndicatorKind
from slas.rules.check_in import SOURCE, DuePeriod, missing
from slas.rules.period import ServicePeriod

#: Periods that ended longer ago are not asked for any more.
_ASKED_FOR: Final = dt.timedelta(days=400)
#: A period that is asked for may have begun that much earlier.
READ_SINCE: Final = 2 * _ASKED_FOR
#: So many periods are named in a sentence.
_NAMED: Final = 3
SHOWN: Final = 36
_HISTORY: Any = Measurement.history.model._base_manager


@dataclass(frozen=True, slots=True)
class Correction:
    """What a check-in said before, who changed it, when and why."""

    words: str
    by: str
    at: dt.datetime
    reason: str


@dataclass(slots=True)
class ShownCheckIn:
    """A check-in with who recorded it, its corrections, the newest first, and its evidence."""

    row: Measurement
    period: str
    value: str
    by: str = ""
    at: dt.datetime | None = None
    corrections: list[Correction] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)


def missing_of(targets: Iterable[SlaTarget], now: dt.datetime) -> dict[int, list[DuePeriod]]:
    """Return the periods of key figures that are over and have no reading, by target.

    Args:
        targets: With their service, the contract with its terms, their versions, and ``read_at`` since
            ``READ_SINCE`` before now.
        now: The instant of asking.
    """
    figures = [one for one in targets if one.indicator == IndicatorKind.KEY_FIGURE]
    gone = {one.pk: missing_among(one, one.read_at, now) for one in figures}  # type: ignore[attr-defined]
    return {target: periods for target, periods in gone.items() if periods}


def missing_among(target: SlaTarget, readings: Iterable[dt.datetime], now: dt.datetime) -> list[DuePeriod]:
    """Return the periods of a key figure that are over and have none of the readings, the earliest first."""
    since = (now - _ASKED_FOR).date()
    return missing((one for one in due_periods(target, now) if one.period.last >= since), readings)


def missing_words(gone: Sequence[DuePeriod]) -> str:
    """Say which check-ins are missing: ``Check-in for October 2026 is missing``; empty where none is."""
    names = [due_name(one.period) for one in reversed(gone)]
    if not names:
        return ""
    if len(names) == 1:
        return f"Check-in for {names[0]} is missing"
    if len(names) > _NAMED:
        more = len(names) - _NAMED + 1
        names = [*names[: _NAMED - 1], f"{more} earlier periods"]
    return f"Check-ins for {', '.join(names[:-1])} and {names[-1]} are missing"


def due_name(period: ServicePeriod) -> str:
    """Return what a period is called in a sentence: ``October 2026``, ``Q3 2026``, or its two days."""
    first, last = period.first, period.last
    after = last + dt.timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1:
        return period_name(first, last)
    if months == 1:
        return f"{first:%B %Y}"
    if months == 3 and first.month % 3 == 1:
        return f"Q{(first.month + 2) // 3} {first.year}"
    return str(first.year) if months == 12 and first.month == 1 else period_name(first, last)


def check_ins_of(user: Any, target: SlaTarget) -> list[ShownCheckIn]:
    """Return the check-ins of a target that ``user`` sees, the newest period first."""
    seen = Measurement.objects.visible_to(user).filter(target=target, source=SOURCE)
    rows = list(seen.order_by("-at", "-pk")[:SHOWN])
    if not rows:
        return []
    unit = unit_now(target)
    shown = {
        row.pk: ShownCheckIn(row, checked_in_period(row), f"{row.value.normalize():f} {unit}".strip())
        for row in rows
    }
    _tell_history(shown)
    kept = StoredFile.objects.for_system("evidence of check-ins that are seen").filter(
        kind=EVIDENCE_KIND,
        subject_type=Measurement._meta.label_lower,
        subject_id__in=[str(row.pk) for row in rows],
    )
    for file in kept.order_by("pk"):
        shown[int(file.subject_id)].files.append(file)
    return list(shown.values())


def _tell_history(shown: dict[int, ShownCheckIn]) -> None:
    """Say of each check-in who recorded it and when, and how it was corrected since; two queries."""
    rows = list(_HISTORY.filter(id__in=list(shown)).order_by("history_id"))
    names = actor_names({row.history_actor for row in rows})
    before: dict[int, Any] = {}
    for row in rows:
        check_in, by = shown[row.id], names[row.history_actor]
        if row.history_type == "+":
            check_in.by, check_in.at = by, row.history_date
        elif row.id in before and (words := "; ".join(_changes(before[row.id], row))):
            reason = row.history_change_reason or ""
            check_in.corrections.insert(0, Correction(words, by, row.history_date, reason))
        before[row.id] = row


def _changes(old: Any, new: Any) -> Iterator[str]:
    if old.value != new.value:
        yield f"{old.value.normalize():f} became {new.value.normalize():f}"
    if old.note != new.note:
        yield f"the note “{old.note}” became “{new.note}”" if old.note else "a note was added"
    if bool(old.voided_reason) != bool(new.voided_reason):
        yield "voided" if new.voided_reason else "taken up again"


def checked_in_period(row: Measurement) -> str:
    """Return what the period of a check-in is called."""
    first, _, last = row.ref.partition("/")
    try:
        days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        return row.ref
    return period_name(*days)
