"""The person who looks at most pages."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.support.people import a_user


@pytest.fixture
def ana() -> User:
    """Make a buyer of every department."""
    return a_user("ana", "procurement", full_name="Ana Ruiz")
