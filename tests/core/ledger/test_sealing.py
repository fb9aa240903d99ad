"""Sealing, exporting and mailing heads, and entering events."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from core.audit import Actor, acting
from core.ledger import export_heads, exported_heads, latest_head, mail_head, newest_head, record_event, seal
from core.ledger.merkle import Tree
from core.models import NO_HEAD, LedgerBlock, LedgerEntry, LedgerSeal
from core.tasks.ledger import seal_task
from tests.core.ledger.conftest import NOON
from tests.support.auditlab.models import Thing
from tests.support.committed import CommittedDatabase

Clock = Callable[[], dt.datetime]


def write(count: int) -> None:
    with acting(Actor.system("test")):
        Thing.unscoped.bulk_create([Thing(name=str(number)) for number in range(count)])


@pytest.mark.django_db
def test_every_entry_gets_one_place_in_one_block(ticking: Clock) -> None:
    write(7)
    heads = seal(ticking, block_size=3)
    assert [head.entries for head in heads] == [3, 3, 1]
    places = LedgerSeal.objects.order_by("entry_id").values_list("block_id", "position")
    assert list(places) == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2), (3, 0)]


@pytest.mark.django_db
def test_blocks_are_linked_to_the_one_before_and_to_an_older_one(ticking: Clock) -> None:
    write(4)
    seal(ticking, block_size=1)
    first, second, third, fourth = LedgerBlock.objects.order_by("sequence")
    assert (first.previous, first.skip) == (NO_HEAD, NO_HEAD)
    assert (second.previous, second.skip) == (first.head, NO_HEAD)
    assert (third.previous, third.skip) == (second.head, second.head)
    assert (fourth.previous, fourth.skip) == (third.head, NO_HEAD)


@pytest.mark.django_db
def test_with_nothing_new_no_block_is_made(ticking: Clock) -> None:
    write(1)
    assert len(seal(ticking)) == 1
    assert seal(ticking) == []
    assert LedgerBlock.objects.count() == 1


@pytest.mark.django_db
def test_an_entry_that_was_committed_late_with_a_low_id_is_sealed_too(ticking: Clock, actor: Actor) -> None:
    write(2)
    seal(ticking)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_ledgerentry"
            " (id, kind, subject_model, subject_id, occurred_at, actor, body, digest)"
            " SELECT -5, kind, '', '', occurred_at, actor, body, digest FROM core_ledgerentry LIMIT 1"
        )
    seal(ticking)
    assert LedgerSeal.objects.filter(entry_id=-5).exists()


@pytest.mark.committed
def test_two_sealers_at_once_make_one_chain(committed_db: CommittedDatabase, ticking: Clock) -> None:
    write(40)
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        seal(lambda: NOON, block_size=3)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal(ticking)
    assert LedgerSeal.objects.count() == LedgerEntry.objects.count() == 40
    sequences = list(LedgerBlock.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))
    call_command("seal_ledger", verbosity=0)
    call_command("audit_verify")


def test_the_tree_is_the_one_anybody_can_compute() -> None:
    digests = [hashlib.sha256(bytes([n])).hexdigest() for n in range(3)]
    a, b, c = (hashlib.sha256(b"\x00" + bytes.fromhex(each)).digest() for each in digests)
    ab = hashlib.sha256(b"\x01" + a + b).digest()
    assert Tree(digests).root == hashlib.sha256(b"\x01" + ab + c).hexdigest()
    assert Tree(digests).path(0) == [("right", b.hex()), ("right", c.hex())]
    assert Tree(digests).path(2) == [("left", ab.hex())]
    assert Tree(digests[:1]).path(0) == []


def test_a_tree_over_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one entry"):
        Tree([])


@pytest.mark.django_db
def test_heads_are_exported_once_each(ticking: Clock, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "heads.jsonl"
    write(4)
    seal(ticking, block_size=2)
    assert export_heads(path) == 2
    assert export_heads(path) == 0
    assert exported_heads(path) == dict(LedgerBlock.objects.values_list("sequence", "head"))
    assert json.loads(path.read_text().splitlines()[0]).keys() == {"sequence", "head", "entries", "sealed_at"}


@pytest.mark.django_db
def test_the_head_for_reports_names_block_and_digest(ticking: Clock) -> None:
    assert (latest_head(), newest_head()) == ("", None)
    write(1)
    [head] = seal(ticking)
    assert latest_head() == f"1:{head.head}"
    assert newest_head() == head


@pytest.mark.django_db
def test_the_head_is_mailed_once_a_day_to_whom_the_settings_name(
    ticking: Clock, settings: Any, mailoutbox: list[mail.EmailMessage]
) -> None:
    settings.AUDIT_HEADS_TO = ["auditor@example.com"]
    assert mail_head(NOON) is False  # nothing was sealed yet
    write(1)
    seal(ticking)
    assert [mail_head(NOON), mail_head(NOON + dt.timedelta(hours=11))] == [True, False]
    assert mail_head(NOON + dt.timedelta(hours=12)) is True
    assert [message.to for message in mailoutbox] == [["auditor@example.com"]] * 2
    assert latest_head().partition(":")[2] in mailoutbox[0].body
    assert LedgerEntry.objects.filter(kind="core.head.mailed").count() == 2


@pytest.mark.django_db
def test_no_head_is_mailed_while_nobody_is_named(ticking: Clock, mailoutbox: list[mail.EmailMessage]) -> None:
    write(1)
    seal(ticking)
    assert mail_head(NOON) is False
    assert mailoutbox == []


@pytest.mark.django_db
def test_the_task_seals_and_exports(settings: Any, tmp_path: Path) -> None:
    settings.HEADS_FILE = tmp_path / "heads.jsonl"
    write(3)
    assert seal_task.name == "core.ledger.seal"
    assert seal_task() == "sealed 3 entries in 1 blocks"
    assert len(exported_heads(settings.HEADS_FILE)) == 1


@pytest.mark.django_db
def test_the_command_says_what_it_did_and_what_is_in_its_way(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HEADS_FILE = tmp_path / "heads.jsonl"
    write(3)
    call_command("seal_ledger")
    assert "Sealed 3 entries in 1 blocks, exported 1 heads." in capsys.readouterr().out
    settings.HEADS_FILE.write_text("nonsense\n")
    with pytest.raises(CommandError, match=r"heads\.jsonl, line 1"):
        call_command("seal_ledger")


@pytest.mark.django_db
def test_an_event_is_kept_as_text_with_its_digest(actor: Actor) -> None:
    entry = record_event(
        "core.export.downloaded",
        actor=actor.with_reason("audit"),
        now=NOON,
        subject=("Vendors.Vendor", 7),
        details={"rows": 3, "day": dt.date(2026, 11, 30), "name": "Größe"},
    )
    assert entry.body == (
        '{"event":{"actor":"system:test","channel":"task","details":{"day":"2026-11-30","name":"Größe","rows":3},'
        '"occurred_at":"2026-11-30T12:00:00+00:00","reason":"audit","request_id":"",'
        '"subject_id":"7","subject_model":"vendors.vendor"},"kind":"core.export.downloaded"}'
    )
    assert entry.digest == hashlib.sha256(entry.body.encode()).hexdigest()


@pytest.mark.django_db
def test_an_event_goes_when_the_action_fails(actor: Actor) -> None:
    with transaction.atomic():
        record_event("core.export.downloaded", actor=actor, now=NOON)
        transaction.set_rollback(True)
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["export", "core.export", "core..downloaded", "a.b.c.d"])
def test_an_event_without_its_three_names_is_refused(actor: Actor, kind: str) -> None:
    with pytest.raises(ValueError, match=r"<app>\.<noun>"):
        record_event(kind, actor=actor, now=NOON)
