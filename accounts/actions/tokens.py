"""Personal API tokens: made, revoked, recognized."""

from __future__ import annotations

import datetime as dt
import functools
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import ApiToken, RoleAssignment, User
from accounts.rules.roles import VERBS
from accounts.rules.scopes import LONGEST_DAYS, SCOPE_LABELS, scopes_for
from core.access import require
from core.audit import Actor, action
from core.errors import UserError

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
_PREFIX_LETTERS = 8
_SECRET_LETTERS = 40
_LONGEST_LABEL = 100
_READ = """
SELECT {columns}, (SELECT coalesce(json_agg(json_build_array(r.department_id, r.role)), '[]')
                   FROM {roles} r WHERE r.user_id = t.owner_id)::text
FROM {tokens} t JOIN {users} u ON u.id = t.owner_id
WHERE t.prefix = %s
"""
USE_IS_NOTED_EVERY = dt.timedelta(minutes=5)


class InvalidToken(UserError):
    """The token cannot be made like this; ``fields`` says why."""

    code = "invalid_token_request"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made. ``secret`` is the whole token and exists nowhere else."""

    token: ApiToken
    secret: str


@action
def create_token(
    *, actor: Actor, owner: User, label: str, scopes: Iterable[str], days: int, now: dt.datetime
) -> NewToken:
    """Make a token with which a program acts as ``owner``.

    Args:
        actor: The owner, who needs ``tokens.own``, or the system (the command line).
        owner: Whose rights the token has; must be active.
        label: What it is for, in the owner's words; may be empty.
        scopes: Names out of the scope × verb table that the owner's roles cover.
        days: How long it lives, 1 to 365.
        now: When it is made.

    Returns:
        The stored token and its secret, which cannot be shown again.

    Raises:
        NotAllowed: The actor may not make tokens for this owner.
        InvalidToken: Naming ``scopes``, ``days``, ``label`` or ``owner``.
    """
    if not actor.is_system:
        require(actor.user == owner and owner.can("tokens.own"), "make API tokens")
    wanted = list(dict.fromkeys(scopes))
    problems = _problems(owner, label, wanted, days)
    if problems:
        message = next(iter(problems.values()))[0]
        raise InvalidToken(message, fields=problems)
    prefix = "tk_" + _letters(_PREFIX_LETTERS)
    secret = f"{prefix}_{_letters(_SECRET_LETTERS)}"
    token = ApiToken.unscoped.create(
        owner=owner,
        label=label.strip(),
        prefix=prefix,
        secret_hash=hash_of(secret),
        scopes=wanted,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    return NewToken(token, secret)


@action
def revoke_token(*, actor: Actor, token: ApiToken, now: dt.datetime) -> None:
    """End a token at once; a token that was revoked before stays as it is.

    Raises:
        NotAllowed: The actor is neither its owner nor manages users.
    """
    if not actor.is_system:
        may = actor.user is not None and (actor.user.pk == token.owner_id or actor.user.can("users.manage"))
        require(may, "revoke this token")
    fresh = ApiToken.unscoped.select_for_update().get(pk=token.pk)
    if fresh.revoked_at is None:
        fresh.revoked_at = now
        fresh.save(update_fields=["revoked_at"])


@action
def note_use(*, actor: Actor, token: ApiToken, now: dt.datetime) -> None:
    """Remember that the token was used; the time of use is not part of the history."""
    ApiToken.unscoped.filter(pk=token.pk).update(last_used_at=now)


def find_token(secret: str) -> ApiToken | None:
    """Return the stored token that ``secret`` is the secret of, None when it is of none.

    Its owner and the owner's roles come with it, in one statement: every request of a program
    starts here. Takes the same time whether or not the prefix exists. Whether the token is still
    alive is another question: ``ApiToken.is_live``.
    """
    prefix = secret[: len("tk_") + _PREFIX_LETTERS]
    token = _read(prefix) if _is_plain(secret) else None
    stored = token.secret_hash if token else ""
    return token if constant_time_compare(hash_of(secret), stored) else None


def _read(prefix: str) -> ApiToken | None:
    token_names, owner_names, sql = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [prefix])
        row = cursor.fetchone()
    if row is None:
        return None
    token = ApiToken.from_db("default", token_names, row[: len(token_names)])
    token.owner = User.from_db("default", owner_names, row[len(token_names) : -1])
    token.owner.take_roles((department_id, role) for department_id, role in json.loads(row[-1]))
    return token


@functools.cache
def _statement() -> tuple[list[str], list[str], str]:
    """Return the columns of tokens and of users, and the statement that reads both, made from the models."""
    fields = {model: model._meta.concrete_fields for model in (ApiToken, User)}
    columns = [
        f'{alias}."{field.column}"'
        for alias, model in (("t", ApiToken), ("u", User))
        for field in fields[model]
    ]
    tables = {"tokens": ApiToken, "users": User, "roles": RoleAssignment}
    names = {name: model._meta.db_table for name, model in tables.items()}
    sql = _READ.format(columns=", ".join(columns), **names)
    token_names, owner_names = ([field.attname for field in fields[model]] for model in (ApiToken, User))
    return token_names, owner_names, sql


def is_use_due(token: ApiToken, now: dt.datetime) -> bool:
    """Tell whether the last use that is on record is so old that it should be noted again."""
    return token.last_used_at is None or now - token.last_used_at >= USE_IS_NOTED_EVERY


def scopes_open_to(user: User) -> list[str]:
    """Return the scopes that ``user`` may give to a token."""
    return scopes_for(verb for verb in VERBS if user.can(verb))


def hash_of(secret: str) -> str:
    """Return what is stored instead of ``secret``: HMAC-SHA256, keyed by the site's secret key."""
    return salted_hmac("accounts.token", secret, algorithm="sha256").hexdigest()


def _is_plain(secret: str) -> bool:
    return secret.isascii() and secret.isprintable()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


def _problems(owner: User, label: str, scopes: list[str], days: int) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not owner.is_active:
        problems["owner"] = [f"{owner.username} is not active. Choose an active user."]
    if unknown := [scope for scope in scopes if scope not in SCOPE_LABELS]:
        problems["scopes"] = [f"There is no scope “{unknown[0][:60]}”. Use: {', '.join(SCOPE_LABELS)}."]
    elif not scopes:
        problems["scopes"] = [f"Name at least one scope: {', '.join(SCOPE_LABELS)}."]
    elif owner.is_active and (beyond := [scope for scope in scopes if scope not in scopes_open_to(owner)]):
        problems["scopes"] = [f"{owner.username} has no role that includes “{beyond[0]}”. Assign one first."]
    if not 1 <= days <= LONGEST_DAYS:
        problems["days"] = [f"A token lives 1 to {LONGEST_DAYS} days, not {days}."]
    if len(label.strip()) > _LONGEST_LABEL:
        problems["label"] = [f"Use at most {_LONGEST_LABEL} characters."]
    return problems
