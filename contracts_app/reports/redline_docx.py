"""A redline as a Word document with tracked changes: Word accepts and rejects them as its own.

The changes are by whoever the record names for the new text, at the instant at which it was recorded. Words
that XML cannot hold are shown as U+FFFD. What is said about the redline stands in the page header.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from itertools import count
from typing import Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from contracts_app.reports.comparison_sides import Side
from contracts_app.rules.redline import Paragraph, Segment
from contracts_app.rules.word_change import RunKind

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOT_IN_XML: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TAGS: Final = {RunKind.ADDED: "w:ins", RunKind.REMOVED: "w:del"}
_INDENT: Final = Cm(0.6)
_DEEPEST: Final = 6
_NOBODY: Final = "Termkeeper"


def redline_docx(old: Side, new: Side, paragraphs: Sequence[Paragraph]) -> bytes:
    """Return a redline as a Word document, A4.

    Args:
        old: The text before.
        new: The text after; its author and date are those of the changes.
        paragraphs: The redline of both.
    """
    document = _empty(f"{old.label} and {new.label}")
    head = document.sections[0].header.paragraphs[0]
    head.text = _clean(f"Redline: {old.label} → {new.label}")
    head.runs[0].font.size = Pt(8)
    marks = _Marks(_clean(new.author) or _NOBODY, _instant(new))
    for paragraph in paragraphs:
        _add(document, paragraph, marks)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Marks:
    """Makes the elements of tracked changes, each with a number of its own."""

    def __init__(self, author: str, at: dt.datetime | None) -> None:
        self.author = author
        self.at = at
        self.numbers = count(1)

    def element(self, kind: RunKind) -> Any:
        made = OxmlElement(_TAGS[kind])
        made.set(qn("w:id"), str(next(self.numbers)))
        made.set(qn("w:author"), self.author)
        if self.at is not None:
            made.set(qn("w:date"), self.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return made


def _empty(title: str) -> Any:
    document = Document()
    document.core_properties.title = _clean(title)[:250]
    document.core_properties.author = _NOBODY
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    return document


def _add(document: Any, paragraph: Paragraph, marks: _Marks) -> None:
    added = document.add_paragraph()
    added.paragraph_format.left_indent = _INDENT * min(max(paragraph.level - 1, 0), _DEEPEST)
    added.paragraph_format.keep_with_next = paragraph.is_heading
    if paragraph.end is not RunKind.STAYED:
        of_end = OxmlElement("w:rPr")
        of_end.append(marks.element(paragraph.end))
        added._p.get_or_add_pPr().append(of_end)
    runs = [
        _add_segment(added, segment, marks, is_bold=paragraph.is_heading) for segment in paragraph.segments
    ]
    if paragraph.note and runs:
        document.add_comment(runs[:1], text=_clean(paragraph.note), author=marks.author, initials="")


def _add_segment(paragraph: Any, segment: Segment, marks: _Marks, *, is_bold: bool) -> Any:
    """Add text of one fate and return its run; a line break within it is one in Word too."""
    run = paragraph.add_run(_clean(segment.text))
    run.bold = is_bold or None
    for text in run._r.findall(qn("w:t")):
        text.set(qn("xml:space"), "preserve")
        if segment.kind is RunKind.REMOVED:
            text.tag = qn("w:delText")
    if segment.kind is not RunKind.STAYED:
        mark = marks.element(segment.kind)
        run._r.addprevious(mark)
        mark.append(run._r)
    return run


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _instant(side: Side) -> dt.datetime | None:
    return side.version.created_at if side.version is not None else None
