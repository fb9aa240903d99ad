"""Which text and which amendments count on a day, and what must be said about their dates.

1. The base is the version of the document with the latest effective date that is not after the day; of two
   with one date the higher number. A version without an effective date was never agreed: it is no base.
2. A later version is a restatement: amendments effective on or before its effective date are taken to be in
   it. Nothing can be in the first version, so amendments of its own day are laid over it; those of before
   are taken to be in it, with a warning.
3. Amendments count in the order of effective date, place on the day, and recording.
4. Dates that overlap are told, never refused, and nothing is left out: an amendment effective before the text
   that it amends, two versions with one effective date, an amendment recorded after a later one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.rules.wording import short_date


@dataclass(frozen=True, slots=True)
class VersionDates:
    """A version of a document: its number, from when it counts, and when it was recorded."""

    key: int
    number: int
    effective_date: dt.date | None
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AmendmentDates:
    """An amendment: what it is called, from when it counts, and when it was recorded."""

    key: int
    title: str
    effective_date: dt.date
    order_on_day: int
    recorded_at: dt.datetime

    @property
    def place(self) -> tuple[dt.date, int, dt.datetime, int]:
        """What amendments are ordered by."""
        return self.effective_date, self.order_on_day, self.recorded_at, self.key


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for a document on a day.

    Attributes:
        base: The version that the text starts from; None where none counts yet.
        laid_over: The amendments that are laid over it, in order.
        taken_in: Those that are taken to be in it, in order.
        to_come: Those that count later, in order.
        warnings: Sentences about dates that overlap.
    """

    base: VersionDates | None
    laid_over: tuple[AmendmentDates, ...]
    taken_in: tuple[AmendmentDates, ...]
    to_come: tuple[AmendmentDates, ...]
    warnings: tuple[str, ...]


def standing_on(
    day: dt.date, versions: Iterable[VersionDates], amendments: Iterable[AmendmentDates]
) -> Standing:
    """Return what counts on ``day`` of one document.

    Args:
        day: The day asked about.
        versions: Its versions, in any order.
        amendments: The amendments to it that are not withdrawn, in any order.
    """
    ordered = sorted(amendments, key=lambda one: one.place)
    agreed = sorted(_agreed(versions), key=lambda pair: (pair[0], pair[1].number))
    in_force = [pair for pair in agreed if pair[0] <= day]
    now = tuple(one for one in ordered if one.effective_date <= day)
    to_come = tuple(one for one in ordered if one.effective_date > day)
    if not in_force:
        return Standing(None, (), (), (*now, *to_come), _nothing_yet(now, agreed))
    since, base = in_force[-1]
    is_first = since == agreed[0][0]
    laid_over = tuple(one for one in now if _is_over(one, since, is_first=is_first))
    taken_in = tuple(one for one in now if not _is_over(one, since, is_first=is_first))
    warnings = [*_same_day(in_force, since), *retroactive(ordered)]
    if is_first:
        warnings += [_before_first(one, since) for one in taken_in]
    return Standing(base, laid_over, taken_in, to_come, tuple(warnings))


def before_next_version(day: dt.date, versions: Iterable[VersionDates]) -> dt.date:
    """Return the last day on which the text of ``day`` is the base; the last of all where it stays so."""
    later = [since for since, _ in _agreed(versions) if since > day]
    return min(later) - dt.timedelta(days=1) if later else dt.date.max


def retroactive(amendments: Sequence[AmendmentDates]) -> list[str]:
    """Say of each amendment in order that was recorded after one that counts behind it."""
    found = []
    for at, one in enumerate(amendments):
        later = [other for other in amendments[at + 1 :] if other.recorded_at < one.recorded_at]
        if later and later[0].effective_date > one.effective_date:
            found.append(
                f"{one.title} counts from {short_date(one.effective_date)} and was recorded after"
                f" {later[0].title}, which counts from {short_date(later[0].effective_date)}."
                " It stands before it here."
            )
    return found


def _agreed(versions: Iterable[VersionDates]) -> Iterable[tuple[dt.date, VersionDates]]:
    return ((one.effective_date, one) for one in versions if one.effective_date is not None)


def _is_over(one: AmendmentDates, since: dt.date, *, is_first: bool) -> bool:
    return one.effective_date > since or (is_first and one.effective_date == since)


def _nothing_yet(
    now: Sequence[AmendmentDates], agreed: Sequence[tuple[dt.date, VersionDates]]
) -> tuple[str, ...]:
    if not now:
        return ()
    names = ", ".join(one.title for one in now)
    if not agreed:
        return (f"No version has an effective date, so nothing can be laid over it: {names}.",)
    first = short_date(agreed[0][0])
    return (f"The first version counts from {first} only, so there is no text that {names} could change.",)


def _same_day(in_force: Sequence[tuple[dt.date, VersionDates]], since: dt.date) -> list[str]:
    same = [one for day, one in in_force if day == since]
    if len(same) < 2:
        return []
    names = " and ".join(f"version {one.number}" for one in same)
    taken = same[-1].number
    return [f"{names[0].upper()}{names[1:]} count from {short_date(since)}; version {taken} is taken."]


def _before_first(one: AmendmentDates, since: dt.date) -> str:
    return (
        f"{one.title} counts from {short_date(one.effective_date)}, before the first version we have"
        f" ({short_date(since)}): it is taken to be in that version."
    )
