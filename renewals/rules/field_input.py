"""Reading one field of raw terms: each reader returns the value, or notes what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from core.rules.calendars import UnknownCalendarError, calendar_named
from core.rules.periods import Period, PeriodUnit
from renewals.rules.notice import NoticeSpan, NoticeUnit

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_YEARS: Final = 1_000
LONGEST: Final = {
    "days": 366 * LONGEST_YEARS,
    "calendar_days": 366 * LONGEST_YEARS,
    "clear_days": 366 * LONGEST_YEARS,
    "business_days": 25 * LONGEST_YEARS,
    "weeks": 53 * LONGEST_YEARS,
    "months": 12 * LONGEST_YEARS,
    "years": LONGEST_YEARS,
}
"""The longest period that is taken for meant; whatever is longer is taken for a slip."""

_PARTS: Final = frozenset({"n", "unit"})
_UNITS: Final = frozenset(unit.value for unit in PeriodUnit)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
_MONTH_DAY: Final = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_HALF_CHARACTER: Final = re.compile(r"[\ud800-\udfff]")
_LONGEST_ECHO: Final = 60
_DAYS_IN_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def shown(value: object) -> str:
    """Return a value as it is repeated in a message: quoted, printable, and never long."""
    text = repr(value)
    return text if len(text) <= _LONGEST_ECHO else f"{text[: _LONGEST_ECHO - 1]}…"


def _plain(name: str) -> str:
    """Return the name of a field that somebody made up, so that it can be printed."""
    return name if name.isprintable() and len(name) <= _LONGEST_ECHO else shown(name)


@cache
def _members(kind: type[Choice]) -> dict[str, Choice]:
    """Return the members of an enumeration by their spelling; much faster than asking the class."""
    return {member.value: member for member in kind}


@lru_cache(maxsize=4096)
def _length(n: int, unit: str) -> Period:
    """Return a length; the few that contracts agree on are made once."""
    return Period(n, _members(PeriodUnit)[unit])


class Fields:
    """One JSON object that is being read, and the messages about its fields.

    Attributes:
        raw: The object.
        path: Its name, which leads the names of its fields, e.g. ``term``.
        errors: Messages by field, e.g. ``term.end_date``; shared by all objects of a request.
    """

    def __init__(self, raw: Mapping[str, Any], path: str, errors: dict[str, list[str]]) -> None:
        self.raw = raw
        self.path = path
        self.errors = errors

    def name(self, key: str) -> str:
        """Return the full name of a field."""
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.errors.setdefault(self.name(key), []).append(message)

    def refuse_unknown(self, known: AbstractSet[str]) -> None:
        """Note every field that has no meaning here: a slip in a name must not be ignored."""
        if self.raw.keys() <= known:
            return
        for key in self.raw:
            if key not in known:
                self.wrong_name(str(key), known)

    def wrong_name(self, key: str, known: AbstractSet[str]) -> None:
        """Note that a field has no meaning here."""
        self.wrong(_plain(key), f"is not a field here; the fields are {', '.join(sorted(known))}")

    def child(self, key: str) -> Fields | None:
        """Return the object in a field, or None where it is absent or not an object."""
        value = self.raw.get(key)
        if value is None:
            return None
        if type(value) is dict or isinstance(value, Mapping):
            return Fields(value, self.name(key), self.errors)
        self.wrong(key, "must be an object")
        return None

    def text(self, key: str) -> str:
        """Return a text, stripped; empty where it is absent."""
        value = self.raw.get(key)
        if value is None:
            return ""
        if isinstance(value, str) and (value.isascii() or not _HALF_CHARACTER.search(value)):
            return value.strip()
        self.wrong(key, f"must be text, not {shown(value)}")
        return ""

    def day(self, key: str) -> date | None:
        """Return a date given as ``YYYY-MM-DD``."""
        value = self.raw.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.wrong(key, f"must be a day of the calendar as YYYY-MM-DD, not {shown(value)}")
        return None

    def count(self, key: str, longest: int = 10_000) -> int | None:
        """Return a whole number, zero or more."""
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"must be a whole number, not {shown(value)}")
        elif value < 0:
            self.wrong(key, f"must not be negative: {shown(value)}")
        elif value > longest:
            self.wrong(key, f"must be at most {longest}: {shown(value)}")
        else:
            return value
        return None

    def flag(self, key: str) -> bool | None:
        """Return whether something is so; ``true`` or ``false``."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, f"must be true or false, not {shown(value)}")
            return None
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice | None:
        """Return one of the values of an enumeration."""
        value = self.raw.get(key)
        if value is None:
            return None
        found = _members(kind).get(value) if isinstance(value, str) else None
        if found is None:
            self.wrong(key, f"must be one of {', '.join(kind)}, not {shown(value)}")
        return found

    def period(self, key: str) -> Period | None:
        """Return a length ``{"n", "unit"}`` of at least one unit."""
        value = self.raw.get(key)
        if type(value) is dict and value.keys() == _PARTS:
            n, spelt = value["n"], value["unit"]
            if type(n) is int and type(spelt) is str and 0 < n <= LONGEST.get(spelt, 0) and spelt in _UNITS:
                return _length(n, spelt)
        inside = self.child(key)
        if inside is None:
            return None
        inside.refuse_unknown(_PARTS)
        unit = inside.needed("unit", PeriodUnit)
        n = inside.count_needed("n", LONGEST[unit] if unit else 1)
        if n == 0:
            inside.wrong("n", "must be at least 1")
        return Period(n, unit) if n and unit else None

    def span(self, key: str) -> NoticeSpan | None:
        """Return a length of notice ``{"n", "unit"}``; plain ``days`` are calendar days."""
        inside = self.child(key)
        if inside is None:
            return None
        inside.refuse_unknown(_PARTS)
        if inside.raw.get("unit") == "days":
            inside = Fields({**inside.raw, "unit": "calendar_days"}, inside.path, self.errors)
        unit = inside.needed("unit", NoticeUnit)
        n = inside.count_needed("n", LONGEST[unit] if unit else 1)
        return NoticeSpan(n, unit) if n is not None and unit else None

    def needed(self, key: str, kind: type[Choice]) -> Choice | None:
        """Return one of the values of an enumeration; its absence is wrong."""
        if self.raw.get(key) is None:
            self.wrong(key, f"is required: one of {', '.join(kind)}")
        return self.choice(key, kind)

    def count_needed(self, key: str, longest: int) -> int | None:
        """Return a whole number, zero or more; its absence is wrong."""
        if self.raw.get(key) is None:
            self.wrong(key, "is required: a whole number")
        return self.count(key, max(longest, 10_000))

    def clock_time(self, key: str) -> time | None:
        """Return a time of day given as ``HH:MM``."""
        value = self.raw.get(key)
        if value is None or isinstance(value, time):
            return value
        if isinstance(value, str) and _TIME.fullmatch(value):
            return time.fromisoformat(value)
        self.wrong(key, f"must be a time of day as HH:MM, not {shown(value)}")
        return None

    def month_day(self, key: str) -> tuple[int, int] | None:
        """Return a day of the year given as ``MM-DD``."""
        value = self.raw.get(key)
        if value is None:
            return None
        found = _MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
        if found:
            month, day = int(found[1]), int(found[2])
            if 1 <= month <= 12 and 1 <= day <= _DAYS_IN_MONTH[month - 1]:
                return month, day
        self.wrong(key, f"must be a day of the year as MM-DD, not {shown(value)}")
        return None

    def calendar(self, key: str) -> str | None:
        """Return the name of a calendar that the holiday tables know."""
        name = self.text(key)
        if not name:
            return None
        try:
            return calendar_named(name).name
        except UnknownCalendarError as error:
            self.wrong(key, str(error))
            return None

    def time_zone(self, key: str) -> str | None:
        """Return an IANA time zone name."""
        name = self.text(key)
        if not name:
            return None
        try:
            return ZoneInfo(name).key
        except (ValueError, OSError, KeyError):
            self.wrong(key, f"unknown time zone {shown(name)}: use a name such as Europe/Berlin")
            return None
