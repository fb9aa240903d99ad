"""The personal calendar feed: its settings, and the file that calendar programs read."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.access import public, signed_in
from core.api.etags import is_unchanged
from core.pages.forms import PageForm, form_page, refusals_on
from core.reminders.shapes import date_in
from renewals.actions.feeds import create_feed, find_feed, revoke_feed
from renewals.models import CalendarFeed
from renewals.reports.feed import feed_file

_INTRO: Final = (
    "Whoever has the address sees these dates without signing in, so give it to your own calendar alone."
    " What it shows follows your rights at every reading. A new address replaces the one before."
)


class FeedForm(PageForm):
    """Which contracts a calendar feed is about."""

    scope = forms.ChoiceField(
        label="Contracts",
        choices=CalendarFeed.Scope.choices,
        initial=CalendarFeed.Scope.MINE,
        widget=forms.RadioSelect,
    )


@signed_in
def feed_settings(request: HttpRequest) -> HttpResponse:
    """Show the reader's calendar feed, if they have one; its address is nowhere."""
    feeds = CalendarFeed.objects.visible_to(request.user)
    context = {
        "title": "Calendar feed",
        "feed": feeds.filter(revoked_at__isnull=True).first(),
        "former": feeds.filter(revoked_at__isnull=False).order_by("-created_at")[:20],
    }
    return render(request, "renewals/feed.html", context)


@signed_in
@never_cache
@reauthentication_required(enabled=lambda request: request.method == "GET")
def feed_create(request: HttpRequest) -> HttpResponse:
    """Make a feed after the password was asked for, and show its address this once."""
    if request.method == "POST" and is_reauthentication_required(request, app=""):
        messages.warning(request, "Too much time has passed. Confirm who you are and choose again.")
        return redirect("feed_create")
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = create_feed(
                actor=request.actor,  # type: ignore[attr-defined]
                owner=request.user,
                scope=form.cleaned_data["scope"],
                now=clock.now(),
            )
            address = settings.SITE_URL + reverse("feed", args=[made.secret])
            shown = {"title": "Your calendar address", "feed": made.feed, "address": address}
            return render(request, "renewals/feed_created.html", shown)
    return form_page(
        request,
        form,
        title="Make a calendar address",
        verb="Make address",
        intro=_INTRO,
        cancel_url=reverse("feed_settings"),
        crumb_url=reverse("feed_settings"),
        crumb_label="Calendar feed",
    )


@signed_in
@require_POST
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """End the reader's own feed at once."""
    if revoke_feed(actor=request.actor, owner=request.user, now=clock.now()):  # type: ignore[attr-defined]
        messages.success(request, "The address is revoked. Calendars that read it get nothing from now on.")
    return redirect("feed_settings")


@public("calendar programs have no session; the address itself is the secret")
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer the calendar of whom the address belongs to; 404 for every other address, and for dead ones.

    Only the ETag tells whether something changed: what a person may see can shrink without a newer date.
    """
    found = find_feed(secret)
    if found is None or not found.is_live:
        raise Http404
    owner: Any = found.owner
    file = feed_file(found, date_in(owner.timezone, clock.now()))
    etag = f'"{hashlib.sha256(file.content).hexdigest()[:32]}"'
    response: HttpResponse
    if is_unchanged(request, etag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="termkeeper.ics"'
        response["Last-Modified"] = http_date(file.newest_at.timestamp())
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
