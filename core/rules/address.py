"""What of a list's address belongs to the view that it shows.

1. Filters, the words searched for, the order and the columns do; the place in the list, the part or
   format asked for and the marks of the moment do not.
2. A parameter without a value says nothing and is left out.
3. Two addresses show the same view when what is kept of them is the same, in whatever order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode

COLUMNS: Final = "columns"
#: Marks the address of the whole list, for who has another view as the first one.
VIEW: Final = "view"
WHOLE: Final = "all"
#: Marks a page whose rows are all picked beforehand.
PICK: Final = "pick"
OF_THE_MOMENT: Final = frozenset({"after", "format", "part", "count", PICK, VIEW})
LONGEST_QUERY: Final = 2_000


def kept_query(text: str) -> str:
    """Return what of the query ``text`` (without ``?``) belongs to the view, columns as one parameter."""
    pairs = parse_qsl(text, keep_blank_values=False)
    columns = [key for name, value in pairs if name == COLUMNS for key in value.split(",") if key]
    kept = [(name, value) for name, value in pairs if name != COLUMNS and name not in OF_THE_MOMENT]
    if columns:
        kept.append((COLUMNS, ",".join(dict.fromkeys(columns))))
    return urlencode(kept, safe=",")


def is_same_view(one: str, other: str) -> bool:
    """Tell whether two queries show the same view."""
    return _parts(one) == _parts(other)


def _parts(text: str) -> list[tuple[str, Iterable[str]]]:
    pairs = parse_qsl(kept_query(text))
    return sorted(
        (name, tuple(sorted(value.split(",")))) if name == COLUMNS else (name, (value,))
        for name, value in pairs
    )
