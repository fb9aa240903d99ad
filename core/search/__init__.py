"""Search: words folded the same way when they are stored and when they are asked for."""

from core.search.fold import fold, name_key
from core.search.hit import Hit
from core.search.words import searchable, vector_text, word_query

__all__ = ["Hit", "fold", "name_key", "searchable", "vector_text", "word_query"]
