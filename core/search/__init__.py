"""Search: words folded the same way when they are stored and when they are asked for."""

from core.search.fold import fold, name_key

__all__ = ["fold", "name_key"]
