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
        (("--as-of", "9999-12-31", "--out", "x.pdf"), "a day from 1900-01-01 to 2999-12-31"),
        (("--as-of", "1899-12-31", "--out", "x.pdf"), "a day from 1900-01-01 to 2999-12-31"),
        (("--as-of", "2026-11-30", "--out", "x.pdf", "--due-within", "99999999"), "Choose 0 to 3660 days"),
        (("--as-of", "2026-11-30", "--out", "x.pdf", "--due-within=-1"), "Choose 0 to 3660 days"),
        (("--as-of", "2026-11-30", "--out", "x.pdf", "--due-within", "soon"), "not a number of days"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], said: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_that_can_be_asked_for_are_answered(day: str, tmp_path):
    needs_pango()
    contract()
    run("--as-of", day, "--due-within", "3660", "--out", str(tmp_path / "p.pdf"))
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("place", ["missing/p.pdf", "."])
def test_a_place_that_cannot_be_written_is_named_before_anything_is_read(
    tmp_path, place: str, django_assert_num_queries
):
    with django_assert_num_queries(0), pytest.raises(CommandError, match="cannot be written"):
        run("--as-of", "2026-11-30", "--out", str(tmp_path / place))
