"""Loads the demo's prices at renewal through the same actions as everybody else.

The index is invented and says so in its name: no figure of it was ever published by anybody.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
from decimal import Decimal
from typing import Any, Final

from contracts_app.models import Contract
from core.audit import Actor
from core.rules.periods import add_months
from spend.actions.indexes import check_index, import_index
from spend.actions.uplift import set_uplift_rule
from spend.models import IndexSeries
from spend.rules.index_period import Frequency, period_code
from spend.rules.index_series import SeriesFacts
from spend.rules.uplift_draft import UpliftDraft

CODE: Final = "DEMO-CPI"
UNPUBLISHED: Final = "DEMO-IT-WAGES"
#: By how much the invented figure moves from month to month, in tenths, over and over.
_MOVES: Final = (3, 2, 4, 1, 0, 3, 5, 2, -1, 2, 4, 3)
_FIRST: Final = Decimal("112.4")
_MONTHS: Final = 48


def load_prices(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write two invented series and the rules of several contracts; return what was written in words.

    The first series ends two months before ``on``, as published figures do; the second stopped ten months
    ago, so that a price that rests on it is provisional. Runs inside the transaction of the whole demo.
    """
    month = on.replace(day=1)
    _series(actor, CODE, "Consumer prices (fictional, demo)", add_months(month, -2), now, on)
    _series(actor, UNPUBLISHED, "Wages in IT services (fictional, demo)", add_months(month, -10), now, on)
    ids = dict(IndexSeries.objects.for_system("demo: series by code").values_list("code", "pk"))
    contracts = {row.title: row for row in Contract.objects.for_system("demo: contracts by title")}
    rules, record = _rules(ids, add_months(month, -15)), inspect.unwrap(set_uplift_rule)
    for title, facts in rules.items():
        record(actor=actor, contract=contracts[title], draft=UpliftDraft(**facts))
    return f"{len(ids)} invented index series, {len(rules)} rules of prices at renewal"


def _series(actor: Actor, code: str, name: str, last: dt.date, now: dt.datetime, on: dt.date) -> None:
    raw = _file(last).encode()
    facts = SeriesFacts(
        code=code,
        name=name,
        publisher="Demo office of statistics (fictional)",
        source="Invented for the demo portfolio",
        base="January 2015 = 100 (fictional)",
        frequency=Frequency.MONTHLY.value,
    )
    sha256 = hashlib.sha256(raw).hexdigest()
    checked = check_index(raw, facts, {}, on=on, file_name=f"{code.lower()}.csv", sha256=sha256)
    inspect.unwrap(import_index)(actor=actor, file=checked, now=now)


def _file(last: dt.date) -> str:
    """Return the invented values as the CSV file that somebody would import."""
    lines, value = ["period,value"], _FIRST
    for place in range(_MONTHS):
        value += Decimal(_MOVES[place % len(_MOVES)]).scaleb(-1)
        period = add_months(last, place - _MONTHS + 1)
        lines.append(f"{period_code(period, Frequency.MONTHLY)},{value}")
    return "\n".join(lines) + "\n"


def _rules(ids: dict[str, int], base: dt.date) -> dict[str, dict[str, Any]]:
    """Return the rule of each contract by its title."""
    index = {"kind": "index", "series_id": ids[CODE], "base_month": base, "clause_ref": "7.3"}
    return {
        "Customer relationship platform": {
            "kind": "percent",
            "percent": Decimal(5),
            "announce_days": 60,
            "clause_ref": "9.1",
        },
        "Hosting framework": {
            **index,
            "lag_months": 6,
            "cap_percent": Decimal(2),
            "floor_percent": Decimal(0),
        },
        "Network maintenance": {
            **index,
            "kind": "index_spread",
            "spread": Decimal(2),
            "lag_months": 6,
            "combination": "lesser",
            "percent": Decimal(5),
        },
        "Voice and mobile services": {**index, "series_id": ids[UNPUBLISHED], "lag_months": 3},
        "Endpoint protection": {
            **index,
            "series_id": ids[UNPUBLISHED],
            "lag_months": 3,
            "cap_percent": Decimal("4.5"),
        },
        "Backup vault": {"kind": "none", "clause_ref": "5.2"},
    }
