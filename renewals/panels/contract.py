"""The deadline in the header of the contract page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from core.reminders.shapes import date_in
from renewals.models import Deadline, Decision, Notice, ReminderResponse
from renewals.permissions import may_respond
from renewals.reminders.asked import Asked, asked_of
from renewals.reminders.consequence import consequence_of
from renewals.reminders.lengths import next_length_of
from renewals.reports.decision_words import what_is_left, word_of_decision
from renewals.reports.strip import strip_of
from renewals.reports.vendor_notice_words import what_it_means, word_of_vendor_notice
from renewals.reports.words import word_of
from renewals.rules.answer import Consequence
from renewals.rules.decision import STANDING


def deadline_header(contract: Any, user: Any, now: dt.datetime) -> dict[str, Any]:
    """Return the status word, the consequence and the strip of the contract's deadline, empty without one."""
    deadline = Deadline.objects.current_of(contract.pk, user)
    if deadline is None:
        return {"deadline": None}
    on = date_in(deadline.timezone, now)
    asked = asked_of(contract, deadline, Notice.objects.record_of(contract.pk, user))
    decision = _standing(contract, user, deadline.point.act_by_date)
    return {
        "asked": None if decision else asked,
        "answer": _answer(contract, user, asked),
        "may_respond": asked is not None and may_respond(user, contract),
        "may_snooze": asked is not None and on < asked.decide_by_date,
        "is_next_exit": asked is not None and asked.act_by_date != deadline.act_by_date,
        "is_overdue": asked is not None and asked.decide_by_date < on,
        "vendor_notices": [
            (notice, what_it_means(notice), word_of_vendor_notice(notice, on))
            for notice in Notice.objects.unanswered(contract.pk, user)
        ],
        "decision": decision,
        "decided": word_of_decision(decision) if decision else None,
        "left": what_is_left(decision) if decision else "",
        "deadline": deadline,
        "on": on,
        "word": word_of(deadline, on),
        "consequence": consequence_of(
            deadline, contract_status=contract.status, length=next_length_of(contract.pk, user)
        ),
        "ended_by": _ended_by(contract, user, deadline),
        "strip": strip_of(deadline, on),
    }


def _standing(contract: Any, user: Any, act_by: dt.date | None) -> Decision | None:
    """Return the decision about an act-by date that counts, or else the one that is to be confirmed."""
    about = Decision.objects.about(contract.pk, user)
    standing = [one for one in about if one.status in STANDING and one.act_by_date == act_by]
    return min(standing, key=lambda one: one.status, default=None)


def _ended_by(contract: Any, user: Any, deadline: Deadline) -> str:
    """Return where the notice is that ends the contract, or ended it: the one with the earliest exit."""
    if deadline.if_nobody_acts != Consequence.ENDS_BY_NOTICE and deadline.status != Deadline.Status.EXPIRED:
        return ""
    notice = (
        Notice.objects.of_contract(contract.pk, user).ending().order_by("exit_date", "-closed_at").first()
    )
    if notice is None:
        return ""
    is_ours = notice.direction == Notice.Direction.OURS
    return reverse("notice" if is_ours else "vendor_notice", args=[notice.pk])


def _answer(contract: Any, user: Any, asked: Asked | None) -> ReminderResponse | None:
    """Return the last answer to the reminders of the date that is asked about."""
    if asked is None:
        return None
    seen = ReminderResponse.objects.of_contract(contract.pk, user).filter(act_by_date=asked.act_by_date)
    return seen.select_related("user").in_order().last()
