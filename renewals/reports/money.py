"""Money at risk: sums of what is at stake, never across currencies, and the months they fall in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

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


def _sums(rows: Iterable[dict[str, Any]]) -> Sums:
    count, found = 0, {}
    for row in rows:
        count += row["count"]
        if row["amount"] is not None:
            found[row["currency"]] = row["amount"]
    ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    return Sums(count, tuple(ordered))


def sums_of(deadlines: QuerySet[Any]) -> Sums:
    """Return count and money at stake of deadlines that a person may see."""
    rows = deadlines.order_by().values("currency").annotate(count=Count("pk"), amount=Sum("amount_at_stake"))
    return _sums(rows)


def months_of(deadlines: QuerySet[Any], on: dt.date, count: int = 12) -> list[Month]:
    """Return ``count`` months from the one of ``on``, each with the deadlines to act on in it."""
    first = on.replace(day=1)
    firsts = [first]
    for _ in range(count):
        firsts.append((firsts[-1] + dt.timedelta(days=32)).replace(day=1))
    rows = (
        deadlines.filter(act_by_date__gte=first, act_by_date__lt=firsts[-1])
        .order_by()
        .annotate(month=TruncMonth("act_by_date"))
        .values("month", "currency")
        .annotate(count=Count("pk"), amount=Sum("amount_at_stake"))
    )
    by_month: dict[dt.date, list[dict[str, Any]]] = {}
    for row in rows:
        by_month.setdefault(row["month"], []).append(row)
    sums = [_sums(by_month.get(month, [])) for month in firsts[:-1]]
    most = max((one.count for one in sums), default=0) or 1
    return [
        Month(month, following - dt.timedelta(days=1), one, round(100 * one.count / most))
        for month, following, one in zip(firsts, firsts[1:], sums, strict=False)
    ]
