"""Fixtures that every test may ask for."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from core.audit import Actor
from tests.support.committed import (
    _committed_template,
    committed_db,
    django_db_setup,
    live_site,
)

__all__ = ["_committed_template", "committed_db", "django_db_setup", "live_site"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the slow proofs take as long as they need."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(0))


@pytest.fixture
def actor() -> Actor:
    """The system as the one who acts; pass it to actions, or write inside ``acting(actor)``."""
    return Actor.system("test")


@pytest.fixture(autouse=True)
def forget_what_was_cached() -> None:
    """Start each test with an empty cache."""
    cache.clear()
