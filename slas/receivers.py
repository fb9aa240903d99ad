"""Claims follow the department of their contract: by whose day they are reminded of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from accounts.signals import department_zones_changed
from contracts_app.signals import contract_terms_changed
from core import clock
from slas.reminders.planning import open_claims_of, plan_breaches, plan_claims

_AFTER_A_DIFFERENCE = "Recomputed after a difference was found."


def zones_changed(*, department_ids: list[int], **_: Any) -> None:
    """Plan anew what claims owe in departments that go by another time zone now."""
    claims = open_claims_of(Q(contract__department__in=department_ids))
    plan_claims(claims, now=clock.now(), why="The time zone of the department changed.")


def contracts_changed(*, contract_ids: list[int], **_: Any) -> None:
    """Plan anew what claims of contracts owe that may be another department's now."""
    claims = open_claims_of(Q(contract__in=contract_ids))
    plan_claims(claims, now=clock.now(), why="The contract changed.")


def replan_breaches(contract_ids: Sequence[int], now: dt.datetime) -> None:
    """Plan anew, inside a transaction, what is told of missed promises after a difference was found."""
    plan_breaches(contract_ids, now=now, why=_AFTER_A_DIFFERENCE)


def replan_claims(claim_ids: Sequence[int], now: dt.datetime) -> None:
    """Plan the reminders of claims anew, inside a transaction, after a difference was found."""
    plan_claims(claim_ids, now=now, why=_AFTER_A_DIFFERENCE)


def connect() -> None:
    """Start to listen; called once when the app is ready."""
    contract_terms_changed.connect(contracts_changed, dispatch_uid="slas.claims")
    department_zones_changed.connect(zones_changed, dispatch_uid="slas.claims_by_zone")
