"""Deadlines follow their contracts: in the transaction that changed the terms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts_app.signals import contract_terms_changed
from core import clock
from core.audit import Actor
from renewals.actions.deadlines import write_deadlines

_NOON = dt.time(12, tzinfo=dt.UTC)


def instant_of(on: dt.date) -> dt.datetime:
    """Return the instant that stands for a date: now when it is today somewhere on earth, else noon UTC."""
    now = clock.now()
    if abs((on - now.date()).days) <= 1:
        return now
    return dt.datetime.combine(on, _NOON)


def terms_changed(*, contract_ids: list[int], actor: Actor, on: dt.date, **_: Any) -> None:
    """Write the deadlines of contracts whose terms, notice rules, status, value or department changed."""
    reason = actor.reason or f"Changed by {actor.user or actor.name}"
    write_deadlines(contract_ids, now=instant_of(on), reason=reason)


def connect() -> None:
    """Start to listen; called once when the app is ready."""
    contract_terms_changed.connect(terms_changed, dispatch_uid="renewals.deadlines")
