"""A notice letter as PDF and as DOCX: the same words, in the same order."""

from __future__ import annotations

import io
from typing import Any

from django.template.loader import render_to_string
from docx import Document
from docx.shared import Cm, Pt

from core.pdf import render_parts
from renewals.models import Notice
from renewals.rules.letter import written_date


def paragraphs_of(notice: Notice) -> list[list[str]]:
    """Return the paragraphs of a letter, which empty lines part, each with its lines."""
    return [part.strip().splitlines() for part in notice.body.split("\n\n") if part.strip()]


def _recipient(notice: Notice) -> list[str]:
    lines = [notice.recipient, *notice.addressee.splitlines(), *notice.address.splitlines()]
    return [line.strip() for line in lines if line.strip()]


def _sender(notice: Notice) -> list[str]:
    return [line.strip() for line in (notice.sender, *notice.sender_address.splitlines()) if line.strip()]


def _facts(notice: Notice) -> dict[str, Any]:
    return {
        "language": notice.language,
        "title": notice.subject,
        "sender": _sender(notice),
        "recipient": _recipient(notice),
        "method": notice.method,
        "date": written_date(notice.letter_date, notice.language) if notice.letter_date else "",
        "subject": notice.subject,
        "paragraphs": paragraphs_of(notice),
        "signatory": notice.signatory,
    }


def letter_pdf(notice: Notice) -> bytes:
    """Return the letter as a tagged PDF, A4.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    return render_parts([render_to_string("renewals/pdf/letter.html", _facts(notice))])


def letter_docx(notice: Notice) -> bytes:
    """Return the letter as a Word document, A4, to be printed and signed or changed."""
    facts = _facts(notice)
    document = Document()
    document.core_properties.title = facts["title"]
    document.core_properties.author = notice.sender or "Termkeeper"
    document.core_properties.language = facts["language"]
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    document.styles["Normal"].font.size = Pt(11)
    _block(document, facts["sender"])
    _block(document, ([facts["method"]] if facts["method"] else []) + facts["recipient"])
    document.add_paragraph(facts["date"])
    document.add_paragraph().add_run(facts["subject"]).bold = True
    for lines in facts["paragraphs"]:
        _block(document, lines)
    document.add_paragraph()
    document.add_paragraph("_" * 40)
    _block(document, [line for line in (facts["signatory"], notice.sender) if line])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _block(document: Any, lines: list[str]) -> None:
    """Add one paragraph of several lines."""
    paragraph = document.add_paragraph()
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        if number < len(lines) - 1:
            run.add_break()
