"""The shape of the demo portfolio in ``portfolio.toml``, and its reading."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("portfolio.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a demo contract runs: months of the first term and of each renewal (0: not stated)."""

    type: str = "auto_renew"
    months: int = 12
    renewal: int = 12
    max_renewals: int | None = None
    after: str = "lapse"
    minimum: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice rule of a demo contract; ``methods`` with the business days until deemed receipt."""

    quantity: int = 3
    unit: str = "months"
    anchor: str = "term_end"
    test: str = "received"
    earliest: tuple[int, str] | None = None
    calendar: str = "DE-BY"
    timezone: str = "Europe/Berlin"
    methods: tuple[tuple[str, int], ...] = (("registered post", 3), ("email", 0))
    clause: str = "14.3"
    kind: str = "non_renewal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoContract:
    """One contract of the demo portfolio; an empty owner is the department's queue."""

    title: str
    vendor: str
    type: str
    department: str = "Information Technology"
    owner: str = "ana"
    backup: str = "tom"
    value: str = ""
    currency: str = "EUR"
    notice_in: int | None = None
    ends_in: int | None = None
    term: Term = field(default_factory=Term)
    notice: Notice | None = field(default_factory=Notice)
    status: str = "active"
    tags: tuple[str, ...] = ()
    parent: str = ""
    is_confidential: bool = False
    law: str = "Germany"


def read_portfolio() -> tuple[DemoContract, ...]:
    """Return the contracts of the demo portfolio; a parent stands before its children."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["contract"]
    return tuple(_contract(entry) for entry in entries)


def _contract(entry: dict[str, Any]) -> DemoContract:
    has_notice = entry.pop("has_notice", True)
    made: dict[str, Any] = {
        "term": Term(**entry.pop("term", {})),
        "notice": _notice(entry.pop("notice", {})) if has_notice else None,
        "tags": tuple(entry.pop("tags", ())),
    }
    return DemoContract(**entry, **made)


def _notice(entry: dict[str, Any]) -> Notice:
    lists: dict[str, Any] = {name: tuple(entry.pop(name)) for name in ("earliest",) if name in entry}
    if "methods" in entry:
        lists["methods"] = tuple((method, days) for method, days in entry.pop("methods"))
    return Notice(**entry, **lists)
