"""``manage.py import_register``: names, places and files that cannot be used, and the JSON then."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from contracts_app.models import Contract, ImportRun
from contracts_app.rules.register_name import register_name
from tests.contracts_app.commands.test_import_register import BAD, Ran
from tests.support.people import a_user
from tests.support.registers import HEAD, MAPPING, ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ana():
    return a_user("ana", "procurement")


@pytest.mark.parametrize(
    "typed",
    [
        "UK  Finder Zoë",
        " UK Finder Zoë ",
        unicodedata.normalize("NFD", "UK Finder Zoë"),
        "UK\u200b Finder Zoë",
    ],
)
def test_a_name_that_reads_the_same_is_the_same_register(tmp_path: Path, typed: str):
    Ran(tmp_path, HEAD + ROWS, source="UK Finder Zoë")
    again = Ran(tmp_path, HEAD + ROWS, "--json", source=typed)
    assert (again.json["created"], again.json["unchanged"]) == (0, 3)
    assert set(Contract.unscoped.values_list("source", flat=True)) == {"UK Finder Zoë"}


@pytest.mark.parametrize("typed", ["", " ", "x" * 61, "finder\udcff"])
def test_a_name_that_cannot_be_kept_is_refused_in_one_line(tmp_path: Path, typed: str):
    ran = Ran(tmp_path, HEAD + ROWS, source=typed)
    assert ran.failure.startswith("--source cannot be used. ")
    assert "\n" not in ran.failure
    assert not ImportRun.unscoped.exists()


def test_a_name_is_measured_after_it_was_cleaned():
    assert register_name("x " * 30) == ("x " * 30).strip()
    assert register_name(f"{'x' * 60}  ") == "x" * 60


@pytest.mark.parametrize(
    ("text", "mapping", "words"),
    [
        pytest.param(b"", MAPPING, "The file is empty", id="empty file"),
        pytest.param(b"a,b\n1,2\n", MAPPING, "no column “Ref”", id="another file"),
        pytest.param(HEAD + ROWS, "[columns", "not valid TOML", id="broken mapping"),
        pytest.param(HEAD + ROWS, b"\xff\xfe", "not UTF-8", id="binary mapping"),
    ],
)
def test_a_program_reads_one_line_of_json_when_nothing_could_be_read(
    tmp_path: Path, text, mapping, words: str
):
    ran = Ran(tmp_path, text, "--json", mapping=mapping)
    error = ran.json.pop("errors")
    assert words in ran.failure
    assert ran.code != 0
    assert error == [{"row": None, "column": "", "value": "", "message": ran.failure}]
    assert ran.json | {"errors": []} == {
        "rows": 0, "created": 0, "updated": 0, "unchanged": 0, "failed": 0, "errors": [],
    }  # fmt: skip


def test_a_program_reads_one_line_of_json_when_the_file_is_missing(tmp_path: Path):
    ran = Ran(tmp_path, None, "--json")
    assert "register.csv cannot be read: No such file or directory" in ran.failure
    assert ran.json["errors"][0]["message"] == ran.failure


def test_a_header_without_rows_is_imported_with_a_warning(tmp_path: Path):
    ran = Ran(tmp_path, HEAD, "--json")
    assert (ran.failure, ran.json["rows"]) == ("", 0)
    assert "register.csv has a header and no rows" in ran.err


def the_file(folder: Path) -> Path:
    return folder / "register.csv"


def the_mapping(folder: Path) -> Path:
    return folder / "map.toml"


def another_way_to_the_file(folder: Path) -> Path:
    (folder / "there").mkdir()
    return folder / "there" / ".." / "register.csv"


def a_link_to_the_file(folder: Path) -> Path:
    (folder / "link.csv").symlink_to(folder / "register.csv")
    return folder / "link.csv"


def a_second_name_of_the_file(folder: Path) -> Path:
    (folder / "register.csv").write_bytes(b"")
    os.link(folder / "register.csv", folder / "second.csv")
    return folder / "second.csv"


@pytest.mark.parametrize(
    "report", [the_file, the_mapping, another_way_to_the_file, a_link_to_the_file, a_second_name_of_the_file]
)
def test_the_report_never_replaces_what_is_imported(tmp_path: Path, report):
    ran = Ran(tmp_path, HEAD + ROWS + BAD, "--skip-bad-rows", str(report(tmp_path)))
    assert "would overwrite" in ran.failure
    assert the_file(tmp_path).read_text() == HEAD + ROWS + BAD
    assert the_mapping(tmp_path).read_text() == MAPPING
    assert not Contract.unscoped.exists()


def test_a_report_that_is_no_regular_file_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    ran = Ran(tmp_path, HEAD + ROWS + BAD, "--skip-bad-rows", str(tmp_path / "pipe"))
    assert ran.failure.startswith("Nothing was imported: ")
    assert "is not a regular file" in ran.failure
    assert not Contract.unscoped.exists()
