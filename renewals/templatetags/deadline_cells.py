"""The cells of deadlines in lists: functions and not templates, because a list draws hundreds of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.safestring import SafeString

from core.pages.drawing import draw
from core.pages.links import page_of
from core.templatetags.figures import day, money, weekday
from renewals.models import Deadline
from renewals.templatetags.deadlines import contract_deadline_word, deadline_word

Drawn = SafeString | str
_CONTRACT = (
    '<div class="wide-cell"><div><a class="clamp" href="{}" title="{}">{}</a></div>'
    '<div class="muted">{} · {}</div></div>'
)
_NEXT = '<div class="two-lines">{}<div class="muted under-word">Next way out: act by {}</div></div>'


def word_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw what the deadline says; of a missed one, by when to act for the next way out too."""
    word = deadline_word(row, on)
    if row.status != Deadline.Status.MISSED or row.reachable_act_by_date is None:
        return word
    return draw(_NEXT, word, weekday(row.reachable_act_by_date))


def contract_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the contract, which leads to its deadline, with vendor and number below."""
    contract = row.contract
    address = page_of("contract_deadline", row.contract_id)
    return draw(_CONTRACT, address, contract.title, contract.title, contract.vendor.name, contract.number)


def notice_by_cell(row: Deadline, on: dt.date) -> Drawn:
    """Draw the last day to give notice."""
    return weekday(row.notice_by_date)


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
