"""Dates, spans and money in templates; available without ``{% load %}``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.pages.drawing import draw
from core.rules.wording import money_text, short_date, span_of_days, weekday_date

register = template.Library()


@register.filter
def day(value: dt.date | None) -> SafeString | str:
    """Draw a date as ``30 Nov 2026`` with the ISO date in ``title``; nothing for None."""
    return _time(value, short_date(value)) if value else ""


@register.filter
def weekday(value: dt.date | None) -> SafeString | str:
    """Draw a date on which somebody must act: ``Mon 30 Nov 2026``; nothing for None."""
    return _time(value, weekday_date(value)) if value else ""


@register.filter
def span(value: dt.date | None, on: dt.date) -> str:
    """Write how far ``value`` lies from ``on``: "in 3 days"; always beside the date itself."""
    return span_of_days(value, on) if value else ""


@register.simple_tag
def when(value: dt.date | None, on: dt.date) -> SafeString | str:
    """Draw a date with its weekday and its distance: ``Mon 30 Nov 2026 (in 3 days)``."""
    if not value:
        return ""
    return format_html('{} <span class="muted">({})</span>', weekday(value), span_of_days(value, on))


@register.filter
def moment(value: dt.datetime | None) -> SafeString | str:
    """Draw an instant in the reader's time zone: ``22 Nov 2026, 07:49``; nothing for None."""
    if not value:
        return ""
    local = value.astimezone(timezone.get_current_timezone())
    return format_html(
        '<time datetime="{}" title="{}">{}, {}</time>',
        local.isoformat(timespec="seconds"),
        local.isoformat(sep=" ", timespec="seconds"),
        short_date(local.date()),
        local.strftime("%H:%M"),
    )


@register.simple_tag
def money(amount: Decimal | None, currency: str = "") -> SafeString | str:
    """Draw an amount with its currency (``€ 412,000``); nothing for None."""
    if amount is None:
        return ""
    return draw(
        '<span class="tabular" title="{} {}">{}</span>', currency, amount, money_text(amount, currency)
    )


def _time(value: dt.date, words: str) -> SafeString:
    iso = value.isoformat()[:10]
    return draw('<time datetime="{0}" title="{0}">{1}</time>', iso, words)
