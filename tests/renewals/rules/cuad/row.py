"""One contract of the table: its terms as read from the clause, and the answer worked by hand.

The table holds no text of the contracts but their titles. Terms and notice are in the shape of
``explain_terms``; the three builders below only save brackets.

How the contracts were read:

1. A term of n months or years from a day ends the day before the corresponding day.
2. A printed last day is in force. Where two ends can be meant, the earlier is taken.
3. Where both sides may stop the renewal, the rule serves for either.
4. Delivery is left out, unless the contract counts it in calendar days, or in the business days of a named
   country.
5. A right to leave at any time that stands beside a right to stop the renewal is the rule on convenience;
   where it begins only after the first term, that is the minimum of that rule.
6. Where the first term ends so long after an event, it counts from that event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

EARLIEST_AND_LATEST: Final = ("earliest_notice_date", "notice_by_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """The terms of one contract and what they must mean on one day.

    Attributes:
        title: As the published file has it.
        clause: Where the contract says so.
        term: The agreed duration, in the shape of ``explain_terms``.
        notice: The notice rule in that shape; None where the contract gives none.
        convenience: Termination for convenience beside it; None where there is none.
        as_of: The day asked about.
        status: Expected.
        term_end: Expected last day of the term that the day lies in.
        renewal_date: Expected first day of the next term.
        window: Expected first and last day to give notice; None where it cannot be told.
        earliest_exit_date: Expected; only where there are two rules.
        send_by_date: Expected last day to send; only where delivery is part of the row.
        says: Words that one of the steps must have; only where the row rests on them.
        missing: The facts that the contract does not tell or that were made unreadable, any order.
        note: How the clause is read.
        disagreement: Why the engine is known to answer otherwise; empty where it agrees.
    """

    title: str
    clause: str
    term: dict[str, Any]
    notice: dict[str, Any] | None
    convenience: dict[str, Any] | None = None
    as_of: str
    status: str
    term_end: str | None = None
    renewal_date: str | None = None
    window: tuple[str | None, str | None] = (None, None)
    earliest_exit_date: str | None = None
    send_by_date: str | None = None
    says: str = ""
    missing: tuple[str, ...] = ()
    note: str
    disagreement: str = ""

    @property
    def request(self) -> dict[str, Any]:
        """The question, as one line of ``explain_terms``."""
        asked = {"id": self.title, "as_of": self.as_of, "term": self.term, "notice": self.notice}
        return asked | ({"convenience": self.convenience} if self.convenience else {})

    @property
    def expected(self) -> dict[str, Any]:
        """The part of the answer that was worked by hand, dates as ISO text."""
        found: dict[str, Any] = {
            "status": self.status,
            "term_end": self.term_end,
            "renewal_date": self.renewal_date,
            "missing": sorted(self.missing),
        }
        found |= dict(zip(EARLIEST_AND_LATEST, self.window, strict=True))
        only = {"send_by_date": self.send_by_date, "earliest_exit_date": self.earliest_exit_date}
        return found | {name: day for name, day in only.items() if day}


def length(words: str) -> dict[str, Any]:
    """Return a length written as "5 years"."""
    n, unit = words.split()
    return {"n": int(n), "unit": unit}


def term(kind: str, start: str | None, first: str | None, later: str | None, **more: Any) -> dict[str, Any]:
    """Return the duration; a first term written as a date is a stated last day, None is not told."""
    found: dict[str, Any] = {"type": kind, "start_date": start, **more}
    if first:
        found |= {"end_date": first} if "-" in first else {"initial_term": length(first)}
    return found | ({"renewal_term": length(later)} if later else {})


def by_mail(days: int, method: str = "registered mail") -> list[dict[str, Any]]:
    """Return the one method that takes time: received so many calendar days after it was posted."""
    return [{"method": method, "deemed_calendar_days": days}]


def notice(words: str, anchor: str = "term_end", **more: Any) -> dict[str, Any]:
    """Return a rule whose length is written as "60 days", which are calendar days, or "3 months"."""
    n, unit = words.split()
    return {
        "quantity": int(n),
        "unit": "calendar_days" if unit == "days" else unit,
        "anchor": anchor,
        **more,
    }
