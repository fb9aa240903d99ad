"""Loads what became of demo contracts, through the same actions as everybody else.

One decision is in force, one waits for a second person, one still needs its notice; one notice is served with
proof; one vendor ends a contract and another raises its price.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from accounts.models import User
from contracts_app.models import Contract
from core.audit import Actor
from core.audit.action import tell_database
from core.errors import UserError
from renewals.actions.decisions import record_decision
from renewals.actions.notices import keep_letter, prepare_notice
from renewals.actions.services import ServiceDraft, Upload, close_notice, record_service
from renewals.actions.thresholds import set_threshold
from renewals.actions.vendor_notices import VendorNoticeDraft, record_vendor_notice
from renewals.models import Decision, Notice
from renewals.reports.letter import letter_docx, letter_pdf

_THRESHOLD: Final = Decimal(250_000)
_CURRENCIES: Final = ("EUR", "GBP", "USD")
#: Contract, who decides, what, why; the first amount is above the threshold.
_DECISIONS: Final = (
    ("Hosting framework", "ana", "terminate", "Two other vendors offer the same for a third less."),
    ("Service desk tooling", "ana", "renew", "The team is content, and the price is fair."),
    ("Learning platform", "jon", "terminate", "Hardly anybody signs in any more."),
    ("Invoice scanning", "priya", "terminate", "The ERP subscription reads invoices from now on."),
)
_PREPARED: Final = ("Learning platform", "Invoice scanning")
_SERVED: Final = "Invoice scanning"
_PROOF: Final = b"Delivered to notices@papierlos.invalid, confirmed by the receiving server.\n"


def load_decisions(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write thresholds, decisions and notices, their dates counted from ``on``; return what in words.

    Runs inside the transaction of the whole demo, and says for each step which person takes it.
    """
    for currency in _CURRENCIES:
        inspect.unwrap(set_threshold)(actor=actor, currency=currency, amount=_THRESHOLD)
    contracts = {
        row.title: row
        for row in Contract.objects.for_system("demo: contracts by title").select_related("vendor")
    }
    for title, who, kind, reason in _DECISIONS:
        said = {"contract": contracts[title], "kind": kind, "reason": reason, "now": now}
        decision: Decision = _as(who, record_decision, **said)
        if title in _PREPARED:
            _give_notice(who, decision, now, on)
    for title, who, draft in _from_vendors(on):
        _as(who, record_vendor_notice, contract=contracts[title], draft=draft, on=on, now=now)
    tell_database(actor)
    return f"{len(_DECISIONS)} decisions, {len(_PREPARED)} notices of ours, 2 of vendors"


def _as(username: str, action: Callable[..., Any], **arguments: Any) -> Any:
    """Take one step as a person of the demo company."""
    person = Actor.person(User.objects.get(username=username), channel="command")
    tell_database(person)
    return inspect.unwrap(action)(actor=person, **arguments)


def _give_notice(who: str, decision: Decision, now: dt.datetime, on: dt.date) -> None:
    notice: Notice = _as(who, prepare_notice, decision=decision, language="en", letter_date=on, now=now)
    notice.refresh_from_db()
    try:
        files = {"pdf": letter_pdf(notice), "docx": letter_docx(notice)}
    except UserError:  # this machine cannot make a PDF; the page of the notice says so
        files = {}
    if files:
        _as(who, keep_letter, notice=notice, expected_version=notice.row_version, now=now, **files)
    if decision.contract.title != _SERVED:
        return
    draft = ServiceDraft(method=notice.method, address="notices@papierlos.invalid", sent_date=on)
    proof = Upload("delivery-receipt.txt", _PROOF)
    _as(who, record_service, notice=notice, draft=draft, proof=proof, on=on, now=now)
    _as(who, close_notice, notice=notice, on=on, now=now)


def _from_vendors(on: dt.date) -> tuple[tuple[str, str, VendorNoticeDraft], ...]:
    def day(ahead: int) -> dt.date:
        return on + dt.timedelta(days=ahead)

    ends = VendorNoticeDraft(
        kind="termination",
        received_date=day(-5),
        effective_date=day(100),
        answer_by_date=day(9),
        statement="We leave the maintenance business at the end of the season.",
    )
    dearer = VendorNoticeDraft(
        kind="price_increase",
        received_date=day(-2),
        effective_date=day(60),
        answer_by_date=day(12),
        statement="The price per seat rises by 4.2 %, in line with our new list.",
    )
    return ("Network maintenance", "omar", ends), ("Office licenses", "ana", dearer)
