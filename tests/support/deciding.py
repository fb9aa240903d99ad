"""Decisions for tests, recorded through the product's own actions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import User
from contracts_app.models import Contract
from core.audit import Actor
from renewals.actions.decisions import record_decision
from renewals.actions.notices import prepare_notice
from renewals.actions.services import ServiceDraft, Upload, record_service
from renewals.actions.thresholds import set_threshold
from renewals.actions.vendor_notices import VendorNoticeDraft, record_vendor_notice
from renewals.models import Decision, Notice, Service
from tests.support.reminding import SETTING_UP


def decide(
    contract: Contract, by: User, kind: str = "terminate", *, now: dt.datetime, **fields: Any
) -> Decision:
    """Record a decision of ``by``."""
    reason = fields.pop("reason", "The service is no longer needed.")
    return record_decision(
        actor=Actor.person(by), contract=contract, kind=kind, reason=reason, now=now, **fields
    )


def four_eyes_from(amount: int, currency: str = "EUR") -> None:
    """Ask for a second person from an amount on."""
    set_threshold(actor=SETTING_UP, currency=currency, amount=Decimal(amount))


def notice_of(decision: Decision) -> Notice:
    """Prepare the notice of a decision, as who decided it."""
    return prepare_notice(
        actor=Actor.person(decision.decided_by),
        decision=decision,
        language="en",
        letter_date=decision.decided_at.date(),
        now=decision.decided_at,
    )


def served(notice: Notice, proof: Upload | None = None, now: dt.datetime | None = None) -> Service:
    """Record that a notice was sent on the day of its letter, with a proof where one is given."""
    day = notice.letter_date
    assert day is not None
    return record_service(
        actor=Actor.person(notice.created_by),
        notice=notice,
        draft=ServiceDraft(method="courier", address="1 Cloud Street", sent_date=day),
        proof=proof,
        on=day,
        now=now or notice.created_at,
    )


def a_vendor_notice(
    contract: Contract, by: User, kind: str = "price_increase", *, now: dt.datetime
) -> Notice:
    """Record that the vendor raises the price (or ends it) in sixty days, to be answered in two weeks."""
    today = now.date()
    draft = VendorNoticeDraft(
        kind=kind,
        received_date=today,
        effective_date=today + dt.timedelta(days=60),
        answer_by_date=today + dt.timedelta(days=14),
        statement="4.2 % more." if kind == "price_increase" else "We end the service.",
    )
    return record_vendor_notice(actor=Actor.person(by), contract=contract, draft=draft, on=today, now=now)
