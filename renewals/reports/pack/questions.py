"""What is still open about a contract: facts that are missing, and what nobody has settled yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from contracts_app.models import NoticeRule
from core.reminders.shapes import date_in
from core.rules.section import SectionContent
from renewals.models import Deadline, Notice
from renewals.reports.price import price_outlook
from renewals.reports.vendor_notice_words import what_it_means, word_of_vendor_notice

#: The key of the section.
QUESTIONS: Final = "questions"
_NONE: Final = "Nothing is open: no fact is missing that the dates and the price of this contract rest on."


def questions_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent:
    """Return what must be found out or settled before somebody negotiates; says so where nothing is open."""
    found = tuple(_questions(contract, user, now))
    return SectionContent(facts=found, note="" if found else _NONE)


def _questions(contract: Any, user: Any, now: dt.datetime) -> list[tuple[str, str]]:
    """Return what is open as pairs of topic and question, of what ``user`` may see."""
    deadline = Deadline.objects.current_of(contract.pk, user)
    on = date_in(deadline.timezone if deadline else contract.department.timezone, now)
    found = [*_dates(contract, deadline), *_price(contract, deadline, user, on)]
    return [*found, *_people(contract), *_serving(contract, deadline, user), *_vendor(contract, user, on)]


def _dates(contract: Any, deadline: Deadline | None) -> Iterator[tuple[str, str]]:
    if deadline is None:
        yield "Deadline", f"None runs: the contract is {contract.get_status_display().lower()}."
        return
    if deadline.missing:
        names = ", ".join(name.removesuffix("_date").replace("_", " ") for name in deadline.missing)
        yield "Deadline", f"Not known: {names}. Until it is recorded, the dates cannot be told."
    spread = deadline.details.get("spread_days") or 0
    if spread:
        days = f"{spread} day{'' if spread == 1 else 's'}"
        yield "Reading of the clause", f"Its readings are {days} apart; we act on the earliest. Ask legal."


def _price(contract: Any, deadline: Deadline | None, user: Any, on: dt.date) -> Iterator[tuple[str, str]]:
    if deadline is None:
        return
    outlook = price_outlook(deadline, contract.pk, user, on)
    if outlook.present is None:
        yield "Value", "Not recorded: what the present term costs."
    if outlook.rule is None and (deadline.renewal_date or deadline.missing):
        yield "Price at renewal", "Not recorded: what the contract agrees about it."
    if outlook.found is not None and outlook.found.missing and outlook.found.rule.series:
        series, periods = outlook.found.rule.series.name, outlook.found.missing
        yield "Price at renewal", f"Not published yet: {series} for {periods}."


def _people(contract: Any) -> Iterator[tuple[str, str]]:
    if contract.owner_id is None:
        yield "Owner", f"Not set: {contract.department} is asked."
    if contract.backup_owner_id is None:
        yield "Backup owner", "Not set: nobody is asked when the owner is away."


def _serving(contract: Any, deadline: Deadline | None, user: Any) -> Iterator[tuple[str, str]]:
    """Ask how and where a notice is served, where one can be given."""
    if deadline is None or deadline.notice_by_date is None:
        return
    rules = NoticeRule.objects.visible_to(user).filter(contract_id=contract.pk, party="us")
    ours = list(rules.prefetch_related("methods"))
    if not any(rule.addressee for rule in ours):
        yield "Notice", "To whom it must be addressed is not recorded."
    if not any(rule.methods.all() for rule in ours):
        yield "Notice", "By which methods it may be sent is not recorded."


def _vendor(contract: Any, user: Any, on: dt.date) -> Iterator[tuple[str, str]]:
    for notice in Notice.objects.unanswered(contract.pk, user):
        yield "Vendor’s notice", f"{what_it_means(notice)}. {word_of_vendor_notice(notice, on).text}."
