"""Contracts inside their ladder, people to remind, and the mail they got."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from accounts.models import Department, RoleAssignment, User
from contracts_app.actions.contracts import create_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from core import clock
from core.audit import Actor, acting
from core.mail import mailbox
from core.mail.mailbox import Opened
from renewals.models import ReminderPolicy
from renewals.rules.policy import STANDARD
from vendors.models import Vendor

SETTING_UP = Actor.system("test", channel="command")
NOON = dt.time(12, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def at(day: str | dt.date, hour: int = 12) -> dt.datetime:
    """Return an hour (UTC) of a day."""
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return dt.datetime.combine(date, dt.time(hour, tzinfo=dt.UTC))


def a_person(name: str = "", **fields: Any) -> User:
    """Return a person with an address of their own."""
    name = name or f"person{next(_numbers)}"
    fields.setdefault("email", f"{name}@example.invalid")
    fields.setdefault("full_name", name.title())
    with acting(SETTING_UP):
        return User.objects.create(username=name, **fields)


def a_department(name: str = "", timezone: str = "UTC") -> Department:
    """Return a department in a time zone."""
    with acting(SETTING_UP):
        return Department.unscoped.create(name=name or f"Department {next(_numbers)}", timezone=timezone)


def a_role(user: User, role: str, department: Department | None = None) -> RoleAssignment:
    """Give a person a role in a department, or everywhere."""
    with acting(SETTING_UP):
        return RoleAssignment.unscoped.create(user=user, role=role, department=department)


def a_vendor(name: str = "") -> Vendor:
    """Return a vendor."""
    name = name or f"Vendor {next(_numbers)}"
    with acting(SETTING_UP):
        return Vendor.unscoped.create(name=name, name_key=name.casefold(), created_at=at("2020-01-01"))


def deactivate(user: User) -> None:
    """Let a person leave."""
    with acting(SETTING_UP):
        User.objects.filter(pk=user.pk).update(is_active=False)


def a_contract(
    *,
    now: dt.datetime,
    owner: User | None = None,
    backup_owner: User | None = None,
    department: Department | None = None,
    terms: dict[str, Any] | None = None,
    notice: dict[str, Any] | bool = True,
    convenience: dict[str, Any] | None = None,
    **fields: Any,
) -> Contract:
    """Record a contract in force; unless told otherwise it renews yearly and its act-by is 2 Oct 2026.

    Its term runs over the year 2026 and notice must be sent 90 days before the end. ``convenience`` is a
    second rule, on termination for convenience.
    """
    yearly = {"initial_term_quantity": 12, "initial_term_unit": "months", "renewal_term_quantity": 12}
    default = {"term_type": "auto_renew", "start_date": dt.date(2026, 1, 1), "renewal_term_unit": "months"}
    rule = {"quantity": 90, "unit": "calendar_days", "test": "sent"} if notice is True else notice
    methods = tuple(NoticeMethodDraft(**method) for method in (rule or {}).pop("methods", ()))
    draft = ContractDraft(
        title=fields.pop("title", f"Contract {next(_numbers)}"),
        vendor_id=fields.pop("vendor_id", None) or a_vendor().pk,
        department_id=(department or a_department()).pk,
        owner_id=owner.pk if owner else None,
        backup_owner_id=backup_owner.pk if backup_owner else None,
        status=fields.pop("status", "active"),
        value_amount=fields.pop("value_amount", Decimal("412000")),
        value_currency=fields.pop("value_currency", "EUR"),
        terms=TermsDraft(**(terms if terms is not None else default | yearly)),
        notice_rules=(
            *((NoticeRuleDraft(**rule, methods=methods),) if rule else ()),
            *((NoticeRuleDraft(kind="convenience", **convenience),) if convenience else ()),
        ),
        **fields,
    )
    return create_contract(actor=SETTING_UP, draft=draft, now=now, on=now.date())


def due_in(days: int, **fields: Any) -> Contract:
    """Record a yearly contract whose act-by lies so many days ahead of today."""
    end = clock.now().date() + dt.timedelta(days=days + 30)
    terms = {
        "term_type": "auto_renew",
        "start_date": end - dt.timedelta(days=199),
        "initial_term_quantity": 200,
        "initial_term_unit": "days",
        "renewal_term_quantity": 200,
        "renewal_term_unit": "days",
        "clause_ref": "14.2",
    }
    notice = {"quantity": 30, "unit": "calendar_days", "test": "sent", "clause_ref": "14.3"}
    return a_contract(now=clock.now(), terms=terms, notice=notice, **fields)


def nothing_climbs() -> None:
    """Let the standard policy count for every contract, but for telling others when nobody answers."""
    with acting(SETTING_UP):
        ReminderPolicy(
            offsets=list(STANDARD.offsets), decision_days=STANDARD.decision_days, acknowledge_days=0
        ).save()


def mail_to(person: User) -> list[Opened]:
    """Return the messages that a person got, oldest first."""
    opened = (mailbox.open_message(name) for name in reversed(mailbox.message_names()))
    return [message for message in opened if message.envelope.to == person.email]
