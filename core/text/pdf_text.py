"""Text of a PDF, page by page, in the order of the document; of two columns one after the other.

1. Lines stay lines. A word that was divided at a line's end is made whole.
2. A running head or foot stands at the edge of most pages, the same on each but for the page's number. It
   stands once, before everything else, so that it is in no clause; page numbers alone are left out. A line
   that begins with a number and goes on in words is never one: it may be a clause.
3. A page that shows something and holds no text is named.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pypdfium2

from core.text.extracted import ExtractedText, UnreadableDocument
from core.text.pdf_columns import text_by_columns

MOST_PAGES: Final = 3_000
EDGE_LINES: Final = 6
#: A line is running when it stands at the edge of so many pages, and of at least three.
RUNNING_SHARE: Final = 0.6
FEWEST_PAGES: Final = 3
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_DIVIDED = re.compile(r"(\w+)(?:\ufffe\n?|[\u2010\u00ad]\n)(\w+)")
_NUMBER = re.compile(r"\d{1,4}")
_BARE = re.compile(r"[-–—\s]*(?:page\s*)?#-?\d+(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_BEGINS_WITH_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?\s+\w")


def pdf_text(data: bytes) -> ExtractedText:
    """Return the text of a PDF.

    Raises:
        UnreadableDocument: It cannot be opened, or has too many pages.
    """
    pages, silent = _pages(data)
    running = _running(pages)
    heads: list[str] = []
    seen: set[str] = set()
    said = [_without_running(lines, number, running, seen, heads) for number, lines in enumerate(pages, 1)]
    if said:
        said[0] = [*heads, *said[0]]
    parts: list[str] = []
    starts: list[int] = []
    place = 0
    for lines in said:
        text = "\n".join(lines) + "\n"
        starts.append(place)
        parts.append(text)
        place += len(text)
    text = "".join(parts)
    return ExtractedText(text if text.strip() else "", page_starts=tuple(starts), silent_pages=tuple(silent))


def _pages(data: bytes) -> tuple[list[list[str]], list[int]]:
    """Return the lines of every page, and the pages that show something and say nothing."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument("The PDF is encrypted. Save it without a password.") from None
        raise UnreadableDocument("The PDF is damaged and cannot be opened. Save it again as PDF.") from None
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableDocument(f"The PDF has {len(document):,} pages; at most {MOST_PAGES:,} are read.")
        read = [_page(document, index) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise UnreadableDocument("A page of the PDF is damaged. Save it again as PDF.") from None
    finally:
        document.close()
    whole = " ".join(text for text, _ in read)
    pages = [_made_whole(text, whole).split("\n") for text, _ in read]
    silent = [number for number, (text, shows) in enumerate(read, 1) if shows and not text.strip()]
    return pages, silent


def _page(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bool]:
    """Return a page's text, and whether the page shows anything at all."""
    page = document[index]
    text_page = page.get_textpage()
    text = text_by_columns(text_page) or text_page.get_text_range()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "\ufffe")
    shows = next(iter(page.get_objects(max_depth=1)), None) is not None
    text_page.close()
    page.close()
    return _CONTROL.sub("", text), shows


def _made_whole(text: str, whole: str) -> str:
    """Join divided words; with a hyphen where the document writes the word with one elsewhere."""

    def join(match: re.Match[str]) -> str:
        hyphenated = f"{match[1]}-{match[2]}"
        return hyphenated if hyphenated in whole or match[2][0].isupper() else match[1] + match[2]

    return _DIVIDED.sub(join, text).replace("\ufffe", "-")


def _keys(line: str, page: int) -> set[str]:
    """Return what the line is the same by on other pages: its words, or its words around the page's number.

    The number is written as its distance from the page's place, so that only a number that grows with the
    pages is the same everywhere.
    """
    words = " ".join(line.split())
    if not words:
        return set()
    keys = {words}
    if not _BEGINS_WITH_NUMBER.match(words):
        for number in _NUMBER.finditer(words):
            keys.add(f"{words[: number.start()]}#{int(number[0]) - page}{words[number.end() :]}")
    return keys


def _running(pages: list[list[str]]) -> set[str]:
    """Return the keys that lines at the edge of most pages share."""
    counts: Counter[str] = Counter()
    for page, lines in enumerate(pages, 1):
        said = [line for line in lines if line.strip()]
        edge = [*said[:EDGE_LINES], *said[-EDGE_LINES:]]
        counts.update(set().union(*(_keys(line, page) for line in edge)))
    fewest = max(FEWEST_PAGES, RUNNING_SHARE * len(pages))
    return {
        key
        for key, count in counts.items()
        if count >= fewest or (count >= FEWEST_PAGES and _BARE.fullmatch(key))
    }


def _without_running(
    lines: list[str], page: int, running: set[str], seen: set[str], heads: list[str]
) -> list[str]:
    """Return the lines of a page between its running ones; those that are new go to ``heads``."""
    said = [line.rstrip() for line in lines]
    above = _run(said, page, running)
    below = _run(said[above:][::-1], page, running)
    last = len(said) - below
    heads += _kept(said[:above], page, running, seen)
    heads += _kept(said[last:], page, running, seen)
    return said[above:last]


def _run(lines: list[str], page: int, running: set[str]) -> int:
    """Return how many lines from the first are running or blank."""
    for count, line in enumerate(lines):
        if count == 2 * EDGE_LINES or (line and not _keys(line, page) & running):
            return count
    return len(lines)


def _kept(lines: list[str], page: int, running: set[str], seen: set[str]) -> list[str]:
    """Return the running lines that stand for the first time and say more than a page number."""
    kept = []
    for line in lines:
        keys = _keys(line, page) & running
        if keys and not keys & seen and not any(_BARE.fullmatch(key) for key in keys):
            kept.append(line)
        seen |= keys
    return kept
