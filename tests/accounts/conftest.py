"""Fixtures of the tests about people and sign-in."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts_of_other_tests():
    """Forget the requests that other tests made: rate limits are counted in the cache."""
    cache.clear()
