"""``manage.py report portfolio`` writes a PDF, or says in one line why not."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from tests.support.api import contract, person
from tests.support.needs import needs_pango

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> None:
    call_command("report", "portfolio", *arguments)


def test_it_writes_the_report_and_sums_up_in_one_line(tmp_path, capsys):
    needs_pango()
    contract()
    run("--as-of", "2030-11-30", "--out", str(tmp_path / "p.pdf"))
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert "1 contracts" in said[0]


def test_it_can_be_made_for_what_one_person_may_see(tmp_path, capsys):
    needs_pango()
    contract()
    person("outsider")
    run("--as-of", "2030-11-30", "--out", str(tmp_path / "p.pdf"), "--for", "outsider")
    assert "0 contracts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "30.11.2026", "--out", "x.pdf"), "not a date"),
        (("--as-of", "2026-11-30", "--out", "x.pdf", "--department", "Nowhere"), "no department"),
        (("--as-of", "2026-11-30", "--out", "x.pdf", "--for", "nobody"), "no active user"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], said: str):
    with pytest.raises(CommandError, match=said):
        run(*arguments)


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    needs_pango()
    with pytest.raises(CommandError, match="cannot be written"):
        run("--as-of", "2026-11-30", "--out", str(tmp_path / "missing" / "p.pdf"))


@pytest.mark.parametrize(
    "asked", [("--as-of", "9999-12-31"), ("--as-of", "2026-11-30", "--due-within", "999999999")]
)
def test_a_report_that_leads_off_the_calendar_is_refused_in_one_line(tmp_path, asked):
    with pytest.raises(CommandError, match=r"not between 1900 and 2999|for 0 to 3,660 days ahead"):
        run(*asked, "--out", str(tmp_path / "p.pdf"))
    assert not (tmp_path / "p.pdf").exists()
