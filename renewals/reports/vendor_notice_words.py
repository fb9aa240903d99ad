"""The words for a vendor's notice: what it says, and what its clock says."""

from __future__ import annotations

import datetime as dt

from core.pages.status import StatusWord
from core.rules.wording import short_date, weekday_date
from renewals.models import Notice


def word_of_vendor_notice(notice: Notice, on: dt.date) -> StatusWord:
    """Return the status word of a vendor's notice on a day: until when to answer, or that it is settled."""
    if notice.status == Notice.Status.CLOSED:
        return StatusWord("done", "Dealt with")
    if notice.answer_by_date is None:
        return StatusWord("review", "No answer needed")
    if notice.answer_by_date < on:
        return StatusWord("missed", f"Answer was due by {weekday_date(notice.answer_by_date)}")
    return StatusWord("act", f"Answer by {weekday_date(notice.answer_by_date)}")


def what_it_means(notice: Notice) -> str:
    """Say what a vendor's notice brings about, and when."""
    day = short_date(notice.effective_date) if notice.effective_date else ""
    if notice.kind == Notice.Kind.PRICE_INCREASE:
        return f"The vendor raises the price from {day}"
    what = "does not renew" if notice.kind == Notice.Kind.NON_RENEWAL else "terminates"
    return f"The vendor {what}: the last day in force is {day}"
