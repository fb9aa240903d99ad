"""Search over everything, and the command palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import registry
from core.access import signed_in
from core.pages.commands import commands_for
from core.pages.context import places
from core.search import Hit, fold

PAGE_HITS = 20
PALETTE_HITS = 5
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``has_more`` when there are more than shown."""

    label: str
    hits: list[Hit]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the command palette."""

    label: str
    url: str
    icon: str = ""
    detail: str = ""


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Show what the reader may see of everything that contains all the words."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    groups = _found(request.user, words, PAGE_HITS)
    context = {
        "title": "Search",
        "search_words": words,
        "groups": groups,
        "total": sum(len(group.hits) for group in groups),
        "kinds": [kind.label for kind in registry.search_types],
    }
    return render(request, "core/search.html", context)


@signed_in
def palette(request: HttpRequest) -> HttpResponse:
    """List the pages, commands and things that fit what is typed into the command palette."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    sections = [
        ("Go to", _fitting(_pages(request.user), words)),
        ("Do", _fitting(_commands(request.user), words)),
    ]
    for group in _found(request.user, words, PALETTE_HITS):
        sections.append((group.label, [Entry(hit.title, hit.url, detail=hit.detail) for hit in group.hits]))
    shown = [(label, entries) for label, entries in sections if entries]
    return render(request, "core/palette.html", {"sections": shown, "words": words})


def _pages(user: Any) -> list[Entry]:
    return [Entry(place.label, place.url, place.icon) for place in places(user, "")]


def _commands(user: Any) -> list[Entry]:
    return [Entry(item.label, reverse(item.url_name), item.icon) for item in commands_for(user)]


def _fitting(entries: list[Entry], words: str) -> list[Entry]:
    """Return the entries whose label contains every word, all of them for no words."""
    wanted = fold(words).split()
    return [entry for entry in entries if all(word in fold(entry.label) for word in wanted)]


def _found(user: Any, words: str, limit: int) -> list[Group]:
    """Return up to ``limit`` hits of each kind; nothing for less than two characters."""
    if len(words) < 2:
        return []
    groups = []
    for kind in registry.search_types:
        hits = list(kind.find(user, words, limit + 1))
        if hits:
            groups.append(Group(kind.label, hits[:limit], len(hits) > limit))
    return groups
