"""Giving roles and taking them away."""

from __future__ import annotations

from typing import Any

from django.db import connection

from accounts.actions.refusal import InvalidAccount, UnableToChangeAccount, require_management, require_reason
from accounts.models import Department, RoleAssignment, User
from accounts.rules.roles import ADMINISTRATOR, ROLE_LABELS
from core.audit import Actor, action

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('accounts.administrators'))"


@action
def assign_role(*, actor: Actor, user: User, role: str, department: Department | None) -> RoleAssignment:
    """Give a person a role in one department, or in every department.

    Args:
        actor: Needs ``users.manage``.
        user: An active person.
        role: One of the roles of ``accounts.rules.roles``.
        department: Where; None is everywhere.

    Returns:
        The assignment; the present one when the person holds it already (nothing is written then).

    Raises:
        NotAllowed: The actor may not manage people.
        InvalidAccount: There is no such role.
        UnableToChangeAccount: The person or the department is out of use.
    """
    require_management(actor, "give roles")
    if role not in ROLE_LABELS:
        message = f"“{role}” is not a role. Use one of {', '.join(ROLE_LABELS)}."
        raise InvalidAccount(message, fields={"role": [message]})
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        raise UnableToChangeAccount(f"{user} is deactivated. Reactivate the person first.")
    if department is not None and not department.is_active:
        raise UnableToChangeAccount(f"{department} is out of use. Choose another department.")
    held, _ = RoleAssignment.unscoped.get_or_create(user=user, role=role, department=department)
    return held


@action
def revoke_role(*, actor: Actor, assignment: RoleAssignment) -> None:
    """Take a role away; the history keeps who did it and why.

    Args:
        actor: Needs ``users.manage``, and a reason.
        assignment: The role held. One that is gone already is no error: nothing is left to do.

    Raises:
        NotAllowed: The actor may not manage people.
        InvalidAccount: No reason was given.
        UnableToChangeAccount: Nobody would administer any more.
    """
    require_management(actor, "take roles away")
    require_reason(actor, "take this role away")
    keep_an_administrator(without_assignment=assignment.pk)
    RoleAssignment.unscoped.filter(pk=assignment.pk).delete()


def keep_an_administrator(*, without_user: Any = None, without_assignment: Any = None) -> None:
    """Refuse what would leave nobody active who is administrator of every department.

    Only when it makes the difference: where nobody administers yet, nothing is refused. Such changes
    happen one at a time, so that two at once cannot take both of the last administrators away.

    Raises:
        UnableToChangeAccount: It is the last administrator.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    held = RoleAssignment.unscoped.filter(role=ADMINISTRATOR, department=None, user__is_active=True)
    if held.exists() and not held.exclude(user=without_user).exclude(pk=without_assignment).exists():
        raise UnableToChangeAccount(
            "This is the last administrator. Make somebody else administrator of every department first."
        )
