"""Words of clauses in pages: those around what was looked for."""

from __future__ import annotations

from django import template

from contracts_app.models import Clause
from contracts_app.reports.clause_amended import Amended, amended_of
from contracts_app.reports.document_text import SHOWN, place_of
from contracts_app.reports.reading_form import words_to_find
from core.search import Piece, highlighted, snippet, wanted_words

register = template.Library()


@register.filter
def found_in(words: str | None, clause: Clause) -> list[Piece]:
    """Return the part of a clause where ``words`` stand, else its beginning, in pieces."""
    return snippet(words_to_find(clause), wanted_words(words or ""))


@register.filter
def marked_in(words: str | None, clause: Clause) -> list[Piece]:
    """Return number and heading of a clause in pieces, the words that were looked for marked."""
    return highlighted(str(clause), wanted_words(words or ""))


@register.filter
def place(clause: Clause, words: str | None) -> str:
    """Return the address of a clause in the text of its document, ``words`` marked there."""
    version = clause.version
    return place_of(version.document_id, version.number, clause, words or "")


@register.filter
def chunk(clause: Clause) -> int:
    """Return the place from which the part of a text is shown that the clause stands in."""
    return clause.order // SHOWN * SHOWN


@register.filter
def amended(clause: Clause) -> list[Amended]:
    """Return what amendments did to a clause of a list since its version."""
    return amended_of(clause)
