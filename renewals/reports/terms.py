"""The terms of a contract in a row: past, present and coming, in words and as a strip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.rules.lifecycle import NOTICE_SERVED
from core.pages.status import StatusWord
from core.rules.wording import short_date
from renewals.reports.strip import MARGIN, WIDTH
from renewals.rules.term import TermType
from renewals.rules.terms_input import TermsInputError, parse_terms
from renewals.rules.timeline import EACH_SIDE, TermAround, When, terms_around

_WORDS: Final = {
    When.PAST: StatusWord("draft", "Past"),
    When.PRESENT: StatusWord("active", "Present"),
    When.COMING: StatusWord("review", "Coming"),
}
_NO_MORE: Final = "Notice was served: no term follows."
#: How long a term is drawn whose begin or end is not known.
_UNKNOWN_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class TermBar:
    """A term with its place on the strip (0 to 1000)."""

    term: TermAround
    word: StatusWord
    x: int
    width: int

    @property
    def words(self) -> str:
        """Say its days."""
        start = short_date(self.term.start) if self.term.start else "a day that is not known"
        return f"{start} to {short_date(self.term.end)}" if self.term.end else f"{start}, without an end"


@dataclass(frozen=True, slots=True)
class TermLine:
    """Terms in a row; ``note`` says on what the coming ones depend, or why none comes."""

    bars: tuple[TermBar, ...]
    today_x: int
    note: str

    @property
    def words(self) -> str:
        """Say everything that the strip shows, for whoever does not see it."""
        return "; ".join(f"term {bar.term.number}, {bar.word.text.lower()}: {bar.words}" for bar in self.bars)


def terms_of(record: Mapping[str, Any], on: dt.date, each_side: int = EACH_SIDE) -> tuple[TermAround, ...]:
    """Return the terms around a day of a contract as recorded, in order; empty where they cannot be told.

    Args:
        record: As ``NoticeQuerySet.records_of`` gives it.
        on: The day in the contract's own time zone.
        each_side: How many terms to give before and after that day at most.
    """
    try:
        term, _ = parse_terms(record)
    except TermsInputError:
        return ()
    until = _until(record)
    found = terms_around(term, on, each_side, until=until)
    if record["status"] == NOTICE_SERVED and until is None:
        found = tuple(one for one in found if one.when is not When.COMING)
    return found


def term_line(record: Mapping[str, Any], on: dt.date) -> TermLine | None:
    """Return the terms around a day of a contract in a row; None where they cannot be told.

    Args:
        record: As ``NoticeQuerySet.records_of`` gives it.
        on: The day in the contract's own time zone.
    """
    found = terms_of(record, on)
    return _drawn(found, on, note_on(record, found)) if found else None


def _until(record: Mapping[str, Any]) -> dt.date | None:
    """Return the exit of the notice that ends a contract; None where none does."""
    ending = record.get("ending")
    return dt.date.fromisoformat(ending["exit_date"]) if ending else None


def note_on(record: Mapping[str, Any], found: Sequence[TermAround]) -> str:
    """Say on what the coming ones of the terms depend, or why none comes."""
    if record["status"] == NOTICE_SERVED:
        last = found[-1].end or _until(record)
        return f"Notice was served: it ends on {short_date(last)}." if last and _until(record) else _NO_MORE
    if found[-1].end is None:
        return "It runs on until somebody gives notice."
    if found[-1].when is not When.COMING:
        return "No term follows."
    if record["term"]["type"] == TermType.OPTION:
        return "Coming terms follow only if the option is exercised each time."
    return "Coming terms follow if nobody gives notice."


def _drawn(found: Sequence[TermAround], on: dt.date, note: str) -> TermLine:
    ends = [_ends(one, on) for one in found]
    first = min(on, ends[0][0])
    last = max(on, ends[-1][1])
    span = max((last - first).days, 1)

    def place(day: dt.date) -> int:
        return MARGIN + round((day - first).days * (WIDTH - 2 * MARGIN) / span)

    bars = tuple(
        TermBar(one, _WORDS[one.when], place(start), max(place(end) - place(start) - 2, 2))
        for one, (start, end) in zip(found, ends, strict=True)
    )
    return TermLine(bars, place(on), note)


def _ends(one: TermAround, on: dt.date) -> tuple[dt.date, dt.date]:
    """Return between which days a term is drawn: an open end a year on, an unknown start a year before."""
    unknown = dt.timedelta(days=_UNKNOWN_DAYS)
    end = one.end or _capped(max(on, one.start or on), unknown)
    return one.start or max(dt.date.min + unknown, end) - unknown, end


def _capped(day: dt.date, more: dt.timedelta) -> dt.date:
    return day + more if day <= dt.date.max - more else dt.date.max
