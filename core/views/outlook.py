"""What will go out in the next 200 days, and to whom: the dry run as a page."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import clock, registry
from core.access import policy
from core.paging import BadCursor, Order, Page, fetch_page
from core.reminders.outlook import HORIZON_DAYS, Outgoing, outgoing, planned_between
from core.views.operations import about_visible, links_of

PAGE_SIZE: Final = 50
_BY_DUE_DATE: Final = Order("due_date")


@policy("operations.view")
@require_GET
def outlook(request: HttpRequest) -> HttpResponse:
    """List the reminders about what the reader may see, by due date, with whom each reaches now."""
    today = clock.today()
    page = _page(request, today)
    links = links_of(request.user, page.rows)
    lines = [
        (row, links[key], registry.reminder_kinds.get(row.reminder.kind).label)
        for row in outgoing(page.rows)
        if (key := _key(row)) in links
    ]
    context = {
        "title": f"What will go out in the next {HORIZON_DAYS} days",
        "lines": lines,
        "today": today,
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }
    return render(request, "core/operations/outlook.html", context)


def _page(request: HttpRequest, today: dt.date) -> Page:
    ahead = planned_between(today, today + dt.timedelta(days=HORIZON_DAYS))
    rows: Any = ahead.filter(about_visible(request.user))
    try:
        return fetch_page(rows, _BY_DUE_DATE, size=PAGE_SIZE, cursor=request.GET.get("after", ""))
    except BadCursor:
        return fetch_page(rows, _BY_DUE_DATE, size=PAGE_SIZE)


def _key(row: Outgoing) -> tuple[str, int]:
    return row.reminder.subject_type, row.reminder.subject_id
