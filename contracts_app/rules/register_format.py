"""Dates and amounts as registers write them; what can be read in two ways is refused.

1. A date is read by the formats that the mapping states, and by nothing else; none stated means
   ``YYYY-MM-DD``. A date that two stated formats read differently is refused. Years have four digits,
   1900 to 2999. A time of day is accepted only when it is midnight.
2. ``9999-12-31`` means: no end.
3. An amount is written with the stated decimal separator; digits may be grouped in threes by the
   other one of comma and point, a blank or an apostrophe. With no separator stated, an amount
   that could be read in two ways (``1,234``) is refused.
4. An amount has no more decimals than its currency; noughts at the end do not count, except
   after one to three digits (``1.500`` may be fifteen hundred).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from core.money import MoneyError, decimals_of, minor_units, parse_amount
from core.rules.day import why_no_day

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OPEN_END: Final = dt.date(9999, 12, 31)
LARGEST_AMOUNT: Final = Decimal("999999999999999.9999")
ISO_FORMAT: Final = "YYYY-MM-DD"

_MONTH_NAME = (
    "(?P<b>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TOKENS: Final = {
    "YYYY": r"(?P<y>\d{4})", "%Y": r"(?P<y>\d{4})",
    "MMMM": _MONTH_NAME, "MMM": _MONTH_NAME, "%B": _MONTH_NAME, "%b": _MONTH_NAME,
    "MM": r"(?P<m>\d{1,2})", "M": r"(?P<m>\d{1,2})", "%m": r"(?P<m>\d{1,2})",
    "DD": r"(?P<d>\d{1,2})", "D": r"(?P<d>\d{1,2})", "%d": r"(?P<d>\d{1,2})",
}  # fmt: skip
_TOKEN = re.compile("|".join(sorted(map(re.escape, _TOKENS), key=len, reverse=True)))
_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?"
_THREE_NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_UNSTATED = re.compile(
    r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:[ '’]\d{3})+(?:\.\d+)?"
)


def compile_date_format(stated: str) -> re.Pattern[str]:
    """Return the pattern of one date format such as ``DD/MM/YYYY``, ``%d.%m.%Y`` or ``iso``.

    Raises:
        ValueError: The format is unknown, incomplete, or has a two-digit year; the message says which.
    """
    text = ISO_FORMAT if stated.strip().lower() in {"iso", "iso8601", "iso 8601"} else stated.strip()
    if text.lower() == "auto":
        raise ValueError("a date format is never guessed. State it, for example DD/MM/YYYY")
    pattern, place = "", 0
    for match in _TOKEN.finditer(text):
        pattern += re.escape(text[place : match.start()]) + _TOKENS[match[0]]
        place = match.end()
    rest = text[place:]
    if re.search(r"[A-Za-z%]", _TOKEN.sub("", text)):
        raise ValueError(
            f"“{stated}” is not a date format: use YYYY, MM or MMM, and DD, for example DD/MM/YYYY"
        )
    try:
        compiled = re.compile(pattern + re.escape(rest) + _MIDNIGHT, re.IGNORECASE)
    except re.error:
        raise ValueError(f"“{stated}” names a part of the date twice") from None
    if not ({"y", "d"} <= set(compiled.groupindex) and {"m", "b"} & set(compiled.groupindex)):
        raise ValueError(f"“{stated}” must name the year (four digits), the month and the day")
    return compiled


class DateReader:
    """Reads dates by stated formats; each distinct text is worked out once."""

    def __init__(self, formats: Iterable[str]) -> None:
        self.formats = tuple(formats) or (ISO_FORMAT,)
        self.is_stated = bool(tuple(formats))
        self._patterns = [compile_date_format(stated) for stated in self.formats]
        self._known: dict[str, dt.date] = {}

    def read(self, text: str) -> dt.date:
        """Return the date that ``text`` states.

        Raises:
            ValueError: No stated format, or more than one reading, or not a day of the calendar.
        """
        if text not in self._known:
            self._known[text] = self._work_out(text)
        return self._known[text]

    def _work_out(self, text: str) -> dt.date:
        readings = {_date_of(match) for match in (p.fullmatch(text) for p in self._patterns) if match}
        days = {day for day in readings if day is not None}
        if len(days) > 1:
            spread = " or ".join(sorted(day.isoformat() for day in days))
            raise ValueError(f"The date is ambiguous: {spread}. State one date format.")
        if not days:
            raise ValueError(self._why_not(text, bool(readings)))
        day = days.pop()
        if day != OPEN_END and (wrong := why_no_day(day)):
            raise ValueError(wrong)
        return day

    def _why_not(self, text: str, has_matched: bool) -> str:
        if has_matched:
            return "There is no such day in the calendar. Correct the date."
        if not self.is_stated and (numbers := _THREE_NUMBERS.fullmatch(text)):
            is_ambiguous = sorted(int(number) <= 12 for number in numbers.groups())[-2:] == [True, True]
            why = (
                "The date is ambiguous: day or month may come first"
                if is_ambiguous
                else "The date is not YYYY-MM-DD"
            )
            return f"{why}. State the date format, for example DD/MM/YYYY."
        return f"Not a date in the format {' or '.join(self.formats)}. Correct it, or state another format."


def _date_of(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    month = MONTHS.index(parts["b"][:3].lower()) + 1 if parts.get("b") else int(parts["m"])
    try:
        return dt.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None


class AmountReader:
    """Reads amounts of money that can be paid in their currency."""

    def __init__(self, decimal: str) -> None:
        self.decimal = decimal

    def read(self, text: str, currency: str) -> Decimal:
        """Return the amount that ``text`` states in ``currency``; nothing is rounded.

        Args:
            text: A cleaned cell, not blank.
            currency: A known ISO 4217 code; blank when it is not known, then decimals are not checked.

        Raises:
            ValueError: Not an amount, negative, too large, or with more decimals than the currency has.
        """
        if text[:1] in "-−(":
            raise ValueError("The value is negative. Enter a value of nought or more, or leave it blank.")
        if not self.decimal and not _UNSTATED.fullmatch(text):
            raise ValueError(self._why_not(text))
        try:
            amount = parse_amount(text, self.decimal or ".")
        except MoneyError:
            raise ValueError(self._why_not(text)) from None
        if currency:
            self._check_decimals(text, amount, currency)
        if amount > LARGEST_AMOUNT:
            raise ValueError("The value is larger than 999,999,999,999,999. Correct it.")
        return amount

    def _check_decimals(self, text: str, amount: Decimal, currency: str) -> None:
        whole, _, fraction = text.partition(self.decimal or ".")
        looks_grouped = len(fraction) == 3 and len(whole) <= 3 and whole.strip("0") != ""
        counted, allowed = 3 if looks_grouped else decimals_of(amount), minor_units(currency)
        if counted > allowed:
            raise ValueError(
                f"{counted} decimals, but {currency} has {allowed}. Correct it, or the decimal separator."
            )

    def _why_not(self, text: str) -> str:
        if re.fullmatch(r"[\d.,]+[eE][+-]?\d+", text):
            return "The value is written with an exponent and may have lost digits. Write all digits."
        if not self.decimal and re.fullmatch(r"[\d., '’]+", text):
            return "The value is ambiguous without a stated decimal separator. State it: point or comma."
        shown = {".": "a point", ",": "a comma"}.get(self.decimal, "a point")
        return f"Not an amount with {shown} before the decimals. Use digits only, without a currency sign."
