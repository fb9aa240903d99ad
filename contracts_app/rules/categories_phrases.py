"""The phrases of every category, compiled, in the order of the categories."""

from __future__ import annotations

from typing import Final

from contracts_app.rules.categories import CATEGORIES
from contracts_app.rules.categories_phrase import Phrase, phrases_of
from contracts_app.rules.categories_phrases_general import GENERAL
from contracts_app.rules.categories_phrases_liability import LIABILITY
from contracts_app.rules.categories_phrases_property import PROPERTY
from contracts_app.rules.categories_phrases_rights import RIGHTS
from contracts_app.rules.categories_phrases_service import SERVICE

_TABLES: Final = GENERAL | LIABILITY | RIGHTS | PROPERTY | SERVICE

#: For each category the phrases of texts, and those of headings.
PHRASES: Final[dict[str, tuple[tuple[Phrase, ...], tuple[Phrase, ...]]]] = {
    key: phrases_of(_TABLES[key]) for key in CATEGORIES
}
