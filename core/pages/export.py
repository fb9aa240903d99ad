"""A listing as CSV: exactly the rows of the view, with the columns chosen for it or else all, streamed.

1. The head row has the columns' labels; cells are the columns' plain text.
2. A cell that a spreadsheet would run as a formula gets a leading apostrophe; a number,
   negative ones included, stays a number.
3. Who signed in long ago confirms who they are first (``core.pages.confirming``).
4. The export is entered in the ledger before its first byte leaves.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse

from core import clock
from core.access import require
from core.audit import Actor, action
from core.ledger import record_event
from core.pages.confirming import confirm_first, download_page, is_confirmation_due
from core.pages.copying import copied_rows

if TYPE_CHECKING:
    from core.pages.listing import OpenListing

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CHUNK = 2000
_BOM = "\ufeff"  # spreadsheets then read UTF-8 as what it is


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> str:
    """Return ``value`` as text that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    if text.startswith(_STARTS_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_response(listing: OpenListing, query: str = "") -> HttpResponseBase:
    """Answer with the whole view of ``listing`` as CSV, after a confirmation where one is due.

    Args:
        listing: The view.
        query: What the ledger says it was narrowed by; the address where nothing is given.

    Raises:
        NotAllowed: The person does not hold the listing's export verb.
    """
    require(listing.may_export, f"export {listing.listing.nouns}")
    request = listing.request
    if is_confirmation_due(request):
        page = request.GET.copy()
        page.pop("format", None)
        back_url = f"{request.path}?{page.urlencode()}"
        return confirm_first(request, download_page(request.get_full_path(), back_url))
    record_export(
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
        page=listing.listing.page,
        query=query or request.GET.urlencode(),
    )
    response = StreamingHttpResponse(_content(listing), content_type="text/csv; charset=utf-8")
    name = f"{listing.listing.page}-{listing.on.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@action
def record_export(*, actor: Actor, now: dt.datetime, page: str, query: str) -> None:
    """Enter into the ledger that ``actor`` took the list ``page``, narrowed by ``query``, as CSV."""
    record_event("core.export.downloaded", actor=actor, now=now, details={"list": page, "query": query})


def _content(listing: OpenListing) -> Iterator[str | bytes]:
    writer = csv.writer(_Echo())
    head = _BOM + writer.writerow([column.label for column in listing.choice.exported])
    cells = [column.export for column in listing.choice.exported]
    if None in cells:
        return chain([head], _lines(listing, writer))
    return chain([head], copied_rows(_ordered(listing, listing.queryset), cells))


def _ordered(listing: OpenListing, queryset: QuerySet[Any]) -> QuerySet[Any]:
    column, key = F(listing.order.column), F("pk")
    ordering = (
        [column.desc(nulls_last=True), key.desc()]
        if listing.order.is_descending
        else [column.asc(nulls_last=True), key.asc()]
    )
    return queryset.order_by(*ordering)


def _lines(listing: OpenListing, writer: Any) -> Iterator[str]:
    rows = _ordered(listing, listing.listing.prepare(listing.queryset))
    for row in rows.iterator(chunk_size=_CHUNK):
        yield writer.writerow([safe_cell(column.text(row)) for column in listing.choice.exported])
