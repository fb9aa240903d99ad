"""Search: words folded the same way when they are stored and when they are asked for."""

from core.search.fold import fold, name_key
from core.search.highlight import Piece, highlighted, snippet, wanted_words
from core.search.hit import Hit
from core.search.words import searchable, vector_text, word_query

__all__ = [
    "Hit",
    "Piece",
    "fold",
    "highlighted",
    "name_key",
    "searchable",
    "snippet",
    "vector_text",
    "wanted_words",
    "word_query",
]
