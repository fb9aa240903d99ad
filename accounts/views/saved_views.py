"""Saved views of lists: saving, the page about them under Settings, and the view to start with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions.views import change_view, choose_first_view, delete_view, save_view
from accounts.forms import NewViewForm, ViewForm
from accounts.models import SavedView, ViewDefault
from accounts.permissions import can_change_view, can_share_views
from core import clock, registry
from core.access import signed_in
from core.pages.forms import PageForm, form_page, refusals_on
from core.rules.address import VIEW, WHOLE


def _visible(request: HttpRequest) -> QuerySet[SavedView]:
    views: QuerySet[SavedView] = SavedView.objects.visible_to(request.user)
    return views.select_related("owner")


def _to_change(request: HttpRequest, pk: int) -> SavedView:
    """Return a view that the person may change; 404 for any other."""
    view: SavedView = get_object_or_404(_visible(request), pk=pk)
    allowed = can_change_view(request.user, view)  # type: ignore[arg-type]
    return view if allowed else get_object_or_404(_visible(request).none())


def _address(page: str, query: str) -> str:
    """Return the address of a list page in a view, of the settings page for a list that is gone."""
    if page not in registry.listing_pages:
        return reverse("views")
    return f"{reverse(registry.listing_pages.get(page).url_name)}?{query or f'{VIEW}={WHOLE}'}"


@signed_in
def view_list(request: HttpRequest) -> HttpResponse:
    """List one's own saved views and those that others share, with what to do with each."""
    first = set(ViewDefault.objects.visible_to(request.user).values_list("view_id", flat=True))
    labels = {page.key: page.label for page in registry.listing_pages}
    rows: list[dict[str, Any]] = [
        {
            "view": view,
            "label": labels.get(view.page, view.page),
            "url": _address(view.page, view.query),
            "is_first": view.pk in first,
            "may_change": can_change_view(request.user, view),  # type: ignore[arg-type]
        }
        for view in _visible(request).order_by("page", "name", "pk")
    ]
    return render(request, "accounts/view_list.html", {"title": "Saved views", "rows": rows})


@signed_in
def view_create(request: HttpRequest) -> HttpResponse:
    """Save the present filters, order and columns of a list under a name."""
    may_share = can_share_views(request.user)  # type: ignore[arg-type]
    asked = {name: request.GET.get(name, "") for name in ("page", "query")}
    form = NewViewForm(request.POST or None, may_share=may_share, initial=asked)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            view = save_view(
                actor=request.actor,  # type: ignore[attr-defined]
                page=form.cleaned_data["page"],
                name=form.cleaned_data["name"],
                query=form.cleaned_data["query"],
                is_shared=form.cleaned_data.get("is_shared", False),
                now=clock.now(),
            )
            messages.success(request, f"The view “{view}” is saved.")
            return redirect(_address(view.page, view.query))
    page, query = (form[name].value() or "" for name in ("page", "query"))
    return _page(request, form, "Save a view", "Save view", cancel_url=_address(page, query))


@signed_in
def view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, share it, or stop sharing it."""
    view = _to_change(request, pk)
    may_share = view.is_shared or can_share_views(request.user)  # type: ignore[arg-type]
    initial = {"name": view.name, "is_shared": view.is_shared}
    form = ViewForm(request.POST or None, may_share=may_share, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            is_shared = form.cleaned_data.get("is_shared", False)
            name = form.cleaned_data["name"]
            change_view(actor=request.actor, view=view, name=name, is_shared=is_shared)  # type: ignore[attr-defined]
            messages.success(request, "Your changes are saved.")
            return redirect("views")
    return _page(request, form, f"Change the view “{view}”", "Save changes")


@signed_in
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view, after a look at what that means."""
    view = _to_change(request, pk)
    form = PageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            delete_view(actor=request.actor, view=view)  # type: ignore[attr-defined]
            messages.success(request, f"The view “{view}” is deleted.")
            return redirect("views")
    others = " It is a tab for everybody who may open the list, and goes for all of them." * view.is_shared
    intro = f"The tab “{view}” of {view.owner} goes; the rows of the list stay.{others}"
    return _page(request, form, f"Delete the view “{view}”", "Delete view", intro=intro, danger=True)


@signed_in
@require_POST
def view_first(request: HttpRequest) -> HttpResponse:
    """Start with this view of a list from now on, or with the whole list."""
    page, key = request.POST.get("page", ""), request.POST.get("key", "")
    choose_first_view(actor=request.actor, page=page, key=key)  # type: ignore[attr-defined]
    said = "You start with this view from now on." if key else "You start with the whole list from now on."
    messages.success(request, said)
    return redirect(registry.listing_pages.get(page).url_name)


def _page(request: HttpRequest, form: PageForm, title: str, verb: str, **context: Any) -> HttpResponse:
    crumb = {"crumb_label": "Saved views", "crumb_url": reverse("views")}
    context.setdefault("cancel_url", crumb["crumb_url"])
    return form_page(request, form, title=title, verb=verb, **crumb, **context)
