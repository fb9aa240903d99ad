"""PDFs with text and Word documents with numbering, small and made on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from tests.support.documents import a_zip, docx_parts

LEADING = 14
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def a_text_pdf(pages: Sequence[Sequence[str]], *, password: str = "") -> bytes:
    """Return a PDF with one text line under another; a page without lines shows a grey box (a scan)."""
    return _a_pdf([_shown(lines) for lines in pages], password)


def a_placed_pdf(pages: Sequence[Sequence[tuple[int, int, str]]]) -> bytes:
    """Return a PDF with words at places (from the left, from below), drawn in this order."""
    return _a_pdf([_placed(page) for page in pages])


def _a_pdf(contents: Sequence[bytes], password: str = "") -> bytes:
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for content in contents:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(content)
    target = io.BytesIO()
    pdf.save(target, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return target.getvalue()


def _placed(words: Sequence[tuple[int, int, str]]) -> bytes:
    shown = [f"BT /F1 9 Tf {left} {below} Td ({_escaped(text)}) Tj ET" for left, below, text in words]
    return " ".join(shown).encode("cp1252")


def _shown(lines: Sequence[str]) -> bytes:
    if not lines:
        return b"0.5 g 0 0 595 842 re f"
    rows = [f"({_escaped(line)}) Tj 0 -{LEADING} Td" for line in lines]
    return f"BT /F1 9 Tf 40 800 Td {' '.join(rows)} ET".encode("cp1252")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def a_paragraph(words: str, *, level: int | None = None, number: int = 1, style: str = "") -> str:
    """Return the XML of a paragraph, in a list when ``level`` is given."""
    place = (
        "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{name}{place}</w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def a_level(level: int, form: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    """Return the XML of one level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def a_numbered_docx(body: str, *, numbering: str = "", styles: str = "", **parts: str) -> bytes:
    """Return a Word document with this body, list definitions, styles and other parts (``footnotes=…``)."""
    made = docx_parts(body)
    for name, content in {"numbering": numbering, "styles": styles, **parts}.items():
        if content:
            made[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{_W}">{content}</w:{name}>'
    return a_zip(made)
