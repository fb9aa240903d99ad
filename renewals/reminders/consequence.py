"""What happens if nobody acts, in one sentence: the first line of every mail, and the queue's last column."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.rules.wording import money_text, short_date
from renewals.models import Deadline


def _money(deadline: Deadline, with_money: bool) -> str:
    if deadline.amount_at_stake is None or not with_money:
        return ""
    return f", {money_text(deadline.amount_at_stake, deadline.currency)}"


def consequence_of(deadline: Deadline, *, with_money: bool = True) -> str:
    """Return what happens if nobody acts.

    Without ``with_money`` it is short, for a list that shows the state and the money beside it.
    """
    money = _money(deadline, with_money)
    renews, ends = deadline.renewal_date, deadline.term_end
    kind = deadline.if_nobody_acts
    if deadline.status == Deadline.Status.MISSED and renews and with_money:
        text = _("The last day for notice has passed: it renews on {day}{money}.")
        return text.format(day=short_date(renews), money=money)
    if kind == "ends_by_notice" and ends:
        return _("Notice was given: it ends on {day}{money}.").format(day=short_date(ends), money=money)
    if kind == "renews" and renews:
        return _("Renews on {day}{money}.").format(day=short_date(renews), money=money)
    if kind == "goes_into_holdover" and ends:
        return _("Continues in holdover after {day}{money}.").format(day=short_date(ends), money=money)
    if kind == "option_is_lost" and ends:
        return _("Ends on {day} unless the option is exercised{money}.").format(
            day=short_date(ends), money=money
        )
    if ends and kind == "lapses":
        return _("Ends on {day}; nothing renews it{money}.").format(day=short_date(ends), money=money)
    if deadline.status == Deadline.Status.NO_DEADLINE:
        return _("Runs on until somebody gives notice{money}.").format(money=money)
    return _("What happens cannot be told yet{money}.").format(money=money)
