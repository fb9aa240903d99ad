"""The cells of deadlines in lists: functions and not templates, because a list draws hundreds of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.safestring import SafeString

from core.pages.drawing import draw
from core.pages.links import page_of
from core.templatetags.figures import day, money, weekday
from renewals.models import Deadline
from renewals.templatetags.deadlines import contract_deadline_word, deadline_word, deadline_word_to_act

Drawn = SafeString | str
_CONTRACT = (
    '<div class="wide-cell"><div><a class="clamp" href="{}" title="{}">{}</a></div>'
    '<div class="muted">{} · {}</div></div>'
)
_UNDER = '<div class="two-lines">{}<div class="muted under-word">{} {}</div></div>'


def word_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw what the deadline says; of a missed one, by when to act for the next way out too.

    Where the word says the last day for notice, because act-by has passed, the day that the list sorts by
    stands below it.
    """
    word = deadline_word(row, on)
    if row.status == Deadline.Status.MISSED and row.reachable_act_by_date is not None:
        return draw(_UNDER, word, "Next way out: act by", weekday(row.reachable_act_by_date))
    if row.status == Deadline.Status.IN_WINDOW and row.act_by_date is not None and row.act_by_date < on:
        return draw(_UNDER, word, "Act-by was", weekday(row.act_by_date))
    return word


def word_to_act_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw by when to act for the exit that can still be reached; of a missed term, when that was too."""
    if row.status != Deadline.Status.MISSED:
        return word_cell(row, on)
    word, act_by = deadline_word_to_act(row, on), row.reachable_act_by_date
    if act_by is not None and act_by < on:
        return draw(_UNDER, word, "Act-by was", weekday(act_by))
    return draw(_UNDER, word, "This term was missed on", weekday(row.notice_by_date))


def contract_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the contract, which leads to its deadline, with vendor and number below."""
    contract = row.contract
    address = page_of("contract_deadline", row.contract_id)
    return draw(_CONTRACT, address, contract.title, contract.title, contract.vendor.name, contract.number)


def notice_by_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the last day to give notice."""
    return weekday(row.notice_by_date)


def reachable_notice_by_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the last day to give notice for the exit that can still be reached."""
    return weekday(row.reachable_notice_by_date)


def ends_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the last day of the term."""
    return day(row.term_end)


def stake_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the amount at stake."""
    return money(row.amount_at_stake, row.currency)


def act_by_cell(row: Any, on: dt.date) -> Drawn:
    """Draw what the deadline of a contract says, in the list of contracts."""
    return contract_deadline_word(row, on)


def term_end_cell(row: Any, on: dt.date) -> Drawn:
    """Draw the last day of a contract's term, in the list of contracts."""
    return day(row.deadline_term_end)
