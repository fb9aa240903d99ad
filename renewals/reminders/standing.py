"""Where the periods of contracts stand: read from what was sent and what people answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.models import Reminder
from core.reminders.shapes import date_in
from core.rules.calendars import Calendar, UnknownCalendarError, calendar_named
from renewals.models import Decision, ReminderResponse
from renewals.rules.climb import CLIMBS
from renewals.rules.ladder import ACT_BY
from renewals.rules.standing import Response, Standing

SUBJECT: Final = "contract"
Standings = Mapping[int, Mapping[dt.date, Standing]]


@dataclass(slots=True)
class _Found:
    responses: list[Response] = field(default_factory=list)
    first_reminded_date: dt.date | None = None
    climbed: dict[str, dt.date] = field(default_factory=dict)
    is_decided: bool = False
    is_settled: bool = False


def standings_of(contract_ids: Collection[int]) -> dict[int, dict[dt.date, Standing]]:
    """Return where each period stands of which anything is known, by contract, in three queries."""
    found: dict[tuple[int, dt.date], _Found] = {}
    scope = ReminderResponse.objects.for_system("reminders go by what people answered")
    for row in scope.filter(contract_id__in=contract_ids).in_order():
        found.setdefault((row.contract_id, row.act_by_date), _Found()).responses.append(row.response)
    decisions = Decision.objects.for_system("what is decided need not be reminded of")
    for period_of, is_settled in decisions.settled_by_period(contract_ids).items():
        one = found.setdefault(period_of, _Found())
        one.is_decided, one.is_settled = True, is_settled
    for pk, period, kind, due, zone, settled_at in _handed_over(contract_ids):
        one = found.setdefault((pk, dt.date.fromisoformat(period)), _Found())
        if kind in CLIMBS:
            one.climbed[kind] = due
        else:
            day = date_in(zone, settled_at)
            one.first_reminded_date = min(day, one.first_reminded_date or day)
    standings: dict[int, dict[dt.date, Standing]] = {}
    for (pk, act_by), one in found.items():
        standings.setdefault(pk, {})[act_by] = Standing(
            responses=tuple(one.responses),
            first_reminded_date=one.first_reminded_date,
            climbed=one.climbed,
            is_decided=one.is_decided,
            is_settled=one.is_settled,
        )
    return standings


def _handed_over(contract_ids: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Return the reminders of act-by dates that were handed to delivery."""
    rows = Reminder.objects.filter(
        subject_type=SUBJECT,
        subject_id__in=contract_ids,
        kind__in=[ACT_BY, *CLIMBS],
        state=Reminder.State.SETTLED,
    )
    return rows.order_by().values_list(
        "subject_id", "period_key", "kind", "due_date", "timezone", "settled_at"
    )


def calendar_of(notice: Mapping[str, Any] | None) -> Calendar | None:
    """Return the calendar of a notice rule; None without one, or where it is not known."""
    name = (notice or {}).get("calendar") or ""
    try:
        return calendar_named(name) if name else None
    except UnknownCalendarError:
        return None
