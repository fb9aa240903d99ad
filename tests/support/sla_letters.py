"""The messages about missed promises and about claims, written for one reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from accounts.models import User
from contracts_app.models import Contract
from core.audit import acting
from core.mail.letter import Letter
from core.models import Delivery
from slas.models import Claim, ResultVersion
from slas.reminders import breach_letters, claim_letters
from slas.rules.agreed_target import IndicatorKind
from slas.rules.claim import ClaimStatus
from slas.rules.reminding import BREACH, CLAIM, CLAIM_LOST, CLAIM_TO_MANAGER, key_of_run
from tests.support.slas import SYSTEM, a_result, a_service, a_target, instant

FOUND: Final = instant("2026-07-01T04:00:00")
JUNE: Final = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
CYCLE: Final = (dt.date(2026, 5, 15), dt.date(2026, 6, 14))
LAST: Final = dt.date(2026, 7, 30)
#: Returns a delivery that is not stored, of a reminder of a kind, a subject and a day.
Deliver = Callable[..., Delivery]
Record = Callable[..., Contract]


def sla_letters(reader: User, record: Record, deliver: Deliver) -> dict[str, Letter]:
    """Return each kind of letter about promises and claims, by what it is about."""
    return {**_of_breaches(reader, record, deliver), **_of_claims(reader, record, deliver)}


def _of_breaches(reader: User, record: Record, deliver: Deliver) -> dict[str, Letter]:
    alone, many, kept, over = (record(owner=reader) for _ in range(4))
    _missed(alone)
    _every_indicator(many)
    _missed(kept, is_met=True)
    for _ in range(12):
        _missed(over, credit_status="", credit_amount=None, credit_currency="")
    one_more = record(owner=reader)
    for _ in range(11):
        _missed(one_more)
    unknown = record(owner=reader)
    _missed(unknown, credit_status="undecided", credit_amount=None, credit_currency="", credit_percent=None)
    contracts = {
        "credit not known": unknown,
        "missed": alone,
        "every indicator": many,
        "kept": kept,
        "twelve": over,
        "eleven": one_more,
    }
    found = {}
    for late, (name, contract) in enumerate(contracts.items()):
        delivery = deliver(
            reader, BREACH, contract.pk, FOUND.date(), key=key_of_run(FOUND), late=max(0, late - 2)
        )
        found[f"breach: {name}"] = breach_letters.letters_for([delivery])[delivery.pk]
    return found


def _missed(contract: Contract, indicator: str = "availability", **figures: Any) -> ResultVersion:
    terms = {name: figures.pop(name) for name in _TERMS if name in figures}
    span = figures.pop("span", JUNE)
    number = contract.sla_services.count()
    service = a_service(contract, f"s{number}", name=f"Qqservice {number}")
    return a_result(a_target(service, indicator, **terms), *span, computed_at=FOUND, **figures)


_TERMS: Final = ("name", "severity", "unit", "better", "percentile", "share_percent", "value")


def _every_indicator(contract: Contract) -> None:
    exact = {"figure_numerator": 45, "figure_denominator": 1}
    none: dict[str, Any] = {"credit_amount": None, "credit_currency": "", "credit_percent": None}
    _missed(contract, "response", severity="Qqsev", share_percent=Decimal(90), **exact)
    _missed(contract, "resolution", **exact, credit_status="due", **none | {"credit_days": Decimal(1)})
    _missed(contract, "percentile", percentile=Decimal(95), unit="Qqms", **exact, **none)
    _missed(contract, "count", name="Qqcount", span=CYCLE, **exact, **none | {"credit_days": Decimal("2.5")})
    _missed(contract, "key_figure", unit="Qqunit", better="higher", **none | {"credit_percent": Decimal(10)})
    _missed(contract, "count", **none, credit_status="not_due")
    _missed(contract, "availability", **none | {"figure_numerator": None, "figure_denominator": None})
    assert len(IndicatorKind) == 6


def _of_claims(reader: User, record: Record, deliver: Deliver) -> dict[str, Letter]:
    usual: dict[str, Any] = {"asked_amount": Decimal("412000"), "currency": "EUR"}
    two_readings = usual | {"latest_date": dt.date(2026, 7, 31)}
    cases: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
        "by": (CLAIM, two_readings, {"before": 14}),
        "tomorrow": (CLAIM, usual, {"before": 1}),
        "today": (CLAIM, usual, {"role": "backup owner"}),
        "late": (CLAIM, usual, {"late": 1}),
        "days": (CLAIM, {"asked_days": Decimal(2)}, {"before": 3}),
        "unknown": (CLAIM, {}, {"before": 3}),
        "no window": (CLAIM, usual | {"last_date": None, "latest_date": None}, {"before": 23}),
        "submitted": (CLAIM, usual | {"status": "submitted"}, {}),
        "manager": (CLAIM_TO_MANAGER, usual, {"before": 3, "role": "manager of the owner"}),
        "lost": (CLAIM_LOST, usual | {"status": "lost"}, {}),
        "taken up": (CLAIM_LOST, usual | {"status": "evidence"}, {"late": 2}),
    }
    states = {f"is {one}": (CLAIM, usual | {"status": one}, {}) for one in ClaimStatus if one != "credited"}
    credited = usual | {"status": "credited", "credit_note_ref": "Qq1"}
    found = {}
    for name, (kind, fields, said) in {**cases, **states, "is credited": (CLAIM, credited, {})}.items():
        owner = None if name == "manager" else reader
        claim = _a_claim(record(owner=owner), **fields)
        delivery = deliver(reader, kind, claim.pk, LAST, **said)
        found[f"claim: {name}"] = claim_letters.letters_for([delivery])[delivery.pk]
    return found


def _a_claim(contract: Contract, **fields: Any) -> Claim:
    values = {"last_date": LAST, "latest_date": LAST, "created_at": FOUND, **fields}
    with acting(SYSTEM):
        claim: Claim = Claim.unscoped.create(
            contract=contract, period_first_date=JUNE[0], period_last_date=JUNE[1], **values
        )
    return claim
