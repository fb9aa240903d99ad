"""A notice letter as PDF and as DOCX: the same words, in the same order."""

from __future__ import annotations

import io
from typing import Any, Final

from django.template.loader import render_to_string
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt

from core.pdf import render_parts
from renewals.models import Notice
from renewals.rules.letter import held_together, written_date

#: Between two paragraphs.
_GAP: Final = Cm(0.4)
_SPELLING: Final = {"en": "en-GB", "de": "de-DE"}
_PAGE_OF: Final = {"en": ("Page", "of"), "de": ("Seite", "von")}


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
        "subject": held_together(notice.subject),
        "paragraphs": [[held_together(line) for line in lines] for lines in paragraphs_of(notice)],
        "signatory": notice.signatory,
    }


def letter_pdf(notice: Notice) -> bytes:
    """Return the letter as a tagged PDF, A4.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    html = render_to_string("renewals/pdf/letter.html", _facts(notice))
    return render_parts([html], page_of=_PAGE_OF[notice.language])


def letter_docx(notice: Notice) -> bytes:
    """Return the letter as a Word document, A4, to be printed and signed or changed; set like the PDF."""
    facts = _facts(notice)
    document = _empty(notice)
    method = [facts["method"]] if facts["method"] else []
    date = [facts["date"]] if facts["date"] else []
    heads = (facts["sender"], Cm(1.2)), (method + facts["recipient"], Cm(1.8)), (date, Cm(0.8))
    for lines, gap in heads:
        if lines:
            _block(document, lines, after=gap)
    _block(document, [facts["subject"]], after=Cm(0.6)).runs[0].bold = True
    last = None
    for lines in facts["paragraphs"]:
        last = _block(document, lines)
    line = _block(document, ["_" * 40], after=Cm(0.1))
    line.paragraph_format.space_before = Cm(1.8)
    # Nobody signs a page that says nothing: the closing stays with the line to sign on.
    for paragraph in (last, line):
        if paragraph is not None:
            paragraph.paragraph_format.keep_with_next = True
    _block(document, [text for text in (facts["signatory"], notice.sender) if text])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _empty(notice: Notice) -> Any:
    """Return an empty document, A4, in the language of the letter: spelling is checked in that."""
    document = Document()
    document.core_properties.title = notice.subject
    document.core_properties.author = notice.sender or "Termkeeper"
    document.core_properties.language = notice.language
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _SPELLING[notice.language])
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    usual = document.styles["Normal"]
    usual.font.size = Pt(11)
    usual.paragraph_format.widow_control = True
    return document


def _block(document: Any, lines: list[str], *, after: Length = _GAP) -> Any:
    """Add one paragraph of several lines with a gap after it, and return it."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = after
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        if number < len(lines) - 1:
            run.add_break()
    return paragraph
