"""The cells of the list of claims."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.safestring import SafeString

from core.pages.drawing import draw
from core.templatetags.figures import day, money
from core.templatetags.words import as_word
from slas.models import Claim
from slas.reports.claims import left_words, lost_of, period_of, word_of_claim

Drawn = SafeString | str
_PERIOD = (
    '<div class="wide-cell"><div><a class="clamp" href="{}">{}</a></div>'
    '<div class="muted">{} · {}</div></div>'
)


def period_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw the period, which leads to the claim, with contract and number below."""
    contract = row.contract
    return draw(_PERIOD, reverse("sla_claim", args=[row.pk]), period_of(row), contract.title, contract.number)


def vendor_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw the vendor, which leads to its page."""
    vendor = row.contract.vendor
    return draw('<a href="{}">{}</a>', reverse("vendor", args=[vendor.pk]), vendor.name)


def status_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw where the claim stands."""
    return as_word(word_of_claim(row))


def asked_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw the money asked for."""
    return money(row.asked_amount, row.currency)


def asked_text(row: Claim) -> str:
    """Write the money asked for, for the CSV; empty where it is not known."""
    return "" if row.asked_amount is None else f"{row.asked_amount.normalize():f} {row.currency}"


def last_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw the last day to claim."""
    return day(row.last_date)


def left_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw how long it can still be claimed."""
    return left_words(row, on)


def left_text(row: Claim) -> str:
    """Write the latest day to claim, for the CSV."""
    return row.latest_date.isoformat() if row.latest_date else ""


def lost_cell(row: Claim, on: dt.date) -> Drawn:
    """Draw the money lost."""
    lost = lost_of(row)
    return money(lost.amount, lost.currency) if lost else ""


def lost_text(row: Claim) -> str:
    """Write the money lost, for the CSV."""
    lost = lost_of(row)
    return f"{lost.amount.normalize():f} {lost.currency}" if lost else ""
