"""What else we have with the vendor: contracts in force that the reader may see, and their cost a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.text import Truncator

from contracts_app.models import Contract
from core.money import Money
from core.pages.status import StatusWord
from core.reminders.shapes import date_in
from core.rules.section import Cell, Heading, SectionContent, SectionTable
from core.rules.wording import money_text
from renewals.models import Deadline
from renewals.reports.words import word_of
from renewals.rules.yearly import cost_a_year

#: How many contracts are listed: this one, then those that must be acted on next.
MOST: Final = 30
_HEADINGS: Final = (
    Heading("Number"),
    Heading("Contract", "long"),
    Heading("Deadline", "status"),
    Heading("A year", "money"),
)
_LONGEST_TITLE: Final = 100
_UNKNOWN: Final = "not known"


@dataclass(frozen=True, slots=True)
class _Row:
    """A contract in force with the vendor, with its current deadline and what it costs a year."""

    contract: Contract
    deadline: Deadline | None
    yearly: Money | None


def vendor_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent:
    """Return the contracts in force with the vendor of a contract, of those that ``user`` may see."""
    rows = _rows(contract, user)
    others = [row for row in rows if row.contract.pk != contract.pk]
    facts = [
        ("Vendor", str(contract.vendor)),
        ("Contracts in force", _counted(rows, others)),
        ("Costs a year", _totals(rows)),
        ("Counted", f"What {user} may see. Currencies are not added to each other."),
    ]
    listed = [row for row in rows if row.contract.pk == contract.pk] + sorted(others, key=_urgency)
    left = len(listed) - MOST
    table = SectionTable(
        "Contracts in force with the vendor: this one, then the earliest act-by date first",
        _HEADINGS,
        tuple(_cells(row, contract.pk, now) for row in listed[:MOST]),
        "No contract with this vendor is in force.",
        f"{left} more are left out of the list and counted above." if left > 0 else "",
    )
    return SectionContent(facts=tuple(facts), tables=(table,))


def _rows(contract: Any, user: Any) -> list[_Row]:
    seen = Contract.objects.visible_to(user).of_vendor(contract.vendor_id).in_force()
    contracts = list(seen.select_related("department").defer("search_vector", "description").order_by("pk"))
    current = Deadline.objects.visible_to(user).current().filter(contract__in=[one.pk for one in contracts])
    deadlines = {row.contract_id: row for row in current.defer("steps", "readings")}
    return [_row(one, deadlines.get(one.pk)) for one in contracts]


def _row(contract: Contract, deadline: Deadline | None) -> _Row:
    if deadline is None or contract.value_amount is None:
        return _Row(contract, deadline, None)
    deadline.contract = contract
    price = Money(contract.value_amount, contract.value_currency)
    return _Row(contract, deadline, cost_a_year(price, deadline.term_start, deadline.term_end))


def _urgency(row: _Row) -> tuple[dt.date, str]:
    act_by = row.deadline.point.act_by_date if row.deadline else None
    return act_by or dt.date.max, row.contract.number


def _counted(rows: Sequence[_Row], others: Sequence[_Row]) -> str:
    count = f"{len(rows):,}"
    return f"{count}, this one included" if len(others) < len(rows) else count


def _totals(rows: Sequence[_Row]) -> str:
    """Say what the contracts cost a year by currency, the largest first, and how many are not known."""
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        if row.yearly is not None:
            sums.setdefault(row.yearly.currency, []).append(row.yearly.amount)
    ordered = sorted(sums.items(), key=lambda entry: (-sum(entry[1]), entry[0]))
    found = [
        f"{money_text(sum(amounts, Decimal()), currency)} in {_contracts(len(amounts))}"
        for currency, amounts in ordered
    ]
    unknown = sum(row.yearly is None for row in rows)
    if unknown:
        found.append(f"{_contracts(unknown)} whose cost a year is not known")
    return " · ".join(found) or "nothing"


def _contracts(count: int) -> str:
    return f"{count:,} contract{'' if count == 1 else 's'}"


def _cells(row: _Row, here: int, now: dt.datetime) -> tuple[Cell, ...]:
    one, yearly = row.contract, row.yearly
    word, title = _word(row, now), Truncator(one.title).chars(_LONGEST_TITLE)
    return (
        Cell(one.number, url=reverse("contract", args=[one.pk])),
        Cell(f"{title} (this one)" if one.pk == here else title),
        Cell(word.text, word.kind),
        Cell(money_text(yearly.amount, yearly.currency) if yearly else _UNKNOWN),
    )


def _word(row: _Row, now: dt.datetime) -> StatusWord:
    found = word_of(row.deadline, date_in(row.deadline.timezone, now)) if row.deadline else None
    return found or StatusWord("unknown", "No deadline on record")
