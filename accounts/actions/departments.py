"""Making departments, renaming them, taking them out of use."""

from __future__ import annotations

from typing import Any

from accounts.actions.refusal import (
    InvalidAccount,
    UnableToChangeAccount,
    refuse,
    require_management,
    require_reason,
)
from accounts.models import Department
from accounts.rules.person import person_problems
from accounts.signals import department_zones_changed
from core.audit import Actor, action, lock_version

LONGEST_NAME = 200


@action
def create_department(*, actor: Actor, name: str, timezone: str = "UTC") -> Department:
    """Make a department; its reminders go by the day in ``timezone``.

    Raises:
        NotAllowed: The actor may not manage departments.
        InvalidAccount: ``fields`` says what is wrong, e.g. the name is taken.
    """
    require_management(actor, "make departments")
    name = " ".join(name.split())
    _check(name, timezone, None)
    return Department.unscoped.create(name=name, timezone=timezone)


@action
def change_department(*, actor: Actor, department: Department, name: str, timezone: str) -> Department:
    """Rename a department or change its time zone.

    Returns:
        The department as it is now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The actor may not manage departments.
        InvalidAccount: ``fields`` says what is wrong; nothing is stored.
    """
    require_management(actor, "change departments")
    row = lock_version(Department.unscoped.all(), department.pk, None)
    name = " ".join(name.split())
    _check(name, timezone, row.pk)
    wanted = {"name": name, "timezone": timezone}
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    if changed:
        row.name, row.timezone = name, timezone
        row.save(update_fields=changed)
        row.refresh_from_db(fields=["row_version"])
    if "timezone" in changed:
        department_zones_changed.send(sender=Department, department_ids=[row.pk], actor=actor)
    return row


@action
def set_department_active(*, actor: Actor, department: Department, is_active: bool) -> Department:
    """Take a department out of use, or put it back; its contracts and roles stay as they are.

    Args:
        actor: Needs ``users.manage``, and a reason for taking it out of use.
        department: The department.
        is_active: True puts it back into use.

    Raises:
        NotAllowed: The actor may not manage departments.
        InvalidAccount: No reason was given for taking it out of use.
        UnableToChangeAccount: It is as asked already.
    """
    require_management(actor, "change departments")
    if not is_active:
        require_reason(actor, "take this department out of use")
    row = lock_version(Department.unscoped.all(), department.pk, None)
    if row.is_active == is_active:
        raise UnableToChangeAccount(f"{row} is {'in' if is_active else 'out of'} use already.")
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    row.refresh_from_db(fields=["row_version"])
    return row


def _check(name: str, timezone: str, pk: Any) -> None:
    problems = person_problems(full_name=name, email="", timezone=timezone)
    if "full_name" in problems:
        problems["name"] = problems.pop("full_name")
    refuse(problems)
    if Department.unscoped.filter(name__iexact=name).exclude(pk=pk).exists():
        message = f"There is a department called {name} already. Choose another name."
        raise InvalidAccount(message, code="name_taken", fields={"name": [message]})
