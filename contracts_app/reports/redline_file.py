"""The file of a redline: its bytes, what it is, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable

from contracts_app.reports.comparison import Comparison, aligned
from contracts_app.reports.comparison_sides import Side
from contracts_app.reports.redline_docx import MEDIA_TYPE, redline_docx
from contracts_app.reports.redline_pdf import print_redline
from contracts_app.rules.redline import redline_of
from core.pdf import Imprint


def redline_file(
    found: Comparison, form: str, imprint: Imprint, progress: Callable[[int, int], None]
) -> tuple[bytes, str, str]:
    """Return bytes, media type and name of the redline in the form ``pdf`` or ``docx``.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    name = f"redline-{_part(found.old)}-{_part(found.new, beside=found.old)}"
    if form == "docx":
        rows = aligned(found.old.clauses, found.new.clauses)
        paragraphs = redline_of(found.old.clauses, found.new.clauses, rows)
        return redline_docx(found.old, found.new, paragraphs), MEDIA_TYPE, f"{name}.docx"
    return print_redline(found, imprint=imprint, progress=progress), "application/pdf", f"{name}.pdf"


def _part(side: Side, beside: Side | None = None) -> str:
    """Return a side in a file's name; the contract is named once where both are of one."""
    state = side.day.isoformat() if side.day else f"v{side.version.number if side.version else 0}"
    if beside is not None and beside.document == side.document:
        return state
    number = re.sub(r"[^A-Za-z0-9._-]+", "-", side.document.contract.number)
    return f"{number}-{state}"
