"""The departments and people of the demo company. Everybody has the same password, by design:
the demo is only loaded into an embedded database that answers on this machine alone."""

from __future__ import annotations

import datetime as dt
import inspect
from dataclasses import dataclass

from accounts.actions.departments import create_department
from accounts.actions.roles import assign_role
from accounts.actions.users import PersonDraft, create_user
from accounts.models import Department, User
from accounts.rules.roles import (
    ADMINISTRATOR,
    AUDITOR,
    FINANCE,
    LEGAL,
    PROCUREMENT,
    REQUESTER,
    VENDOR_MANAGER,
)
from core.audit import Actor

PASSWORD = "termkeeper-demo"  # noqa: S105  documented, loopback only, never in production

DEPARTMENTS = ("Information Technology", "Operations", "Finance", "People", "Sales and Marketing")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A person of the demo company; a role without a department is held everywhere."""

    username: str
    name: str
    who: str
    department: str
    roles: tuple[tuple[str, str], ...]
    manager: str = ""


PEOPLE = (
    DemoPerson(
        username="ada", name="Ada Winter", who="administrator", department="Information Technology",
        roles=((ADMINISTRATOR, ""),),
    ),
    DemoPerson(
        username="ana", name="Ana Ruiz", who="procurement, every department",
        department="Information Technology", roles=((PROCUREMENT, ""),), manager="ada",
    ),
    DemoPerson(
        username="tom", name="Tom Weiss", who="procurement, Information Technology",
        department="Information Technology", roles=((PROCUREMENT, "Information Technology"),), manager="ana",
    ),
    DemoPerson(
        username="lea", name="Lea Haas", who="legal, every department", department="Finance",
        roles=((LEGAL, ""),), manager="ada",
    ),
    DemoPerson(
        username="omar", name="Omar Said", who="procurement, Operations", department="Operations",
        roles=((PROCUREMENT, "Operations"),), manager="ana",
    ),
    DemoPerson(
        username="priya", name="Priya Nair", who="finance, every department", department="Finance",
        roles=((FINANCE, ""), (PROCUREMENT, "Finance")), manager="ada",
    ),
    DemoPerson(
        username="jon", name="Jon Berg", who="vendor manager, People", department="People",
        roles=((VENDOR_MANAGER, "People"), (REQUESTER, "People")), manager="lea",
    ),
    DemoPerson(
        username="uma", name="Uma Keller", who="auditor, every department", department="Finance",
        roles=((AUDITOR, ""),),
    ),
)  # fmt: skip


def load_people(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write the departments and the people with their roles; return what was written in words.

    Runs inside the transaction of the whole demo.
    """
    create = inspect.unwrap(create_department)
    departments = {name: create(actor=actor, name=name, timezone="Europe/Berlin") for name in DEPARTMENTS}
    made: dict[str, User] = {}
    for person in PEOPLE:
        made[person.username] = _person(actor, person, departments, made)
    return f"{len(DEPARTMENTS)} departments, {len(PEOPLE)} people"


def _person(
    actor: Actor, person: DemoPerson, departments: dict[str, Department], made: dict[str, User]
) -> User:
    draft = PersonDraft(
        username=person.username,
        full_name=person.name,
        email=f"{person.username}@halden-roth.invalid",
        department=departments[person.department],
        manager=made.get(person.manager),
        timezone="Europe/Berlin",
        password=PASSWORD,
    )
    create, assign = inspect.unwrap(create_user), inspect.unwrap(assign_role)
    user = create(actor=actor, draft=draft)
    for role, department in person.roles:
        assign(actor=actor, user=user, role=role, department=departments.get(department))
    return user
