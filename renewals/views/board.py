"""The board of renewals: the twelve months ahead in columns, and what is unusual in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import clock
from core.access import policy
from core.paging.standing import while_unchanged
from renewals.models import Deadline
from renewals.panels.home import list_url
from renewals.reports import board as reports
from renewals.reports.board import Column, Group
from renewals.reports.money import SumsByDay, sums_by_day

WAYS: Final = (("month", "By month"), ("owner", "By owner"), ("value", "By value"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for; an unknown way is the first one."""

    by: str
    is_mine: bool
    is_all: bool
    on: dt.date

    @property
    def narrowed(self) -> dict[str, str]:
        """Return the filters that every list behind the board has."""
        return {"acting": "true", **({"mine": "true"} if self.is_mine else {})}


@policy("contracts.view")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show what is to be acted on within twelve months in columns, each figure with the list behind it."""
    by = request.GET.get("by", "")
    asked = _Asked(
        by if by in dict(WAYS) else "month",
        request.GET.get("mine") == "true",
        request.GET.get("all") == "true",
        clock.today(timezone.get_current_timezone_name()),
    )
    seen = Deadline.objects.visible_to(request.user).current()
    if asked.is_mine:
        seen = seen.filter(Q(contract__owner=request.user) | Q(contract__backup_owner=request.user))
    running = reports.ahead(seen, asked.on)
    key = ("board", request.user.pk, asked)
    of_days = ("board days", request.user.pk, asked.is_mine, asked.on)
    between = while_unchanged(of_days, lambda: sums_by_day(running))
    columns, hidden = while_unchanged(key, lambda: _columns(running, between, asked, request.user))
    context = {
        "title": "Renewals board",
        "on": asked.on,
        "until": reports.until_words(asked.on),
        "asked": asked,
        "ways": WAYS,
        "columns": [(column, _list_of(column.group, asked)) for column in columns],
        "hidden": hidden,
        "cliffs": [
            (*reports.cliff_words(cliff), _days_url(cliff.first, cliff.last, asked))
            for cliff in reports.cliffs(between, asked.on)
        ],
    }
    return render(request, "renewals/board.html", context)


def _columns(
    running: QuerySet[Any], between: SumsByDay, asked: _Asked, user: Any
) -> tuple[list[Column], int]:
    """Return the columns, and how many owners are left out."""
    if asked.by == "owner":
        groups = reports.by_owner(running, asked.on)
        shown = groups if asked.is_all else groups[: reports.OWNERS]
        return reports.columns_of(running, shown, user, asked.on), len(groups) - len(shown)
    is_by_value = asked.by == "value"
    groups = reports.by_value(running, asked.on) if is_by_value else reports.by_month(between, asked.on)
    return reports.columns_of(running, groups, user, asked.on), 0


def _list_of(group: Group, asked: _Asked) -> str:
    return list_url(**asked.narrowed, **group.filters)


def _days_url(first: dt.date, last: dt.date, asked: _Asked) -> str:
    return list_url(**asked.narrowed, act_by_min=first, act_by_max=last)
