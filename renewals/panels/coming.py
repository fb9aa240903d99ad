"""What amendments that count later do to deadlines, on the contract's page and on Home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from contracts_app.models import Amendment, Contract
from core.pages.queue import QueueItem
from core.pages.status import StatusWord
from core.paging.standing import while_unchanged
from core.rules.wording import short_date, weekday_date
from renewals.reminders.coming import ComingDate, coming_dates
from renewals.reminders.place import contract_url
from renewals.reports.words import title_in_queue

#: So long before the earlier act-by date Home tells of it.
AHEAD_DAYS: Final = 30


def coming_header(contract: Any, user: Any, now: dt.datetime) -> dict[str, Any]:
    """Return what the deadline of a contract will be with the amendments to come; no query without any."""
    if not Amendment.objects.standing_of(contract.pk, user):
        return {"coming": []}
    coming = coming_dates(Contract.objects.visible_to(user), [contract.pk]).get(contract.pk, [])
    return {"coming": [one.words for one in coming]}


def queue_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the contracts where an amendment to come lets somebody act earlier, the earliest first."""
    for act_by, one in _earlier(user, on)[:limit]:
        yield QueueItem(
            word=StatusWord("act", f"Act by {weekday_date(act_by)}"),
            due_date=act_by,
            title=title_in_queue(one.contract),
            url=contract_url(one.contract.pk),
            consequence=f"{one.amendment.title} counts from {short_date(one.day)}",
        )


def queue_count(user: Any, on: dt.date) -> int:
    """Return how many such contracts there are."""
    return while_unchanged(("coming", user.pk, on), lambda: len(_earlier(user, on)))


def _earlier(user: Any, on: dt.date) -> list[tuple[dt.date, ComingDate]]:
    """Return the earliest day by which amendments to come make somebody act, of each contract; near ones."""
    found = []
    for coming in coming_dates(Contract.objects.visible_to(user)).values():
        days = [(day, one) for one in coming if (day := one.act_by_date(on))]
        first = min(days, key=lambda each: each[0], default=None)
        if first and first[0] <= on + dt.timedelta(days=AHEAD_DAYS):
            found.append(first)
    return sorted(found, key=lambda each: (each[0], each[1].contract.pk))
