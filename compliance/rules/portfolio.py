"""The portfolio report: what the contracts are on a day, and which deadlines come due.

1. The report holds the contracts as they were recorded at the end of the as-of day (UTC). For a
   day in the future it holds what is recorded now; its dates are computed for that future day.
2. Deadlines are computed by the deadline engine for the as-of day from the terms recorded then.
3. A contract is *due* when its act-by date lies from the as-of day to ``due_within_days`` later,
   both inclusive, or when its notice deadline was missed in the present term.
4. A contract *lacks facts* when its deadline cannot be computed; the report names what is missing.
5. Money of different currencies never adds up: totals are per currency. A contract without a value
   counts as a contract, not as zero money; the report says how many those are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.rules.day import FIRST_DAY, LAST_DAY

NOTICE_SERVED: Final = "notice_served"
#: What may be asked for, both ends inclusive: beyond it no calendar, period or page holds.
EARLIEST_AS_OF: Final = FIRST_DAY
LATEST_AS_OF: Final = LAST_DAY
LONGEST_DUE_WITHIN_DAYS: Final = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """One contract in the report. ``deadline_status`` is empty where no deadline runs."""

    contract_id: int
    number: str
    title: str
    vendor: str
    department: str
    owner: str
    type_label: str
    status: str
    status_label: str
    value_amount: Decimal | None
    value_currency: str
    term_end: dt.date | None
    renewal_date: dt.date | None
    notice_by_date: dt.date | None
    send_by_date: dt.date | None
    act_by_date: dt.date | None
    deadline_status: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """Money of one currency, and how many contracts it comes from."""

    currency: str
    amount: Decimal
    contracts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFilters:
    """What the report was narrowed to; None and empty mean everything."""

    department_id: int | None = None
    vendor_id: int | None = None
    type: str = ""
    status_group: str = "in_force"
    due_within_days: int = 180


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The content of the report: everything that its hash covers."""

    as_of: dt.date
    filters: PortfolioFilters
    rows: tuple[PortfolioRow, ...]

    @property
    def due(self) -> tuple[PortfolioRow, ...]:
        """Contracts to act on, the earliest act-by date first."""
        last = self.as_of + dt.timedelta(days=self.filters.due_within_days)
        found = [row for row in self.rows if is_due(row, self.as_of, last)]
        return tuple(sorted(found, key=lambda row: (row.act_by_date or dt.date.max, row.number)))

    @property
    def lacking(self) -> tuple[PortfolioRow, ...]:
        """Contracts whose deadline cannot be computed."""
        return tuple(row for row in self.rows if row.missing)

    @property
    def without_value(self) -> int:
        """How many contracts have no recorded value."""
        return sum(row.value_amount is None for row in self.rows)

    @property
    def totals(self) -> tuple[Total, ...]:
        """Recorded values of all contracts, per currency."""
        return totals(self.rows)

    @property
    def due_totals(self) -> tuple[Total, ...]:
        """Recorded values of the contracts that are due, per currency."""
        return totals(self.due)


def check_as_of(day: dt.date) -> dt.date:
    """Return ``day`` when a report can be made as of it.

    Raises:
        ValueError: It is before ``EARLIEST_AS_OF`` or after ``LATEST_AS_OF``.
    """
    if not EARLIEST_AS_OF <= day <= LATEST_AS_OF:
        raise ValueError(f"{day} is out of reach. Choose a day from {EARLIEST_AS_OF} to {LATEST_AS_OF}.")
    return day


def check_due_within(days: int) -> int:
    """Return ``days`` when a report can look so far ahead.

    Raises:
        ValueError: It is negative or above ``LONGEST_DUE_WITHIN_DAYS``.
    """
    if not 0 <= days <= LONGEST_DUE_WITHIN_DAYS:
        raise ValueError(f"{days} days are out of reach. Choose 0 to {LONGEST_DUE_WITHIN_DAYS} days.")
    return days


def is_due(row: PortfolioRow, first: dt.date, last: dt.date) -> bool:
    """Tell whether somebody must act on ``row`` from ``first`` to ``last``, both inclusive, or is late.

    Nothing is due any more where a notice has been served.
    """
    if row.act_by_date is None or row.status == NOTICE_SERVED:
        return False
    return (
        row.deadline_status == "missed"
        or first <= row.act_by_date <= last
        or (row.deadline_status == "in_window" and row.act_by_date < first)
    )


def totals(rows: Iterable[PortfolioRow]) -> tuple[Total, ...]:
    """Return the recorded values of ``rows`` added up per currency, by currency code."""
    amounts: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row.value_amount is not None:
            amounts[row.value_currency].append(row.value_amount)
    return tuple(
        Total(currency, sum(found, Decimal(0)), len(found)) for currency, found in sorted(amounts.items())
    )
