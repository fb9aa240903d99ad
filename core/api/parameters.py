"""The parameters that every list takes, and the refusal of those that it does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 500
#: Parameters of every list, besides its filters.
COMMON = ("cursor", "limit", "ordering", "count")
_YES_NO = {"": False, "false": False, "0": False, "true": True, "1": True}


def limit_in(query: QueryDict) -> int:
    """Return the page size asked for: 1 to 500, 50 when not given.

    Raises:
        ValidationError: It is not such a number.
    """
    text = query.get("limit", "").strip()
    if not text:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit()) or len(text) > 4 or not 1 <= int(text) <= LARGEST_LIMIT:
        raise ValidationError({"limit": f"Use a whole number from 1 to {LARGEST_LIMIT}."})
    return int(text)


def wants_count(query: QueryDict) -> bool:
    """Tell whether the reader asked for the number of rows.

    Raises:
        ValidationError: ``count`` is neither true nor false.
    """
    text = query.get("count", "").strip().lower()
    if text not in _YES_NO:
        raise ValidationError({"count": "Use true or false."})
    return _YES_NO[text]


def refuse_unknown(query: QueryDict, known: Iterable[str]) -> None:
    """Refuse parameters that the route does not have: a misspelt filter must not answer "everything".

    Raises:
        ValidationError: Naming each of them and those that exist.
    """
    offered = {*known}
    wrong: dict[str, Any] = {
        name[:80]: f"There is no such parameter here. There are: {', '.join(sorted(offered)) or 'none'}."
        for name in query
        if name not in offered
    }
    if wrong:
        raise ValidationError(wrong, code="unknown_parameter")
