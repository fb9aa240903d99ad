"""``manage.py sla_report`` writes the report of a month as a PDF, or says in one line why not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from contracts_app.models import Contract
from slas.actions.results import judge_all
from tests.support.contracts import a_contract
from tests.support.needs import needs_pango
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, instant

pytestmark = pytest.mark.django_db
NOW = instant("2026-07-10T08:00:00")


@pytest.fixture
def contract(time_machine) -> Contract:
    time_machine.move_to(NOW)
    made = a_contract(status="active")
    a_user("ana", "procurement", department=made.department)
    a_target(a_service(made))
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 6, 1))
    return made


def run(*arguments: str) -> None:
    call_command("sla_report", *arguments)


def test_it_writes_the_report_of_a_contract_and_sums_up_in_one_line(contract, tmp_path, capsys):
    needs_pango()
    out = tmp_path / "sla.pdf"

    run("--month", "2026-06", "--contract", contract.number, "--for", "ana", "--out", str(out))

    assert out.read_bytes().startswith(b"%PDF-")
    (line,) = capsys.readouterr().out.splitlines()
    assert f"{contract.number} Hosting framework, Jun 2026: 1 kept; SHA-256 of the content" in line


def test_it_writes_the_report_over_all_contracts_that_a_reader_sees(contract, tmp_path, capsys):
    needs_pango()
    a_user("outsider")
    out = tmp_path / "sla.pdf"

    run("--month", "2026-06", "--for", "ana", "--out", str(out))
    run("--month", "2026-06", "--for", "outsider", "--out", str(out))

    seen, unseen = capsys.readouterr().out.splitlines()
    assert "All contracts, Jun 2026: 1 kept" in seen
    assert "none was to be judged" in unseen


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "2026-07", "--for", "ana"), "Jul 2026 is not over yet"),
        (("--month", "June", "--for", "ana"), "write it as 2026-10"),
        (("--month", "2026-06", "--for", "nobody"), "no active user"),
        (("--month", "2026-06", "--for", "ana", "--contract", "C-9"), "no contract “C-9”"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(contract, arguments, said, tmp_path):
    with pytest.raises(CommandError, match=said):
        run(*arguments, "--out", str(tmp_path / "sla.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named_before_anything_is_read(
    contract, tmp_path, django_assert_num_queries
):
    with django_assert_num_queries(0), pytest.raises(CommandError, match="cannot be written"):
        run("--month", "2026-06", "--for", "ana", "--out", str(tmp_path / "missing" / "sla.pdf"))
