"""PDFs: lines, pages, running heads, divided words, scans."""

from __future__ import annotations

import pytest

from core.files import RefusedFile
from core.text import UnreadableDocument, extract_text
from tests.support.documents import a_docx, a_pdf
from tests.support.paper import a_text_pdf

#: How a Word document with a password begins.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def read(*pages: list[str]):
    return extract_text("a.pdf", a_text_pdf(pages))


def test_lines_stay_lines_and_pages_are_known():
    found = read(["1. Fees", "All fees."], ["2. Term"])

    assert found.text == "1. Fees\nAll fees.\n2. Term\n"
    assert found.page_starts == (0, len("1. Fees\nAll fees.\n"))


def test_a_running_head_stands_once_and_page_numbers_are_left_out():
    said = ["One.", "Two.", "Three.", "Four.", "Five."]
    pages = [[f"Cloud Terms Page | {page}", words, f"- {page} -"] for page, words in enumerate(said, 1)]

    found = read(*pages)

    assert found.text.count("Cloud Terms") == 1
    assert found.text.splitlines() == ["Cloud Terms Page | 1", *said]


def test_clauses_that_differ_by_their_number_alone_are_no_running_heads():
    pages = [[f"{page}. Reserved", f"{page}.1 Reserved"] for page in range(1, 6)]

    found = read(*pages)

    assert found.text.splitlines() == [line for page in pages for line in page]


def test_a_line_that_stands_on_few_pages_is_no_running_head():
    found = read(["Important", "one"], ["two"], ["three"], ["Important", "four"])

    assert found.text.count("Important") == 2


def test_a_scan_says_that_it_holds_no_text():
    with pytest.raises(UnreadableDocument, match="looks scanned"):
        read([], [])


def test_a_page_without_text_among_others_is_named():
    assert read(["1. Fees"], [], ["2. Term"]).silent_pages == (2,)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("a.pdf", a_text_pdf([["x"]], password="s3cret"), "encrypted", id="encrypted"),
        pytest.param("a.pdf", a_text_pdf([["x"]])[:-300], "cut off", id="cut off"),
        pytest.param("a.pdf", b"", "is empty", id="empty"),
        pytest.param("a.pdf", a_docx(), "not those of a PDF", id="a Word document called .pdf"),
        pytest.param("a.docx", a_text_pdf([["x"]]), "not those of an Office file", id="a PDF called .docx"),
        pytest.param("a.txt", a_text_pdf([["x"]]), "it is a PDF", id="a PDF called .txt"),
        pytest.param(
            "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "password", id="encrypted docx"
        ),
        pytest.param("a.exe", b"MZ", "not of a kind", id="a program"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(name, data, reason):
    with pytest.raises(RefusedFile, match=reason):
        extract_text(name, data)


def test_a_pdf_without_pages_holds_no_text():
    with pytest.raises(UnreadableDocument, match="no text"):
        extract_text("a.pdf", a_pdf())


def test_a_divided_word_is_made_whole():
    assert read(["The Sub\u00ad", "scription Period."]).text == "The Subscription Period.\n"


def test_running_lines_stand_before_the_text_and_so_in_no_clause():
    said = ["1. Fees are due when the", "services are rendered.", "2. Term", "3. Law", "4. Courts"]
    pages = [[words, "Envelope 12AB-34CD", f"Page {page} of 5"] for page, words in enumerate(said, 1)]

    assert read(*pages).text.splitlines() == ["Envelope 12AB-34CD", *said]
