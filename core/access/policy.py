"""Every route says who may use it; a test walks all URLs and fails where one does not.

The verbs themselves are data of ``accounts``; here only the declaration and its check.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from core.errors import NotAllowed

View = Callable[..., HttpResponseBase]


def require(allowed: bool, what: str) -> None:
    """Refuse with a user-safe sentence unless ``allowed``.

    Args:
        allowed: The answer of a permission function.
        what: Completes "You may not …", e.g. ``change this contract``.

    Raises:
        NotAllowed: ``allowed`` is false.
    """
    if not allowed:
        raise NotAllowed(f"You may not {what}. Ask an administrator for the role that includes it.")


def policy(verb: str) -> Callable[[View], View]:
    """Declare that a page needs ``verb`` in at least one department (objects are filtered further)."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user.can(verb), f"open this page (it needs “{verb}”)")
            return view(request, *args, **kwargs)

        checked.policy = verb  # type: ignore[attr-defined]
        return checked

    return decorate


def signed_in(view: View) -> View:
    """Declare that a page is for every signed-in person; it shows only what that person may see."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    checked.policy = "signed_in"  # type: ignore[attr-defined]
    return checked


def public(why: str) -> Callable[[View], View]:
    """Declare that a page is open to everybody, and why."""

    def decorate(view: View) -> View:
        view.policy = f"public: {why}"  # type: ignore[attr-defined]
        return view

    return decorate
