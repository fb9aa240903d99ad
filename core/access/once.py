"""Reading once for a page: parts of one page that need the same thing share what was read.

1. Only while a page is shown: what changes something reads anew each time, and so do tasks and commands.
2. What is kept is forgotten when the answer is given; nothing passes from one request to the next.
3. What is read is shared: whoever gets it does not change it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

Found = TypeVar("Found")
SAFE_METHODS = frozenset({"GET", "HEAD"})

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("read for this page", default=None)


def read_once(key: Hashable, read: Callable[[], Found]) -> Found:
    """Return what ``read`` gives, read at most once while one page is shown.

    Args:
        key: What is read and for whom; two readers with one key share the result.
        read: Reads it, through the permission filter.
    """
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: Found = kept[key]
    return found


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep what ``read_once`` reads until the block ends."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


class ReadOnceMiddleware:
    """Lets the parts of a page share what they read, where the request changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with reading_once():
            return self.get_response(request)
