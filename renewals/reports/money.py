"""Money at risk: sums of what is at stake, never across currencies, and the months they fall in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
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
        return " + ".join(self.texts)

    @property
    def texts(self) -> list[str]:
        """Write the sum of each currency, the largest figure first."""
        return [money_text(amount, currency) for currency, amount in self.by_currency]


@dataclass(frozen=True, slots=True)
class Month:
    """The deadlines of a calendar month; ``height`` is the bar's, 0 to 100, by their number."""

    first: dt.date
    last: dt.date
    sums: Sums
    height: int


MONTHS: Final = 12


def sums_of(rows: Iterable[tuple[str, int, Decimal | None]]) -> Sums:
    """Sum rows of currency, how many, and amount or None, each currency for itself."""
    count, found = 0, dict[str, Decimal]()
    for currency, number, amount in rows:
        count += number
        if amount is not None:
            found[currency] = found.get(currency, Decimal()) + amount
    ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    return Sums(count, tuple(ordered))


@dataclass(frozen=True, slots=True)
class SumsByDay:
    """What is to be acted on each day: (act-by date, currency, how many, amount or None), read once."""

    rows: tuple[tuple[dt.date, str, int, Decimal | None], ...]

    def __call__(self, first: dt.date | None, last: dt.date | None) -> Sums:
        """Sum from one date to another, both inclusive; None leaves that side open."""
        lowest, highest = first or dt.date.min, last or dt.date.max
        return sums_of(row[1:] for row in self.rows if lowest <= row[0] <= highest)


def sums_by_day(deadlines: QuerySet[Any]) -> SumsByDay:
    """Read what is to be acted on each day once, to be summed from one date to another."""
    return SumsByDay(tuple(_totals(deadlines, "reachable_act_by_date", "currency")))


def sums_by_status(deadlines: QuerySet[Any], statuses: Sequence[str]) -> dict[str, Sums]:
    """Return count and money at stake of the deadlines in each of ``statuses``."""
    rows = list(_totals(deadlines.filter(status__in=statuses), "status", "currency"))
    return {status: sums_of(row[1:] for row in rows if row[0] == status) for status in statuses}


def _totals(deadlines: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    grouped = deadlines.order_by().values(*columns).annotate(count=Count("*"), amount=Sum("amount_at_stake"))
    return grouped.values_list(*columns, "count", "amount")


def months_from(on: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return first and last day of the twelve months from the one of ``on``."""
    firsts = [on.replace(day=1)]
    for _ in range(MONTHS):
        firsts.append((firsts[-1] + dt.timedelta(days=32)).replace(day=1))
    return [(first, following - dt.timedelta(days=1)) for first, following in pairwise(firsts)]


def months_of(between: SumsByDay, on: dt.date) -> list[Month]:
    """Return the months from the one of ``on``, each with what is to be acted on in it."""
    months = [(first, last, between(first, last)) for first, last in months_from(on)]
    most = max((sums.count for _, _, sums in months), default=0) or 1
    return [Month(first, last, sums, round(100 * sums.count / most)) for first, last, sums in months]
