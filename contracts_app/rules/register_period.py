"""Lengths of time as registers write them: ``12 months``, ``1 year``, ``P12M``, ``90 days``.

1. A length is one whole number and one unit; two units in one cell (``1 year 6 months``) are refused.
2. A unit may be in the singular, the plural, a short form, or ISO 8601 (``P12M``).
3. ``days`` of notice are calendar days unless the text says business, working or clear days.
"""

from __future__ import annotations

import re
from typing import Final

TERM_UNITS: Final = {
    "d": "days", "day": "days", "days": "days",
    "w": "weeks", "wk": "weeks", "week": "weeks", "weeks": "weeks",
    "m": "months", "mo": "months", "mth": "months", "mths": "months", "month": "months", "months": "months",
    "y": "years", "yr": "years", "yrs": "years", "year": "years", "years": "years",
}  # fmt: skip
NOTICE_UNITS: Final = {
    **{word: ("calendar_days" if unit == "days" else unit) for word, unit in TERM_UNITS.items()},
    "calendar day": "calendar_days", "calendar days": "calendar_days",
    "business day": "business_days", "business days": "business_days",
    "working day": "business_days", "working days": "business_days",
    "clear day": "clear_days", "clear days": "clear_days",
}  # fmt: skip
#: No contract runs longer; more is a slip of the key.
LONGEST: Final = 10_000
_WORDS = re.compile(r"(\d{1,5})\s*([a-z_ ]+)")
_ISO = re.compile(r"p(\d{1,5})([dwmy])")


def read_quantity(text: str) -> int:
    """Return a whole number from 0 to 10,000.

    Raises:
        ValueError: Anything else.
    """
    number = int(text) if re.fullmatch(r"\d{1,6}", text) else None
    if number is None or number > LONGEST:
        raise ValueError("Not a whole number from 0 to 10,000. Correct it.")
    return number


def read_period(text: str, units: dict[str, str]) -> tuple[int, str]:
    """Return quantity and unit of a length such as ``12 months`` or ``P1Y``; ``units`` names the units.

    Raises:
        ValueError: Not one whole number and one known unit.
    """
    folded = text.strip().casefold()
    match = _ISO.fullmatch(folded) or _WORDS.fullmatch(folded)
    unit = units.get(match[2].strip().replace("_", " ")) if match else None
    if match is None or unit is None:
        raise ValueError("Not a length of time. Write a number and a unit, for example 12 months or P12M.")
    return read_quantity(match[1]), unit


def read_term(text: str) -> tuple[int, str]:
    """Return the length of a renewal term (1 or more).

    Raises:
        ValueError: Not a length of time, or nought.
    """
    quantity, unit = read_period(text, TERM_UNITS)
    if quantity == 0:
        raise ValueError("A renewal term of nought cannot be. Correct it, or leave it blank.")
    return quantity, unit


def read_notice_unit(text: str) -> str:
    """Return the unit of a notice period.

    Raises:
        ValueError: The unit is unknown.
    """
    unit = NOTICE_UNITS.get(text.strip().casefold().replace("_", " "))
    if unit is None:
        raise ValueError("Not a unit of notice: days, business days, clear days, weeks, months or years.")
    return unit
