"""How a row of the portfolio report is drawn, on the page and in the PDF."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from compliance.rules.portfolio import PortfolioRow
from core.rules.wording import money_text, short_date
from core.templatetags.figures import day, money
from core.templatetags.words import as_word
from renewals.reports.words import word_for

register = template.Library()


@register.simple_tag
def report_word(row: PortfolioRow, on: dt.date, is_pdf: bool) -> SafeString:
    """Draw the cell with the deadline of ``row`` on a day; empty where no deadline runs.

    On the page it holds a status word. In a PDF it is bold text in the color of the word: every
    element inside a cell makes the layout of a row a tenth slower.
    """
    word = word_for(
        status=row.deadline_status,
        act_by_date=row.act_by_date,
        notice_by_date=row.notice_by_date,
        term_end=row.term_end,
        missing=row.missing,
        contract_status=row.status,
        on=on,
    )
    if word and is_pdf:
        return format_html('<td class="word word-{}">{}</td>', word.kind, str(word))
    return format_html("<td>{}</td>", as_word(word))


@register.simple_tag
def report_day(value: dt.date | None, is_pdf: bool) -> SafeString | str:
    """Draw a date, in a PDF as mere text; nothing for None."""
    return short_date(value) if value and is_pdf else day(value)


@register.simple_tag
def report_money(amount: Decimal | None, currency: str, is_pdf: bool) -> SafeString | str:
    """Draw an amount, in a PDF as mere text; nothing for None."""
    return money_text(amount, currency) if amount is not None and is_pdf else money(amount, currency)


@register.filter
def missing_words(row: PortfolioRow) -> str:
    """Write what is missing in words."""
    return ", ".join(name.replace("_", " ") for name in row.missing)
