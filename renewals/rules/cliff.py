"""Notice cliffs: weeks and months in which unusually much is to be acted on.

1. What counts is what is to be acted on from a day on, up to a last day (both inclusive), by act-by date.
2. A week (Monday to Sunday) is a cliff if at least 3 deadlines fall in it, and they are at least 15 % of
   all, or what is at stake in them at least 15 % of all in the same currency. For a calendar month: 25 %.
   An even year has 2 % in a week and 8 % in a month.
3. Money is compared within its currency only, never across; a currency counts in a span only if at least 3
   deadlines of the span have a value in it.
4. A month whose rest, without the weeks that are cliffs, is no cliff is not named: its weeks are.
5. Cliffs come in the order of their first day, a week before a month. A share is a whole percentage, rounded
   down, so that it never overstates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

FEWEST: Final = 3
WEEK_PERCENT: Final = 15
MONTH_PERCENT: Final = 25
_WEEK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """What is to be acted on on a day in one currency.

    Attributes:
        day: The act-by date.
        currency: Of the amount; empty where no value is known.
        count: How many deadlines.
        amount: What is at stake in them; None where no value is known.
    """

    day: date
    currency: str
    count: int
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class MoneyShare:
    """What is at stake in one currency in a span, and its share of all in that currency, in percent."""

    currency: str
    amount: Decimal
    percent: int


@dataclass(frozen=True, slots=True)
class Cliff:
    """A week or month in which unusually much falls due; both days inclusive.

    Attributes:
        first: Its first day, not before the first day looked at.
        last: Its last day, not after the last day looked at.
        is_month: Whether it is a calendar month; a week otherwise.
        count: How many deadlines fall in it.
        percent: Their share of all.
        is_many: Whether the number alone makes it a cliff.
        money: The currencies whose sums make it a cliff, the largest share first.
    """

    first: date
    last: date
    is_month: bool
    count: int
    percent: int
    is_many: bool
    money: tuple[MoneyShare, ...]


def cliffs_in(loads: Iterable[DayLoad], first: date, last: date) -> tuple[Cliff, ...]:
    """Return the cliffs from one day to another, both inclusive.

    Args:
        loads: What is to be acted on by day and currency; days outside do not count.
        first: Usually today.
        last: The end of the span that shares are of.
    """
    seen = [load for load in loads if first <= load.day <= last]
    weeks = {}
    for start in sorted({load.day - timedelta(days=load.day.weekday()) for load in seen}):
        inside = [load for load in seen if start <= load.day <= start + _WEEK]
        if cliff := _cliff(inside, seen, (max(start, first), min(start + _WEEK, last)), is_month=False):
            weeks[start] = cliff
    months = []
    for start in sorted({load.day.replace(day=1) for load in seen}):
        end = _month_end(start)
        inside = [load for load in seen if start <= load.day <= end]
        rest = [load for load in inside if load.day - timedelta(days=load.day.weekday()) not in weeks]
        span = (max(start, first), min(end, last))
        if _cliff(rest, seen, span, is_month=True) and (cliff := _cliff(inside, seen, span, is_month=True)):
            months.append(cliff)
    return tuple(sorted([*weeks.values(), *months], key=lambda cliff: (cliff.first, cliff.is_month)))


def _month_end(start: date) -> date:
    return (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _cliff(
    inside: Sequence[DayLoad], everything: Sequence[DayLoad], span: tuple[date, date], *, is_month: bool
) -> Cliff | None:
    """Return the cliff that the loads of a span are, None if they are none."""
    least = MONTH_PERCENT if is_month else WEEK_PERCENT
    count, total = _count(inside), _count(everything)
    if count < FEWEST:
        return None
    percent = 100 * count // total
    shares = [_share(currency, inside, everything) for currency in sorted({one.currency for one in inside})]
    money = sorted((share for share in shares if share and share.percent >= least), key=_largest_first)
    if percent < least and not money:
        return None
    return Cliff(*span, is_month, count, percent, percent >= least, tuple(money))


def _share(currency: str, inside: Sequence[DayLoad], everything: Sequence[DayLoad]) -> MoneyShare | None:
    valued = [load for load in inside if load.currency == currency and load.amount is not None]
    amount, total = _amount(valued), _amount(load for load in everything if load.currency == currency)
    if _count(valued) < FEWEST or total <= 0 or amount <= 0:
        return None
    return MoneyShare(currency, amount, int(100 * amount / total))


def _largest_first(share: MoneyShare) -> tuple[int, str]:
    return -share.percent, share.currency


def _count(loads: Iterable[DayLoad]) -> int:
    return sum(load.count for load in loads)


def _amount(loads: Iterable[DayLoad]) -> Decimal:
    return sum((load.amount for load in loads if load.amount is not None), Decimal())
