"""Categories of clauses in pages: their chips, why they are suggested, and amounts."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from contracts_app.models import Clause, ClauseCategory
from contracts_app.reports.clause_categories import (
    Reason,
    amounts_of,
    categories_of,
    marked_words,
    reasons_of,
    standing_of,
)
from core.pages.drawing import draw
from core.search import Piece
from core.templatetags.words import icon

register = template.Library()
_CHIP = '<a class="category category-{}" href="{}?category={}" title="{}, {}">{}<span>{}</span>{}</a>'
_MOST_AMOUNTS = 4
_LOOKS = {
    "confirmed": ("circle-check", ""),
    "suggested": ("circle-dashed", "suggested"),
    "rejected": ("circle-x", "rejected"),
}
_STATE_WORD = '<span class="visually-hidden"> ({})</span>'


@register.filter
def category_chip(row: ClauseCategory) -> SafeString:
    """Draw a category as a chip that leads to all clauses in it; its state is an icon and a word."""
    mark, word = _LOOKS[row.state]
    said = draw(_STATE_WORD, word) if word else ""
    return draw(
        _CHIP,
        row.state,
        reverse("clause_list"),
        row.category,
        row.name,
        standing_of(row),
        icon(mark),
        row.name,
        said,
    )


@register.filter
def category_chips(clause: Clause) -> SafeString:
    """Draw the categories of a clause as chips; nothing where it is in none."""
    chips = [category_chip(row) for row in categories_of(clause)]
    return mark_safe(" ".join(chips))  # noqa: S308  each chip is drawn with escaping


@register.filter
def amounts(clause: Clause) -> list[str]:
    """Return the amounts that stand in a clause of a category that bears amounts."""
    found = amounts_of(clause)
    if len(found) > _MOST_AMOUNTS:
        return [*found[:_MOST_AMOUNTS], f"and {len(found) - _MOST_AMOUNTS} more"]
    return found


@register.filter
def reasons(row: ClauseCategory) -> list[Reason]:
    """Return the words that led to a suggestion."""
    return reasons_of(row)


@register.filter
def standing(row: ClauseCategory) -> str:
    """Return how a category stands: who answered, or what it rests on."""
    return standing_of(row)


@register.filter
def words_of(row: ClauseCategory) -> list[Piece]:
    """Return the part of the clause where the words stand that led to a suggestion, those words marked."""
    return marked_words(row.clause.text, reasons_of(row))
