"""What can be done from the command palette and from an empty home page."""

from __future__ import annotations

from typing import Any

from core import registry


def commands_for(user: Any) -> list[registry.Command]:
    """Return the commands that ``user`` may use and that are of use now, in order."""
    return [
        item
        for item in registry.commands
        if (not item.verb or user.can(item.verb)) and (item.is_offered is None or item.is_offered())
    ]
