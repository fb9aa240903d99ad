"""Word and Excel files: what they claim to be, without macros, without anything fetched from elsewhere.

1. The main part has the content type of a document or a workbook, not of a template or a macro file.
2. No macros, ActiveX or OLE objects; embedded workbooks and documents are checked like the file itself.
3. XML is UTF-8, well formed, without a DOCTYPE or entities.
4. A relation that points outside is a hyperlink to http, https or mailto; fields and links that fetch
   text, pictures or data (DDE, INCLUDETEXT, external workbooks) are refused.
"""

from __future__ import annotations

import re
import zipfile
from typing import Final
from xml.etree.ElementTree import ParseError, XMLParser, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

from core.files.refusal import RefusedFile
from core.files.zip_structure import open_archive, read_part

_MAIN: Final = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}
_TYPES: Final = "[Content_Types].xml"
_ACTIVE = re.compile(
    r"(?i)(vbaproject|vbadata|activex|macrosheets|\.(bin|exe|dll|js|vbs|ps1|bat|cmd|hta|scr|jar)$)"
)
#: Binary parts that Excel writes itself.
_HARMLESS = re.compile(r"(?i)(printersettings\d*\.bin|calcchain\.bin)$")
_FETCHING = re.compile(rb"(?i)\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b[^<]*[\"\\]")
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
_LINKS = ("http://", "https://", "mailto:", "#")
DEEPEST: Final = 2


def check_docx(data: bytes) -> None:
    """Accept a Word document.

    Raises:
        RefusedFile: Anything else, or one that runs or fetches something.
    """
    _check(data, "docx", 0)


def check_xlsx(data: bytes) -> None:
    """Accept an Excel workbook.

    Raises:
        RefusedFile: Anything else, or one that runs or fetches something.
    """
    _check(data, "xlsx", 0)


def _check(data: bytes, kind: str, depth: int) -> None:
    archive = open_archive(data)
    names = archive.namelist()
    main, content_type = _MAIN[kind]
    if _TYPES not in names or main not in names:
        raise RefusedFile(f"it holds no {'document' if kind == 'docx' else 'workbook'}")
    _check_types(read_part(archive, _TYPES), main, content_type)
    for name in names:
        _check_name(name)
        _check_content(archive, name, depth)


def _check_types(xml: bytes, main: str, content_type: str) -> None:
    _check_xml(xml)
    try:
        root = fromstring(xml, parser=XMLParser())  # noqa: S314  no DOCTYPE: checked just above
    except ParseError:
        raise RefusedFile("its list of parts is damaged") from None
    overrides = {node.get("PartName", "").lstrip("/"): node.get("ContentType", "") for node in root}
    every = " ".join(node.get("ContentType", "") for node in root).lower()
    if "macroenabled" in every or "vbaproject" in every:
        raise RefusedFile("it holds macros; save it as .docx or .xlsx")
    if overrides.get(main) != content_type:
        raise RefusedFile("it is a template, or another kind of file than its name says")


def _check_name(name: str) -> None:
    if _HARMLESS.search(name):
        return
    if _ACTIVE.search(name):
        raise RefusedFile("it holds macros, programs or embedded objects; save it without them")
    if name.lower().startswith("xl/externallinks/"):
        raise RefusedFile("it fetches values from other workbooks; break those links first")


def _check_content(archive: zipfile.ZipFile, name: str, depth: int) -> None:
    lower = name.lower()
    if lower.endswith((".xml", ".rels", ".vml")):
        xml = read_part(archive, name)
        _check_xml(xml)
        if lower.endswith(".rels"):
            _check_relations(xml)
        elif lower.startswith("word/"):
            _check_fields(xml)
        elif b"ddeLink" in xml:
            raise RefusedFile("it fetches values from another program")
    elif "/embeddings/" in lower:
        _check_embedded(read_part(archive, name), lower, depth)
    else:
        read_part(archive, name)


def _check_embedded(data: bytes, name: str, depth: int) -> None:
    kind = name.rpartition(".")[2]
    if kind not in _MAIN or depth >= DEEPEST:
        raise RefusedFile("it holds embedded objects; save it without them")
    _check(data, kind, depth + 1)


def _check_xml(xml: bytes) -> None:
    if b"\x00" in xml:
        raise RefusedFile("its XML is not UTF-8")
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", xml, re.IGNORECASE):
        raise RefusedFile("its XML declares entities")
    parser = ParserCreate()
    try:
        parser.Parse(xml, True)
    except (ExpatError, ValueError, LookupError):
        raise RefusedFile("its XML is damaged") from None


def _check_relations(xml: bytes) -> None:
    for node in fromstring(xml, parser=XMLParser()):  # noqa: S314  no DOCTYPE: checked by the caller
        if node.get("TargetMode", "").lower() != "external":
            continue
        kind, target = node.get("Type", "").rpartition("/")[2], node.get("Target", "").strip().lower()
        if kind != "hyperlink":
            raise RefusedFile(f"it fetches something from elsewhere when it is opened ({kind or 'unnamed'})")
        if not target.startswith(_LINKS):
            raise RefusedFile("a link in it opens something else than a web page or a mail")


def _check_fields(xml: bytes) -> None:
    fields = b"".join(match[1] or match[2] or b"" for match in _FIELD.finditer(xml))
    if _FETCHING.search(fields.replace(b"&quot;", b'"')):
        raise RefusedFile("a field in it fetches something from elsewhere")
