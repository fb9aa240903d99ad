"""PDF reports of a hundred and of five hundred pages of tables."""

from __future__ import annotations

import datetime as dt
import io
import resource
from decimal import Decimal

import pikepdf

from bench.harness import Figure, line, seconds
from compliance.reports.printing import print_portfolio
from compliance.rules.portfolio import Portfolio, PortfolioFilters, PortfolioRow
from core.pdf import Imprint

MOST_MEGABYTES = 500
DAY = dt.date(2026, 11, 20)


def _portfolio(rows: int) -> Portfolio:
    made = [
        PortfolioRow(
            contract_id=number, number=f"C-{number}", title=f"Hosting framework {number}", vendor=f"Vendor {number} Ltd",
            department="Information Technology", owner="Ana Ruiz", type_label="Hosting", status="active",
            status_label="Active", value_amount=Decimal(number * 100), value_currency="EUR",
            term_end=DAY + dt.timedelta(days=900), renewal_date=None, notice_by_date=DAY + dt.timedelta(days=810),
            send_by_date=None, act_by_date=DAY + dt.timedelta(days=808), deadline_status="open", missing=(),
        )
        for number in range(1, rows + 1)
    ]  # fmt: skip
    return Portfolio(DAY, PortfolioFilters(), tuple(made))


def _print(rows: int) -> tuple[float, int]:
    made: list[bytes] = []
    imprint = Imprint(made_by="bench", made_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    portfolio = _portfolio(rows)
    took = seconds(lambda: made.append(print_portfolio(portfolio, filter_words="none", imprint=imprint)))
    with pikepdf.open(io.BytesIO(made[0])) as document:
        return took, len(document.pages)


def _measure(rows: int, pages_asked: int, reach: float) -> list[Figure]:
    took, pages = _print(rows)
    scaled = took * pages_asked / pages
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    notes = {"pages": pages, "rows": rows, "seconds": round(took, 1)}
    return [
        Figure(
            f"PDF, {pages_asked} table pages", round(scaled, 1), "s", None, "", None, f"<= {reach:.0f} s",
            scaled <= reach, notes,
        ),
        Figure(
            f"PDF, {pages_asked} pages: memory of a part", round(memory), "MB", None, "", None,
            f"<= {MOST_MEGABYTES} MB", memory <= MOST_MEGABYTES,
        ),
    ]  # fmt: skip


@line("pdf 100")
def measure_hundred(**_rest: int) -> list[Figure]:
    """Measure a report of about a hundred pages, once."""
    return _measure(2_400, 100, 10.0)


@line("pdf 500")
def measure_five_hundred(**_rest: int) -> list[Figure]:
    """Measure a report of about five hundred pages, once."""
    return _measure(12_000, 500, 50.0)
