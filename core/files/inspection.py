"""Which files are taken: a list of types, and for each its structure.

1. The extension must be on the list, and the bytes must be what the extension says.
2. A file is one thing: bytes before its beginning or after its end, and files that are also an
   archive, are refused.
3. What runs, or fetches something from elsewhere when it is opened, is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from core.files.image_structure import check_jpeg, check_png
from core.files.mail_structure import attachments_of
from core.files.names import extension_of, safe_name
from core.files.office_structure import check_docx, check_xlsx
from core.files.pdf_structure import check_pdf
from core.files.refusal import RefusedFile
from core.files.text_structure import check_text

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 50 * MEGABYTE
DEEPEST_MAIL: Final = 3


@dataclass(frozen=True, slots=True)
class FileType:
    """An accepted type: its media type, its name in a sentence, and the check of its structure."""

    media_type: str
    label: str
    check: Callable[[bytes], None]
    is_archive: bool = False


def _check_mail(data: bytes) -> None:
    attachments_of(data)


_OFFICE = "application/vnd.openxmlformats-officedocument"
ALLOWED: Final[dict[str, FileType]] = {
    "pdf": FileType("application/pdf", "a PDF", check_pdf),
    "docx": FileType(f"{_OFFICE}.wordprocessingml.document", "a Word document", check_docx, is_archive=True),
    "xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", "an Excel workbook", check_xlsx, is_archive=True),
    "png": FileType("image/png", "a PNG image", check_png),
    "jpg": FileType("image/jpeg", "a JPEG image", check_jpeg),
    "jpeg": FileType("image/jpeg", "a JPEG image", check_jpeg),
    "txt": FileType("text/plain", "a text file", check_text),
    "csv": FileType("text/csv", "a CSV file", check_text),
    "md": FileType("text/markdown", "a text file", check_text),
    "eml": FileType("message/rfc822", "an e-mail", _check_mail),
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be taken: its safe name and its media type."""

    name: str
    media_type: str


def inspect_file(
    name: str, data: bytes, *, extensions: Collection[str] = tuple(ALLOWED), largest: int = LARGEST
) -> Inspected:
    """Return what ``data`` is, when it may be taken.

    Args:
        name: As the uploader called it.
        data: The whole file.
        extensions: Which of ``ALLOWED`` are taken here.
        largest: Most bytes.

    Raises:
        RefusedFile: The name or the bytes are not accepted; the sentence says why.
    """
    return _inspect(name, data, extensions, largest, depth=0)


def _inspect(name: str, data: bytes, extensions: Collection[str], largest: int, depth: int) -> Inspected:
    safe = safe_name(name)
    extension = extension_of(safe)
    if extension not in extensions or extension not in ALLOWED:
        kinds = ", ".join(f".{each}" for each in extensions)
        raise RefusedFile(f"“{safe}” is not of a kind that is taken. Taken are {kinds}.")
    if not data:
        raise RefusedFile(f"“{safe}” is empty. Choose the file again.")
    if len(data) > largest:
        raise RefusedFile(
            f"“{safe}” has {len(data) / MEGABYTE:.1f} MB; at most {largest // MEGABYTE} MB are taken."
        )
    kind = ALLOWED[extension]
    try:
        kind.check(data)
        if not kind.is_archive and zipfile.is_zipfile(io.BytesIO(data)):
            raise RefusedFile("it is also an archive")
        if extension == "eml":
            _inspect_attachments(data, depth)
    except RefusedFile as error:
        raise RefusedFile(f"“{safe}” is not taken as {kind.label}: {error.message.rstrip('.')}.") from None
    return Inspected(safe, kind.media_type)


def _inspect_attachments(data: bytes, depth: int) -> None:
    if depth >= DEEPEST_MAIL:
        raise RefusedFile("it holds mails in mails, too deep")
    for name, content in attachments_of(data):
        _inspect(name, content, tuple(ALLOWED), LARGEST, depth + 1)
