"""Picking rows of a listing, and what can be done with those that are picked.

1. A listing declares its steps (``Listing.bulk``); who holds the verb of at least one gets a checkbox
   in each row, and a bar with the steps below the list. It works without JavaScript: the
   checkboxes belong to the form of the bar.
2. The bar posts the keys of the picked rows to the step's page, which shows what would change and asks
   before anything does.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from core.errors import UserError
from core.rules.address import PICK
from core.rules.number import whole_number

MOST_PICKED = 500


@dataclass(frozen=True, slots=True)
class BulkStep:
    """One thing to do with the picked rows: ``url_name`` (with ``args``) takes their keys by POST."""

    key: str
    label: str
    icon: str
    verb: str
    url_name: str
    args: tuple[str, ...] = ()


class Picking:
    """The picking of rows on one page for one request; no step takes the checkboxes away."""

    def __init__(self, steps: tuple[BulkStep, ...], request: HttpRequest) -> None:
        self.steps = [step for step in steps if request.user.can(step.verb)]  # type: ignore[union-attr]
        self._request = request

    @property
    def is_all(self) -> bool:
        """Tell whether every row of the page is picked to begin with."""
        return self._request.GET.get(PICK) == "page"

    @property
    def all_url(self) -> str:
        """Return the address of this page with every row picked."""
        query = self._request.GET.copy()
        query.pop("part", None)
        query[PICK] = "page"
        return f"?{query.urlencode()}"


class NothingPicked(UserError):
    """No row is picked, or more than can be changed at once."""

    code = "selection"


def picked_keys(posted: QueryDict, nouns: str) -> list[int]:
    """Return the keys that the bar posted as ``ids``, each once, in their order.

    Raises:
        NothingPicked: There is none, or there are more than ``MOST_PICKED``.
    """
    words = [word for text in posted.getlist("ids") for word in text.split(",")]
    keys = list(dict.fromkeys(key for word in words if (key := whole_number(word)) is not None))
    if not keys:
        raise NothingPicked(f"No {nouns} are picked. Go back, tick at least one, and choose again.")
    if len(keys) > MOST_PICKED:
        raise NothingPicked(
            f"{len(keys):,} {nouns} are picked; at most {MOST_PICKED} can be changed at once."
            " Go back and pick fewer."
        )
    return keys
