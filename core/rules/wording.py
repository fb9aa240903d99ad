"""How dates, spans of days and money are written, the same on pages, in mails and in PDFs.

1. A date is day, short month, year: ``30 Nov 2026``; where somebody must act it has its
   weekday: ``Mon 30 Nov 2026``.
2. A span is counted in whole days from the date of reading: "today", "tomorrow",
   "in 3 days", "yesterday", "3 days ago"; never shown without its date.
3. Money is the sign of its currency, a blank, and the amount with thousands separated;
   decimals are left out when they are all zero and are otherwise those of the currency
   (``€ 412,000``, ``€ 3,433.50``, ``¥ 1,000``). Nothing is rounded away: an amount finer
   than its currency keeps its digits.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_symbol

from core.money import decimals_of, known_currencies, minor_units

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BLANK = "\u00a0"


def short_date(day: dt.date) -> str:
    """Return ``day`` as ``30 Nov 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: dt.date) -> str:
    """Return ``day`` with its weekday, as ``Mon 30 Nov 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {short_date(day)}"


def span_of_days(day: dt.date, on: dt.date) -> str:
    """Return how far ``day`` lies from ``on``: "today", "in 3 days", "2 days ago"."""
    distance = (day - on).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if distance in near:
        return near[distance]
    return f"in {distance:,} days" if distance > 0 else f"{-distance:,} days ago"


def money_text(amount: Decimal, currency: str) -> str:
    """Return ``amount`` with the sign of ``currency`` (an ISO 4217 code; unknown codes stand as they are)."""
    figure = f"{amount:,.{shown_decimals(amount, currency)}f}"
    return f"{_sign(currency)}{BLANK}{figure}".strip()


@cache
def _sign(currency: str) -> str:
    return get_currency_symbol(currency, locale="en") if currency else ""


def shown_decimals(amount: Decimal, currency: str) -> int:
    """Return how many decimals are shown: none when all are zero, else at least the currency's."""
    needed = decimals_of(amount)
    usual = minor_units(currency) if currency in known_currencies() else 2
    return max(needed, usual) if needed else 0
