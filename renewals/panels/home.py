"""Deadlines on the home page: the queue, the day's figures, and the months ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from contracts_app.models import Contract
from core.pages.queue import QueueItem
from core.paging.standing import while_unchanged
from core.rules.periods import Period
from core.rules.wording import short_date
from renewals.models import Deadline, Decision
from renewals.permissions import decides
from renewals.reminders.consequence import consequence_of
from renewals.reminders.lengths import next_lengths
from renewals.reminders.place import contract_url
from renewals.reports.decision_words import what_is_left
from renewals.reports.money import SumsByDay, months_from, months_of, sums_by_day
from renewals.reports.words import title_in_queue, word_to_act

AHEAD_DAYS: Final = 30
_KEPT: Final = "_deadlines_ahead"
_READ: Final = (
    "status", "act_by_date", "notice_by_date", "reachable_act_by_date", "reachable_notice_by_date",
    "term_end", "renewal_date", "if_nobody_acts", "missing", "amount_at_stake", "currency",
    "contract__number", "contract__title", "contract__status",
    "contract__vendor__name", "contract__owner", "contract__backup_owner", "contract__department",
)  # fmt: skip


def _to_act_on(user: Any) -> Any:
    return Deadline.objects.visible_to(user).current().to_act_on()


def needing_action(user: Any, on: dt.date) -> QuerySet[Any]:
    """Return the deadlines that need somebody now: to act on within 30 days, or overdue but in time."""
    return _to_act_on(user).filter(reachable_act_by_date__lte=on + dt.timedelta(days=AHEAD_DAYS))


def _most_urgent(user: Any, on: dt.date, limit: int) -> list[Deadline]:
    """Return the deadlines that need somebody first.

    Once act-by has passed the last day for notice is what counts, and the queue follows it.
    """
    found = needing_action(user, on).select_related("contract__vendor").only(*_READ)
    passed = found.filter(reachable_act_by_date__lt=on).order_by("reachable_notice_by_date", "contract_id")
    ahead = found.filter(reachable_act_by_date__gte=on).order_by("reachable_act_by_date", "contract_id")
    rows = [*passed[:limit], *ahead[:limit]]
    return sorted(rows, key=lambda row: (_due(row, on), row.contract_id))[:limit]


def _due(row: Deadline, on: dt.date) -> dt.date:
    """Return the day that a deadline is queued by: act-by, or notice-by once act-by has passed."""
    act_by, notice_by = row.reachable_act_by_date, row.reachable_notice_by_date
    assert act_by is not None
    return notice_by if act_by < on and notice_by is not None else act_by


def _key(row: Deadline) -> tuple[int, dt.date | None]:
    """Return what a decision about a deadline counts for."""
    return row.contract_id, row.reachable_act_by_date


def queue_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the most urgent deadlines with what happens if nobody acts."""
    rows = _most_urgent(user, on, limit)
    lengths = next_lengths(Contract.objects.visible_to(user), [row.contract_id for row in rows])
    latest = _latest_decisions(user, rows)
    for row in rows:
        word = word_to_act(row, on)
        if word is None:
            continue
        contract = row.contract
        yield QueueItem(
            word=word,
            due_date=_due(row, on),
            title=title_in_queue(contract),
            url=contract_url(contract.pk),
            **_next_step(user, row, latest.get(_key(row)), lengths.get(row.contract_id)),
        )


def _latest_decisions(user: Any, rows: list[Deadline]) -> dict[tuple[int, dt.date | None], Decision]:
    """Return the newest decision about each deadline: in force, waiting for a second person, or rejected."""
    told = (Decision.Status.IN_FORCE, Decision.Status.PROPOSED, Decision.Status.REJECTED)
    found = Decision.objects.visible_to(user).filter(
        contract__in=[row.contract_id for row in rows], status__in=told
    )
    found = (
        found.select_related("notice", "ended_by", "decided_by")
        .defer("snapshot")
        .order_by("decided_at", "pk")
    )
    return {(row.contract_id, row.act_by_date): row for row in found}


def _next_step(user: Any, row: Deadline, decision: Decision | None, length: Period | None) -> dict[str, str]:
    """Return what the person does next: serve or see what was decided, decide, or read why."""
    said = consequence_of(row, length=length).rstrip(".")
    if decision is not None:
        kind = decision.get_kind_display().lower()
        address = reverse("decision", args=[decision.pk])
        if decision.status == Decision.Status.IN_FORCE:
            left = what_is_left(decision)
            return {"action_label": "Serve notice", "action_url": address, "consequence": left}
        if decision.status == Decision.Status.PROPOSED:
            waiting = f"Decided by {decision.decided_by}: {kind}; waits for a second person"
            return {"action_label": "See decision", "action_url": address, "consequence": waiting}
        said = f"Not confirmed by {decision.ended_by}: {kind}. {said}"
    if decides(user, row.contract):
        address = reverse("contract_decide", args=[row.contract_id])
        return {"action_label": "Decide", "action_url": address, "consequence": said}
    address = reverse("contract_deadline", args=[row.contract_id])
    return {"action_label": "See why", "action_url": address, "consequence": said}


def _ahead(user: Any, on: dt.date) -> SumsByDay:
    """Return the sums of what is to act on, from the overdue to the end of the months shown.

    The figures of one page rest on one reading, kept with the person for as long as the request lasts.
    """
    known: tuple[dt.date, SumsByDay] | None = user.__dict__.get(_KEPT)
    if known is None or known[0] != on:
        until = _to_act_on(user).filter(reachable_act_by_date__lte=months_from(on)[-1][1])
        found = while_unchanged(("ahead", user.pk, on), lambda: sums_by_day(until))
        known = user.__dict__[_KEPT] = on, found
    return known[1]


def _missed(user: Any) -> int:
    missed = Deadline.objects.visible_to(user).current().filter(status=Deadline.Status.MISSED)
    return while_unchanged(("missed", user.pk), missed.count)


def queue_count(user: Any, on: dt.date) -> int:
    """Return how many deadlines need somebody now."""
    return _ahead(user, on)(None, on + dt.timedelta(days=AHEAD_DAYS)).count


def list_url(**query: Any) -> str:
    """Return the address of the list of deadlines, narrowed."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return reverse("renewals") + (f"?{urlencode(said)}" if said else "")


def facts(user: Any, on: dt.date) -> Iterator[tuple[str, str]]:
    """Give what is due today, what is at risk this month, and what was missed."""
    ahead = _ahead(user, on)
    today = ahead(on, on).count
    yield (f"{today} due today", list_url(acting="true", act_by_min=on, act_by_max=on))
    last = (on.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    month = ahead(on, last)
    if month.count:
        words = f"{month.text} at risk" if month.text else f"{month.count} to act on"
        words = f"{words} until {short_date(last)}"
        yield (words, list_url(acting="true", act_by_min=on, act_by_max=last))
    if missed := _missed(user):
        yield (f"{missed} missed", list_url(status="missed"))


def months_box(user: Any, on: dt.date) -> dict[str, Any]:
    """Return the deadlines of the next twelve months, each figure with the list behind it."""
    months = months_of(_ahead(user, on), on)
    rows = [
        (month, list_url(acting="true", act_by_min=month.first, act_by_max=month.last)) for month in months
    ]
    bars = [
        {"x": 8 + number * 82, "y": 110 - month.height, "height": month.height, "month": month, "url": url}
        for number, (month, url) in enumerate(rows)
    ]
    return {"rows": [row for row in rows if row[0].sums.count], "bars": bars}
