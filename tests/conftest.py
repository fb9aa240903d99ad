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


@pytest.fixture
def actor() -> Actor:
    """The system as the one who acts; pass it to actions, or write inside ``acting(actor)``."""
    return Actor.system("test")


@pytest.fixture(autouse=True)
def forget_what_was_cached() -> None:
    """Start each test with an empty cache."""
    cache.clear()
