"""Which contracts of the portfolio are due, and how their money adds up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from compliance.rules.portfolio import Portfolio, PortfolioFilters, PortfolioRow, Total

DAY = dt.date(2026, 11, 20)


def a_row(number: str = "C-1", **facts: object) -> PortfolioRow:
    plain: dict[str, object] = {
        "contract_id": 1,
        "number": number,
        "title": "Hosting",
        "vendor": "Nord",
        "department": "IT",
        "owner": "",
        "type_label": "Hosting",
        "status": "active",
        "status_label": "Active",
        "value_amount": None,
        "value_currency": "",
        "term_end": None,
        "renewal_date": None,
        "notice_by_date": None,
        "send_by_date": None,
        "act_by_date": None,
        "deadline_status": "open",
        "missing": (),
    }
    return PortfolioRow(**(plain | facts))  # type: ignore[arg-type]


def a_portfolio(*rows: PortfolioRow, days: int = 30) -> Portfolio:
    return Portfolio(DAY, PortfolioFilters(due_within_days=days), rows)


@pytest.mark.parametrize(
    ("days", "status", "is_due"),
    [
        (0, "in_window", True),
        (30, "open", True),
        (31, "open", False),
        (-1, "in_window", True),
        (-1, "open", False),
    ],
)
def test_a_contract_is_due_from_the_day_itself_to_the_last_day_inclusive(
    days: int, status: str, is_due: bool
):
    row = a_row(act_by_date=DAY + dt.timedelta(days=days), deadline_status=status)
    assert (row in a_portfolio(row).due) is is_due


def test_a_missed_deadline_stays_due():
    row = a_row(act_by_date=DAY - dt.timedelta(days=300), deadline_status="missed")
    assert a_portfolio(row).due == (row,)


def test_the_earliest_comes_first():
    later = a_row("C-1", act_by_date=DAY + dt.timedelta(days=9))
    sooner = a_row("C-2", act_by_date=DAY + dt.timedelta(days=2))
    assert a_portfolio(later, sooner).due == (sooner, later)


def test_different_currencies_never_add_up():
    rows = (
        a_row(value_amount=Decimal("0.1"), value_currency="EUR"),
        a_row(value_amount=Decimal("0.2"), value_currency="EUR"),
        a_row(value_amount=Decimal(5), value_currency="GBP"),
        a_row(),
    )
    portfolio = a_portfolio(*rows)
    assert portfolio.totals == (Total("EUR", Decimal("0.3"), 2), Total("GBP", Decimal(5), 1))
    assert portfolio.without_value == 1


def test_a_contract_whose_deadline_cannot_be_computed_is_listed():
    row = a_row(deadline_status="unknown", missing=("renewal_term",))
    assert a_portfolio(row, a_row()).lacking == (row,)


def test_nothing_is_due_once_a_notice_was_served():
    row = a_row(status="notice_served", act_by_date=DAY, deadline_status="in_window")
    assert a_portfolio(row).due == ()
