"""A month of renewals as a calendar: what falls on each day, for weeks that begin on Monday."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from renewals.models import Deadline

#: What stands on a day: the column of its date, the kind of its status word, its words.
KINDS: Final = (
    ("reachable_act_by_date", "act", "Act by"),
    ("reachable_send_by_date", "review", "Send by"),
    ("reachable_notice_by_date", "missed", "Notice by"),
    ("term_end", "draft", "Ends"),
)
#: Contracts shown of one kind on one day.
ON_A_DAY: Final = 3
_FILTERS: Final = {
    "reachable_act_by_date": "act_by",
    "reachable_send_by_date": "send_by",
    "reachable_notice_by_date": "notice_by",
    "term_end": "ends",
}
_READ: Final = (
    "contract__number", "contract__title", "contract__vendor__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        """Return its last day."""
        return self.following.first - dt.timedelta(days=1)

    @property
    def following(self) -> Month:
        """Return the month after it."""
        return Month((self.first + dt.timedelta(days=32)).replace(day=1))

    @property
    def preceding(self) -> Month:
        """Return the month before it."""
        return Month((self.first - dt.timedelta(days=1)).replace(day=1))

    def holds(self, day: dt.date) -> bool:
        """Return whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def key(self) -> str:
        """Return it as addresses have it: ``2026-11``."""
        return f"{self.first:%Y-%m}"

    def weeks(self) -> list[list[dt.date]]:
        """Return its weeks from Monday to Sunday, with the days of the months around it."""
        start = self.first - dt.timedelta(days=self.first.weekday())
        count = ((self.last - start).days // 7) + 1
        return [[start + dt.timedelta(days=7 * week + day) for day in range(7)] for week in range(count)]


def month_from(text: str, on: dt.date) -> Month:
    """Return the month that ``2026-11`` names, the one of ``on`` where it names none from 1900 to 2199."""
    try:
        first = dt.date.fromisoformat(f"{text}-01") if len(text) == 7 else on
    except ValueError:
        first = on
    return Month((first if 1900 <= first.year < 2200 else on).replace(day=1))


def filters_of(column: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Return the filters of the list for dates in ``column`` between two days, both inclusive."""
    name = _FILTERS[column]
    return {**({} if column == "term_end" else {"acting": "true"}), f"{name}_min": first, f"{name}_max": last}


@dataclass(slots=True)
class Entry:
    """What of one kind falls on one day: how many, the first of them, and the filters of the list of all."""

    kind: str
    words: str
    column: str
    day: dt.date
    count: int
    rows: list[Any] = field(default_factory=list)

    @property
    def filters(self) -> dict[str, Any]:
        """Return the filters of the list of deadlines that give exactly these."""
        return filters_of(self.column, self.day, self.day)

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.rows)


def entries_of(seen: QuerySet[Any], month: Month) -> dict[dt.date, list[Entry]]:
    """Return what falls on each day of a month, in the order in which it is to be done.

    Act-by, send-by and notice-by are those on which somebody can still act; terms end whatever was done.
    """
    parts = [_first_of_days(_of(seen, column), number, month) for number, (column, _, _) in enumerate(KINDS)]
    placed = sorted(parts[0].union(*parts[1:], all=True))
    shown = seen.filter(pk__in={pk for *_, pk in placed}).select_related("contract__vendor").only(*_READ)
    by_pk = {row.pk: row for row in shown}
    found: dict[dt.date, list[Entry]] = {}
    for number, day, place, count, pk in placed:
        entries = found.setdefault(day, [])
        if place == 1:
            column, kind, words = KINDS[number]
            entries.append(Entry(kind, words, column, day, count))
        if pk in by_pk:
            entries[-1].rows.append(by_pk[pk])
    return found


def _of(seen: QuerySet[Any], column: str) -> QuerySet[Any]:
    if column == "term_end":
        return seen.exclude(status=Deadline.Status.EXPIRED)
    running: QuerySet[Any] = seen.to_act_on()  # type: ignore[attr-defined]
    return running


def _first_of_days(rows: QuerySet[Any], number: int, month: Month) -> QuerySet[Any, Any]:
    """Return kind, day, place on it, how many fall on it, and key of the first of each day of the month."""
    column = KINDS[number][0]
    placed = rows.filter(**{f"{column}__range": (month.first, month.last)}).annotate(
        kind=Value(number),
        day=F(column),
        place=Window(RowNumber(), partition_by=F(column), order_by="contract_id"),
        number=Window(Count("*"), partition_by=F(column)),
    )
    return placed.order_by().filter(place__lte=ON_A_DAY).values_list("kind", "day", "place", "number", "pk")
