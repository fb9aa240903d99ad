"""What happens if nobody acts, in one sentence: the first line of every mail, and the queue's last column."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts_app.rules.lifecycle import NOTICE_SERVED
from core.mail.languages import money_text, short_date
from core.rules.periods import Period, PeriodUnit
from renewals.models import Deadline


def _money(deadline: Deadline, with_money: bool) -> str:
    if deadline.amount_at_stake is None or not with_money:
        return ""
    return f", {money_text(deadline.amount_at_stake, deadline.currency)}"


def length_text(length: Period) -> str:
    """Write how long a term is, such as ``12 months`` or ``1 year``."""
    n = length.n
    words = {
        PeriodUnit.DAYS: ngettext("{n} day", "{n} days", n),
        PeriodUnit.WEEKS: ngettext("{n} week", "{n} weeks", n),
        PeriodUnit.MONTHS: ngettext("{n} month", "{n} months", n),
        PeriodUnit.YEARS: ngettext("{n} year", "{n} years", n),
    }
    return words[length.unit].format(n=n)


def consequence_of(
    deadline: Deadline, *, with_money: bool = True, contract_status: str = "", length: Period | None = None
) -> str:
    """Return what happens if nobody acts.

    Of what is over it says when it ended. Without ``with_money`` it is short, for a list that shows the
    state and the money beside it. A ``contract_status`` of "Notice served" without a notice on record leaves
    open when it ends. ``length`` is that of the term that follows, said where it renews; None: it is not
    known, or there is no room.
    """
    if deadline.status == Deadline.Status.EXPIRED and deadline.term_end:
        return _("Ended on {day}.").format(day=short_date(deadline.term_end))
    return _to_come(deadline, contract_status, with_money, length)


def _to_come(deadline: Deadline, contract_status: str, with_money: bool, length: Period | None) -> str:
    money = _money(deadline, with_money)
    renews = deadline.renewal_date
    if contract_status == NOTICE_SERVED and deadline.if_nobody_acts not in ("ends_by_notice", "lapses"):
        text = _("Notice was served, but none is on record to tell when it ends{money}.")
    elif deadline.status == Deadline.Status.MISSED and renews and with_money:
        return _renews(renews, money, length, is_unstopped=True)
    elif deadline.if_nobody_acts == "renews" and renews:
        return _renews(renews, money, length, is_unstopped=False)
    elif (ending := _endings().get(deadline.if_nobody_acts)) and deadline.term_end:
        return ending.format(day=short_date(deadline.term_end), money=money)
    elif deadline.status == Deadline.Status.NO_DEADLINE:
        text = _("Runs on until somebody gives notice{money}.")
    else:
        text = _("What happens cannot be told yet{money}.")
    return text.format(money=money)


def _renews(day: dt.date, money: str, length: Period | None, *, is_unstopped: bool) -> str:
    """Say when it renews, for how long where that is known, and whether it can still be stopped."""
    if length is None:
        text = _("Renews on {day}{money}.")
        if is_unstopped:
            text = _("The last day for notice has passed: it renews on {day}{money}.")
        return text.format(day=short_date(day), money=money)
    text = _("Renews on {day} for {length}{money}.")
    if is_unstopped:
        text = _("The last day for notice has passed: it renews on {day} for {length}{money}.")
    return text.format(day=short_date(day), money=money, length=length_text(length))


def _endings() -> dict[str, str]:
    """Return the sentence of each way in which a term ends, by ``if_nobody_acts``."""
    return {
        "ends_by_notice": _("Notice was given: it ends on {day}{money}."),
        "goes_into_holdover": _("Continues in holdover after {day}{money}."),
        "option_is_lost": _("Ends on {day} unless the option is exercised{money}."),
        "lapses": _("Ends on {day}; nothing renews it{money}."),
    }
