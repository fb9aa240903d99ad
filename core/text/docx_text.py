"""Text of a Word document: its paragraphs and tables in order, with the numbers that Word shows.

1. A paragraph is a line; automatic numbers are written before it; a line break inside stays one.
2. A row of a table is a line ``| cell | cell |``. A table of one column is a frame: its paragraphs are lines.
3. Tracked changes are shown, not accepted: ``{++inserted++}``, ``{--deleted--}``.
4. Footnotes and endnotes follow at the end, each behind its number, as ``[1]`` in the text.
5. Running heads and feet stand once, before everything else, so that they are in no clause; page numbers
   alone are left out.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from core.files.zip_structure import read_part
from core.text.docx_numbering import Numbering, W
from core.text.docx_running import is_worth_keeping, running_parts
from core.text.extracted import ExtractedText, TrackedChange

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS: Final = {
    W + "tab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
_INSERTED: Final = {W + "ins": "inserted", W + "moveTo": "inserted"}
_DELETED: Final = {W + "del": "deleted", W + "moveFrom": "deleted"}
_SKIPPED: Final = {
    W + "pPr", W + "rPr", W + "instrText", W + "delInstrText", W + "sectPr", W + "sdtPr", W + "tblPr",
    W + "trPr", W + "tcPr", _MC + "Fallback",
}  # fmt: skip
_SHOWN: Final = {"inserted": ("{++", "++}"), "deleted": ("{--", "--}")}
_NOTES: Final = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def docx_text(data: bytes) -> ExtractedText:
    """Return the text of a Word document whose structure has been checked."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    document = _part(archive, "word/document.xml")
    body = None if document is None else document.find(W + "body")
    lists = (_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
    reader = _Reader(Numbering(*lists))
    for name in running_parts(document, _part(archive, "word/_rels/document.xml.rels")):
        reader.read_running(_part(archive, name), Numbering(*lists))
    if body is not None:
        reader.read(body)
    for kind in ("footnote", "endnote"):
        reader.read_notes(kind, _part(archive, f"word/{kind}s.xml"))
    return reader.result()


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    return fromstring(read_part(archive, name))  # noqa: S314  no DOCTYPE: the structure check refuses it


class _Reader:
    """Collects the lines of one document."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._lines: list[str] = []
        self._length = 0
        self._headings: dict[int, int] = {}
        self._changes: list[TrackedChange] = []
        self._running: set[str] = set()
        self._notes: dict[str, list[str]] = {"footnote": [], "endnote": []}

    def result(self) -> ExtractedText:
        """Return what was read."""
        return ExtractedText("".join(self._lines), headings=self._headings, changes=tuple(self._changes))

    def read(self, container: Element) -> None:
        """Read the paragraphs and tables of a body, a cell or a content control, in order."""
        for node in container:
            if node.tag == W + "p":
                self._add(*self._paragraph(node))
            elif node.tag == W + "tbl":
                self._table(node)
            elif node.tag not in _SKIPPED:
                self.read(node)

    def read_running(self, part: Element | None, numbering: Numbering) -> None:
        """Add the lines of a running head or foot that are new; its lists do not count on in the text."""
        if part is None:
            return
        aside = _Reader(numbering)
        aside.read(part)
        self._changes += aside._changes
        for line in aside._lines:
            words = " ".join(line.split())
            if words not in self._running and is_worth_keeping(words):
                self._running.add(words)
                self._add(words, 0)

    def read_notes(self, kind: str, notes: Element | None) -> None:
        """Add the notes that the text refers to, in the order of their numbers."""
        if notes is None:
            return
        by_id = {note.get(W + "id"): note for note in notes}
        for number, wanted in enumerate(self._notes[kind], 1):
            note = by_id.get(wanted)
            if note is not None:
                words = " ".join(self._paragraph(each)[0] for each in note.iter(W + "p"))
                self._add(f"[{_note_number(kind, number)}] {words.strip()}", 0)

    def _add(self, line: str, depth: int) -> None:
        if depth and line.strip():
            self._headings[self._length] = depth
        self._lines.append(line + "\n")
        self._length += len(line) + 1

    def _paragraph(self, node: Element) -> tuple[str, int]:
        properties = node.find(W + "pPr")
        words = self._inline(node)
        label = self._numbering.label(properties) if words.strip() or properties is None else ""
        line = f"{label} {words}" if label else words
        mark = None if properties is None else properties.find(W + "rPr")
        if mark is not None:
            line = self._paragraph_mark(mark, line)
        return line, self._numbering.depth(properties)

    def _paragraph_mark(self, mark: Element, line: str) -> str:
        """Tell of an inserted or deleted paragraph end, when it is all that was changed."""
        for tag, kind in (("ins", "inserted"), ("del", "deleted")):
            change = mark.find(W + tag)
            if change is not None and not line.strip():
                self._changes.append(TrackedChange(kind, change.get(W + "author", ""), "¶"))
        return line

    def _inline(self, node: Element) -> str:
        parts: list[str] = []
        for child in node:
            kind = _INSERTED.get(child.tag) or _DELETED.get(child.tag)
            if kind is not None:
                parts.append(self._change(child, kind))
            elif child.tag in (W + "t", W + "delText"):
                parts.append(child.text or "")
            elif child.tag in _SIGNS:
                parts.append(_SIGNS[child.tag])
            elif child.tag.removeprefix(W) in _NOTES:
                parts.append(self._note(child))
            elif child.tag == W + "p":
                parts.append(" " + self._paragraph(child)[0])
            elif child.tag not in _SKIPPED:
                parts.append(self._inline(child))
        return "".join(parts)

    def _change(self, node: Element, kind: str) -> str:
        words = self._inline(node)
        if not words:
            return ""
        self._changes.append(TrackedChange(kind, node.get(W + "author", ""), words))
        before, after = _SHOWN[kind]
        return f"{before}{words}{after}"

    def _note(self, node: Element) -> str:
        kind = _NOTES[node.tag.removeprefix(W)]
        self._notes[kind].append(node.get(W + "id", ""))
        return f"[{_note_number(kind, len(self._notes[kind]))}]"

    def _table(self, table: Element) -> None:
        rows = [_cells(row) for row in _rows(table)]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    self.read(cell)
            return
        for row in rows:
            words = [self._cell(cell) for cell in row]
            self._add("| " + " | ".join(words) + " |", 0)

    def _cell(self, cell: Element) -> str:
        paragraphs = [" ".join(self._paragraph(each)[0].split()) for each in _paragraphs(cell)]
        return " ".join(words for words in paragraphs if words).replace("|", "/")


def _note_number(kind: str, number: int) -> str:
    return str(number) if kind == "footnote" else f"e{number}"


def _rows(table: Element) -> list[Element]:
    """Return the rows of a table, those inside content controls and changes too."""
    rows: list[Element] = []
    for node in table:
        if node.tag == W + "tr":
            rows.append(node)
        elif node.tag not in _SKIPPED:
            rows += _rows(node)
    return rows


def _paragraphs(container: Element) -> list[Element]:
    """Return the paragraphs of a cell, those of tables inside it too, but not those inside paragraphs."""
    found: list[Element] = []
    for node in container:
        if node.tag == W + "p":
            found.append(node)
        elif node.tag not in _SKIPPED:
            found += _paragraphs(node)
    return found


def _cells(row: Element) -> list[Element]:
    cells: list[Element] = []
    for node in row:
        if node.tag == W + "tc":
            cells.append(node)
        elif node.tag not in _SKIPPED:
            cells += _cells(node)
    return cells
