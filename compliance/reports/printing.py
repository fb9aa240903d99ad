"""Prints the portfolio report: the same content as on the page, in parts of about ten pages."""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string

from compliance.rules.portfolio import Portfolio, PortfolioRow
from core.pdf import Imprint, content_hash, render_parts

#: Ten full pages where no row needs a second line (29 below the caption, then 30).
ROWS_A_PART = 299


def hash_of(portfolio: Portfolio) -> str:
    """Return the content hash: the same contracts, filters and day give the same hash."""
    return content_hash(
        {
            "report": "portfolio",
            "as_of": portfolio.as_of,
            "filters": portfolio.filters,
            "rows": [content_row(row) for row in portfolio.rows],
        }
    )


def content_row(row: PortfolioRow) -> dict[str, object]:
    """Return what of a row is content: everything that is printed, with its amount unpadded."""
    amount = None if row.value_amount is None else format(row.value_amount.normalize(), "f")
    fields = {name: getattr(row, name) for name in PortfolioRow.__slots__}
    return fields | {"value_amount": amount, "missing": list(row.missing)}


def print_portfolio(
    portfolio: Portfolio,
    *,
    filter_words: str,
    imprint: Imprint,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """Return the report as a tagged PDF, A4 landscape, pages numbered through.

    Args:
        portfolio: The content.
        filter_words: The filters in words.
        imprint: Who prints it, when, and the ledger's head.
        progress: Told how many parts are rendered; may raise to cancel.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    rows = portfolio.rows
    starts = range(0, max(len(rows), 1), ROWS_A_PART)
    frame = {
        "portfolio": portfolio,
        "filter_words": filter_words,
        "due": portfolio.due,
        "lacking": portfolio.lacking,
        "content_hash": hash_of(portfolio),
        "made_by": imprint.made_by,
        "made_at": imprint.made_at_words,
        "ledger_head": imprint.ledger_head,
        "is_pdf": True,
    }
    parts = (
        render_to_string(
            "compliance/pdf/portfolio.html",
            frame
            | {
                "rows": rows[start : start + ROWS_A_PART],
                "is_first": start == 0,
                "caption": f"All contracts, by vendor{'' if start == 0 else ' (continued)'}",
            },
        )
        for start in starts
    )
    return render_parts(parts, is_wide=True, progress=progress)
