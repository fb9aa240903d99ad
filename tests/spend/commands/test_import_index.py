"""``manage.py import_index``: one summary, one exit code, and JSON for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from spend.models import IndexSeries, IndexValue
from tests.support.prices import csv_of

pytestmark = pytest.mark.django_db
#: Published long ago, whenever this runs.
CPI = {"2019-10": "118.2", "2020-10": "122.9"}
NEW = ("--name", "Consumer prices", "--frequency", "monthly")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cpi.csv"
    path.write_text(csv_of(CPI))
    return path


def run(path: Path, *options: str) -> tuple[str, str]:
    said, told = io.StringIO(), io.StringIO()
    call_command("import_index", str(path), "--series", "cpi", *options, stdout=said, stderr=told)
    return said.getvalue(), told.getvalue()


def refused(path: Path, *options: str) -> tuple[dict, str]:
    said = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command(
            "import_index",
            str(path),
            "--series",
            "cpi",
            "--json",
            *options,
            stdout=said,
            stderr=io.StringIO(),
        )
    (line,) = said.getvalue().splitlines()
    return json.loads(line), str(error.value)


def test_a_file_is_imported_and_summed_up(file):
    said, told = run(file, *NEW, "--from", "Table 1", "--base", "2015 = 100")
    assert said == ""
    assert "CPI: 2 rows: 2 recorded, 0 revised, 0 unchanged." in told
    assert IndexSeries.unscoped.get().source == "Table 1"
    assert IndexSeries.history.get().history_actor == "system:import_index"


def test_a_dry_run_writes_nothing(file):
    _, told = run(file, *NEW, "--dry-run")
    assert "2 would be recorded" in told
    assert not IndexSeries.unscoped.exists()


def test_revisions_are_listed_and_stand_in_the_json(file):
    run(file, *NEW)
    file.write_text(csv_of({"2020-10": "123.1"}))
    said, told = run(file, "--json")
    assert "Revised: 2020-10 was 122.9, is 123.1." in told
    assert json.loads(said) == {
        "series": "CPI",
        "is_new": False,
        "rows": 1,
        "created": 0,
        "changed": 1,
        "unchanged": 0,
        "failed": 0,
        "facts_changed": [],
        "revisions": [{"period": "2020-10", "old": "122.9", "new": "123.1"}],
        "errors": [],
    }
    assert "1 unchanged" in run(file)[1]
    assert IndexValue.history.filter(history_type="~").count() == 1


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_bad_rows_refuse_the_file_and_are_all_in_the_json(file, dry):
    file.write_text("period,value\n2020-10,122.9\n10/2020,x\n")
    content, message = refused(file, *NEW, *dry)
    assert message.startswith("Nothing was imported: 1 row is refused.")
    assert [(one["row"], one["column"]) for one in content["errors"]] == [(3, "period"), (3, "value")]
    assert (content["rows"], content["failed"], content["created"]) == (2, 1, 1)
    assert not IndexSeries.unscoped.exists()


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"PK\x03\x04", NEW, "workbook"),
        (b"when,what\n", NEW, "no column “period”"),
        (csv_of(CPI).encode(), (), "This series is new"),
        (csv_of(CPI).encode(), (*NEW, "--period-format", "DD"), "no way to write the periods"),
        (None, NEW, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_one_line_of_json(file, content, options, message):
    file.unlink() if content is None else file.write_bytes(content)
    found, said = refused(file, *options)
    assert message in said
    assert found["errors"] == [{"row": None, "column": "", "value": "", "message": said}]


def test_a_header_without_rows_warns(file):
    file.write_text("period,value\n")
    assert "Warning: the file has a header and no rows" in run(file, *NEW)[1]


def test_columns_periods_and_the_comma_are_as_stated(file):
    file.write_text('Monat;Stand\nOct 2019;"118,2"\n')
    run(
        file, *NEW, "--period-format", "MMM YYYY", "--decimal", ",", "--period-column", "Monat",
        "--value-column", "stand",
    )  # fmt: skip
    assert f"{IndexValue.unscoped.get().value:f}" == "118.200000"
