"""Prints a monthly report about services: the same content as on its page, in parts of about ten pages."""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string

from core.pdf import Imprint, render_parts
from slas.reports.monthly.parts import parts_of
from slas.reports.monthly.shapes import MonthlyReport


def print_monthly_report(
    report: MonthlyReport,
    *,
    imprint: Imprint,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """Return a report as a tagged PDF, A4, pages numbered through.

    Args:
        report: The content.
        imprint: Who prints it, when, and the ledger's head.
        progress: Told how many parts are rendered; may raise to cancel.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    frame = {"report": report, "sha256": report.sha256, "imprint": imprint, "is_pdf": True}
    parts = (
        render_to_string("slas/pdf/monthly.html", frame | {"sections": sections, "is_first": number == 0})
        for number, sections in enumerate(parts_of(report.sections))
    )
    return render_parts(parts, progress=progress)


def file_name_of(report: MonthlyReport) -> str:
    """Return what the file of a report is called: ``sla-report-C-2041-2026-10.pdf``."""
    slug = report.slug.replace("/", "-").replace("\\", "-")
    return f"sla-report-{slug}-{report.month.key}.pdf"
