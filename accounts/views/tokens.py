"""A person's own API tokens, under Settings."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions.tokens import create_token, revoke_token, scopes_open_to
from accounts.models import ApiToken
from accounts.rules.scopes import DEFAULT_DAYS, LONGEST_DAYS, SCOPE_LABELS
from core import clock
from core.access import policy
from core.pages.forms import PageForm, form_page, refusals_on

_INTRO = (
    "A program that has the token acts as you, within the scopes that you choose and for as long as you say."
)


class TokenForm(PageForm):
    """What a new token is for, what it may do, and for how long."""

    label = forms.CharField(
        label="What it is for", max_length=100, help_text="For example: ERP, nightly sync."
    )
    scopes = forms.MultipleChoiceField(label="What it may do", widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(
        label="Days to live", min_value=1, max_value=LONGEST_DAYS, initial=DEFAULT_DAYS,
        help_text=f"1 to {LONGEST_DAYS}.",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(scope, f"{scope}: {SCOPE_LABELS[scope]}") for scope in offered]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]


@policy("tokens.own")
def token_list(request: HttpRequest) -> HttpResponse:
    """List the reader's own tokens, the newest first; the secrets themselves are nowhere."""
    now = clock.now()
    tokens = (
        ApiToken.unscoped.filter(owner_id=request.user.pk)
        .select_related("owner")
        .order_by("-created_at", "-pk")
    )
    rows = [(token, token.is_live(now)) for token in tokens]
    return render(request, "accounts/token_list.html", {"title": "API tokens", "rows": rows})


@policy("tokens.own")
@never_cache
@reauthentication_required(enabled=lambda request: request.method == "GET")
def token_create(request: HttpRequest) -> HttpResponse:
    """Make a token after the password was asked for, and show it this once."""
    if request.method == "POST" and is_reauthentication_required(request, app=""):
        messages.warning(request, "Too much time has passed. Confirm who you are and fill in the form again.")
        return redirect("token_create")
    form = TokenForm(request.POST or None, offered=scopes_open_to(request.user))  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = create_token(
                actor=request.actor,  # type: ignore[attr-defined]
                owner=request.user,  # type: ignore[arg-type]
                now=clock.now(),
                **form.cleaned_data,
            )
            shown = {"title": "Your new token", "token": made.token, "secret": made.secret}
            return render(request, "accounts/token_created.html", shown)
    return form_page(
        request,
        form,
        title="Make an API token",
        verb="Make token",
        intro=_INTRO,
        cancel_url=reverse("tokens"),
        crumb_url=reverse("tokens"),
        crumb_label="API tokens",
    )


@policy("tokens.own")
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the reader's own tokens at once."""
    token = get_object_or_404(ApiToken.unscoped.filter(owner_id=request.user.pk), pk=pk)
    revoke_token(actor=request.actor, token=token, now=clock.now())  # type: ignore[attr-defined]
    messages.success(
        request, f"The token {token.prefix}… is revoked. Programs that use it are refused from now on."
    )
    return redirect("tokens")
