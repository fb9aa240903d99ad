"""Markdown and plain text are read as written."""

from __future__ import annotations

from core.text import extract_text


def test_text_is_read_as_written():
    found = extract_text("a.txt", "1. Fees\r\n\tcafé\r\n".encode())

    assert found.text == "1. Fees\r\n\tcafé\r\n"
    assert not found.is_markdown


def test_a_mark_at_the_beginning_is_no_text():
    assert extract_text("a.md", b"\xef\xbb\xbf# Terms\n").text == "# Terms\n"


def test_text_of_windows_is_understood():
    assert extract_text("a.txt", "“Fees” – 10 €".encode("cp1252")).text == "“Fees” – 10 €"


def test_markdown_is_known_by_its_name():
    assert extract_text("a.md", b"# Terms\n").is_markdown
