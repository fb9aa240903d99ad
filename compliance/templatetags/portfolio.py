"""How a row of the portfolio report is drawn, on the page and in the PDF."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from compliance.rules.portfolio import PortfolioRow
from core.pages.status import LOOKS
from core.templatetags.words import as_word
from renewals.reports.words import word_for

register = template.Library()


@register.simple_tag
def report_word(row: PortfolioRow, on: dt.date, is_pdf: bool) -> SafeString | str:
    """Draw the deadline of ``row`` on a day as a status word; nothing where no deadline runs.

    A PDF gets one plain element with a class: its layout takes a third longer with styles of its
    own and boxes in boxes. ``word_styles`` has the colors.
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
        return format_html('<span class="word word-{}">{}</span>', word.kind, str(word))
    return as_word(word)


@register.simple_tag
def word_styles() -> SafeString:
    """Write the colors of the status words as style rules, for a PDF."""
    return format_html_join(
        "\n",
        ".word-{} {{ color: {}; background: {}; border-color: {} }}",
        ((kind, look.ink, look.ground, look.line) for kind, look in LOOKS.items()),
    )


@register.filter
def missing_words(row: PortfolioRow) -> str:
    """Write what is missing in words."""
    return ", ".join(name.replace("_", " ") for name in row.missing)


@register.filter
def css_text(value: object) -> str:
    """Write text so that it can stand inside a CSS string: letters, digits and harmless marks only."""
    return "".join(letter for letter in str(value) if letter.isalnum() or letter in " .,:-_@/·()")
