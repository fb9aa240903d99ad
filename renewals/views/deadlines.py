"""The list of deadlines by urgency, with the money at risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.access import policy
from core.pages.columns import Column
from core.pages.listing import Empty, Listing
from renewals.filters import DeadlineFilter
from renewals.models import Deadline
from renewals.panels.home import list_url
from renewals.reminders.consequence import consequence_of
from renewals.reports.money import Sums, sums_of


def _iso(name: str) -> Any:
    return lambda row: getattr(row, name).isoformat() if getattr(row, name) else ""


def _stake(row: Deadline) -> str:
    return "" if row.amount_at_stake is None else f"{row.amount_at_stake.normalize():f} {row.currency}"


DEADLINES = Listing(
    page="deadlines",
    noun="deadline",
    nouns="deadlines",
    columns=(
        Column(
            "act_by", "Act by", _iso("act_by_date"), "act_by_date",
            kind="status", template="renewals/cells/word.html", order=10,
        ),
        Column(
            "contract", "Contract", lambda row: f"{row.contract.number} {row.contract.title}",
            template="renewals/cells/contract.html", is_heading=True, order=20,
        ),
        Column(
            "notice_by", "Notice by", _iso("notice_by_date"), "notice_by_date",
            kind="date", template="renewals/cells/notice_by.html", order=40,
        ),
        Column(
            "ends", "Term ends", _iso("term_end"), "term_end",
            kind="date", template="renewals/cells/ends.html", order=50,
        ),
        Column("then", "If nobody acts", lambda row: consequence_of(row, with_money=False), order=60),
        Column(
            "stake", "At stake", _stake, "amount_at_stake",
            kind="money", template="renewals/cells/stake.html", order=70,
        ),
        Column("owner", "Owner", lambda row: str(row.contract.owner or ""), order=80),
    ),
    filterset=DeadlineFilter,
    default_sort="act_by",
    prepare=lambda rows: rows.select_related("contract__vendor", "contract__owner").defer(
        "contract__search_vector", "contract__description", "steps"
    ),
)  # fmt: skip


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
    listing = DEADLINES.open(request, seen, on=on, empty=empty)
    context = {"title": "Renewals", "urgency": list(_urgency(seen, on)), "on": on}
    return listing.respond("renewals/deadline_list.html", context)


def _urgency(seen: QuerySet[Deadline], on: dt.date) -> Iterator[tuple[str, str, Sums, str]]:
    """Give the steps of urgency: kind of word, what it is called, how much is in it, the list behind it."""
    acting = seen.to_act_on()  # type: ignore[attr-defined]
    week, month, quarter = (on + dt.timedelta(days=days) for days in (7, 30, 90))
    tomorrow, yesterday = on + dt.timedelta(days=1), on - dt.timedelta(days=1)
    steps = (
        ("missed", "Act-by passed, notice still in time", acting.filter(act_by_date__lt=on),
         {"acting": "true", "act_by_max": yesterday}),
        ("act", "Today", acting.filter(act_by_date=on),
         {"acting": "true", "act_by_min": on, "act_by_max": on}),
        ("act", "Within 7 days", acting.acting_between(tomorrow, week),
         {"acting": "true", "act_by_min": tomorrow, "act_by_max": week}),
        ("review", "8 to 30 days", acting.acting_between(week + dt.timedelta(days=1), month),
         {"acting": "true", "act_by_min": week + dt.timedelta(days=1), "act_by_max": month}),
        ("review", "31 to 90 days", acting.acting_between(month + dt.timedelta(days=1), quarter),
         {"acting": "true", "act_by_min": month + dt.timedelta(days=1), "act_by_max": quarter}),
        ("missed", "Missed", seen.filter(status=Deadline.Status.MISSED), {"status": "missed"}),
        ("unknown", "Unknown", seen.filter(status=Deadline.Status.UNKNOWN), {"status": "unknown"}),
    )  # fmt: skip
    for kind, label, rows, query in steps:
        yield kind, label, sums_of(rows), list_url(**query)
