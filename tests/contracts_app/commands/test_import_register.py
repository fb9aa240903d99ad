"""``manage.py import_register``: what it prints where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from contracts_app.management.commands import import_register
from contracts_app.models import Contract, ImportRun
from tests.support.people import a_user
from tests.support.registers import HEAD, MAPPING, ROWS

pytestmark = pytest.mark.django_db
BAD = "A-4,,V,IT,,,,,,,,,,\nA-5,=cmd,V,IT,,-1,EUR,,,,,,,\n"


class Ran:
    """What one run of the command printed, and the line it ended with when it failed."""

    def __init__(
        self,
        folder: Path,
        text: str | bytes | None,
        *options: str,
        mapping: str | bytes = MAPPING,
        source: str = "erp",
    ) -> None:
        register, mapped = folder / "register.csv", folder / "map.toml"
        if text is not None:
            register.write_bytes(text.encode() if isinstance(text, str) else text)
        mapped.write_bytes(mapping.encode() if isinstance(mapping, str) else mapping)
        out, err = io.StringIO(), io.StringIO()
        self.failure = ""
        try:
            call_command(
                "import_register",
                register,
                "--mapping",
                mapped,
                f"--source={source}",
                *options,
                stdout=out,
                stderr=err,
            )
        except CommandError as error:
            self.failure = str(error)
            self.code = error.returncode
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def json(self) -> dict:
        assert self.out.count("\n") == 1
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def ana():
    return a_user("ana", "procurement")


def test_json_stands_alone_on_one_line_and_people_read_standard_error(tmp_path):
    ran = Ran(tmp_path, HEAD + ROWS, "--json")
    assert ran.json == {"rows": 3, "created": 3, "updated": 0, "unchanged": 0, "failed": 0, "errors": []}
    assert "3 created" in ran.err
    assert ran.failure == ""
    again = Ran(tmp_path, HEAD + ROWS, "--json")
    assert (again.json["created"], again.json["updated"], again.json["unchanged"]) == (0, 0, 3)


def test_without_json_nothing_goes_to_standard_output(tmp_path):
    assert Ran(tmp_path, HEAD + ROWS).out == ""


def test_bad_rows_refuse_the_import_with_json_and_a_code(tmp_path):
    ran = Ran(tmp_path, HEAD + ROWS + BAD, "--json")
    assert (ran.json["rows"], ran.json["created"], ran.json["failed"]) == (5, 0, 2)
    assert ran.json["errors"][0] == {
        "row": 5, "column": "Name", "value": "", "message": "The cell is blank. It must have a value.",
    }  # fmt: skip
    assert ran.failure.startswith("Nothing was imported: 2 of 5 rows are refused")
    assert ran.code != 0
    assert not Contract.unscoped.exists()


def test_skipped_rows_are_listed_in_the_report_and_the_command_succeeds(tmp_path):
    report = tmp_path / "report.csv"
    ran = Ran(tmp_path, HEAD + ROWS + BAD, "--json", "--skip-bad-rows", str(report))
    assert ran.failure == ""
    assert (ran.json["created"], ran.json["failed"]) == (3, 2)
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig")))
    assert [(row["row"], row["column"]) for row in rows] == [("5", "Name"), ("6", "Value")]
    assert rows[1]["value"] == "-1"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_report_that_cannot_be_written_imports_nothing(tmp_path):
    ran = Ran(tmp_path, HEAD + ROWS + BAD, "--skip-bad-rows", str(tmp_path / "no" / "report.csv"))
    assert "cannot be written: No such file or directory" in ran.failure
    assert not Contract.unscoped.exists()


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path):
    ran = Ran(tmp_path, HEAD + ROWS, "--dry-run", "--json")
    assert ran.json["created"] == 3
    assert "would be created" in ran.err
    assert (Contract.unscoped.count(), ImportRun.unscoped.count()) == (0, 0)


def test_a_dry_run_over_bad_rows_fails_as_the_import_would(tmp_path):
    assert Ran(tmp_path, HEAD + ROWS + BAD, "--dry-run").failure.startswith("Nothing was imported: 2 of 5")


@pytest.mark.parametrize(
    ("text", "mapping", "words"),
    [
        pytest.param(b"", MAPPING, "The file is empty", id="empty file"),
        pytest.param(HEAD.encode("utf-16"), MAPPING, "UTF-16", id="utf-16"),
        pytest.param(b"Ref\n\x81\n", MAPPING, "neither UTF-8 nor Windows-1252", id="wrong encoding"),
        pytest.param(b"a,b\n1,2\n", MAPPING, "no column “Ref”", id="another file"),
        pytest.param(HEAD + ROWS, "[columns", "not valid TOML", id="broken mapping"),
        pytest.param(HEAD + ROWS, b"\xff\xfe", "not UTF-8", id="binary mapping"),
        pytest.param(HEAD + ROWS, '[columns]\ntitel = "Name"\n', "did you mean title", id="misspelt mapping"),
        pytest.param(
            HEAD + ROWS, MAPPING + '[values.status]\nactive = "on"\n', "Not known", id="unknown status"
        ),
    ],
)
def test_what_cannot_be_read_ends_in_one_clear_line(tmp_path, text, mapping, words):
    ran = Ran(tmp_path, text, mapping=mapping)
    assert words in ran.failure
    assert "\n" not in ran.failure
    assert ran.out == ""


@pytest.mark.parametrize("missing", ["register.csv", "map.toml"])
def test_a_missing_file_is_named(tmp_path, missing):
    (tmp_path / "register.csv").write_text(HEAD)
    (tmp_path / "map.toml").write_text(MAPPING)
    (tmp_path / missing).unlink()
    with pytest.raises(CommandError, match=rf"{missing} cannot be read: No such file or directory"):
        call_command(
            "import_register", tmp_path / "register.csv", mapping=tmp_path / "map.toml", source="erp"
        )


def test_a_database_that_is_down_ends_in_one_clear_line(tmp_path, monkeypatch):
    def down():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(import_register, "next_run_id", down)
    ran = Ran(tmp_path, HEAD + ROWS)
    assert ran.failure == (
        "Nothing was imported: the database cannot be used: connection refused. Check that it runs."
    )


def test_an_interrupted_import_leaves_nothing_and_says_so(tmp_path, monkeypatch, capsys):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("contracts_app.actions.register_write.write_parts", interrupted)
    with pytest.raises(SystemExit) as ended:
        Ran(tmp_path, HEAD + ROWS)
    assert ended.value.code == 130
    assert not Contract.unscoped.exists()


def test_a_source_without_a_name_is_refused(tmp_path):
    (tmp_path / "register.csv").write_text(HEAD)
    (tmp_path / "map.toml").write_text(MAPPING)
    with pytest.raises(CommandError, match="1 to 60 characters"):
        call_command("import_register", tmp_path / "register.csv", mapping=tmp_path / "map.toml", source=" ")


def test_progress_goes_to_standard_error_only_after_two_seconds(monkeypatch):
    times = iter([0.0, 1.0, 2.5, 2.5, 3.0])
    monkeypatch.setattr(import_register.time, "monotonic", lambda: next(times))
    stream = io.StringIO()
    progress = import_register._Progress(stream)
    progress(1, 10, "one")
    progress(2, 10, "two")
    progress(3, 10, "three")
    assert stream.getvalue().strip() == "20 %  two"
