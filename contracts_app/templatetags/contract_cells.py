"""The cells of contracts in lists; as filters in templates: ``{% load contract_cells %}``.

They are functions and not templates, because a list draws hundreds of them.
"""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.safestring import SafeString

from contracts_app.models import Contract
from contracts_app.templatetags.contract_words import contract_status
from core.pages.drawing import draw
from core.pages.links import page_of
from core.templatetags.figures import day, money
from core.templatetags.words import icon

register = template.Library()

Drawn = SafeString | str
_TYPES = dict(Contract.Type.choices)
_NUMBER = '<a class="tabular one-line" href="{}">{}</a>'
_NOBODY = draw('<span class="muted">{}</span>', "Nobody")
_TITLE = (
    '<div class="cell-title"><div><a class="clamp" href="{}" title="{}">{}</a></div>'
    '<div class="muted">{}{}</div></div>'
)
_VENDOR = '<span class="cell-name"><a class="clamp" href="{}" title="{}">{}</a></span>'


@register.filter
def number_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw the number, which leads to the contract."""
    return draw('<a class="tabular one-line" href="{}">{}</a>', page_of("contract", row.pk), row.number)


@register.filter
def title_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw the title, with the type and whether it is confidential below."""
    kind = _TYPES.get(row.type, row.type)
    lock = draw(" · {} Confidential", icon("lock")) if row.is_confidential else ""
    return draw(_TITLE, page_of("contract", row.pk), row.title, row.title, kind, lock)


def vendor_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw the vendor, which leads to its page."""
    return draw(_VENDOR, page_of("vendor", row.vendor_id), row.vendor.name, row.vendor.name)


def status_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw the state of the contract."""
    return contract_status(row.status)


def stated_end_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw the end that the contract states."""
    return day(row.terms.end_date)


def owner_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw who owns the contract."""
    return draw("{}", row.owner) if row.owner else draw('<span class="muted">{}</span>', "Nobody")


@register.filter
def value_cell(row: Contract, on: dt.date | None = None) -> Drawn:
    """Draw the value of the contract."""
    return money(row.value_amount, row.value_currency)
