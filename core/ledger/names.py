"""Who did it, in words: from the actor text of a history row to a name for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.contrib.auth import get_user_model

#: Gives the names of several ids of one kind of actor at once.
Resolver = Callable[[list[str]], Mapping[str, str]]

PRODUCT = "Termkeeper"
_WORDS = {"token": "API token {}", "import": "Import {}", "system": PRODUCT + " ({})"}
_resolvers: dict[str, Resolver] = {}


def register_actor_kind(kind: str, resolver: Resolver) -> None:
    """Let an upper app name the actors of one kind, e.g. ``token``; called from ``AppConfig.ready``.

    Args:
        kind: What stands before the colon in the actor text.
        resolver: Takes the ids (what stands after it) and gives a name for each that it knows.
    """
    _resolvers[kind] = resolver


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """Return the name to show for each actor text, in one query per kind.

    ``user:7`` is the person's name, ``import:3`` is "Import 3", ``system:sweep`` is
    "Termkeeper (sweep)". What nobody knows keeps its text.
    """
    by_kind: dict[str, list[str]] = {}
    for actor in set(actors):
        kind, _, key = actor.partition(":")
        by_kind.setdefault(kind, []).append(key)
    names: dict[str, str] = {}
    for kind, keys in by_kind.items():
        known = _resolvers.get(kind, _people if kind == "user" else _nobody)(keys)
        for key in keys:
            names[f"{kind}:{key}" if key else kind] = known.get(key) or _in_words(kind, key)
    return names


def _in_words(kind: str, key: str) -> str:
    pattern = _WORDS.get(kind)
    return pattern.format(key) if pattern and key else f"{kind}:{key}" if key else kind


def _people(keys: list[str]) -> dict[str, str]:
    ids = [int(key) for key in keys if key.isdecimal()]
    return {str(person.pk): str(person) for person in get_user_model()._default_manager.filter(pk__in=ids)}


def _nobody(keys: list[str]) -> dict[str, str]:
    return {}
