"""People for tests."""

from __future__ import annotations

from accounts.models import Department, RoleAssignment, User
from core.audit import Actor, acting

PASSWORD = "a long enough password 9"


def a_department(name: str = "IT Procurement") -> Department:
    """Return the department called ``name``, made when it does not exist."""
    with acting(Actor.system("test")):
        return Department.unscoped.get_or_create(name=name)[0]


def a_user(
    username: str = "ana", *roles: str, department: Department | None = None, **fields: object
) -> User:
    """Return a person who holds ``roles`` in ``department`` (in every department without one)."""
    with acting(Actor.system("test")):
        user = User.objects.create_user(username, f"{username}@termkeeper.invalid", PASSWORD, **fields)
        for role in roles:
            RoleAssignment.unscoped.create(user=user, role=role, department=department)
    return user
