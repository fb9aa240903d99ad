"""What is put before who decides on a contract about its deadline: a section of the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from core.reminders.shapes import date_in
from core.rules.section import SectionContent, content_of
from core.rules.wording import money_text, short_date, weekday_date
from renewals.models import Deadline
from renewals.reminders.consequence import consequence_of
from renewals.reminders.lengths import next_length_of
from renewals.reports.another_term import another_term_of
from renewals.rules.answer_output import steps_from_json
from renewals.rules.sentences import sentences_of


def deadline_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent | None:
    """Return the dates of the current deadline, what happens if nobody acts, and every step of why."""
    deadline = Deadline.objects.current_of(contract.pk, user)
    if deadline is None:
        return None
    steps = sentences_of(steps_from_json(deadline.steps))
    return content_of(list(_facts(deadline, user, now)), steps)


def _facts(deadline: Deadline, user: Any, now: dt.datetime) -> Iterator[tuple[str, str]]:
    point = deadline.point
    yield "Deadline", deadline.get_status_display()
    for label, day in (
        ("Act by", point.act_by_date),
        ("Send by", point.send_by_date),
        ("Notice by", point.notice_by_date),
    ):
        yield label, weekday_date(day) if day else ""
    yield "Term", _term(deadline)
    for label, day in (("Renews on", deadline.renewal_date), ("Leaves on", point.exit_date)):
        yield label, short_date(day) if day else ""
    yield "If nobody acts", consequence_of(deadline, length=next_length_of(deadline.contract_id, user))
    if deadline.amount_at_stake is not None:
        yield "At stake", money_text(deadline.amount_at_stake, deadline.currency)
    yield "Another term", another_term_of(deadline, user, date_in(deadline.timezone, now))
    yield "Clause", deadline.clause_ref
    yield "Calendar", f"{deadline.calendar}, {deadline.calendar_version}" if deadline.calendar else ""
    yield "Deadline version", f"{deadline.version}, computed {deadline.computed_at:%Y-%m-%d %H:%M} UTC"


def _term(deadline: Deadline) -> str:
    if not deadline.term_number or not deadline.term_start:
        return ""
    end = short_date(deadline.term_end) if deadline.term_end else "open end"
    return f"{deadline.term_number}: {short_date(deadline.term_start)} to {end}"
