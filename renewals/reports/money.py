"""Money at risk: sums of what is at stake, never across currencies, and the months they fall in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum

from core.rules.wording import money_text


@dataclass(frozen=True, slots=True)
class Sums:
    """How many deadlines, and what is at stake in each currency; those without a value only count."""

    count: int
    by_currency: tuple[tuple[str, Decimal], ...]

    @property
    def text(self) -> str:
        """Write the sums side by side, the largest figure first; empty where no value is known."""
        return " + ".join(money_text(amount, currency) for currency, amount in self.by_currency)


@dataclass(frozen=True, slots=True)
class Month:
    """The deadlines of a calendar month; ``height`` is the bar's, 0 to 100, by their number."""

    first: dt.date
    last: dt.date
    sums: Sums
    height: int


Between = Callable[[dt.date | None, dt.date | None], Sums]
MONTHS: Final = 12


def _sums(rows: Iterable[dict[str, Any]]) -> Sums:
    count, found = 0, dict[str, Decimal]()
    for row in rows:
        count += row["count"]
        if row["amount"] is not None:
            found[row["currency"]] = found.get(row["currency"], Decimal()) + row["amount"]
    ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    return Sums(count, tuple(ordered))


def sums_by_day(deadlines: QuerySet[Any]) -> Between:
    """Read what is to be acted on each day once; return what sums it from one date to another.

    Both dates are inclusive; None leaves that side open.
    """
    rows = list(_totals(deadlines, "act_by_date", "currency"))

    def between(first: dt.date | None, last: dt.date | None) -> Sums:
        lowest, highest = first or dt.date.min, last or dt.date.max
        return _sums(row for row in rows if lowest <= row["act_by_date"] <= highest)

    return between


def sums_by_status(deadlines: QuerySet[Any], statuses: Sequence[str]) -> dict[str, Sums]:
    """Return count and money at stake of the deadlines in each of ``statuses``."""
    rows = list(_totals(deadlines.filter(status__in=statuses), "status", "currency"))
    return {status: _sums(row for row in rows if row["status"] == status) for status in statuses}


def _totals(deadlines: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    grouped = deadlines.order_by().values(*columns)
    return grouped.annotate(count=Count("*"), amount=Sum("amount_at_stake"))


def months_from(on: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return first and last day of the twelve months from the one of ``on``."""
    firsts = [on.replace(day=1)]
    for _ in range(MONTHS):
        firsts.append((firsts[-1] + dt.timedelta(days=32)).replace(day=1))
    return [(first, following - dt.timedelta(days=1)) for first, following in pairwise(firsts)]


def months_of(between: Between, on: dt.date) -> list[Month]:
    """Return the months from the one of ``on``, each with what is to be acted on in it."""
    months = [(first, last, between(first, last)) for first, last in months_from(on)]
    most = max((sums.count for _, _, sums in months), default=0) or 1
    return [Month(first, last, sums, round(100 * sums.count / most)) for first, last, sums in months]
