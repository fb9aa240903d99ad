"""Contracts for tests, recorded through the product's own action."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts_app.actions.contracts import ContractDraft, create_contract
from contracts_app.models import Contract
from core.audit import Actor, acting
from core.search import name_key
from tests.support.people import a_department
from vendors.models import Entity, Vendor

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
SYSTEM = Actor.system("test")


def a_vendor(name: str = "Nord Cloud GmbH") -> Vendor:
    """Return the vendor called ``name``, made when it does not exist."""
    with acting(SYSTEM):
        return Vendor.unscoped.get_or_create(
            name_key=name_key(name), defaults={"name": name, "created_at": NOW}
        )[0]


def an_entity(name: str = "Our Company SE") -> Entity:
    """Return the entity of ours called ``name``, made when it does not exist."""
    with acting(SYSTEM):
        return Entity.unscoped.get_or_create(name=name)[0]


def a_draft(**facts: Any) -> ContractDraft:
    """Return a draft of a contract with Nord Cloud in IT Procurement; ``facts`` replace its fields."""
    usual = {"title": "Hosting framework"}
    if "vendor_id" not in facts:
        usual["vendor_id"] = a_vendor().pk
    if "department_id" not in facts:
        usual["department_id"] = a_department().pk
    return ContractDraft(**(usual | facts))


def a_contract(*, actor: Actor = SYSTEM, **facts: Any) -> Contract:
    """Record a contract and return it."""
    return create_contract(actor=actor, draft=a_draft(**facts), now=NOW, on=TODAY)


def history_of(row: Any) -> list[str]:
    """Return the kinds of the history rows of one object, oldest first: ``+``, ``~``, ``-``."""
    return list(
        type(row).history.filter(id=row.pk).order_by("history_id").values_list("history_type", flat=True)
    )
