"""A contract that a notice ends: the terms no longer decide how long it runs, the notice does.

1. It ends on the exit of the notice, the last day in force, or by itself where its terms end it before.
2. Until then it is ``final_term``: nothing is left to decide, so there is no act-by, no window and no last
   day for notice. Afterwards it is ``expired``.
3. A term that ends before the exit still renews: its own exit was gone when notice was given, or the vendor
   names a later day. The renewal date says when; the end is that of the notice all the same.
4. Terms that contradict each other or are not known keep nothing open: the notice says when it ends.
5. An option that was exercised counts: terms up to the one after it are in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from core.rules.periods import ONE_DAY, PeriodRangeError
from renewals.rules.answer import Consequence, DeadlineAnswer, DeadlineStatus, Step
from renewals.rules.exit import own_end
from renewals.rules.letter import ENDING_KINDS, NoticeKind
from renewals.rules.step import span_step
from renewals.rules.term import Phase, Position, Term, decided_position, locate


class GivenBy(StrEnum):
    """Whose notice it is."""

    US = "us"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Ending:
    """A notice that ends a contract: whose it is, and the last day in force that it leads to."""

    by: GivenBy
    exit_date: date


def ended_by_notice(
    term: Term | None, ending: Ending, as_of: date, *, explain: bool = True
) -> DeadlineAnswer:
    """Return the deadline of a contract that a notice ends.

    Args:
        term: Its terms; None where they cannot be told.
        ending: The notice.
        as_of: The day asked about.
        explain: Whether to give the steps.
    """
    position = _position(term, min(as_of, ending.exit_date))
    own = own_end(term, decided_position(term, position)) if term and position else None
    last = ending.exit_date if own is None else min(own, ending.exit_date)
    is_over = as_of > last
    renews = None if is_over or position is None else _renews(position, last)
    start = position.known_start(term) if term and position else None
    changes = [start, renews, None if last == date.max else last + ONE_DAY]
    return DeadlineAnswer(
        status=DeadlineStatus.EXPIRED if is_over else DeadlineStatus.FINAL_TERM,
        as_of=as_of,
        term_number=position.span.number if position else None,
        term_start=start,
        term_end=last,
        renewal_date=renews,
        exit_date=last,
        earliest_exit_date=last,
        if_nobody_acts=None if is_over else Consequence.ENDS_BY_NOTICE,
        in_holdover=position is not None and position.phase is Phase.HOLDOVER,
        steps=tuple(_steps(term, position, ending, last, renews, is_over)) if explain else (),
        next_change_date=min((day for day in changes if day is not None and day > as_of), default=None),
    )


def _position(term: Term | None, on: date) -> Position | None:
    if term is None:
        return None
    try:
        position = locate(term, on)
    except PeriodRangeError:
        return None
    if position is None or position.phase is not Phase.IN_FORCE:
        return position
    end = position.span.end
    return None if end is not None and on > end else position


def _renews(position: Position, last: date) -> date | None:
    """Return the first day of the next term where the present one ends before the notice takes effect."""
    end = position.span.end
    if end is None or end >= last or position.phase in (Phase.HOLDOVER, Phase.ENDED):
        return None
    return end + ONE_DAY


def _steps(
    term: Term | None,
    position: Position | None,
    ending: Ending,
    last: date,
    renews: date | None,
    is_over: bool,
) -> Iterable[Step]:
    if term is not None and position is not None:
        yield span_step(position, term)
    code = "notice_ended" if is_over else "notice_given"
    yield Step(f"{ending.by.value}_{code}", {"exit_date": ending.exit_date})
    if last < ending.exit_date:
        yield Step("ends_before_notice", {"end_date": last})
    if renews is not None:
        yield Step("renews_before_exit", {"renewal_date": renews})


#: What is read of each closed notice: :func:`with_notices` takes rows of these columns.
NOTICE_COLUMNS: Final = (
    "contract_id", "direction", "kind", "outcome", "exit_date", "term_number", "closed_at",
)  # fmt: skip


def with_notices(
    records: dict[int, dict[str, Any]], notices: Iterable[Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Add to recorded terms what closed notices bring: ``ending`` as plain values, and options exercised.

    A contract in the state "Notice served" is ended by the notice with the earliest exit: ours, or the
    vendor's where it was accepted; of two with the same exit, by the one closed last. An exercised option
    counts by the number of the term in which it was exercised.

    Args:
        records: As ``ContractQuerySet.deadline_inputs`` gives them; changed in place.
        notices: Closed notices about these contracts, rows of ``NOTICE_COLUMNS``.
    """
    for row in sorted(notices, key=lambda one: one["closed_at"]):
        record = records[row["contract_id"]]
        if row["kind"] == NoticeKind.OPTION_EXERCISE:
            exercised = max(record["term"].get("renewals_exercised") or 0, row["term_number"] or 0)
            record["term"]["renewals_exercised"] = exercised
        elif ending := _ending_of(row, record["status"]):
            known = record.get("ending")
            if known is None or ending["exit_date"] <= known["exit_date"]:
                record["ending"] = ending
    return records


def _ending_of(row: Mapping[str, Any], status: str) -> dict[str, str] | None:
    if status != "notice_served" or row["exit_date"] is None or row["kind"] not in ENDING_KINDS:
        return None
    if row["direction"] == "ours":
        by = GivenBy.US
    elif row["outcome"] == "accepted":
        by = GivenBy.VENDOR
    else:
        return None
    return {"by": by.value, "exit_date": row["exit_date"].isoformat()}


def exit_of_notice(stated: date | None, reached: date | None) -> date | None:
    """Return the last day in force that a served notice leads to: the later of two days.

    Args:
        stated: The day that the decision and the letter name.
        reached: The first exit that a notice given on the day it was given reaches; None where not known.
    """
    return max((day for day in (stated, reached) if day is not None), default=None)
