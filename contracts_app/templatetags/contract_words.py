"""Words about contracts in templates: ``{% load contract_words %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from contracts_app.rules.lifecycle import STATUS_LABELS, STATUS_LOOKS
from core.templatetags.words import status_word

register = template.Library()


@register.filter
def contract_status(status: str) -> SafeString:
    """Draw the state of a contract as its status word."""
    return status_word(STATUS_LOOKS[status], STATUS_LABELS[status])


@register.simple_tag
def period(quantity: int | None, unit: str) -> str:
    """Write a length such as ``12 months`` or ``1 year``; nothing where it is not known."""
    if quantity is None:
        return ""
    words = unit.replace("_", " ")
    return f"{quantity:,} {words.removesuffix('s') if quantity == 1 else words}".strip()


@register.filter
def bound_days(method: Any) -> str:
    """Write when a notice sent by a method counts as received."""
    days, kind = method.deemed_business_days, "business day"
    if method.deemed_calendar_days is not None:
        days, kind = method.deemed_calendar_days, "calendar day"
    if days == 0:
        return "received on the day it is sent"
    if days == 1:
        return f"received on the next {kind}"
    return f"received on the {days}{_ordinal(days)} {kind} after sending"


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
