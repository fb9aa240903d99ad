"""What was sent of a deadline and what people answered: the reconciler's own reading of it.

It shares nothing with ``standing`` and its rules: the rules of ``docs/reminders.md`` are written out a second
time, day by day instead of by formula, so that a slip in either shows as a difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.models import Reminder
from core.rules.calendars import UnknownCalendarError, calendar_named
from renewals.models import Decision, ReminderResponse

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@dataclass(slots=True)
class Past:
    """One period: its answers with the end of the snooze or None, what went out when, and its decisions.

    ``decided`` has for each decision that stands whether it still asks for something: a notice, or a second
    person.
    """

    answers: list[tuple[dt.date, dt.date | None]] = field(default_factory=list)
    first_day: dt.date | None = None
    sent_climbs: dict[str, dt.date] = field(default_factory=dict)
    decided: list[bool] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Tell whether nobody need be reminded any more."""
        return not all(self.decided)

    def is_snoozed(self, due: dt.date) -> bool:
        """Tell whether a message due on ``due`` is kept back: the snooze that runs then reaches past it."""
        running = None
        for day, until in self.answers:
            if until is not None and day < due:
                running = until
        return running is not None and due < running

    def ends_of_snoozes(self) -> list[dt.date]:
        """Return the days on which a snooze came to its end without having been replaced."""
        ends, snoozes = set(), [(day, until) for day, until in self.answers if until is not None]
        for number, (_, until) in enumerate(snoozes):
            if all(later >= until for later, _ in snoozes[number + 1 :]):
                ends.add(until)
        return sorted(ends)

    def climbs(self, act_by: dt.date, patience: int, calendar: str) -> Iterator[tuple[str, dt.date]]:
        """Yield to whom it climbs and when, unless somebody answered."""
        if self.answers or self.decided or self.first_day is None or patience == 0:
            return
        last = self.first_day
        for kind, margin in (("renewals.climb_manager", 2), ("renewals.climb_legal", 1)):
            day, left = last, patience
            while left and (day < act_by - margin * _DAY or day == last):
                day += _DAY
                left -= _is_worked(day, calendar)
            day = self.sent_climbs.get(kind, day)
            if day > act_by:
                return
            yield kind, day
            last = day


def _is_worked(day: dt.date, calendar: str) -> bool:
    try:
        return calendar_named(calendar).is_business_day(day) if calendar else day.weekday() < _SATURDAY
    except UnknownCalendarError:
        return day.weekday() < _SATURDAY


def pasts_of(contract_ids: Collection[int]) -> dict[tuple[int, str], Past]:
    """Return what happened in each period of each contract, by contract and act-by date in ISO."""
    found: dict[tuple[int, str], Past] = {}
    responses = ReminderResponse.objects.for_system("the reconciler reads every answer")
    rows = responses.filter(contract_id__in=contract_ids).order_by("responded_at", "id")
    for pk, act_by, day, until in rows.values_list("contract_id", "act_by_date", "on_date", "snoozed_until"):
        found.setdefault((pk, str(act_by)), Past()).answers.append((day, until))
    decisions = Decision.objects.for_system("the reconciler reads every decision")
    standing = decisions.filter(contract_id__in=contract_ids, status__in=["proposed", "in_force"])
    for pk, act_by_date, status, needs_notice in standing.values_list(
        "contract_id", "act_by_date", "status", "needs_notice"
    ):
        asks = status == "proposed" or needs_notice
        found.setdefault((pk, str(act_by_date)), Past()).decided.append(asks)
    sent = Reminder.objects.filter(
        subject_type="contract", subject_id__in=contract_ids, state="settled", kind__startswith="renewals."
    )
    for row in sent.order_by("settled_at"):
        past = found.setdefault((row.subject_id, row.period_key), Past())
        if row.kind in ("renewals.climb_manager", "renewals.climb_legal"):
            past.sent_climbs[row.kind] = row.due_date
        elif row.kind == "renewals.act_by" and past.first_day is None and row.settled_at is not None:
            past.first_day = row.settled_at.astimezone(ZoneInfo(row.timezone)).date()
    return found
