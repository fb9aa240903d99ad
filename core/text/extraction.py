"""From a file's bytes to its text: the structure is checked first, as at every upload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from core.files import inspect_file
from core.text.docx_text import docx_text
from core.text.extracted import ExtractedText, UnreadableDocument
from core.text.pdf_text import pdf_text

#: The longest text that is taken, in characters; a contract of a thousand pages has about three million.
LONGEST_TEXT: Final = 20_000_000


def _written_text(data: bytes) -> str:
    """Return a text file as written: UTF-8, with or without a mark, else Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


_READERS: Final[dict[str, Callable[[bytes], ExtractedText]]] = {
    "pdf": pdf_text,
    "docx": docx_text,
    "md": lambda data: ExtractedText(_written_text(data), is_markdown=True),
    "txt": lambda data: ExtractedText(_written_text(data)),
}
#: The extensions of the documents that text is read from.
DOCUMENT_TYPES: Final = tuple(_READERS)


def extract_text(name: str, data: bytes) -> ExtractedText:
    """Return the text of a document.

    Args:
        name: The file's name; its extension says what it must be.
        data: The whole file.

    Raises:
        RefusedFile: The file is not what its name says, is damaged, encrypted, empty or too large.
        UnreadableDocument: It holds no text, as a scan does, or cannot be read.
    """
    inspected = inspect_file(name, data, extensions=DOCUMENT_TYPES)
    extracted = _READERS[inspected.name.rpartition(".")[2].lower()](data)
    if not extracted.text.strip():
        if extracted.silent_pages:
            raise UnreadableDocument(
                f"“{inspected.name}” holds no text, only pictures: it looks scanned. Run text recognition"
                " (OCR) on it and use the result."
            )
        raise UnreadableDocument(f"“{inspected.name}” holds no text.")
    if len(extracted.text) > LONGEST_TEXT:
        raise UnreadableDocument(
            f"“{inspected.name}” has {len(extracted.text):,} characters of text; at most {LONGEST_TEXT:,} are"
            " read. Split the document."
        )
    return extracted
