"""PDF reports of a hundred and of five hundred pages of tables."""

from __future__ import annotations

import datetime as dt
import io
import resource
from decimal import Decimal

import pikepdf

from bench.harness import Figure, line, seconds
from compliance.reports.printing import Imprint, print_portfolio
from compliance.rules.portfolio import Portfolio, PortfolioFilters, PortfolioRow

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


@line("pdf")
def measure(**_rest: int) -> list[Figure]:
    """Measure reports of about 100 and 500 pages; the memory is that of the largest part."""
    figures = []
    for rows, pages_asked, reach in ((2_400, 100, 10.0), (12_000, 500, 50.0)):
        took, pages = _print(rows)
        scaled = took * pages_asked / pages
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        figures.append(
            Figure(
                f"PDF, {pages_asked} table pages", round(scaled, 1), "s", None, "", None, f"<= {reach:.0f} s",
                scaled <= reach, {"pages": pages, "seconds": round(took, 1), "megabytes_a_part": round(memory)},
            )
        )  # fmt: skip
    return figures
