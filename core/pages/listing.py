"""The base of every list page: declared columns, filters in the address, keyset pages, CSV.

1. One address serves the page, its table alone (htmx), the next rows, the exact count and the CSV.
2. Whatever the address asks for, the rows come from the queryset it was given, which the view
   has narrowed by ``visible_to``: page, count and CSV never show more than that.
3. Rows are walked by keyset, so "Load more" keeps its place while others change the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from core import registry
from core.pages.column_choice import ColumnChoice, column_choice
from core.pages.columns import Column, columns_of
from core.pages.export import csv_response
from core.pages.filters import OWN_PARAMETERS, Chip, ListFilterSet, chips_of, filterset_for
from core.pages.lines import Line, lines_of, pick_cell
from core.pages.selection import BulkStep, Picking
from core.pages.tabs import Tabs, better_address
from core.paging import (
    BadCursor,
    BadOrdering,
    CappedCount,
    Order,
    Page,
    count_up_to,
    fetch_page,
    parse_ordering,
)
from core.paging.standing import while_unchanged
from core.rules.address import COLUMNS, PICK, VIEW, WHOLE

PAGE_SIZE = 50
#: What stays when the filters are cleared.
KEPT_BY_CLEAR = ("sort", COLUMNS)


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: what belongs here, and the first thing to do."""

    heading: str
    text: str
    url: str = ""
    label: str = ""
    other_url: str = ""
    other_label: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The declaration of a list page; bind it to a request with ``open``.

    Attributes:
        page: Its name in ``registry.list_columns`` and in the CSV's file name.
        noun: One row, in the reader's word ("vendor"); ``nouns`` is the plural.
        columns: Its own columns.
        filterset: Its filters; a field ``q`` becomes the search box.
        default_sort: Column key, with a leading ``-`` for descending.
        csv_verb: Who holds it may take the view as CSV.
        prepare: Joins what the cells read (``select_related`` …) to the rows of one page.
        bulk: What can be done with picked rows.
        tie: The column that decides between rows of equal order, where the indexes name another than the key.
    """

    page: str
    noun: str
    nouns: str
    columns: tuple[Column, ...]
    filterset: type[ListFilterSet]
    default_sort: str
    csv_verb: str = "exports.run"
    prepare: Callable[[Any], QuerySet[Any]] = field(default=lambda queryset: queryset)
    bulk: tuple[BulkStep, ...] = ()
    tie: str = "pk"

    def open(
        self, request: HttpRequest, queryset: QuerySet[Any], *, on: dt.date, empty: Empty
    ) -> OpenListing:
        """Bind to ``request``: ``queryset`` is all that the person may see of this list."""
        return OpenListing(self, request, queryset, on, empty)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head on one page: where a click leads and how the column is sorted now."""

    column: Column
    url: str
    direction: str


class OpenListing:
    """A listing at work for one request; the templates read its properties."""

    def __init__(
        self, listing: Listing, request: HttpRequest, queryset: QuerySet[Any], on: dt.date, empty: Empty
    ) -> None:
        self.listing = listing
        self.request = request
        self.on = on
        self.empty = empty
        self.columns = columns_of(listing.page, listing.columns)
        self._visible = queryset
        for entry in registry.entries_for(registry.list_columns, listing.page):
            queryset = entry.annotate(queryset, on)
        self.filterset = filterset_for(listing.page, listing.filterset)(
            request.GET or None, queryset=queryset, request=request
        )

    def respond(self, template: str, context: dict[str, Any] | None = None) -> HttpResponseBase:
        """Answer with the page, or with the part of it that the address or htmx asked for."""
        wanted = self.request.GET.get("format", ""), self.request.GET.get("part", "")
        if wanted[0] == "csv":
            return csv_response(self)
        if wanted[1] == "count":
            return HttpResponse(str(CappedCount(self.queryset.order_by().count())), content_type="text/plain")
        if better := better_address(self.request, self.tabs, self.choice.text):
            return redirect(better)
        full = {**(context or {}), "listing": self}
        part = self._part(wanted[1])
        return render(self.request, part or template, full)

    def _part(self, wanted: str) -> str:
        if wanted == "rows" and self.request.headers.get("HX-Request"):
            return "core/listing/more_rows.html"
        if wanted == "filters" and self.request.headers.get("HX-Request"):
            return "core/listing/filters.html"
        if self.request.headers.get("HX-Target") == "listing":
            return "core/listing/swap.html"
        return ""

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        """Return the rows that the filters leave; none while a filter is wrong, so nothing misleads."""
        if self.filterset.is_bound and not self.filterset.form.is_valid():
            return self.filterset.queryset.none()
        return self.filterset.qs

    @cached_property
    def order(self) -> Order:
        """Return the order that the address asks for; an unknown one falls back to the usual order."""
        offered = {column.key: column.order_by for column in self.columns if column.order_by}
        rest = offered, self.listing.default_sort, self.listing.tie
        try:
            order = parse_ordering(self.request.GET.get("sort", ""), *rest)
        except BadOrdering:
            order = parse_ordering("", *rest)
        presence = next(column.presence for column in self.columns if column.key == order.name)
        return replace(order, presence=presence)

    @cached_property
    def page(self) -> Page:
        """Return this page's rows; a cursor that does not fit (any more) starts from the first page."""
        rows = self.listing.prepare(self.queryset)
        try:
            return fetch_page(rows, self.order, size=PAGE_SIZE, cursor=self.request.GET.get("after", ""))
        except BadCursor:
            return fetch_page(rows, self.order, size=PAGE_SIZE)

    @cached_property
    def lines(self) -> list[Line]:
        """Return this page's rows with their cells drawn."""
        names = next((column.text for column in self.columns if column.is_heading), str)
        first = pick_cell(self.picking.is_all) if self.picking.steps else None
        shown = self.choice.shown
        return lines_of(self.page.rows, shown, names, first=first, on=self.on, request=self.request)

    @cached_property
    def choice(self) -> ColumnChoice:
        """Return the columns that the address chooses."""
        return column_choice(self.columns, self.request.GET)

    @cached_property
    def tabs(self) -> Tabs:
        """Return the views of this list as tabs."""
        return Tabs(self.listing.page, self.listing.nouns, self.request, self.on)

    @cached_property
    def picking(self) -> Picking:
        """Return what can be done with picked rows."""
        return Picking(self.listing.bulk, self.request)

    @cached_property
    def count(self) -> CappedCount:
        """Return how many rows match, no further than 10,000; without filters, in one table alone."""
        if self.is_narrowed:
            return count_up_to(self.queryset)
        key = ("count", self.listing.page, self.request.path, self.request.user.pk, self.on)
        return while_unchanged(key, lambda: count_up_to(self._visible))

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the filters in force as removable chips."""
        return chips_of(self.filterset.form, self.request.GET) if self.filterset.is_bound else []

    @property
    def words(self) -> str:
        """Return what is typed into the search box."""
        return self.request.GET.get("q", "")

    @property
    def is_narrowed(self) -> bool:
        """Tell whether any filter or search is in force (then an empty list means "no match")."""
        return bool(self.chips or self.words.strip() or self.has_errors)

    @property
    def may_export(self) -> bool:
        """Tell whether the person may take this view as CSV."""
        return bool(self.request.user.can(self.listing.csv_verb))  # type: ignore[union-attr]

    @property
    def has_errors(self) -> bool:
        """Tell whether a filter is wrong; without filters no form is made to find out."""
        return self.filterset.is_bound and bool(self.filterset.errors)

    @property
    def has_search(self) -> bool:
        """Tell whether the list can be searched for words."""
        return "q" in self.filterset.filters

    @property
    def has_filters(self) -> bool:
        """Tell whether there are filters besides the search box."""
        return any(name != "q" for name in self.filterset.filters)

    @property
    def shows_filters(self) -> bool:
        """Tell whether the page has its filter form open; else it is fetched when somebody opens it."""
        return self.request.GET.get("part") == "filters" or self.has_errors

    @property
    def kept_filters(self) -> list[tuple[str, str]]:
        """Return the filters of the address, which a search keeps while the filter form is not there."""
        others = OWN_PARAMETERS | {"q", COLUMNS, VIEW, PICK}
        given = self.request.GET
        return [(name, value) for name in given if name not in others for value in given.getlist(name)]

    @property
    def filter_fields(self) -> list[Any]:
        """Return the filters other than the search box, for the filter form."""
        return [bound for bound in self.filterset.form if bound.name != "q"]

    @property
    def heads(self) -> list[Head]:
        """Return the column heads with the address that sorts by each."""
        return [self._head(column) for column in self.choice.shown]

    @property
    def next_url(self) -> str:
        """Return the address of the following rows, empty on the last page."""
        return self._url(after=self.page.next_cursor) if self.page.next_cursor else ""

    @property
    def first_url(self) -> str:
        """Return the address of the first rows, empty when this is the first page."""
        return self._url(after="") if self.request.GET.get("after") and self.page.previous_cursor else ""

    @property
    def csv_url(self) -> str:
        """Return the address of exactly this view as CSV."""
        return self._url(after="", format="csv")

    @property
    def clear_url(self) -> str:
        """Return the address of the whole list in the present order and columns."""
        drops: dict[str, str | None] = {name: None for name in self.request.GET if name not in KEPT_BY_CLEAR}
        return self._url(**drops | {VIEW: WHOLE if self.tabs.first else ""})

    def _head(self, column: Column) -> Head:
        if not column.order_by:
            return Head(column, "", "")
        is_now = self.order.name == column.key
        direction = ("descending" if self.order.is_descending else "ascending") if is_now else ""
        wanted = f"-{column.key}" if direction == "ascending" else column.key
        return Head(column, self._url(after="", sort=wanted), direction)

    def _url(self, **changes: str | None) -> str:
        query = self.request.GET.copy()
        query.pop("part", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path
