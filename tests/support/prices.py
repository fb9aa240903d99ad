"""Index series and rules of prices at renewal for tests, recorded through the product's own actions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.models import User
from contracts_app.models import Contract
from core.audit import Actor
from spend.actions.indexes import IndexFile, check_index, import_index
from spend.actions.uplift import set_uplift_rule
from spend.models import IndexSeries, UpliftRule
from spend.rules.index_series import IndexOutcome, SeriesFacts
from spend.rules.uplift_draft import UpliftDraft

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
ON = NOW.date()
SYSTEM = Actor.system("test")
CPI = {"2025-10": "118.2", "2026-10": "122.9"}


def csv_of(values: Mapping[str, str]) -> str:
    """Return values as the CSV file of an index."""
    return "period,value\n" + "".join(f"{period},{value}\n" for period, value in values.items())


def index_file(
    content: str | bytes, *, code: str = "CPI", layout: dict[str, str] | None = None, **facts: str
) -> IndexFile:
    """Return a checked file of consumer prices, by month unless stated."""
    raw = content.encode() if isinstance(content, str) else content
    usual = {"name": "Consumer prices", "frequency": "monthly"} | facts
    digest = hashlib.sha256(raw).hexdigest()
    return check_index(
        raw, SeriesFacts(code=code, **usual), layout or {}, on=ON, file_name="cpi.csv", sha256=digest
    )


def import_values(content: str | bytes, *, actor: Actor = SYSTEM, **facts: Any) -> IndexOutcome:
    """Import a file as the command does."""
    return import_index(actor=actor, file=index_file(content, **facts), now=NOW)


def a_series(values: Mapping[str, str] | None = None, *, code: str = "CPI", **facts: str) -> IndexSeries:
    """Record a series with values, those of the worked table unless given."""
    import_values(csv_of(CPI if values is None else values), code=code, **facts)
    return IndexSeries.unscoped.get(code=code)


def an_uplift(
    contract: Contract, kind: str = "percent", *, by: User | None = None, **facts: Any
) -> UpliftRule:
    """Record a rule of a contract: three per cent unless said otherwise."""
    if kind == "percent":
        facts = {"percent": Decimal(3)} | facts
    if kind in ("index", "index_spread"):
        facts = {"base_month": dt.date(2025, 10, 1), "lag_months": 3} | facts
    actor = Actor.person(by) if by else SYSTEM
    return set_uplift_rule(actor=actor, contract=contract, draft=UpliftDraft(kind=kind, **facts))
