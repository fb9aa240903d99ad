"""Services with targets and what happened to them, for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from slas.models import (
    CreditAgreement,
    Exclusion,
    Measurement,
    Outage,
    Result,
    ResultVersion,
    Service,
    SlaTarget,
    TargetVersion,
    Ticket,
    VendorFigure,
)
from slas.rules.agreed_target import IndicatorKind

SYSTEM = Actor.system("test")
#: Below 99.9 and at least 99 %: 10 % of the fee; below 99 and at least 95: 25 %; below 95: 100 %.
TIERS: dict[str, Any] = {
    "kind": "tiers",
    "unit": "fee_percent",
    "bands": [
        {"below": "99.9", "at_least": "99", "credit": "10"},
        {"below": "99", "at_least": "95", "credit": "25"},
        {"below": "95", "at_least": None, "credit": "100"},
    ],
}


def instant(text: str) -> dt.datetime:
    """Return an instant written in ISO 8601; without a zone it is in UTC."""
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def a_service(contract: Contract, slug: str = "portal", **fields: Any) -> Service:
    """Record a service of a contract."""
    values = {"name": slug.title(), "created_at": clock.now(), **fields}
    with acting(SYSTEM):
        service: Service = Service.unscoped.create(contract=contract, slug=slug, **values)
    return service


def a_target(service: Service, indicator: str = "availability", **fields: Any) -> TargetVersion:
    """Record a target with its first version: 99.9 % a month from 1 Jan 2025, with tiers and a fee."""
    named = {name: fields.pop(name) for name in ("severity", "name", "owner", "source") if name in fields}
    is_availability = indicator == IndicatorKind.AVAILABILITY
    values: dict[str, Any] = {
        "effective_from": dt.date(2025, 1, 1),
        "value": Decimal("99.9") if is_availability else Decimal(30),
        "better": "higher" if is_availability else "lower",
        "excused": ["maintenance", "force_majeure", "our_fault"],
        "period_fee_amount": Decimal(10_000),
        "period_fee_currency": "EUR",
        "scheme": TIERS if is_availability else None,
        "clause_ref": "5.1",
        "created_at": clock.now(),
        **fields,
    }
    with acting(SYSTEM):
        target = SlaTarget.unscoped.create(
            service=service, indicator=indicator, created_at=values["created_at"], **named
        )
        version: TargetVersion = TargetVersion.unscoped.create(target=target, **values)
    return version


def an_agreement(contract: Contract, **fields: Any) -> CreditAgreement:
    """Record what a contract says about all its credits: 30 days after the period, in euros."""
    values: dict[str, Any] = {
        "effective_from": dt.date(2025, 1, 1),
        "currency": "EUR",
        "window_quantity": 30,
        "clause_ref": "6",
        "created_at": clock.now(),
        **fields,
    }
    with acting(SYSTEM):
        agreement: CreditAgreement = CreditAgreement.unscoped.create(contract=contract, **values)
    return agreement


def an_outage(service: Service, start: str, end: str | None, **fields: Any) -> Outage:
    """Record an outage between two instants; None: it is open."""
    values = {"source": "monitor", "created_at": clock.now(), **fields}
    with acting(SYSTEM):
        outage: Outage = Outage.unscoped.create(
            service=service, start_at=instant(start), end_at=instant(end) if end else None, **values
        )
    return outage


def a_ticket(service: Service, opened: str, **fields: Any) -> Ticket:
    """Record a ticket that was opened at an instant; answered and solved at others, where given."""
    values = {"source": "desk", "ref": "T-1", "created_at": clock.now(), **fields}
    for name in ("responded_at", "resolved_at"):
        if isinstance(values.get(name), str):
            values[name] = instant(values[name])
    with acting(SYSTEM):
        ticket: Ticket = Ticket.unscoped.create(service=service, opened_at=instant(opened), **values)
    return ticket


def a_measurement(target: SlaTarget, at: str, value: str, **fields: Any) -> Measurement:
    """Record a reading of a target at an instant."""
    values = {"source": "monitor", "created_at": clock.now(), **fields}
    with acting(SYSTEM):
        made: Measurement = Measurement.unscoped.create(
            target=target, at=instant(at), value=Decimal(value), **values
        )
    return made


def an_exclusion(contract: Contract, start: str, end: str, **fields: Any) -> Exclusion:
    """Record an exclusion between two instants, with evidence; nobody has approved it yet."""
    values = {"kind": "maintenance", "evidence": "Mail of 1 Mar", "created_at": clock.now(), **fields}
    with acting(SYSTEM):
        exclusion: Exclusion = Exclusion.unscoped.create(
            contract=contract, start_at=instant(start), end_at=instant(end), **values
        )
    return exclusion


def a_result(terms: TargetVersion, first: dt.date, last: dt.date, **figures: Any) -> ResultVersion:
    """Record the first version of a result: missed, with a credit of 1,000 EUR."""
    values: dict[str, Any] = {
        "number": 1,
        "total_us": 43_200 * 60_000_000,
        "down_us": 300 * 60_000_000,
        "excused_us": 0,
        "left_out_us": 0,
        "figure_numerator": 71_500,
        "figure_denominator": 720,
        "is_met": False,
        "credit_status": "due",
        "credit_percent": Decimal(10),
        "credit_amount": Decimal(1_000),
        "credit_currency": "EUR",
        "input_sha256": "0" * 64,
        "computed_at": clock.now(),
        **figures,
    }
    with acting(SYSTEM):
        result, _ = Result.unscoped.get_or_create(
            target=terms.target, period_first_date=first, defaults={"period_last_date": last}
        )
        version: ResultVersion = ResultVersion.unscoped.create(result=result, terms=terms, **values)
    return version


def a_vendor_figure(result: Result, value: str, **fields: Any) -> VendorFigure:
    """Record what the vendor says that the figure of a result was."""
    values = {"target_id": result.target_id, "created_at": clock.now(), **fields}
    with acting(SYSTEM):
        figure: VendorFigure = VendorFigure.unscoped.create(
            period_first_date=result.period_first_date, value=Decimal(value), **values
        )
    return figure
