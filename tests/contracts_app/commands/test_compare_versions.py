"""``manage.py compare_versions``: what it prints and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.support.paper import a_numbered_docx, a_text_pdf

OLD = "1. Fees\n\n1.1 Fees are due in 30 days.\n\n1.2 Prices never rise.\n"
NEW = "1. Fees\n\n1.1 Fees are due in 45 calendar days.\n\n1.2 Audits are free for the Customer.\n\n"


class Ran:
    """What one run printed, its exit code, and the line it ended with when something was wrong."""

    def __init__(self, old: Path, new: Path, *options: str) -> None:
        out, told = io.StringIO(), io.StringIO()
        self.code, self.failure = 0, ""
        try:
            call_command("compare_versions", str(old), str(new), *options, stdout=out, stderr=told)
        except CommandError as error:
            self.code, self.failure = error.returncode, str(error)
        self.out, self.told = out.getvalue(), told.getvalue()


@pytest.fixture
def run(tmp_path: Path):
    """Return a function that compares two files of some names and bytes."""

    def compare(old: bytes | str, new: bytes | str, *options: str, names=("old.md", "new.md")) -> Ran:
        paths = [tmp_path / name for name in names]
        for path, data in zip(paths, (old, new), strict=True):
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Ran(*paths, *options)

    return compare


def test_it_prints_the_alignment_as_json(run):
    ran = run(OLD, NEW, "--json")

    assert json.loads(ran.out) == [
        _row("same", "1", "1", "Fees", 0, 0),
        _row("changed", "1.1", "1.1", "", 2, 1),
        _row("removed", "1.2", None, "", 0, 3),
        _row("added", None, "1.2", "", 6, 0),
    ]
    assert (ran.code, ran.told) == (0, "")


def _row(change, old, new, heading, added, removed):
    return {
        "change": change,
        "old_number": old,
        "new_number": new,
        "heading": heading,
        "words_added": added,
        "words_removed": removed,
    }


def test_without_json_it_prints_what_changed_and_counts(run):
    lines = run(OLD, NEW).out.splitlines()

    assert lines[0].split() == ["Changed", "1.1", "1.1", "+2", "−1"]
    assert lines[-1] == "1 unchanged, 1 changed, 1 added, 1 removed; 8 words added, 4 words removed."


def test_a_pdf_and_markdown_of_one_text_are_the_same(run):
    ran = run(
        a_text_pdf([["1. Fees", "1.1 Fees are due."]]),
        "1. **Fees**\n\n1.1 Fees are due.\n",
        "--json",
        names=("a.pdf", "b.md"),
    )

    assert {row["change"] for row in json.loads(ran.out)} == {"same"}


def test_tracked_changes_end_with_a_code_of_their_own(run):
    body = (
        '<w:p><w:r><w:t xml:space="preserve">1. Fees are </w:t></w:r>'
        '<w:ins w:id="1" w:author="Pia Rowe"><w:r><w:t>not</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> due.</w:t></w:r></w:p>'
    )

    ran = run("1. Fees are due.\n", a_numbered_docx(body), "--json", names=("a.md", "b.docx"))

    assert json.loads(ran.out)[0]["words_added"] == 1
    assert ran.code == 3
    assert "“b.docx”" in ran.failure


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        pytest.param(a_text_pdf([["x"]], password="s3cret"), "b.pdf", "encrypted", id="encrypted"),
        pytest.param(a_text_pdf([[]]), "b.pdf", "scanned", id="scanned"),
        pytest.param(b"", "b.txt", "empty", id="empty"),
        pytest.param(b"x" * (51 * 1024 * 1024), "b.txt", "at most 50 MB", id="huge"),
    ],
)
def test_a_file_that_is_no_use_ends_in_one_line_that_names_it(run, data, name, reason):
    ran = run("1. Fees\n", data, "--json", names=("a.md", name))

    assert (ran.code, ran.out) == (1, "")
    assert reason in ran.failure
    assert name in ran.failure
    assert "\n" not in ran.failure


def test_a_file_that_is_not_there_ends_in_one_line(tmp_path):
    ran = Ran(tmp_path / "none.md", tmp_path / "none.md")

    assert ran.code == 1
    assert "cannot be read" in ran.failure
