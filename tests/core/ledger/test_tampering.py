"""Whatever an administrator of the database changes past the triggers, the verification names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from core.audit import Actor, acting
from core.ledger import export_heads, record_event, seal
from core.ledger.verifying import Finding, verify
from core.models import LedgerEntry
from tests.core.ledger.conftest import NOON, Trail, tamper
from tests.support.auditlab.models import Thing

HISTORY, ENTRIES, BLOCKS = "auditlab_historicalthing", "core_ledgerentry", "core_ledgerblock"
DIGEST = "encode(sha256(convert_to(body, 'UTF8')), 'hex')"


def places(trail: Trail) -> set[tuple[str, str, str, str]]:
    return {(f.check, f.table, f.row, f.column) for f in verify(trail.heads).findings}


def history_id(trail: Trail, kind: str) -> str:
    return str(Thing.history.model._base_manager.get(id=trail.lamp, history_type=kind).history_id)


def entry_id(trail: Trail, kind: str) -> str:
    found = LedgerEntry.objects.get(subject_model="auditlab.thing", history_id=history_id(trail, kind))
    return str(found.pk)


def test_a_trail_that_nobody_touched_holds(trail: Trail) -> None:
    report = verify(trail.heads)
    assert report.findings == []
    assert report.is_clean
    assert (report.counts["entries"], report.counts["history_rows"], report.counts["blocks"]) == (6, 5, 2)
    assert report.head.startswith("2:")


def test_work_that_goes_on_after_sealing_is_no_alarm(trail: Trail, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(count=4)
        Thing.unscoped.filter(pk=trail.chair).delete()
        record_event("core.export.downloaded", actor=actor, now=NOON, details={"file": "Ä “x”.csv"})
    Thing.unscoped.update(seen_at=NOON)
    report = verify(trail.heads)
    assert report.findings == []
    assert report.counts["unsealed"] == 4


def test_a_changed_value_is_named_by_table_row_and_column(trail: Trail) -> None:
    tamper("auditlab_thing", f"UPDATE auditlab_thing SET name = 'x', count = 9 WHERE id = {trail.lamp}")
    assert places(trail) == {
        ("current", "auditlab_thing", str(trail.lamp), "name"),
        ("current", "auditlab_thing", str(trail.lamp), "count"),
    }


def test_a_changed_version_is_named(trail: Trail) -> None:
    tamper("auditlab_thing", f"UPDATE auditlab_thing SET row_version = 1 WHERE id = {trail.lamp}")
    assert places(trail) == {("current", "auditlab_thing", str(trail.lamp), "row_version")}


def test_a_row_that_was_slipped_in_is_named(trail: Trail) -> None:
    tamper("auditlab_shelf", "INSERT INTO auditlab_shelf (id, name, row_version) VALUES (2000000003, 'x', 1)")
    assert places(trail) == {("current", "auditlab_shelf", "2000000003", "")}


def test_a_row_that_was_taken_away_is_named(trail: Trail) -> None:
    tamper("auditlab_thing", f"DELETE FROM auditlab_thing WHERE id = {trail.chair}")
    assert places(trail) == {("current", "auditlab_thing", str(trail.chair), "")}


def test_a_deleted_row_that_was_put_back_is_named(trail: Trail) -> None:
    insert = f"INSERT INTO auditlab_shelf (id, name, row_version) VALUES ({trail.shelf}, 'North wall', 1)"
    tamper("auditlab_shelf", insert)
    assert places(trail) == {("current", "auditlab_shelf", str(trail.shelf), "")}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "'x'"),
        ("history_actor", "'user:1'"),
        ("history_date", "now() - interval '1 day'"),
        ("history_type", "'-'"),
        ("history_change_reason", "'good cause'"),
        ("words", "'{a}'"),
    ],
)
def test_a_changed_history_row_is_named_with_its_column(trail: Trail, column: str, value: str) -> None:
    row = history_id(trail, "+")
    tamper(HISTORY, f"UPDATE {HISTORY} SET {column} = {value} WHERE history_id = {row}")
    assert places(trail) == {("history", HISTORY, row, column)}


def test_a_history_row_given_to_another_subject_is_named(trail: Trail) -> None:
    row = history_id(trail, "+")
    tamper(HISTORY, f"UPDATE {HISTORY} SET id = {trail.chair} WHERE history_id = {row}")
    assert ("history", HISTORY, row, "id") in places(trail)


def test_a_row_and_its_newest_history_changed_alike_are_still_named(trail: Trail) -> None:
    row = history_id(trail, "~")
    tamper("auditlab_thing", f"UPDATE auditlab_thing SET name = 'x' WHERE id = {trail.lamp}")
    tamper(HISTORY, f"UPDATE {HISTORY} SET name = 'x' WHERE history_id = {row}")
    assert places(trail) == {("history", HISTORY, row, "name")}


def test_a_history_row_that_was_taken_away_is_named(trail: Trail) -> None:
    row = history_id(trail, "+")
    tamper(HISTORY, f"DELETE FROM {HISTORY} WHERE history_id = {row}")
    assert places(trail) == {("history", HISTORY, row, "")}


def test_a_history_row_that_was_slipped_in_is_named(trail: Trail) -> None:
    columns = "id, row_version, name, count, color, is_sold, details, words, history_date, history_type"
    values = "7777, 1, 'x', 0, '', false, '{}', '{}', now(), '+', 'system:x', 'task', ''"
    tamper(
        HISTORY,
        f"INSERT INTO {HISTORY} (history_id, {columns}, history_actor, history_channel, history_request_id)"
        f" VALUES (2000000002, {values})",
    )
    assert ("history", HISTORY, "2000000002", "") in places(trail)


def test_a_reworded_entry_is_named(trail: Trail) -> None:
    entry = entry_id(trail, "~")
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET body = replace(body, 'Lantern', 'x') WHERE id = {entry}")
    assert ("entry", ENTRIES, entry, "body") in places(trail)


def test_a_reworded_entry_with_a_new_digest_breaks_its_block(trail: Trail) -> None:
    entry = entry_id(trail, "~")
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET body = replace(body, 'Lantern', 'x') WHERE id = {entry}")
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET digest = {DIGEST} WHERE id = {entry}")
    assert places(trail) == {
        ("history", HISTORY, history_id(trail, "~"), "name"),
        ("chain", BLOCKS, "2", "root"),
    }


def test_row_history_and_entry_changed_alike_still_break_the_chain(trail: Trail) -> None:
    entry, row = entry_id(trail, "~"), history_id(trail, "~")
    tamper("auditlab_thing", f"UPDATE auditlab_thing SET name = 'x' WHERE id = {trail.lamp}")
    tamper(HISTORY, f"UPDATE {HISTORY} SET name = 'x' WHERE history_id = {row}")
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET body = replace(body, 'Lantern', 'x') WHERE id = {entry}")
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET digest = {DIGEST} WHERE id = {entry}")
    assert places(trail) == {("chain", BLOCKS, "2", "root")}


def test_a_chain_that_was_made_anew_is_not_the_one_exported(
    trail: Trail, ticking: Callable[[], dt.datetime]
) -> None:
    test_row_history_and_entry_changed_alike_still_break_the_chain(trail)
    tamper("core_ledgerseal", "DELETE FROM core_ledgerseal")
    tamper(BLOCKS, f"DELETE FROM {BLOCKS}")
    seal(ticking, block_size=4)
    assert places(trail) == {("heads", BLOCKS, "1", "head"), ("heads", BLOCKS, "2", "head")}


def test_an_entry_that_was_taken_away_is_named_by_history_and_chain(trail: Trail) -> None:
    entry = entry_id(trail, "~")
    row = history_id(trail, "~")
    tamper(ENTRIES, f"DELETE FROM {ENTRIES} WHERE id = {entry}")
    assert places(trail) == {
        ("history", HISTORY, row, ""),
        ("chain", ENTRIES, entry, ""),
        ("chain", BLOCKS, "2", "entry_count"),
    }


def test_an_event_that_was_taken_away_is_named(trail: Trail) -> None:
    tamper(ENTRIES, f"DELETE FROM {ENTRIES} WHERE id = {trail.event}")
    assert ("chain", ENTRIES, str(trail.event), "") in places(trail)


@pytest.mark.parametrize("column", ["kind", "subject_model", "subject_id", "actor", "occurred_at"])
def test_an_event_whose_columns_were_changed_is_named(trail: Trail, column: str) -> None:
    value = "now()" if column == "occurred_at" else "'a.b.c'"
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET {column} = {value} WHERE id = {trail.event}")
    assert places(trail) == {("entry", ENTRIES, str(trail.event), "")}


@pytest.mark.parametrize("column", ["kind", "actor", "occurred_at"])
def test_a_change_whose_columns_were_changed_is_named(trail: Trail, column: str) -> None:
    entry = entry_id(trail, "~")
    value = "now()" if column == "occurred_at" else "'a.b.c'"
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET {column} = {value} WHERE id = {entry}")
    assert ("entry", ENTRIES, entry, "") in places(trail)


def test_an_entry_given_to_another_subject_is_named(trail: Trail) -> None:
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET subject_id = '0' WHERE id = {entry_id(trail, '~')}")
    assert places(trail) == {("history", HISTORY, history_id(trail, "~"), "id")}


def test_a_second_entry_for_a_history_row_is_named(trail: Trail) -> None:
    columns = "kind, subject_model, subject_id, history_id, occurred_at, actor, body, digest"
    entry = entry_id(trail, "~")
    copy = f"SELECT 2000000001, {columns} FROM {ENTRIES} WHERE id = {entry}"
    tamper(ENTRIES, f"INSERT INTO {ENTRIES} (id, {columns}) {copy}")
    assert places(trail) == {("entry", ENTRIES, "2000000001", "history_id")}


@pytest.mark.parametrize("column", ["previous", "skip", "root", "sealed_at", "entry_count"])
def test_a_changed_block_is_named(trail: Trail, column: str) -> None:
    value = {"sealed_at": "now()", "entry_count": "7"}.get(column, "repeat('a', 64)")
    tamper(BLOCKS, f"UPDATE {BLOCKS} SET {column} = {value} WHERE sequence = 2")
    assert ("chain", BLOCKS, "2", "head") in places(trail)


def test_a_changed_head_is_named_by_the_chain_and_by_the_export(trail: Trail) -> None:
    tamper(BLOCKS, f"UPDATE {BLOCKS} SET head = repeat('a', 64) WHERE sequence = 1")
    assert places(trail) == {
        ("chain", BLOCKS, "1", "head"),
        ("chain", BLOCKS, "2", "previous"),
        ("heads", BLOCKS, "1", "head"),
    }


def test_a_last_block_that_was_taken_away_with_its_seals_was_exported(trail: Trail) -> None:
    tamper("core_ledgerseal", "DELETE FROM core_ledgerseal WHERE block_id = 2")
    tamper(BLOCKS, f"DELETE FROM {BLOCKS} WHERE sequence = 2")
    assert places(trail) == {("heads", BLOCKS, "2", "")}


def test_a_first_block_that_was_taken_away_is_named(trail: Trail) -> None:
    tamper(BLOCKS, f"DELETE FROM {BLOCKS} WHERE sequence = 1")
    assert {("chain", BLOCKS, "1", ""), ("chain", BLOCKS, "2", "")} <= places(trail)


def test_a_seal_that_was_taken_away_is_missed_in_its_block(trail: Trail) -> None:
    tamper("core_ledgerseal", f"DELETE FROM core_ledgerseal WHERE entry_id = {trail.event}")
    assert places(trail) == {("chain", BLOCKS, "2", "entry_count")}


def test_entries_that_changed_places_break_their_block(trail: Trail) -> None:
    tamper("core_ledgerseal", "UPDATE core_ledgerseal SET position = 10 - position WHERE block_id = 2")
    assert places(trail) == {("chain", BLOCKS, "2", "root")}


def test_a_digest_that_is_none_is_named(trail: Trail) -> None:
    tamper(ENTRIES, f"UPDATE {ENTRIES} SET digest = 'none' WHERE id = {trail.event}")
    assert places(trail) == {("entry", ENTRIES, str(trail.event), "body"), ("chain", BLOCKS, "2", "root")}


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE auditlab_thing DISABLE TRIGGER audit_update",
        "ALTER TABLE auditlab_thing ENABLE TRIGGER audit_update",
        "DROP TRIGGER audit_update ON auditlab_thing",
        "CREATE OR REPLACE FUNCTION audit_auditlab_thing_update() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END'",
        "ALTER FUNCTION audit_auditlab_thing_update() SECURITY INVOKER",
        "ALTER FUNCTION audit_auditlab_thing_update() RESET search_path",
    ],
)
def test_a_trigger_that_was_switched_off_or_changed_is_named(trail: Trail, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    [finding] = verify(trail.heads).findings
    assert (finding.check, finding.table) == ("trigger", "auditlab_thing")
    assert "audit_update" in finding.message


def test_a_file_of_heads_that_is_gone_is_reported(trail: Trail) -> None:
    trail.heads.unlink()
    assert places(trail) == {("heads", BLOCKS, "", "")}


def test_a_file_of_heads_that_is_not_ours_is_reported(trail: Trail) -> None:
    trail.heads.write_text("not JSON\n")
    [finding] = verify(trail.heads).findings
    assert "line 1" in finding.message


def test_a_column_added_later_does_not_disturb_older_entries(trail: Trail) -> None:
    tamper(HISTORY, f"ALTER TABLE {HISTORY} ADD COLUMN added text NOT NULL DEFAULT 'x'")
    assert places(trail) == set()


def test_a_column_dropped_later_does_not_disturb_older_entries(trail: Trail) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {HISTORY} DROP COLUMN history_change_reason")
    assert places(trail) == set()


def test_a_column_renamed_later_is_found_again_when_the_model_says_so(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(HISTORY, f"ALTER TABLE {HISTORY} ADD COLUMN title text")
    tamper(HISTORY, f"UPDATE {HISTORY} SET title = name")
    tamper(HISTORY, f"UPDATE {HISTORY} SET title = 'x' WHERE history_id = {history_id(trail, '~')}")
    monkeypatch.setattr(Thing, "AUDIT_RENAMED", {"name": "title"})
    assert places(trail) == {("history", HISTORY, history_id(trail, "~"), "name")}


def test_a_finding_reads_as_a_place_and_a_sentence() -> None:
    finding = Finding("current", "vendors_vendor", "12", "name", "the value is not the one in its history")
    assert str(finding) == "vendors_vendor, row 12, column name: the value is not the one in its history"
    assert str(Finding("trigger", "vendors_vendor", "", "", "it is gone")) == "vendors_vendor: it is gone"


def test_an_export_after_a_gap_makes_up_for_what_is_missing(trail: Trail) -> None:
    whole = trail.heads.read_text()
    trail.heads.write_text(whole[: len(whole) - 20])  # torn in the last line, as by a crash
    assert export_heads(trail.heads) == 1
    assert trail.heads.read_text() == whole
    assert export_heads(trail.heads) == 0
