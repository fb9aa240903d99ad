"""What a page shows is read once for it, and anew for everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.access import read_once
from core.access.once import ReadOnceMiddleware, reading_once


@pytest.fixture
def reader() -> Callable[[], int]:
    """Return a reader that gives another number each time it reads."""
    numbers: Iterator[int] = count(1)
    return lambda: next(numbers)


def test_a_page_reads_the_same_thing_once(reader: Callable[[], int]) -> None:
    with reading_once():
        assert [read_once("one", reader), read_once("one", reader)] == [1, 1]


def test_what_was_not_found_is_not_looked_for_again() -> None:
    asked: list[str] = []
    with reading_once():
        found = [read_once("none", lambda: asked.append("asked")) for _ in range(2)]
    assert (found, asked) == ([None, None], ["asked"])


def test_two_readers_share_nothing_under_their_own_keys(reader: Callable[[], int]) -> None:
    with reading_once():
        assert [read_once(("rule", "ana"), reader), read_once(("rule", "tom"), reader)] == [1, 2]


def test_outside_a_page_everything_is_read_anew(reader: Callable[[], int]) -> None:
    assert [read_once("one", reader), read_once("one", reader)] == [1, 2]


def test_nothing_passes_from_one_page_to_the_next(reader: Callable[[], int]) -> None:
    shown = []
    for _ in range(2):
        with reading_once():
            shown.append(read_once("one", reader))
    assert shown == [1, 2]


@pytest.mark.parametrize(
    ("method", "read"),
    [("get", [1, 1]), ("head", [1, 1]), ("post", [1, 2]), ("patch", [1, 2]), ("delete", [1, 2])],
)
def test_only_a_request_that_changes_nothing_shares_what_was_read(
    method: str, read: list[int], reader: Callable[[], int]
) -> None:
    seen: list[int] = []

    def answer(_request: object) -> HttpResponse:
        seen.extend(read_once("one", reader) for _ in range(2))
        return HttpResponse()

    ReadOnceMiddleware(answer)(getattr(RequestFactory(), method)("/"))

    assert seen == read


def test_a_page_that_fails_leaves_nothing_behind(reader: Callable[[], int]) -> None:
    def fail(_request: object) -> HttpResponse:
        raise ZeroDivisionError(read_once("one", reader))

    with pytest.raises(ZeroDivisionError):
        ReadOnceMiddleware(fail)(RequestFactory().get("/"))

    assert read_once("one", reader) == 2
