"""Loads the demo contracts through the same actions as everybody else."""

from __future__ import annotations

import datetime as dt
import inspect
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from accounts.models import Department, User
from contracts_app.actions.contracts import create_contract
from contracts_app.demo.portfolio import DemoContract, Notice, Term, read_portfolio
from contracts_app.rules.draft import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from core.audit import Actor
from vendors.models import Entity, Vendor

_BEFORE = {
    "calendar_days": lambda n: relativedelta(days=n),
    "business_days": lambda n: relativedelta(days=n + 2 * (n // 5)),
    "weeks": lambda n: relativedelta(weeks=n),
    "months": lambda n: relativedelta(months=n),
}
_OPEN_ENDED = ("evergreen", "perpetual", "")


def load_contracts(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write the demo contracts, their dates counted from ``on``; return what was written in words.

    Runs inside the transaction of the whole demo.
    """
    ids: dict[str, dict[str, int]] = {
        "vendor": _ids(Vendor, "name"),
        "department": _ids(Department, "name"),
        "user": _ids(User, "username"),
        "entity": _ids(Entity, "country"),
        "contract": {},
    }
    portfolio, create = read_portfolio(), inspect.unwrap(create_contract)
    for row in portfolio:
        contract = create(actor=actor, draft=_draft(row, ids, on), now=now, on=on)
        ids["contract"][row.title] = contract.pk
    return f"{len(portfolio)} contracts"


def _ids(model: Any, field: str) -> dict[str, int]:
    reading = model.objects.for_system("demo: ids by name") if hasattr(model, "unscoped") else model.objects
    found: dict[str, int] = dict(reading.values_list(field, "id"))
    return found


def _draft(row: DemoContract, ids: dict[str, dict[str, int]], on: dt.date) -> ContractDraft:
    return ContractDraft(
        title=row.title,
        vendor_id=ids["vendor"][row.vendor],
        department_id=ids["department"][row.department],
        entity_id=ids["entity"]["GB" if row.currency == "GBP" else "DE"],
        type=row.type,
        status=row.status,
        owner_id=ids["user"].get(row.owner),
        backup_owner_id=ids["user"].get(row.backup),
        parent_id=ids["contract"].get(row.parent),
        is_confidential=row.is_confidential,
        value_amount=Decimal(row.value) if row.value else None,
        value_currency=row.currency if row.value else "",
        governing_law=row.law,
        tags=row.tags,
        terms=_terms(row, on),
        notice_rules=(_notice(row.notice),) if row.notice else (),
    )


def _terms(row: DemoContract, on: dt.date) -> TermsDraft:
    term = row.term
    start = _start(row, on)
    return TermsDraft(
        term_type=term.type,
        start_date=start,
        initial_term_quantity=term.months or None,
        initial_term_unit="months" if term.months else "",
        renewal_term_quantity=term.renewal or None,
        renewal_term_unit="months" if term.renewal else "",
        max_renewals=term.max_renewals,
        after_last_term=term.after,
        minimum_term_quantity=term.minimum or None,
        minimum_term_unit="months" if term.minimum else "",
    )


def _start(row: DemoContract, on: dt.date) -> dt.date | None:
    """Return the first day, so that the last day for notice (or the end) lies where the row says."""
    if not row.term.type:
        return None
    if row.term.type in _OPEN_ENDED:
        return on - relativedelta(months=19, day=1)
    following = _end(row, on) + dt.timedelta(days=1)
    has_renewed = following - relativedelta(months=row.term.renewal) <= on
    return following - relativedelta(months=_months_until(row.term, row.status, has_renewed))


def _end(row: DemoContract, on: dt.date) -> dt.date:
    if row.ends_in is not None or row.notice is None:
        return on + dt.timedelta(days=row.ends_in or 0)
    notice_by = on + dt.timedelta(days=row.notice_in or 0)
    return notice_by + _BEFORE[row.notice.unit](row.notice.quantity)


def _months_until(term: Term, status: str, has_renewed: bool) -> int:
    """Return how many months lie before the end of the present term, renewals that happened included."""
    if not has_renewed or status in ("draft", "in_review", "approved", "out_for_signature", "executed"):
        return term.months
    if term.type == "auto_renew" and term.max_renewals is None and term.renewal:
        return term.months + term.renewal
    if term.type == "auto_renew" and term.max_renewals and term.renewal:
        return term.months + term.max_renewals * term.renewal
    if term.type == "month_to_month":
        return 14
    return term.months


def _notice(notice: Notice) -> NoticeRuleDraft:
    return NoticeRuleDraft(
        kind=notice.kind,
        quantity=notice.quantity,
        unit=notice.unit,
        anchor=notice.anchor,
        test=notice.test,
        earliest_quantity=notice.earliest[0] if notice.earliest else None,
        earliest_unit=notice.earliest[1] if notice.earliest else "",
        calendar=notice.calendar,
        timezone=notice.timezone,
        addressee="The vendor's contact for notices",
        form="in writing",
        clause_ref=notice.clause,
        methods=tuple(
            NoticeMethodDraft(method=method, deemed_business_days=days) for method, days in notice.methods
        ),
    )
