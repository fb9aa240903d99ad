"""Evidence about one object, checked by a script that knows nothing of the product."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.audit import Actor, acting
from core.ledger import latest_head, seal, verify_evidence
from core.ledger.merkle import way_back
from tests.core.ledger.conftest import NOON, Trail
from tests.support.auditlab.models import Part, Thing, ThingLabel

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def evidence(trail: Trail, tmp_path: Path) -> Path:
    out = tmp_path / "evidence.json"
    call_command("audit_evidence", "auditlab.thing", str(trail.lamp), out=out, verbosity=0)
    return out


def check(path: Path, *arguments: str) -> tuple[int, str]:
    """Run the script; return its exit code and what it said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = verify_evidence.main([str(path), *arguments])
    return code, said.getvalue()


def change(path: Path, change: Change) -> None:
    facts = json.loads(path.read_text())
    change(facts)
    path.write_text(json.dumps(facts))


def test_evidence_holds_against_the_exported_heads(evidence: Path, trail: Trail) -> None:
    code, said = check(evidence, "--heads", str(trail.heads))
    assert (code, said) == (0, "The evidence holds: 3 entries (0 not sealed yet).\n")


def test_evidence_holds_against_a_printed_head(evidence: Path) -> None:
    assert check(evidence, "--head", latest_head())[0] == 0
    assert check(evidence, "--head", latest_head().partition(":")[2])[0] == 0


def test_without_a_head_kept_outside_the_one_to_compare_is_shown(evidence: Path) -> None:
    code, said = check(evidence)
    assert code == 0
    assert latest_head() in said


def test_a_head_that_is_not_ours_is_refused(evidence: Path) -> None:
    assert check(evidence, "--head", "2:" + "a" * 64)[0] == 1
    assert check(evidence, "--head", "a" * 64)[0] == 1


def test_the_script_runs_without_the_product(evidence: Path, trail: Trail) -> None:
    script = Path(verify_evidence.__file__)
    command = [sys.executable, "-I", str(script), str(evidence), "--heads", str(trail.heads)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=evidence.parent)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("The evidence holds")


def _reword(facts: dict[str, Any]) -> None:
    facts["entries"][0]["body"] = facts["entries"][0]["body"].replace("Lamp", "Lump")


def _move(facts: dict[str, Any]) -> None:
    facts["entries"][0]["block"] = 2


def _forge_root(facts: dict[str, Any]) -> None:
    facts["links"][0]["root"] = "a" * 64


def _forge_block(facts: dict[str, Any]) -> None:
    facts["entries"][0]["block"] = 77


def _leave_out(facts: dict[str, Any]) -> None:
    del facts["entries"][0]


def _forge_consistently(facts: dict[str, Any]) -> None:
    """Reword an entry and compute everything anew, as a forger with the whole script would."""
    entry, link = facts["entries"][0], facts["links"][-1]
    entry["body"] = entry["body"].replace("Lamp", "Lump")
    link["root"] = verify_evidence.root_from(entry["body"], entry["path"])
    newest = facts["links"][0]
    newest["previous"] = verify_evidence.head_of(link)
    facts["head"]["head"] = verify_evidence.head_of(newest)


@pytest.mark.parametrize(
    "forge", [_reword, _move, _forge_root, _forge_block, _leave_out, _forge_consistently]
)
def test_forged_evidence_does_not_hold(evidence: Path, trail: Trail, forge: Change) -> None:
    change(evidence, forge)
    assert check(evidence, "--heads", str(trail.heads))[0] == 1


def test_only_a_head_kept_outside_exposes_a_consistent_forgery(evidence: Path) -> None:
    change(evidence, _forge_consistently)
    assert check(evidence)[0] == 0
    assert check(evidence, "--head", latest_head())[0] == 1


def test_a_missing_version_is_named(evidence: Path) -> None:
    facts = json.loads(evidence.read_text())
    del facts["entries"][0]
    [said] = verify_evidence.version_problems(facts)
    assert said.endswith("the entry before version 2 is missing.")


def test_versions_that_do_not_follow_each_other_are_named(evidence: Path) -> None:
    facts = json.loads(evidence.read_text())
    changed = next(entry for entry in facts["entries"] if ".changed" in entry["body"])
    changed["body"] = changed["body"].replace('"row_version":2', '"row_version":5')
    [said] = verify_evidence.version_problems(facts)
    assert said.endswith("version 5 follows version 1.")


def test_evidence_includes_parts_that_are_gone(trail: Trail, tmp_path: Path, actor: Actor) -> None:
    with acting(actor):
        Part.unscoped.create(thing_id=trail.lamp, name="Bulb").delete()
        Part.unscoped.create(thing_id=trail.chair, name="Leg")
    out = tmp_path / "evidence.json"
    call_command("audit_evidence", "auditlab.Thing", str(trail.lamp), out=out, verbosity=0)
    kinds = [json.loads(entry["body"])["kind"] for entry in json.loads(out.read_text())["entries"]]
    assert kinds == [
        "auditlab.thing.created",
        "auditlab.thing.changed",
        "core.export.downloaded",
        "auditlab.part.created",
        "auditlab.part.deleted",
    ]
    assert ThingLabel.history.count() == 0


def test_what_is_not_sealed_yet_is_said(trail: Trail, tmp_path: Path, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.filter(pk=trail.lamp).update(count=5)
    out = tmp_path / "evidence.json"
    call_command("audit_evidence", "auditlab.thing", str(trail.lamp), out=out, verbosity=0)
    assert "4 entries (1 not sealed yet)" in check(out)[1]


def test_evidence_is_still_small_after_many_blocks(trail: Trail, tmp_path: Path, actor: Actor) -> None:
    for number in range(70):
        with acting(actor):
            Thing.unscoped.filter(pk=trail.chair).update(count=number + 1)
        seal(lambda: NOON)
    out = tmp_path / "evidence.json"
    call_command("audit_evidence", "auditlab.thing", str(trail.lamp), out=out, verbosity=0)
    assert len(json.loads(out.read_text())["links"]) < 30
    assert check(out, "--heads", str(trail.heads))[0] == 0
    assert check(out, "--head", latest_head())[0] == 0


@pytest.mark.parametrize(
    ("newest", "oldest"), [(1, 1), (8, 1), (1_000_000, 1), (1_048_575, 3), (999_999, 524_289)]
)
def test_the_way_back_is_short_and_ends_where_it_should(newest: int, oldest: int) -> None:
    way = way_back(newest, oldest)
    assert (way[0], way[-1]) == (newest, oldest)
    assert all(after in (at - 1, at & (at - 1)) for at, after in pairwise(way))
    assert len(way) <= 1 + newest.bit_length() * (newest.bit_length() + 1) / 2


@pytest.mark.parametrize("content", ["", "[]", '{"format": "other"}', '{"format": "termkeeper-evidence-1"}'])
def test_a_file_that_is_no_evidence_is_refused_without_a_traceback(tmp_path: Path, content: str) -> None:
    path = tmp_path / "evidence.json"
    path.write_text(content)
    code, said = check(path)
    assert code == 2
    assert said.startswith("The evidence cannot be read")
    assert "Traceback" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "key", "sentence"),
    [
        ("nothing.here", "1", "There is no model nothing.here"),
        ("nothing", "1", "There is no model nothing"),
        ("sessions.session", "1", "is not audited"),
        ("auditlab.thing", "404", "knows nothing of thing 404"),
        ("auditlab.thing", "x", "“x” is no id of auditlab.thing"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(
    model: str, key: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("audit_evidence", model, key, out=tmp_path / "evidence.json")


@pytest.mark.django_db
def test_a_place_that_cannot_be_written_is_named_before_anything_is_read(
    tmp_path: Path, django_assert_num_queries
) -> None:
    out = tmp_path / "missing" / "evidence.json"
    refused = pytest.raises(
        CommandError, match=r"evidence\.json cannot be written: No such file or directory"
    )
    with django_assert_num_queries(0), refused:
        call_command("audit_evidence", "auditlab.thing", "404", out=out)
