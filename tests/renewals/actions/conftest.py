"""The department that most contracts are in, and its buyer."""

from __future__ import annotations

import pytest

from accounts.models import Department, User
from tests.support.reminding import a_department, a_person, a_role


@pytest.fixture
def where() -> Department:
    """Make the department."""
    return a_department("Procurement")


@pytest.fixture
def ana(where: Department) -> User:
    """Make the buyer of the department."""
    person = a_person("ana")
    a_role(person, "procurement", where)
    return person
