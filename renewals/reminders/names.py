"""What ways of serving a notice, missing facts, decisions and exit tasks are called in a message.

Each in the language that is written at present. What is not in a table stands as it was recorded: people
name ways of serving a notice freely.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renewals.rules.answer import Consequence
from renewals.rules.decision import DecisionKind
from renewals.rules.exit_task import ExitTaskKind


def method_name(method: str) -> str:
    """Return what a way of serving a notice is called: the usual ones are known, others stand as recorded."""
    names = {
        "registered post": _("registered post"),
        "registered letter": _("registered letter"),
        "recorded delivery": _("recorded delivery"),
        "post": pgettext("way to serve a notice", "post"),
        "letter": pgettext("way to serve a notice", "letter"),
        "courier": _("courier"),
        "by hand": _("by hand"),
        "personal delivery": _("personal delivery"),
        "email": _("e-mail"),
        "e-mail": _("e-mail"),
        "fax": _("fax"),
        "portal": pgettext("way to serve a notice", "portal"),
    }
    return names.get(method.strip().casefold(), method)


def missing_name(name: str) -> str:
    """Return what a fact that a deadline needs and does not have is called."""
    names = {
        "type": _("the kind of term"),
        "start_date": _("the start date"),
        "initial_term": _("the length of the first term"),
        "end_date": _("the end date"),
        "renewal_term": _("the length of a renewal"),
        "end_event_date": _("the day of the event that the end counts from"),
        "minimum_term": _("the length of the minimum term"),
        "minimum_event_date": _("the day of the event that the minimum counts from"),
        "notice": _("the notice period"),
        "quantity": _("how long the notice period is"),
        "unit": _("the unit of the notice period"),
        "anchor": _("what the notice period counts back from"),
        "fixed_day": _("the day of the year on which it can end"),
        "calendar": _("the calendar of holidays"),
    }
    return names.get(name, name.replace("_", " "))


def notice_by_name(if_nobody_acts: str | None) -> str:
    """Return what the last day for notice is called: for a notice that ends a contract, else for any.

    An option is exercised by notice too; a language that has one word for ending a contract needs both.
    """
    if if_nobody_acts == Consequence.RENEWS:
        return pgettext("a notice that ends the contract", "Notice by")
    return _("Notice by")


def decision_name(kind: str) -> str:
    """Return what a decision is called."""
    return {
        DecisionKind.RENEW: pgettext("a decision", "Renew"),
        DecisionKind.RENEW_WITH_CHANGES: pgettext("a decision", "Renew with changes"),
        DecisionKind.RENEGOTIATE: pgettext("a decision", "Renegotiate"),
        DecisionKind.TERMINATE: pgettext("a decision", "Terminate"),
        DecisionKind.LET_LAPSE: pgettext("a decision", "Let lapse"),
    }[DecisionKind(kind)]


def task_name(kind: str) -> str:
    """Return what an exit task is called."""
    return {
        ExitTaskKind.REPLACEMENT: _("Find a replacement"),
        ExitTaskKind.DATA: _("Get our data back"),
        ExitTaskKind.LAST_DAY: _("Switch the service off"),
        ExitTaskKind.FINAL_INVOICE: _("Check the final invoice"),
    }[ExitTaskKind(kind)]
