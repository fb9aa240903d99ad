"""The history of a contract's terms: the days of each, its price, and what was decided about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.money import Money
from core.reminders.shapes import date_in
from core.rules.section import Cell, Heading, SectionContent, SectionTable
from core.rules.wording import money_text, short_date, weekday_date
from renewals.models import Deadline, Decision, Notice
from renewals.reports.price import PriceOutlook, price_outlook
from renewals.reports.silent import silent_of
from renewals.reports.terms import note_on, terms_of
from renewals.rules.decision import STANDING
from renewals.rules.timeline import TermAround, When

#: How many terms that are over are listed, the latest ones.
MOST_PAST: Final = 12
_HEADINGS: Final = (
    Heading("Term"),
    Heading("From", "date"),
    Heading("To", "date"),
    Heading("Price of the term", "money"),
    Heading("What was decided about its end", "long"),
)
_KINDS: Final = {When.PAST: "draft", When.PRESENT: "active", When.COMING: "review"}
_EMPTY: Final = "The terms cannot be told: facts are missing, see the open questions."


def terms_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent | None:
    """Return the terms of a contract so far, the present one and the next; None without a deadline."""
    deadline = Deadline.objects.current_of(contract.pk, user)
    if deadline is None:
        return None
    on = date_in(deadline.timezone, now)
    record = Notice.objects.record_of(contract.pk, user)
    around = terms_of(record, on, MOST_PAST)
    terms = [one for one in around if one.when is not When.COMING]
    terms += [one for one in around if one.when is When.COMING][:1]
    prices = _prices(deadline, user)
    outlook = price_outlook(deadline, contract.pk, user, on)
    decided = _Decided(deadline, user)
    rows = tuple(
        (
            Cell(f"{one.number}, {one.when.value}", _KINDS[one.when]),
            Cell(short_date(one.start) if one.start else "not known"),
            Cell(short_date(one.end) if one.end else "open end"),
            Cell(_price(one, deadline, prices, outlook)),
            Cell(decided.about(one)),
        )
        for one in terms
    )
    note = note_on(record, terms) if terms else ""
    if terms and terms[0].number > 1:
        earlier = terms[0].number - 1
        note = f"{'Term 1 is' if earlier == 1 else f'Terms 1 to {earlier} are'} left out. {note}"
    return SectionContent(tables=(SectionTable("Terms, the earliest first", _HEADINGS, rows, _EMPTY, note),))


def _prices(deadline: Deadline, user: Any) -> Mapping[tuple[int, dt.date], Money]:
    """Return what each term cost, by number and first day, as it was last on record during that term."""
    versions = Deadline.objects.of_contract(deadline.contract_id, user).order_by("version")
    said = versions.filter(term_number__isnull=False, term_start__isnull=False)
    rows = said.filter(amount_at_stake__isnull=False).exclude(currency="")
    columns: Iterable[Any] = rows.values_list("term_number", "term_start", "amount_at_stake", "currency")
    return {(number, start): Money(amount, currency) for number, start, amount, currency in columns}


def _price(
    one: TermAround,
    deadline: Deadline,
    prices: Mapping[tuple[int, dt.date], Money],
    outlook: PriceOutlook,
) -> str:
    """Say what a term cost; what a coming one may cost is said only of the term that comes next."""
    if one.number == deadline.term_number:
        return _text(outlook.present) if outlook.present else "not known"
    if one.when is When.COMING:
        if outlook.ceiling is not None and one.start == outlook.renewal_date:
            return f"at most {_text(outlook.ceiling)}"
        return "no ceiling known"
    known = prices.get((one.number, one.start)) if one.start else None
    return _text(known) if known else "not on record"


def _text(money: Money) -> str:
    return money_text(money.amount, money.currency)


class _Decided:
    """What was decided about each term of a contract, as a reader may know it."""

    def __init__(self, deadline: Deadline, user: Any) -> None:
        self._deadline = deadline
        self._decisions: dict[int, list[Decision]] = {}
        standing = (
            row for row in Decision.objects.about(deadline.contract_id, user) if row.status in STANDING
        )
        for row in sorted(standing, key=lambda row: (row.decided_at, row.pk)):
            self._decisions.setdefault(row.term_number or 0, []).append(row)
        self._silent = {one.term_number - 1 for one in silent_of(deadline.contract_id, user)}

    def about(self, one: TermAround) -> str:
        """Say what was decided about the end of a term; of the present one also until when it is open."""
        found = [self._words(row) for row in self._decisions.get(one.number, [])]
        if one.number in self._silent:
            found.append("Nothing in time: it renewed by itself")
        if found:
            return "; ".join(found)
        if one.when is When.COMING:
            return ""
        if one.number != self._deadline.term_number:
            return "Nothing on record"
        act_by = self._deadline.point.act_by_date
        return f"Nothing yet: act by {weekday_date(act_by)}" if act_by else "Nothing yet"

    @staticmethod
    def _words(row: Decision) -> str:
        waits = ", to be confirmed" if row.status == Decision.Status.PROPOSED else ""
        return f"{row.get_kind_display()}{waits} ({row.decided_by}, {short_date(row.decided_at.date())})"
