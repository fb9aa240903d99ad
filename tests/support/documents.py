"""Documents made byte by byte: clean ones, and the parts of which hostile ones are made."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"
DOC_MAIN = f"{OFFICE}.wordprocessingml.document.main+xml"
BOOK_MAIN = f"{OFFICE}.spreadsheetml.sheet.main+xml"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_pdf(body: bytes = b"", *, version: bytes = b"1.7", trailer: bytes = b"") -> bytes:
    """Return a PDF with one empty page; ``body`` stands among its objects."""
    head = b"%PDF-" + version + b"\n"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"]  # fmt: skip
    text, places = head, []
    for number, item in enumerate(objects, start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    text += body
    start = len(text)
    text += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return text + b"trailer << /Size 4 /Root 1 0 R " + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start


def a_stream(content: bytes, *, kind: bytes = b"ObjStm", number: int = 9) -> bytes:
    """Return a packed stream object of a PDF."""
    packed = zlib.compress(content)
    head = b"%d 0 obj\n<< /Type /%s /Filter /FlateDecode /Length %d >>\nstream\n" % (
        number,
        kind,
        len(packed),
    )
    return head + packed + b"\nendstream\nendobj\n"


def a_zip(parts: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of ``parts``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _types(main_part: str, content_type: str) -> str:
    override = f'<Override PartName="{main_part}" ContentType="{content_type}"/>'
    return f'<Types xmlns="{TYPES}">{override}</Types>'


def docx_parts(text: str = "<w:p/>", *, main: str = DOC_MAIN, rels: str = "") -> dict[str, bytes | str]:
    """Return the parts of a Word document."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types("/word/document.xml", main),
        "_rels/.rels": f'<Relationships xmlns="{RELS}"/>',
        "word/document.xml": f"<w:document {WORD}><w:body>{text}</w:body></w:document>",
    }
    if rels:
        parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELS}">{rels}</Relationships>'
    return parts


def a_docx(text: str = "<w:p/>", **options: str) -> bytes:
    """Return a Word document."""
    return a_zip(docx_parts(text, **options))


def xlsx_parts(*, main: str = BOOK_MAIN) -> dict[str, bytes | str]:
    """Return the parts of an Excel workbook."""
    return {
        "[Content_Types].xml": _types("/xl/workbook.xml", main),
        "xl/workbook.xml": "<workbook/>",
        "xl/worksheets/sheet1.xml": "<worksheet/>",
    }


def an_xlsx(**options: str) -> bytes:
    """Return an Excel workbook."""
    return a_zip(xlsx_parts(**options))


def external(kind: str, target: str) -> str:
    """Return a relation of an Office file that points outside."""
    return f'<Relationship Id="r1" Type="{RELS}/{kind}" Target="{target}" TargetMode="External"/>'


def a_chunk(kind: bytes, content: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def a_png(width: int = 1, height: int = 1) -> bytes:
    """Return a PNG that says it has this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + a_chunk(b"IHDR", head)
        + a_chunk(b"IDAT", zlib.compress(b"\0\0"))
        + a_chunk(b"IEND", b"")
    )


def a_jpeg(width: int = 8, height: int = 8) -> bytes:
    """Return a JPEG that says it has this size."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x04JF"
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + b"\x12\x34"
        + b"\xff\xd9"
    )


def a_mail(*attachments: tuple[str, bytes], headers: str = "") -> bytes:
    """Return a saved mail."""
    head = (
        "From: a@x.invalid\r\nTo: b@x.invalid\r\nDate: Mon, 01 Jun 2026 10:00:00 +0000\r\n"
        f"Subject: Notice\r\n{headers}"
    )
    if not attachments:
        return f"{head}Content-Type: text/plain\r\n\r\nHello\r\n".encode()
    body = f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'.encode()
    for name, content in attachments:
        body += (
            (
                "--b\r\nContent-Type: application/octet-stream\r\n"
                f'Content-Disposition: attachment; filename="{name}"\r\n'
                "Content-Transfer-Encoding: base64\r\n\r\n"
            ).encode()
            + base64.encodebytes(content)
            + b"\r\n"
        )
    return body + b"--b--\r\n"
