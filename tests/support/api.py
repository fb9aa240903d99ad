"""Building blocks for tests of the API: people with roles, contracts, and a client with a token."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rest_framework.test import APIClient

from accounts.actions.tokens import create_token, scopes_open_to
from accounts.models import Department, RoleAssignment, User
from accounts.rules.scopes import SCOPE_LABELS
from contracts_app.actions.contracts import ContractDraft, TermsDraft, create_contract
from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from core.search import name_key
from vendors.models import Vendor

NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
SYSTEM = Actor.system("test")
PASSWORD = "correct horse battery"


def department(name: str = "IT") -> Department:
    """Return the department called ``name``, made when it is missing."""
    with acting(SYSTEM):
        return Department.unscoped.get_or_create(name=name)[0]


def person(username: str, *roles: str, where: Department | None = None) -> User:
    """Make a person who holds ``roles`` in one department (None: in every one)."""
    with acting(SYSTEM):
        user = User.objects.create_user(username, f"{username}@example.invalid", PASSWORD)
        for role in roles:
            RoleAssignment.unscoped.create(user=user, department=where, role=role)
    return user


def with_role(user: User, role: str, where: Department | None = None) -> User:
    """Give ``user`` another role in a department (None: in every one)."""
    with acting(SYSTEM):
        RoleAssignment.unscoped.create(user=user, department=where, role=role)
    return user


def vendor(name: str = "Nord GmbH") -> Vendor:
    """Return the vendor called ``name``, made when it is missing."""
    with acting(SYSTEM):
        defaults = {"name": name, "created_at": NOW}
        return Vendor.unscoped.get_or_create(name_key=name_key(name), defaults=defaults)[0]


def contract(**facts: Any) -> Contract:
    """Record a contract of Nord GmbH in IT, with ``facts`` of its draft changed."""
    draft: dict[str, Any] = {"title": "Hosting", "status": "active", "terms": TermsDraft()} | facts
    if "vendor_id" not in draft:
        draft["vendor_id"] = vendor().pk
    if "department_id" not in draft:
        draft["department_id"] = department().pk
    return create_contract(actor=SYSTEM, draft=ContractDraft(**draft), now=NOW, on=TODAY)


def client_with_token(user: User, *scopes: str) -> APIClient:
    """Return a client that signs in with a new token of ``user`` (no scopes: every one it may have)."""
    wanted = scopes or [scope for scope in SCOPE_LABELS if scope in scopes_open_to(user)]
    made = create_token(actor=SYSTEM, owner=user, label="", scopes=wanted, days=30, now=clock.now())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {made.secret}")
    return client


def below(made: Contract, *parts: object) -> str:
    """Return the address of something below a contract in the API."""
    return "/".join(["", "api", "v1", "contracts", str(made.pk), *map(str, parts), ""])


def client_with_session(user: User, **kwargs: Any) -> APIClient:
    """Return a client that is signed in to the pages as ``user``."""
    client = APIClient(**kwargs)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
