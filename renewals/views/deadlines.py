"""The list of deadlines by urgency, with the money at risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.access import policy
from core.pages.columns import Column
from core.pages.listing import Empty, Listing
from core.paging.standing import while_unchanged
from renewals.filters import DeadlineFilter
from renewals.models import Deadline
from renewals.panels.home import list_url
from renewals.panels.silent import silent_count
from renewals.reminders.consequence import consequence_of
from renewals.reports.money import Sums, sums_by_day, sums_by_status
from renewals.templatetags import deadline_cells as cells

#: What the cells read of a deadline and of its contract.
READ = (
    "status", "act_by_date", "notice_by_date", "reachable_act_by_date", "reachable_notice_by_date",
    "term_end", "renewal_date", "if_nobody_acts", "missing", "amount_at_stake", "currency",
    "contract__number", "contract__title", "contract__status", "contract__vendor__name",
    "contract__owner__full_name", "contract__owner__username",
)  # fmt: skip
_DAY = dt.timedelta(days=1)


def _iso(name: str) -> Any:
    return lambda row: getattr(row, name).isoformat() if getattr(row, name) else ""


def _stake(row: Deadline) -> str:
    return "" if row.amount_at_stake is None else f"{row.amount_at_stake.normalize():f} {row.currency}"


def _then(row: Deadline) -> str:
    return consequence_of(row, with_money=False, contract_status=row.contract.status)


def _of_this_term() -> tuple[Column, ...]:
    """Return the columns of act-by and notice-by as this term has them, missed or not."""
    act_by = Column(
        "act_by", "Act by", _iso("act_by_date"), "act_by_date",
        kind="status", draw=cells.word_cell, order=10,
    )  # fmt: skip
    notice_by = Column(
        "notice_by", "Notice by", _iso("notice_by_date"), "notice_by_date",
        kind="date", draw=cells.notice_by_cell, order=40,
    )  # fmt: skip
    return act_by, notice_by


def _of_the_exit_in_reach() -> tuple[Column, ...]:
    """Return the same columns of the exit that can still be reached, as Home and the board count it."""
    act_by = Column(
        "act_by", "Act by", _iso("reachable_act_by_date"), "reachable_act_by_date",
        kind="status", draw=cells.word_to_act_cell, order=10,
    )  # fmt: skip
    notice_by = Column(
        "notice_by", "Notice by", _iso("reachable_notice_by_date"), "reachable_notice_by_date",
        kind="date", draw=cells.reachable_notice_by_cell, order=40,
    )  # fmt: skip
    return act_by, notice_by


DEADLINES = Listing(
    page="deadlines",
    noun="deadline",
    nouns="deadlines",
    columns=(
        *_of_this_term(),
        Column(
            "contract", "Contract", lambda row: f"{row.contract.number} {row.contract.title}",
            draw=cells.contract_cell, is_heading=True, order=20,
        ),
        Column(
            "ends", "Term ends", _iso("term_end"), "term_end",
            kind="date", draw=cells.ends_cell, order=50,
        ),
        Column("then", "If nobody acts", _then, order=60),
        Column(
            "stake", "At stake", _stake, "amount_at_stake",
            kind="money", draw=cells.stake_cell, order=70,
        ),
        Column("owner", "Owner", lambda row: str(row.contract.owner or ""), order=80),
    ),
    filterset=DeadlineFilter,
    default_sort="act_by",
    tie="contract_id",
    prepare=lambda rows: rows.select_related("contract__vendor", "contract__owner").only(*READ),
)  # fmt: skip
#: Narrowed to what is to act on, the list shows and sorts by the dates of the exit that can be reached.
TO_ACT_ON = replace(DEADLINES, columns=(*_of_the_exit_in_reach(), *DEADLINES.columns[2:]))


@policy("contracts.view")
def deadline_list(request: HttpRequest) -> HttpResponseBase:
    """List the deadlines of contracts in force that the person may see; ended ones only when asked for."""
    on = clock.today(timezone.get_current_timezone_name())
    seen = Deadline.objects.visible_to(request.user).current()
    if request.GET.get("status") != Deadline.Status.EXPIRED:
        seen = seen.exclude(status=Deadline.Status.EXPIRED)
    empty = Empty(
        "No deadlines yet",
        "A contract in force has a deadline: the day by which somebody must act. Record a contract, or import"
        " a register.",
        reverse("contract_list"),
        "Open the contracts",
    )
    is_acting = request.GET.get("acting", "").lower() in ("true", "1")
    listing = (TO_ACT_ON if is_acting else DEADLINES).open(request, seen, on=on, empty=empty)
    key = ("urgency", request.GET.get("status") == Deadline.Status.EXPIRED, request.user.pk, on)
    urgency = while_unchanged(key, lambda: list(_urgency(seen, on)))
    silent = silent_count(request.user, on)
    context = {"title": "Renewals", "urgency": urgency, "on": on, "silent": silent}
    return listing.respond("renewals/deadline_list.html", context)


def _urgency(seen: QuerySet[Deadline], on: dt.date) -> Iterator[tuple[str, str, Sums, str]]:
    """Give the steps of urgency: kind of word, what it is called, how much is in it, the list behind it."""
    week, month, quarter = (on + dt.timedelta(days=days) for days in (7, 30, 90))
    between = sums_by_day(seen.to_act_on().filter(reachable_act_by_date__lte=quarter))  # type: ignore[attr-defined]
    spans = (
        ("missed", "Act-by passed, notice still in time", None, on - _DAY),
        ("act", "Today", on, on),
        ("act", "Within 7 days", on + _DAY, week),
        ("review", "8 to 30 days", week + _DAY, month),
        ("review", "31 to 90 days", month + _DAY, quarter),
    )
    for kind, label, first, last in spans:
        yield kind, label, between(first, last), list_url(acting="true", act_by_min=first, act_by_max=last)
    states = sums_by_status(seen, (Deadline.Status.MISSED, Deadline.Status.UNKNOWN))
    for status, sums in states.items():
        yield status, Deadline.Status(status).label, sums, list_url(status=status)
