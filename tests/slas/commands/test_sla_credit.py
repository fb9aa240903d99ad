"""``manage.py sla_credit``: one credit as JSON, or what is wrong by field."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
TIERS = [
    {"uptime_below_pct": 99.99, "uptime_at_least_pct": 99.0, "credit_pct": 10},
    {"uptime_below_pct": 99.0, "uptime_at_least_pct": None, "credit_pct": 25},
    {"uptime_below_pct": 95.0, "uptime_at_least_pct": None, "credit_pct": 100},
]


@pytest.fixture
def scheme(tmp_path):
    """Return a function that writes a record to a file and gives its path."""

    def write(**changes: Any) -> str:
        path = tmp_path / "scheme.json"
        path.write_text(json.dumps({"provider": "Vendor", "tiers": TIERS, **changes}))
        return str(path)

    return write


def run(*arguments: str) -> tuple[dict[str, Any], str]:
    """Return the answer, its numbers as decimals, and what was said on standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command("sla_credit", *arguments, stdout=out, stderr=err)
    assert out.getvalue().isascii()
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue(), parse_float=Decimal), err.getvalue()


def test_the_answer_has_the_agreed_shape(scheme):
    answer, said = run("--scheme", scheme(), "--availability", "99.5", "--fee", "333.33", "--currency", "EUR")
    assert list(answer) == ["credit_pct", "credit_amount", "currency", "band", "findings"]
    assert answer["credit_pct"] == 10
    assert (answer["credit_amount"], answer["currency"]) == (Decimal("33.333"), "EUR")
    assert answer["band"] == {
        "uptime_below_pct": Decimal("99.99"),
        "uptime_at_least_pct": 99,
        "credit_pct": 10,
    }
    (finding,) = answer["findings"]
    assert finding["text"].startswith("Rows 2, 3 of the table all hold from 0 % to below 95 %.")
    assert {key: finding[key] for key in list(finding)[:-1]} == {
        "kind": "overlap",
        "from_pct": 0,
        "below_pct": 95,
        "tiers": [2, 3],
        "applies": 3,
        "reading": "lowest_band",
        "needs_choice": True,
    }
    assert said == ""


@pytest.mark.parametrize(
    ("availability", "percent"),
    [("99.99", 0), ("99.9899999", 10), ("98.9999", 25), ("95", 25), ("94.9999", 100), ("43140/43200", 10)],
)
def test_without_a_fee_there_is_a_percentage_and_no_amount(scheme, availability, percent):
    answer, _ = run("--scheme", scheme(), "--availability", availability)
    assert answer["credit_pct"] == percent
    assert (answer["credit_amount"], answer["currency"]) == (None, None)
    assert (answer["band"] is None) == (percent == 0)


def test_a_kept_promise_is_a_credit_of_nothing(scheme):
    answer, _ = run("--scheme", scheme(), "--availability", "100", "--fee", "5", "--currency", "JPY")
    assert (answer["credit_pct"], answer["credit_amount"], answer["currency"]) == (0, 0, "JPY")


def test_a_gap_that_nobody_decided_has_no_figure_and_a_recorded_choice_has(scheme):
    tiers = [{**TIERS[0], "uptime_at_least_pct": 99.5}, TIERS[1]]
    asked = ("--availability", "99.2", "--fee", "100", "--currency", "EUR")
    answer, _ = run("--scheme", scheme(tiers=tiers), *asked)
    assert (answer["credit_pct"], answer["credit_amount"], answer["band"]) == (None, None, None)
    assert [(one["kind"], one["from_pct"], one["below_pct"]) for one in answer["findings"]] == [
        ("gap", 99, Decimal("99.5"))
    ]
    choice = {"kind": "gap", "from_pct": 99, "below_pct": 99.5, "tier": 1, "chosen_by": "lea", "reason": "r"}
    decided, _ = run("--scheme", scheme(tiers=tiers, choices=[choice]), *asked)
    assert (decided["credit_pct"], decided["credit_amount"]) == (10, 10)
    assert decided["findings"][0]["needs_choice"] is False


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--availability", "99.9x"), "--availability: must be a number"),
        (("--availability", "101"), "--availability: must be from 0 to 100"),
        (("--availability", "99", "--fee", "5"), "--currency: is required with --fee"),
        (("--availability", "99", "--currency", "EUR"), "--fee: is required with --currency"),
        (("--availability", "99", "--fee", "5", "--currency", "euro"), "--currency: unknown currency"),
        (("--availability", "99", "--fee", "1,5", "--currency", "EUR"), "--fee: must be a number"),
        (("--availability", "99", "--fee", "-5", "--currency", "EUR"), "--fee: must be 0 or more"),
        (("--availability", "99", "--fee", "1e9", "--currency", "EUR"), "--fee: must be a number"),
        (("--availability", "99", "--fee", "9" * 17, "--currency", "EUR"), "--fee: must be 0 or more"),
    ],
)
def test_a_wrong_option_is_named(scheme, arguments, named):
    arguments = tuple(f"{one}={two}" for one, two in zip(arguments[::2], arguments[1::2], strict=True))
    with pytest.raises(CommandError, match=named):
        run("--scheme", scheme(), *arguments)


def test_everything_that_is_wrong_is_said_at_once(scheme):
    with pytest.raises(CommandError) as refused:
        run("--scheme", scheme(tiers=[{"credit_pct": 10}]), "--availability", "x", "--fee", "1")
    lines = str(refused.value).splitlines()
    assert [line.split(": ")[0] for line in lines[:2]] == ["--availability", "--currency"]
    assert "tiers[0].uptime_below_pct: is required" in lines[2]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"none\.json cannot be read: No such file"):
        run("--scheme", str(tmp_path / "none.json"), "--availability", "99")
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run("--scheme", str(tmp_path), "--availability", "99")


def test_what_could_be_taken_amiss_is_said_beside_the_answer(scheme):
    answer, said = run(
        "--scheme", scheme(minimum_credit_verbatim="greater than one dollar"), "--availability", "0.9995"
    )
    assert answer["credit_pct"] == 100
    assert "minimum_credit_verbatim is in words and is not applied" in said
    assert "0.9995 is read as percent" in said


def test_it_needs_no_database_and_its_exit_code_tells(scheme):
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}

    def code(*arguments: str) -> int:
        command = [sys.executable, "manage.py", "sla_credit", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr
        return done.returncode

    assert code("--scheme", scheme(), "--availability", "94") == 0
    assert code("--scheme", scheme(tiers=[]), "--availability", "94") == 1
    assert code("--scheme", scheme()) == 2
