"""The base of every form: labels above, hints, errors on top and at the field, refusals kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import NotAllowed, UserError
from core.pages.fields import dress


class PageForm(forms.Form):
    """A form of ours: dressed fields; its data go to one action, it never saves anything itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form_field in self.fields.values():
            dress(form_field)

    def refuse(self, error: UserError) -> None:
        """Put a refused action's words on the fields they are about, or above all fields."""
        placed = False
        for name, messages in error.fields.items():
            if name in self.fields:
                placed = True
                for message in messages:
                    self.add_error(name, message)
        if not placed:
            self.add_error(None, error.message)


@contextmanager
def refusals_on(form: PageForm) -> Iterator[None]:
    """Run the body's action; what it refuses stands on ``form`` and the body ends there.

    ``NotAllowed`` goes on: it is no mistake in the form, and has a page of its own.
    """
    try:
        yield
    except NotAllowed:
        raise
    except UserError as error:
        form.refuse(error)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    verb: str,
    cancel_url: str = "",
    template: str = "core/form/page.html",
    **context: Any,
) -> HttpResponse:
    """Draw a page that is one form; 422 when it came back with errors, its input kept."""
    status = 422 if form.is_bound and form.errors else 200
    words = {"form": form, "title": title, "verb": verb, "cancel_url": cancel_url, **context}
    return render(request, template, words, status=status)


class ReasonForm(PageForm):
    """Asks why, for a change that people will want explained; the reason is kept in the history."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the history, where everybody who may see this can read it.",
    )
