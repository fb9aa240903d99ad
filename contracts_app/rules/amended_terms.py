"""Terms as of a day: what amendments changed, undone and applied.

1. The terms on record are those in force now: every amendment that counts by now is applied, its old value
   kept.
2. As of an earlier day, what counts later only is undone: of each field the old value of the first amendment
   that counts after the day. As of a later day, what is to come by then is applied.
3. An amendment goes in at its place. Behind it in a field, the next one's old value becomes its new value,
   and its own old value is what that one had; the terms on record stay. With none behind it, its old value is
   the one on record, and the record takes the new one.
4. Taking one out is the reverse: the next one gets its old value back; with none behind it the record does,
   unless it says something else by now: then somebody corrected it by hand, and it stays.
5. A correction by hand is no amendment: it holds back to the last amendment that changed the field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts_app.rules.term_fields import Values

Place = tuple[dt.date, int, dt.datetime, int]


@dataclass(frozen=True, slots=True)
class TermChange:
    """One field that one amendment changes.

    Attributes:
        key: What it is called outside.
        place: The place of its amendment (``AmendmentDates.place``); it begins with the effective date.
        field: As ``rules.term_fields`` names it.
        old: What the field said before; meaningless until it is applied.
        new: What it says from then on.
        is_applied: Whether the record has it.
    """

    key: int
    place: Place
    field: str
    old: str
    new: str
    is_applied: bool


@dataclass(frozen=True, slots=True)
class Relinked:
    """What putting a change in, or taking it out, leaves.

    Attributes:
        own: The change itself.
        behind: The next change of the field, with its old value set anew; None where the record changes.
        record: What the record says of the field from now on.
        is_kept: Of one taken out: whether the record keeps what was corrected by hand.
    """

    own: TermChange
    behind: TermChange | None
    record: str
    is_kept: bool = False


def terms_on(day: dt.date, record: Mapping[str, str], changes: Iterable[TermChange]) -> Values:
    """Return the terms as of a day.

    Args:
        day: The day asked about.
        record: The terms on record.
        changes: Those of every amendment that is not withdrawn, in any order.
    """
    return _terms(record, changes, lambda one: one.place[0] <= day)


def terms_before(place: Place, record: Mapping[str, str], changes: Iterable[TermChange]) -> Values:
    """Return the terms just before an amendment at ``place`` counts."""
    return _terms(record, changes, lambda one: one.place < place)


def _terms(
    record: Mapping[str, str], changes: Iterable[TermChange], counts: Callable[[TermChange], bool]
) -> Values:
    values = dict(record)
    by_field: dict[str, list[TermChange]] = {}
    for one in sorted(changes, key=lambda one: one.place):
        by_field.setdefault(one.field, []).append(one)
    for field, ordered in by_field.items():
        last = next((one for one in reversed(ordered) if counts(one)), None)
        undone = next((one for one in ordered if one.is_applied and not counts(one)), None)
        if last is not None and not last.is_applied:
            values[field] = last.new
        elif undone is not None:
            values[field] = undone.old
    return {name: text for name, text in values.items() if text != ""}


def put_in(change: TermChange, record: str, applied: Sequence[TermChange]) -> Relinked:
    """Return what applying ``change`` leaves.

    Args:
        change: Not applied yet.
        record: What the record says of its field.
        applied: The applied changes of the same field, in any order.
    """
    behind = _behind(change, applied)
    if behind is None:
        return Relinked(replace(change, old=record, is_applied=True), None, change.new)
    own = replace(change, old=behind.old, is_applied=True)
    return Relinked(own, replace(behind, old=change.new), record)


def take_out(change: TermChange, record: str, applied: Sequence[TermChange]) -> Relinked:
    """Return what withdrawing ``change`` leaves; ``applied`` may contain it."""
    if not change.is_applied:
        return Relinked(change, None, record)
    behind = _behind(change, applied)
    if behind is not None:
        return Relinked(change, replace(behind, old=change.old), record)
    is_kept = record != change.new
    return Relinked(change, None, record if is_kept else change.old, is_kept)


def _behind(change: TermChange, applied: Sequence[TermChange]) -> TermChange | None:
    later = (one for one in applied if one.place > change.place and one.key != change.key)
    return min(later, key=lambda one: one.place, default=None)
