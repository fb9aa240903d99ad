"""How a row of the portfolio report is drawn, on the page and in the PDF."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from compliance.rules.portfolio import PortfolioRow
from core.templatetags.words import status_word, status_word_inline
from renewals.rules.status_words import deadline_word

register = template.Library()


@register.filter
def report_word(row: PortfolioRow, is_pdf: bool) -> SafeString | str:
    """Draw the deadline of ``row`` as a status word; nothing where no deadline runs."""
    if not row.deadline_status:
        return ""
    kind, text = deadline_word(
        row.deadline_status,
        act_by_date=row.act_by_date,
        notice_by_date=row.notice_by_date,
        term_end=row.term_end,
        missing=row.missing,
    )
    return status_word_inline(kind, text) if is_pdf else status_word(kind, text)


@register.filter
def missing_words(row: PortfolioRow) -> str:
    """Write what is missing in words."""
    return ", ".join(name.replace("_", " ") for name in row.missing)


@register.filter
def css_text(value: object) -> str:
    """Write text so that it can stand inside a CSS string: letters, digits and harmless marks only."""
    return "".join(letter for letter in str(value) if letter.isalnum() or letter in " .,:-_@/·()")
