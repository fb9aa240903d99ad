"""What a term costs a year, so that contracts with terms of different lengths can be laid side by side.

1. A term of n whole months costs twelve n-ths of its price a year; twelve months cost exactly their price.
2. A term of another length costs 365 times its price by its days, both days in force included.
3. It is rounded half up to the decimals of its currency, at the end only.
4. Without an end, or without a price, there is no cost a year: it is not guessed.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from core.money import Money
from core.rules.periods import (
    MONTHS_IN_A_YEAR,
    ONE_DAY,
    PeriodRangeError,
    add_months,
    months_between,
)

_DAYS_IN_A_YEAR: Final = 365


def cost_a_year(price: Money | None, start: date | None, end: date | None) -> Money | None:
    """Return what a term from ``start`` to ``end``, both inclusive, costs a year; None where it is not known.

    Args:
        price: What the whole term costs.
        start: Its first day.
        end: Its last day; None: it has none.
    """
    if price is None or start is None or end is None or end < start:
        return None
    months = _whole_months(start, end)
    if months == MONTHS_IN_A_YEAR:
        return price
    if months:
        return Money(price.amount * MONTHS_IN_A_YEAR / months, price.currency).rounded()
    days = (end - start).days + 1
    return Money(price.amount * _DAYS_IN_A_YEAR / days, price.currency).rounded()


def _whole_months(start: date, end: date) -> int:
    """Return how many months a term lasts; 0 where it does not last whole months."""
    if end == date.max:
        return 0
    months = months_between(start, end + ONE_DAY)
    try:
        return months if add_months(start, months) == end + ONE_DAY else 0
    except PeriodRangeError:
        return 0
