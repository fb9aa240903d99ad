"""Saving views of lists under a name, sharing, renaming and deleting them, choosing the first one."""

from __future__ import annotations

import datetime as dt

from accounts.models import SavedView, User, ViewDefault
from accounts.models.saved_view import LONGEST_NAME
from accounts.permissions import can_change_view, can_share_views
from core import registry
from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from core.rules.address import LONGEST_QUERY, kept_query
from core.rules.number import whole_number

MOST_VIEWS = 30


class InvalidView(UserError):
    """The view cannot be kept like this; ``fields`` says why."""

    code = "invalid_view"


@action
def save_view(
    *, actor: Actor, page: str, name: str, query: str, is_shared: bool, now: dt.datetime
) -> SavedView:
    """Keep filters, order and columns of ``page`` under ``name``, as a view of the person who acts.

    Saving under the name of one of one's own views replaces what that view shows.

    Args:
        actor: A person who may open the page; sharing needs ``views.share``.
        page: Key of a list page.
        name: What its tab says; unique among the person's views of the page, however it is written.
        query: The query of the page's address; place and format are dropped from it.
        is_shared: Whether everybody who may open the page has it as a tab.
        now: When it is saved.

    Raises:
        NotAllowed: The person may not open the page, or not share views.
        InvalidView: ``fields`` says what is wrong; nothing is stored.
    """
    user = _person(actor)
    _require_page(user, page)
    name, query = _clean(name), kept_query(query)
    _check_query(query)
    # One row of the person is locked, so that two windows cannot save the same name at once.
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    own = SavedView.unscoped.filter(owner=user, page=page)
    view = own.filter(name__iexact=name).first()
    if view is None and own.count() >= MOST_VIEWS:
        message = f"You have {MOST_VIEWS} views of this list, and no more fit. Delete one first."
        raise InvalidView(message, fields={"name": [message]})
    view = view or SavedView(owner=user, page=page, created_at=now)
    _check_sharing(user, view, is_shared)
    _stop_sharing(view, is_shared)
    view.name, view.query, view.is_shared = name, query, is_shared
    view.save()
    return view


@action
def change_view(*, actor: Actor, view: SavedView, name: str, is_shared: bool) -> SavedView:
    """Rename a view, share it, or stop sharing it; who has it as their first one keeps it while they see it.

    Raises:
        NotAllowed: The person may not change this view, or not share views.
        InvalidView: ``fields`` says what is wrong; nothing is stored.
    """
    user = _person(actor)
    row = lock_version(SavedView.unscoped.all(), view.pk, None)
    require(can_change_view(user, row), "change this view")
    name = _clean(name)
    others = SavedView.unscoped.filter(owner_id=row.owner_id, page=row.page).exclude(pk=row.pk)
    if others.filter(name__iexact=name).exists():
        message = f"There is a view called {name} already. Choose another name."
        raise InvalidView(message, fields={"name": [message]})
    _check_sharing(user, row, is_shared)
    _stop_sharing(row, is_shared)
    row.name, row.is_shared = name, is_shared
    row.save(update_fields=["name", "is_shared"])
    row.refresh_from_db(fields=["row_version"])
    return row


@action
def delete_view(*, actor: Actor, view: SavedView) -> None:
    """Delete a view; who started with it starts with the whole list again.

    Raises:
        NotAllowed: The person may not change this view.
    """
    user = _person(actor)
    row = lock_version(SavedView.unscoped.all(), view.pk, None)
    require(can_change_view(user, row), "delete this view")
    ViewDefault.unscoped.filter(view=row).delete()
    row.delete()


@action
def choose_first_view(*, actor: Actor, page: str, key: str) -> None:
    """Start with another view of ``page``; an empty key starts with the whole list.

    Args:
        actor: The person whose choice it is.
        page: Key of a list page.
        key: Key of a view's tab: the id of a saved one, or the key under which an app declares one.

    Raises:
        NotAllowed: The person may not open the page.
        InvalidView: There is no such view for this person.
    """
    user = _person(actor)
    _require_page(user, page)
    view_id = whole_number(key)
    declared = "" if view_id else key
    if key and not _is_there(user, page, view_id, declared):
        raise InvalidView("This view is no longer there. Load the list again and choose another.")
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    chosen = ViewDefault.unscoped.filter(user=user, page=page)
    if not key:
        chosen.delete()
        return
    row = chosen.first() or ViewDefault(user=user, page=page)
    row.view_id, row.declared = view_id, declared
    row.save()


def _is_there(user: User, page: str, view_id: int | None, declared: str) -> bool:
    if view_id is not None:
        return SavedView.objects.visible_to(user).filter(pk=view_id, page=page).exists()
    return any(entry.key == declared for entry in registry.entries_for(registry.listing_views, page))


def _person(actor: Actor) -> User:
    """Return the person behind ``actor``: views belong to people, the product itself has none."""
    require(actor.user is not None, "keep views of lists")
    assert actor.user is not None
    return actor.user


def _require_page(user: User, page: str) -> None:
    if page not in registry.listing_pages:
        raise InvalidView("There is no such list. Open the list and save its view from there.")
    verb = registry.listing_pages.get(page).verb
    require(user.is_active and (not verb or user.can(verb)), "open this list")


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        message = "The view has no name. Enter what its tab should say."
    elif len(name) > LONGEST_NAME:
        message = f"The name has {len(name)} characters; at most {LONGEST_NAME} fit. Shorten it."
    else:
        return name
    raise InvalidView(message, fields={"name": [message]})


def _check_query(query: str) -> None:
    if not query:
        message = "The whole list is a view already. Set a filter, an order or columns first."
    elif len(query) > LONGEST_QUERY:
        message = f"The view has too many filters ({len(query):,} characters). Remove some."
    else:
        return
    raise InvalidView(message, fields={"query": [message]})


def _check_sharing(user: User, view: SavedView, is_shared: bool) -> None:
    if is_shared and not view.is_shared:
        require(can_share_views(user), "share views with everybody")


def _stop_sharing(view: SavedView, is_shared: bool) -> None:
    """Let the others who start with a view that is shared no longer start with the whole list."""
    if view.is_shared and not is_shared:
        ViewDefault.unscoped.filter(view=view).exclude(user_id=view.owner_id).delete()
