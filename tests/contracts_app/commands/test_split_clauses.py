"""``manage.py split_clauses``: what it prints and how it ends."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.support.paper import a_numbered_docx, a_text_pdf


class Ran:
    """What one run printed, its exit code, and the line it ended with when something was wrong."""

    def __init__(self, path: Path) -> None:
        out, told = io.StringIO(), io.StringIO()
        self.code, self.failure = 0, ""
        try:
            call_command("split_clauses", str(path), stdout=out, stderr=told)
        except CommandError as error:
            self.code, self.failure = error.returncode, str(error)
        self.out, self.told = out.getvalue(), told.getvalue()

    @property
    def clauses(self) -> list[dict]:
        """What was printed, read back."""
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path):
    """Return a function that splits a file of some name and bytes."""

    def split(name: str, data: bytes) -> Ran:
        path = tmp_path / name
        path.write_bytes(data)
        return Ran(path)

    return split


def test_it_prints_number_heading_level_and_text(run):
    ran = run("a.md", b"# Terms\n\n1. **Fees**. All.\n    1. Rates\n")

    assert ran.clauses == [
        {"number": "", "heading": "Terms", "level": 1, "text": "# Terms\n\n"},
        {"number": "1", "heading": "Fees", "level": 1, "text": "1. **Fees**. All.\n"},
        {"number": "1.1", "heading": "Rates", "level": 2, "text": "    1. Rates\n"},
    ]
    assert (ran.code, ran.told) == (0, "")


def test_tracked_changes_are_shown_and_end_with_a_code_of_their_own(run):
    body = (
        '<w:p><w:r><w:t xml:space="preserve">1. Fees are </w:t></w:r>'
        '<w:ins w:id="1" w:author="Pia Rowe"><w:r><w:t>not</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> due.</w:t></w:r></w:p>'
    )

    ran = run("a.docx", a_numbered_docx(body))

    assert ran.clauses[0]["text"] == "1. Fees are {++not++} due.\n"
    assert "Inserted by Pia Rowe: not" in ran.told
    assert ran.code == 3
    assert "1 tracked change" in ran.failure


def test_a_page_without_text_is_told(run):
    ran = run("a.pdf", a_text_pdf([["1. Fees"], []]))

    assert "page 2" in ran.told
    assert (ran.code, ran.clauses[0]["number"]) == (0, "1")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("a.pdf", a_text_pdf([["x"]], password="s3cret"), "encrypted", id="encrypted"),
        pytest.param("a.pdf", a_text_pdf([[]]), "scanned", id="scanned"),
        pytest.param("a.pdf", a_text_pdf([["x"]])[:-200], "cut off", id="corrupt"),
        pytest.param("a.txt", b"", "empty", id="empty"),
        pytest.param("a.txt", b" \n", "no text", id="blank"),
        pytest.param("a.docx", b"1. Fees", "Office", id="mislabelled"),
        pytest.param("a.txt", b"x" * (51 * 1024 * 1024), "at most 50 MB", id="huge"),
    ],
)
def test_a_file_that_is_no_use_ends_in_one_line(run, name, data, reason):
    ran = run(name, data)

    assert ran.code == 1
    assert reason in ran.failure
    assert "\n" not in ran.failure
    assert ran.out == ""


def test_a_file_that_is_not_there_ends_in_one_line(tmp_path):
    ran = Ran(tmp_path / "none.pdf")

    assert ran.code == 1
    assert "cannot be read" in ran.failure


def test_a_folder_ends_in_one_line(tmp_path):
    assert "cannot be read" in Ran(tmp_path).failure


def test_a_hundred_pages_take_less_than_ten_seconds(run):
    words = "The Provider shall serve the Customer well."
    pages = [
        [f"{page}. Part {page}", *(f"{page}.{line} {words}" for line in range(1, 50))]
        for page in range(1, 101)
    ]
    began = time.monotonic()

    ran = run("a.pdf", a_text_pdf(pages))

    assert time.monotonic() - began < 10
    assert len(ran.clauses) == 100 * 50
