"""The word for a deadline, as lists, pages and the queue show it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts_app.rules.lifecycle import NOTICE_SERVED
from core.pages.status import StatusWord
from core.rules.wording import short_date, weekday_date
from renewals.rules.status_words import deadline_word


def word_for(
    *,
    status: str,
    act_by_date: dt.date | None,
    notice_by_date: dt.date | None,
    term_end: dt.date | None,
    missing: Any,
    contract_status: str,
    on: dt.date,
) -> StatusWord | None:
    """Return the status word of a deadline on a day; None where no deadline runs.

    After a notice was served it says when the contract ends or ended, if that is known; after act-by, while
    notice can still be in time, it says until when.
    """
    if not status:
        return None
    if contract_status == NOTICE_SERVED and term_end and status in ("final_term", "expired"):
        verb = "ended" if status == "expired" else "ends"
        return StatusWord("done", f"Notice served, {verb} {short_date(term_end)}")
    if contract_status == NOTICE_SERVED:
        return StatusWord("done", "Notice served")
    if status == "in_window" and act_by_date and notice_by_date and act_by_date < on:
        return StatusWord("missed", f"Notice by {weekday_date(notice_by_date)}")
    kind, text = deadline_word(
        status,
        act_by_date=act_by_date,
        notice_by_date=notice_by_date,
        term_end=term_end,
        missing=missing or (),
    )
    return StatusWord(kind, text)


def word_to_act(deadline: Any, on: dt.date) -> StatusWord | None:
    """Return the word of a ``Deadline`` on which somebody must act: by when, for the exit still in reach.

    It says the dates of the next exit once this term's is missed; else it is that of :func:`word_of`.
    """
    if deadline.status != "missed" or deadline.reachable_act_by_date is None:
        return word_of(deadline, on)
    return word_for(
        status="in_window",
        act_by_date=deadline.reachable_act_by_date,
        notice_by_date=deadline.reachable_notice_by_date,
        term_end=deadline.term_end,
        missing=deadline.missing,
        contract_status=deadline.contract.status,
        on=on,
    )


def word_of(deadline: Any, on: dt.date) -> StatusWord | None:
    """Return the word of a ``Deadline`` whose contract is at hand."""
    return word_for(
        status=deadline.status,
        act_by_date=deadline.act_by_date,
        notice_by_date=deadline.notice_by_date,
        term_end=deadline.term_end,
        missing=deadline.missing,
        contract_status=deadline.contract.status,
        on=on,
    )


def title_in_queue(contract: Any) -> str:
    """Return what Home calls a contract: its vendor, its title, its number."""
    return f"{contract.vendor.name} · {contract.title} {contract.number}"
