"""What somebody enters for a contract: the one shape that form, API, import and demo hand to the actions.

1. Nothing is required of a draft's type but what the fields say; plausibility is judged by
   ``rules.contract`` and ``rules.terms``, whose messages name these fields.
2. A nested field is named by its path: ``terms.end_date``, ``notice_rules.0.methods.1.method``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDraft:
    """The agreed duration. Dates are inclusive as printed; blank means not known.

    ``max_renewals`` counts renewals after the initial term: None is unlimited, 0 is none.
    ``renewal_as_initial``: each renewal lasts as long as the first term. ``renewal_by_agreement``: a fixed
    term that both sides may agree to renew. ``start_event``: what the first day waits for.
    ``end_event``: what the first term counts from, instead of the first day, and its day once it is known;
    ``end_date`` is then the latest end. ``minimum_event``: what the minimum term counts from, instead of the
    first day, and its day once it is known. ``renewals_exercised``: options exercised, or renewals agreed,
    before any notice on record.
    """

    term_type: str = ""
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    initial_term_quantity: int | None = None
    initial_term_unit: str = ""
    renewal_term_quantity: int | None = None
    renewal_term_unit: str = ""
    max_renewals: int | None = None
    renewals_exercised: int = 0
    after_last_term: str = "lapse"
    minimum_term_quantity: int | None = None
    minimum_term_unit: str = ""
    minimum_event: str = ""
    minimum_event_date: dt.date | None = None
    renewal_as_initial: bool = False
    renewal_by_agreement: bool = False
    start_event: str = ""
    end_event: str = ""
    end_event_date: dt.date | None = None
    clause_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMethodDraft:
    """A permitted way to serve a notice; deemed received so many business days after sending.

    ``deemed_calendar_days`` counts calendar days instead; the business days are then 0.
    """

    method: str
    deemed_business_days: int = 0
    deemed_calendar_days: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRuleDraft:
    """One notice provision; a contract has at most one for each ``party`` and ``kind``."""

    party: str = "us"
    kind: str = "non_renewal"
    quantity: int | None = None
    unit: str = ""
    anchor: str = "term_end"
    fixed_day: str = ""
    test: str = "received"
    earliest_quantity: int | None = None
    earliest_unit: str = ""
    roll: str = "none"
    calendar: str = ""
    timezone: str = ""
    cutoff_time: dt.time | None = None
    cure_period_quantity: int | None = None
    cure_period_unit: str = ""
    minimum_quantity: int | None = None
    minimum_unit: str = ""
    addressee: str = ""
    form: str = ""
    clause_ref: str = ""
    methods: tuple[NoticeMethodDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDraft:
    """A contract as entered, with everything that belongs to it.

    ``number`` None takes the next free one. ``status`` is where the contract stands when it is
    recorded: ``draft`` for a new one; a contract that is signed already starts where it is.
    ``value_amount`` is the total of the present term in ``value_currency``; None is unknown, not zero.
    """

    title: str
    vendor_id: int
    department_id: int
    type: str = "other"
    number: str | None = None
    status: str = "draft"
    description: str = ""
    entity_id: int | None = None
    owner_id: int | None = None
    backup_owner_id: int | None = None
    parent_id: int | None = None
    supersedes_id: int | None = None
    is_confidential: bool = False
    value_amount: Decimal | None = None
    value_currency: str = ""
    governing_law: str = ""
    tags: tuple[str, ...] = ()
    further_vendor_ids: tuple[int, ...] = ()
    further_entity_ids: tuple[int, ...] = ()
    named_user_ids: tuple[int, ...] = ()
    terms: TermsDraft | None = None
    notice_rules: tuple[NoticeRuleDraft, ...] = ()
