"""The periods of an index series: months, quarters or years, and how a file writes them.

1. A series has one frequency. A period is known by the first day of its first month.
2. A period is read by the one format that is stated, or the usual one of the frequency (``YYYY-MM``,
   ``YYYY-Qn``, ``YYYY``); it is never guessed. Years have four digits, 1900 to 2999.
3. A format with a day takes the first day of a month alone: another day is no period of an index.
4. The value of a quarter or a year counts for each of its months.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.rules.day import why_no_day
from core.rules.periods import add_months
from core.rules.wording import MONTHS


class Frequency(StrEnum):
    """How often an index is published."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


FREQUENCY_LABELS: Final[dict[Frequency, str]] = {
    Frequency.MONTHLY: "Monthly",
    Frequency.QUARTERLY: "Quarterly",
    Frequency.YEARLY: "Yearly",
}

#: Ways to write a period, the usual one of each frequency first.
PERIOD_FORMATS: Final[dict[Frequency, tuple[str, ...]]] = {
    Frequency.MONTHLY: ("YYYY-MM", "YYYY-MM-DD", "MM/YYYY", "MM.YYYY", "MMM YYYY", "YYYY MMM"),
    Frequency.QUARTERLY: ("YYYY-Qn", "YYYY Qn", "Qn YYYY", "Qn/YYYY"),
    Frequency.YEARLY: ("YYYY",),
}

_MONTHS_OF: Final = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}
_TOKENS: Final = {
    "YYYY": r"(?P<year>\d{4})",
    "MMM": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "Qn": r"[Qq](?P<quarter>[1-4])",
}
_TOKEN: Final = re.compile("|".join(_TOKENS))
_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip


class PeriodReader:
    """Reads periods by one stated format.

    Args:
        frequency: Of the series.
        stated: One of ``PERIOD_FORMATS`` of that frequency; empty for its usual one.

    Raises:
        ValueError: The frequency has no such format; the message names those it has.
    """

    def __init__(self, frequency: Frequency, stated: str = "") -> None:
        offered = PERIOD_FORMATS[frequency]
        self.format = stated.strip() or offered[0]
        if self.format not in offered:
            raise ValueError(
                f"“{self.format}” is no way to write the periods of a {frequency.value} index. State one of"
                f" {', '.join(offered)}."
            )
        self._pattern = re.compile(_pattern_of(self.format), re.ASCII)

    def read(self, text: str) -> date:
        """Return the first day of the period that ``text`` states.

        Raises:
            ValueError: It is not written in the format, or there is no such period.
        """
        found = self._pattern.fullmatch(text.strip())
        if not found:
            raise ValueError(f"Not a period written as {self.format}. Correct it, or state another format.")
        month = _month_of({name: part for name, part in found.groupdict().items() if part})
        if not 1 <= month <= 12:
            raise ValueError("There is no such month. Correct the period.")
        first = date(max(int(found["year"]), 1), month, 1)
        if wrong := why_no_day(first):
            raise ValueError(wrong)
        return first


def _pattern_of(stated: str) -> str:
    pattern, place = "", 0
    for match in _TOKEN.finditer(stated):
        pattern += re.escape(stated[place : match.start()]) + _TOKENS[match[0]]
        place = match.end()
    return pattern + re.escape(stated[place:])


def _month_of(parts: Mapping[str, str]) -> int:
    """Return the number of the first month, 0 for a name that is none."""
    if int(parts.get("day", "1")) != 1:
        raise ValueError("A month is written by its first day. Correct the day, or state another format.")
    if "quarter" in parts:
        return 3 * int(parts["quarter"]) - 2
    if "name" in parts:
        spelt = parts["name"].lower()
        found = (number for number, name in enumerate(_NAMES, start=1) if _is_month(spelt, name))
        return next(found, 0)
    return int(parts.get("month", "1"))


def _is_month(spelt: str, name: str) -> bool:
    return spelt in (name, name[:3]) or (name == "september" and spelt == "sept")


def period_of(month: date, frequency: Frequency) -> date:
    """Return the first day of the period in which a month lies.

    Args:
        month: The first day of the month.
        frequency: Of the series.
    """
    length = _MONTHS_OF[frequency]
    return month.replace(month=(month.month - 1) // length * length + 1)


def period_words(period: date, frequency: Frequency) -> str:
    """Return a period as people say it: ``Oct 2025``, ``Q4 2025``, ``2025``."""
    if frequency is Frequency.YEARLY:
        return str(period.year)
    if frequency is Frequency.QUARTERLY:
        return f"Q{(period.month + 2) // 3} {period.year}"
    return f"{MONTHS[period.month - 1]} {period.year}"


def period_code(period: date, frequency: Frequency) -> str:
    """Return a period in the usual format of its frequency: ``2025-10``, ``2025-Q4``, ``2025``."""
    if frequency is Frequency.YEARLY:
        return f"{period.year:04d}"
    if frequency is Frequency.QUARTERLY:
        return f"{period.year:04d}-Q{(period.month + 2) // 3}"
    return f"{period.year:04d}-{period.month:02d}"


def by_month(values: Mapping[date, Decimal], frequency: Frequency) -> dict[date, Decimal]:
    """Return the value of each month, by its first day: that of the period in which it lies."""
    return {
        add_months(period, offset): value
        for period, value in values.items()
        for offset in range(_MONTHS_OF[frequency])
    }
