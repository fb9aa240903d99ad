"""The renewals that happened by themselves: what a report of silent renewals starts from.

1. Only ``auto_renew`` and ``month_to_month`` renew by themselves; an option is exercised by someone.
2. A renewal happens on the first day of its term. The last day to have stopped it is the notice-by
   of the term before.
3. Whether it was silent is for the caller, who knows the decisions: none between the window's opening
   and the renewal means silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from renewals.rules.deadline import compute_deadline
from renewals.rules.notice import NoticeRule
from renewals.rules.term import RENEWS_BY_ITSELF, Term, locate


@dataclass(frozen=True, slots=True)
class Renewal:
    """One renewal that nobody had to act for.

    Attributes:
        number: The number of the term it began.
        renewed_on_date: Its first day.
        term_end: Its last day.
        previous_start: First day of the term before.
        notice_by_date: The last day on which it could be stopped; None where that is not known.
    """

    number: int
    renewed_on_date: date
    term_end: date
    previous_start: date
    notice_by_date: date | None

    @property
    def days(self) -> int:
        """How many days the renewal added."""
        return (self.term_end - self.renewed_on_date).days + 1


def renewals_between(term: Term, notice: NoticeRule | None, after: date, until: date) -> tuple[Renewal, ...]:
    """Return the renewals whose first day lies after one day and not after another, oldest first.

    Args:
        term: The terms; none that are not known well enough renew here.
        notice: Our notice rule, for the day on which each renewal could last be stopped.
        after: A renewal on this day is left out.
        until: A renewal on this day is included.
    """
    return tuple(_renewals(term, notice, after, until))


def _renewals(term: Term, notice: NoticeRule | None, after: date, until: date) -> Iterator[Renewal]:
    is_known = term.type in RENEWS_BY_ITSELF and term.start_date is not None
    position = locate(term, after) if is_known else None
    while position is not None:
        before = position.span
        span = position.term(before.number + 1)
        if span is None or span.end is None or span.start > until:
            return
        stopped_by = compute_deadline(term, notice, before.start, explain=False).notice_by_date
        yield Renewal(span.number, span.start, span.end, before.start, stopped_by)
        position = locate(term, span.start)
