"""The cells of the list of decisions."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.safestring import SafeString

from core.pages.drawing import draw
from core.templatetags.figures import day, moment, money
from core.templatetags.words import as_word
from renewals.models import Decision
from renewals.reports.decision_words import word_of_status

Drawn = SafeString | str
_CONTRACT = (
    '<div class="wide-cell"><div><a class="clamp" href="{}" title="{}">{}</a></div>'
    '<div class="muted">{} · {}</div></div>'
)


def contract_cell(row: Decision, on: dt.date) -> Drawn:
    """Draw the contract, which leads to its page, with vendor and number below."""
    contract = row.contract
    address = reverse("contract", args=[contract.pk])
    return draw(_CONTRACT, address, contract.title, contract.title, contract.vendor.name, contract.number)


def kind_cell(row: Decision, on: dt.date) -> Drawn:
    """Draw what was decided, which leads to the decision."""
    return draw('<a href="{}">{}</a>', reverse("decision", args=[row.pk]), row.get_kind_display())


def status_cell(row: Decision, on: dt.date) -> Drawn:
    """Draw how far the decision is."""
    return as_word(word_of_status(row))


def act_by_cell(row: Decision, on: dt.date) -> Drawn:
    """Draw the act-by date that the decision is about."""
    return day(row.act_by_date)


def stake_cell(row: Decision, on: dt.date) -> Drawn:
    """Draw what was at stake."""
    return money(row.amount_at_stake, row.currency)


def stake_text(row: Decision) -> str:
    """Write what was at stake for the CSV; empty where it was not known."""
    return "" if row.amount_at_stake is None else f"{row.amount_at_stake.normalize():f} {row.currency}"


def decided_cell(row: Decision, on: dt.date) -> Drawn:
    """Draw when it was decided."""
    return moment(row.decided_at)
