"""An ordered table of entries under unique keys: what every registry is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar


class Registered:
    """What every entry has: a unique key and a place in the order."""

    key: str
    order: int


E = TypeVar("E", bound=Registered)


class Registry(Generic[E]):
    """An ordered table of entries, filled at start-up and read afterwards."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, E] = {}

    def register(self, entry: E) -> E:
        """Add ``entry``.

        Raises:
            ValueError: Another entry has the same key.
        """
        if entry.key in self._entries:
            raise ValueError(f"{self.name}: “{entry.key}” is registered already")
        self._entries[entry.key] = entry
        return entry

    def get(self, key: str) -> E:
        """Return the entry called ``key``.

        Raises:
            KeyError: No app registered it.
        """
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.key)))
