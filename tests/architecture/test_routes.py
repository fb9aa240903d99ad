"""Every address says who may use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: Libraries that bring their own sign-in checks: the whole branch, and why it is safe.
LIBRARY_BRANCHES = {
    "accounts/": "sign-in pages of django-allauth, which guard themselves",
    "admin/": "read-only admin for staff, guarded by AdminSite.has_permission",
}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address below ``resolver`` with its view."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.callback


def declared_policy(view: Any) -> Any:
    """Return the policy that a view declares: an attribute of the function or of its class."""
    for place in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        found = getattr(place, "policy", None)
        if found:
            return found
    return None


def test_every_route_declares_its_policy():
    missing = [
        address
        for address, view in routes(get_resolver())
        if not address.lstrip("^").startswith(tuple(LIBRARY_BRANCHES)) and not declared_policy(view)
    ]
    assert not missing, "No policy declared:\n" + "\n".join(missing)


def test_a_public_route_says_why():
    public = [declared_policy(view) for _address, view in routes(get_resolver())]
    for said in public:
        if isinstance(said, str) and said.startswith("public"):
            assert len(said.removeprefix("public:").strip()) > 10
