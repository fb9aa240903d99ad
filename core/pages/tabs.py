"""The views of a listing as tabs: the whole list, those that apps declare, those that people saved.

1. A tab is a link: a view is opened by a GET with its query in the address, and means the same to
   everybody within what each may see.
2. A tab is current when the address shows exactly its view.
3. Who has a view as their first one is sent to it from the list's bare address; ``?view=all`` is the
   whole list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from core import registry
from core.paging.standing import while_unchanged
from core.rules.address import COLUMNS, VIEW, WHOLE, is_same_view, kept_query


@dataclass(frozen=True, slots=True)
class View:
    """A view that can be opened: ``key`` is unique on its page, ``query`` what stands after the ``?``."""

    key: str
    label: str
    query: str
    is_own: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class OwnViews:
    """What a person has on one page: saved views, the key of their first one, whether they may share."""

    views: Sequence[View] = ()
    first_key: str = ""
    may_share: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as it stands above the list."""

    view: View
    url: str
    is_current: bool
    is_first: bool


class Tabs:
    """The tabs of one page for one request."""

    def __init__(self, page: str, nouns: str, request: HttpRequest, on: dt.date) -> None:
        self.page = page
        self._whole = View(WHOLE, f"All {nouns}", "")
        self._request = request
        self._on = on

    @cached_property
    def _own(self) -> OwnViews:
        user = self._request.user
        return while_unchanged(("views", self.page, user.pk), lambda: _own_views(user, self.page))

    @cached_property
    def views(self) -> list[View]:
        """Return every view of the page, the whole list first."""
        return [self._whole, *declared_views(self.page, self._on), *self._own.views]

    @property
    def query(self) -> str:
        """Return what of the present address a view would keep."""
        return kept_query(self._request.GET.urlencode())

    @cached_property
    def tabs(self) -> list[Tab]:
        """Return the tabs in order."""
        first, query = self.first, self.query
        return [
            Tab(view, self._url(view), is_same_view(view.query, query), view is first) for view in self.views
        ]

    @property
    def current(self) -> Tab | None:
        """Return the tab that the address shows, None when it shows no view."""
        return next((tab for tab in self.tabs if tab.is_current), None)

    @cached_property
    def first(self) -> View | None:
        """Return the view that the person starts with, None for the whole list."""
        key = self._own.first_key
        return next((view for view in self.views if key and view.key == key and view.query), None)

    @property
    def may_share(self) -> bool:
        """Tell whether the person may share views with everybody."""
        return self._own.may_share

    @property
    def menus(self) -> list[str]:
        """Return the templates of the menu beside the tabs."""
        return [source.template for source in registry.view_sources]

    def _url(self, view: View) -> str:
        path = self._request.path
        if view.query:
            return f"{path}?{view.query}"
        return f"{path}?{VIEW}={WHOLE}" if self.first else path


def declared_views(page: str, on: dt.date) -> list[View]:
    """Return the views that apps declare for ``page``, as they are on a day."""
    return [
        View(entry.key, entry.label, urlencode(entry.query(on)))
        for entry in registry.entries_for(registry.listing_views, page)
    ]


def better_address(request: HttpRequest, tabs: Tabs, columns: str) -> str:
    """Return where to go instead: a shorter spelling of the columns, or the person's first view."""
    if request.headers.get("HX-Request"):
        return ""
    if len(request.GET.getlist(COLUMNS)) > 1:
        query = request.GET.copy()
        query.pop(COLUMNS)
        query[COLUMNS] = columns
        return f"{request.path}?{query.urlencode(safe=',')}"
    if not request.GET and (first := tabs.first):
        return f"{request.path}?{first.query}"
    return ""


def _own_views(user: Any, page: str) -> OwnViews:
    found = [source.views(user, page) for source in registry.view_sources]
    return OwnViews(
        [view for own in found for view in own.views],
        next((own.first_key for own in found if own.first_key), ""),
        any(own.may_share for own in found),
    )
