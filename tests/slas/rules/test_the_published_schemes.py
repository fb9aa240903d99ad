"""Every record of the published tables: its rows at each boundary and one step either side, or a refusal."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from core.money import Money
from slas.rules.credit import CreditFacts, credit_for
from slas.rules.credit_answer import credit_answer
from slas.rules.credit_finding import findings
from slas.rules.credit_record import CreditRecordError, read_record
from tests.support.needs import needs_shared

STEPS = (Fraction(1, 1000), Fraction(1, 10**9))
FEE = Money(Decimal(1000), "USD")


def _records() -> list[dict[str, Any]]:
    path = needs_shared("data/sla/tiers.json")
    return json.loads(path.read_bytes(), parse_float=Decimal)["services"]


RECORDS = _records()
NAMES = [f"{record['provider']} {record['service']}" for record in RECORDS]
REFUSED = {
    "AWS generic claim wording (CloudSearch SLA sentences)": {"tiers"},
    "DigitalOcean CPU Droplets": {"tiers[0].credit", "tiers[0].credit_pct"},
    "Cloud Digit all services (target per service)": {"tiers[0].uptime_below", "tiers[0].uptime_below_pct"},
}
OVERLAPS = {"MongoDB Atlas (M10+)": (0, 95, (2, 3)), "MongoDB Atlas Data Federation": (0, 95, (2, 3))}


def expected(record: dict[str, Any], availability: Fraction) -> Decimal:
    """Return what the published rows give, read in the plainest way: the lowest row that matches."""
    rows = [
        row
        for row in record["tiers"]
        if Fraction(row["uptime_at_least_pct"] or 0) <= availability < Fraction(row["uptime_below_pct"])
    ]
    return min(rows, key=lambda row: row["uptime_below_pct"])["credit_pct"] if rows else Decimal(0)


def around(record: dict[str, Any]) -> set[Fraction]:
    """Return each boundary of a record and one step either side, and the ends of the scale."""
    bounds = {Fraction(0), Fraction(100)}
    for row in record["tiers"]:
        bounds.add(Fraction(row["uptime_below_pct"]))
        bounds.add(Fraction(row["uptime_at_least_pct"] or 0))
    found = {bound + step for bound in bounds for size in STEPS for step in (-size, 0, size)}
    return {one for one in found if 0 <= one <= 100}


@pytest.mark.parametrize("record", RECORDS, ids=NAMES)
def test_a_record_gives_its_rows_at_each_boundary_or_is_refused_naming_the_field(record):
    name = f"{record['provider']} {record['service']}"
    if name in REFUSED:
        with pytest.raises(CreditRecordError) as refused:
            read_record(record)
        assert set(refused.value.fields) == REFUSED[name]
        return
    scheme = read_record(record)
    for availability in around(record):
        found = credit_for(scheme, CreditFacts(availability=availability, fee=FEE))
        assert found.percent == expected(record, availability), availability
        assert found.amount == 10 * Fraction(expected(record, availability))
        answer = credit_answer(scheme, availability, FEE)
        rows = [row for row in record["tiers"] if row["credit_pct"] == answer["credit_pct"]]
        assert answer["band"] == (rows[0] if rows else None)


@pytest.mark.parametrize("record", RECORDS, ids=NAMES)
def test_overlaps_and_gaps_are_reported_as_published(record):
    name = f"{record['provider']} {record['service']}"
    if name in REFUSED:
        return
    wanted = [OVERLAPS[name]] if name in OVERLAPS else []
    assert [(one.low, one.high, one.bands) for one in findings(read_record(record))] == wanted


def test_the_sum_of_what_is_read_and_what_is_refused_is_everything():
    assert len(RECORDS) == 21
    assert set(REFUSED) | set(OVERLAPS) <= set(NAMES)


def test_the_worked_example():
    path = needs_shared("data/sla/tiers.json")
    (example,) = json.loads(path.read_bytes())["worked_examples"]
    total, down = example["total_minutes"], example["downtime_minutes"]
    record = {"tiers": [{"uptime_below_pct": Decimal("99.9"), "credit_pct": example["credit_pct"]}]}
    up = Fraction(total - down, total) * 100
    assert round(float(up), 2) == example["monthly_uptime_pct"]
    assert credit_for(read_record(record), CreditFacts(availability=up)).percent == example["credit_pct"]
