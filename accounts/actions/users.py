"""Adding people, changing what is known of them, taking their access away and giving it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.actions.refusal import (
    InvalidAccount,
    UnableToChangeAccount,
    refuse,
    require_management,
    require_reason,
)
from accounts.actions.roles import keep_an_administrator
from accounts.models import Department, User
from accounts.rules.person import person_problems, username_kept
from core.access import require
from core.audit import Actor, action

#: What ``change_user`` may change.
CHANGEABLE = frozenset({"full_name", "email", "department", "manager", "language", "timezone"})
_ONE_MANAGER_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('accounts.managers'))"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """What somebody enters for a new person.

    ``password`` blank leaves the account without one: the person sets it through the link by mail.
    ``language`` is the code of the language of their messages.
    """

    username: str
    full_name: str
    email: str = ""
    department: Department | None = None
    manager: User | None = None
    language: str = "en"
    timezone: str = "UTC"
    password: str = ""


@action
def create_user(*, actor: Actor, draft: PersonDraft) -> User:
    """Add a person; they have no role until one is assigned.

    Raises:
        NotAllowed: The actor may not manage people.
        InvalidAccount: ``fields`` says what is wrong, e.g. the user name is taken; nothing is stored.
    """
    require_management(actor, "add people")
    username = username_kept(draft.username)
    problems = person_problems(
        full_name=draft.full_name, email=draft.email, timezone=draft.timezone, username=draft.username
    )
    if User.objects.filter(username__iexact=username).exists():
        problems.setdefault("username", []).append("Somebody has this user name. Choose another.")
    problems |= _language_problems(draft.language)
    refuse(problems)
    _check_email_is_free(draft.email, None)
    return User.objects.create_user(
        username,
        draft.email,
        draft.password or None,
        full_name=draft.full_name.strip(),
        department=draft.department,
        manager=draft.manager,
        language=draft.language,
        timezone=draft.timezone,
    )


@action
def change_user(*, actor: Actor, user: User, changes: dict[str, Any]) -> User:
    """Change what is known of a person; what is not named stays.

    Args:
        actor: Needs ``users.manage``.
        user: The person.
        changes: New values of ``full_name``, ``email``, ``department``, ``manager``, ``language`` or
            ``timezone``.

    Returns:
        The person as they are now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The actor may not manage people.
        InvalidAccount: ``fields`` says what is wrong; nothing is stored.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"change_user does not change {', '.join(sorted(unknown))}")
    require_management(actor, "change people")
    return _apply(user, changes)


@action
def change_own_settings(
    *,
    actor: Actor,
    full_name: str,
    timezone: str,
    reminder_rhythm: str | None = None,
    language: str | None = None,
) -> User:
    """Change one's own name and time zone, how reminders come, and the language of one's messages.

    ``reminder_rhythm`` or ``language`` None leaves it. What waits for a daily message already still goes out
    with it; every message is written in the language that is chosen when it is sent.

    Raises:
        NotAllowed: No person acts.
        InvalidAccount: ``fields`` says what is wrong; nothing is stored.
    """
    require(actor.user is not None, "change settings that belong to nobody")
    changes = {"full_name": full_name, "timezone": timezone}
    if reminder_rhythm is not None:
        changes["reminder_rhythm"] = reminder_rhythm
        if reminder_rhythm not in User.Rhythm.values:
            refuse({"reminder_rhythm": ["Choose whether reminders come each by itself or once a day."]})
    if language is not None:
        changes["language"] = language
    return _apply(actor.user, changes)  # type: ignore[arg-type]


@action
def deactivate_user(*, actor: Actor, user: User) -> User:
    """Take a person's access away; what they did and own stays.

    Args:
        actor: Needs ``users.manage``, and a reason, which history keeps; nobody deactivates themselves.
        user: The person.

    Raises:
        NotAllowed: The actor may not manage people.
        InvalidAccount: No reason was given.
        UnableToChangeAccount: It is the actor, the last administrator, or somebody without access already.
    """
    require_management(actor, "deactivate people")
    require_reason(actor, "deactivate this person")
    row = _locked(user)
    if actor.user is not None and actor.user.pk == row.pk:
        raise UnableToChangeAccount("You cannot deactivate yourself. Ask another administrator.")
    if not row.is_active:
        raise UnableToChangeAccount(f"{row} is deactivated already. Nothing is left to do.")
    keep_an_administrator(without_user=row.pk)
    return _set_active(row, is_active=False)


@action
def reactivate_user(*, actor: Actor, user: User) -> User:
    """Give a person their access back.

    Raises:
        NotAllowed: The actor may not manage people.
        UnableToChangeAccount: They have it already.
    """
    require_management(actor, "reactivate people")
    row = _locked(user)
    if row.is_active:
        raise UnableToChangeAccount(f"{row} is active already. Nothing is left to do.")
    return _set_active(row, is_active=True)


def _apply(user: User, changes: dict[str, Any]) -> User:
    row = _locked(user)
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    changed = [name for name, value in tidy.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, tidy[name])
    problems = person_problems(full_name=row.full_name, email=row.email, timezone=row.timezone)
    problems |= _language_problems(row.language)
    refuse({field: said for field, said in problems.items() if field in changed})
    if "email" in changed:
        _check_email_is_free(row.email, row.pk)
        row.has_bounced = False
        changed.append("has_bounced")
    if "manager" in changed:
        _check_manager(row)
    row.save(update_fields=changed)
    row.refresh_from_db(fields=["row_version"])
    return row


def _language_problems(language: str) -> dict[str, list[str]]:
    if language in settings.MESSAGE_LANGUAGES:
        return {}
    known = ", ".join(settings.MESSAGE_LANGUAGES.values())
    return {"language": [f"Messages are not written in “{language}”. Choose one of: {known}."]}


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _set_active(row: User, *, is_active: bool) -> User:
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    row.refresh_from_db(fields=["row_version"])
    return row


def _check_email_is_free(email: str, pk: Any) -> None:
    if email and User.objects.filter(email__iexact=email).exclude(pk=pk).exists():
        message = "Somebody has this e-mail address. Use another, or change that account."
        raise InvalidAccount(message, code="email_taken", fields={"email": [message]})


def _check_manager(user: User) -> None:
    """Refuse a manager who reports, directly or not, to the person themselves."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MANAGER_AT_A_TIME)
    seen: set[int] = set()
    at = user.manager_id
    while at is not None and at not in seen:
        if at == user.pk:
            refuse({"manager": ["That would make a circle: this manager reports to the person already."]})
        seen.add(at)
        at = User.objects.values_list("manager_id", flat=True).get(pk=at)
