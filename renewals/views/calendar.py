"""The calendar of renewals: one month as a grid, and as a list of days where there is no room for one."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import clock
from core.access import policy
from core.paging.standing import while_unchanged
from renewals.models import Deadline
from renewals.panels.home import list_url
from renewals.reports.calendar import KINDS, Entry, entries_of, filters_of, month_from


@policy("contracts.view")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what falls on each day of the month that the address names, else of this one."""
    on = clock.today(timezone.get_current_timezone_name())
    month = month_from(request.GET.get("month", ""), on)
    is_mine = request.GET.get("mine") == "true"
    seen = Deadline.objects.visible_to(request.user).current()
    if is_mine:
        seen = seen.filter(Q(contract__owner=request.user) | Q(contract__backup_owner=request.user))
    key = ("calendar", request.user.pk, month.first, is_mine)
    entries = while_unchanged(key, lambda: entries_of(seen, month))
    narrowed = {"mine": "true"} if is_mine else {}

    def drawn(day: dt.date) -> list[tuple[Entry, str]]:
        return [(entry, list_url(**narrowed, **entry.filters)) for entry in entries.get(day, ())]

    weeks = [[(day, month.holds(day), drawn(day)) for day in week] for week in month.weeks()]
    context = {
        "title": f"{month.first:%B %Y}",
        "on": on,
        "month": month,
        "is_mine": is_mine,
        "weeks": weeks,
        "free_weeks": [
            week for week in weeks if not any(is_in and (found or day == on) for day, is_in, found in week)
        ],
        "is_free": not entries,
        "kinds": [
            (kind, words, count, list_url(**narrowed, **filters_of(column, month.first, month.last)))
            for column, kind, words in KINDS
            for count in [_count(entries, column)]
        ],
    }
    return render(request, "renewals/calendar.html", context)


def _count(entries: dict[dt.date, list[Entry]], column: str) -> int:
    return sum(entry.count for day in entries.values() for entry in day if entry.column == column)
