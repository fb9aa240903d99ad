"""``manage.py audit_verify``: what it says, and with which exit code it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from core import clock
from core.audit import Actor, acting
from core.ledger import export_heads, exported_heads, seal
from core.ledger.verifying import verify
from tests.core.ledger.conftest import Trail, tamper
from tests.support.auditlab.models import Thing
from tests.support.committed import CommittedDatabase


def run(trail: Trail, capsys: pytest.CaptureFixture[str], **options: object) -> tuple[int, str]:
    code = 0
    try:
        call_command("audit_verify", heads=trail.heads, **options)
    except SystemExit as left:
        code = int(left.code or 0)
    return code, capsys.readouterr().out


def test_a_trail_that_holds_leaves_with_0(trail: Trail, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(trail, capsys)
    assert code == 0
    assert "5 history rows" in said
    assert said.endswith("The audit trail holds.\n")


def test_a_changed_row_leaves_with_1_and_is_named(trail: Trail, capsys: pytest.CaptureFixture[str]) -> None:
    tamper("auditlab_thing", f"UPDATE auditlab_thing SET name = 'x' WHERE id = {trail.lamp}")
    code, said = run(trail, capsys)
    assert code == 1
    assert f"auditlab_thing, row {trail.lamp}, column name: the value is not the one" in said
    assert said.endswith("The audit trail is broken: 1 place.\n")


def test_the_json_report_is_one_line(trail: Trail, capsys: pytest.CaptureFixture[str]) -> None:
    tamper("auditlab_thing", f"UPDATE auditlab_thing SET name = 'x' WHERE id = {trail.lamp}")
    code, said = run(trail, capsys, as_json=True)
    assert (code, said.count("\n")) == (1, 1)
    report = json.loads(said)
    assert (report["ok"], report["counts"]["blocks"]) == (False, 2)
    [finding] = report["findings"]
    assert (finding["table"], finding["row"], finding["column"]) == (
        "auditlab_thing",
        str(trail.lamp),
        "name",
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.test_settings", **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("as_json", [False, True])
def test_without_a_database_it_leaves_with_2_and_without_a_traceback(as_json: bool) -> None:
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    done = manage("audit_verify", *(["--json"] if as_json else []), DATABASE_URL=nowhere)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "could not be verified" in done.stdout + done.stderr
    if as_json:
        assert json.loads(done.stdout)["ok"] is None


@pytest.mark.committed
def test_it_sees_one_moment_while_others_go_on_writing(committed_db: CommittedDatabase, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.bulk_create([Thing(name=str(number)) for number in range(50)])
    sealed = manage("seal_ledger", DATABASE_URL=committed_db.url)
    assert sealed.returncode == 0, sealed.stderr
    verifying = subprocess.Popen(
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "audit_verify", "--json"],
        env=committed_db.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    rounds = 0
    while verifying.poll() is None and rounds < 500:
        rounds += 1
        with acting(actor):
            Thing.unscoped.update(count=rounds)
    out, _ = verifying.communicate(timeout=60)
    findings = [finding["check"] for finding in json.loads(out)["findings"]]
    assert findings == ["heads"]  # the subprocess has a folder of its own, so no exported heads
    assert rounds > 1


@pytest.mark.committed
def test_a_block_that_is_sealed_meanwhile_is_not_missed(
    committed_db: CommittedDatabase, actor: Actor, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.jsonl"
    with acting(actor):
        Thing.unscoped.create(name="Lamp")
    seal(clock.now)
    export_heads(heads)
    with acting(actor):
        Thing.unscoped.update(name="Lantern")

    def in_between(step: str) -> None:
        if step == "Ledger entries":
            with ThreadPoolExecutor(1) as another:
                another.submit(seal_and_export, heads).result()

    report = verify(heads, in_between)
    assert report.findings == []
    assert len(exported_heads(heads)) == report.counts["blocks"] + 1


def seal_and_export(heads: Path) -> None:
    """Do what the machinery does by itself, in a connection of its own."""
    seal(clock.now)
    export_heads(heads)
    connections.close_all()
