"""``loaddata`` as Django has it, with an actor: fixtures are written by ``system:loaddata``."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management.commands import loaddata

from core.audit import Actor
from core.audit.action import tell_database


class Command(loaddata.Command):
    """Load fixtures; every row is in the history like any other."""

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        """Say who acts (Django has opened the transaction), then load."""
        tell_database(Actor.system("loaddata", channel="command"))
        super().loaddata(fixture_labels)
