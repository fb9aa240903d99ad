"""System checks: what would open a hole in the audit is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import OperationalError, connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import isolate_apps

from core.checks import audited_model_errors, check_triggers
from tests.support.auditlab.models import Label, Shelf, Thing


def ids(model: type[models.Model]) -> list[str | None]:
    return [error.id for error in audited_model_errors(model)]


def test_the_models_of_the_product_pass() -> None:
    assert [error for error in run_checks(tags=[Tags.models]) if error.id.startswith("core.")] == []


@pytest.mark.parametrize("on_delete", [models.SET_NULL, models.SET_DEFAULT])
def test_a_link_that_changes_by_itself_is_refused(monkeypatch: pytest.MonkeyPatch, on_delete: Any) -> None:
    monkeypatch.setattr(Thing._meta.get_field("shelf").remote_field, "on_delete", on_delete)
    assert ids(Thing) == ["core.E002"]


@pytest.mark.parametrize("on_delete", [models.PROTECT, models.CASCADE, models.RESTRICT])
def test_a_link_that_protects_or_cascades_passes(monkeypatch: pytest.MonkeyPatch, on_delete: Any) -> None:
    monkeypatch.setattr(Thing._meta.get_field("shelf").remote_field, "on_delete", on_delete)
    assert ids(Thing) == []


def test_many_to_many_links_without_a_model_of_their_own_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    through = Thing._meta.get_field("labels").remote_field.through
    monkeypatch.setattr(through._meta, "auto_created", Thing)
    assert ids(Thing) == ["core.E003"]


@isolate_apps("tests.support.auditlab")
def test_an_audited_model_without_history_is_refused() -> None:
    class Forgotten(models.Model):
        AUDIT_EXCLUDED = ()

        class Meta:
            app_label = "auditlab"

    assert ids(Forgotten) == ["core.E001"]


@isolate_apps("tests.support.auditlab")
def test_a_model_that_is_not_audited_may_do_as_it_likes() -> None:
    class Free(models.Model):
        shelf = models.ForeignKey(Shelf, null=True, on_delete=models.SET_NULL, related_name="+")
        labels = models.ManyToManyField(Label, related_name="+")

        class Meta:
            app_label = "auditlab"

    assert ids(Free) == []


@pytest.mark.django_db
def test_the_triggers_of_a_migrated_database_are_all_there() -> None:
    assert check_triggers(databases=["default"]) == []
    call_command("check", databases=["default"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("DROP TRIGGER audit_no_truncate ON auditlab_shelf", "missing"),
        ("ALTER TABLE auditlab_shelf DISABLE TRIGGER audit_no_truncate", "disabled"),
        ("ALTER TABLE auditlab_shelf ENABLE TRIGGER audit_no_truncate", "disabled"),
        (
            "CREATE OR REPLACE TRIGGER audit_no_truncate AFTER TRUNCATE ON auditlab_shelf"
            " FOR EACH STATEMENT EXECUTE FUNCTION termkeeper_refuse_change();"
            "ALTER TABLE auditlab_shelf ENABLE ALWAYS TRIGGER audit_no_truncate",
            "stale",
        ),
    ],
)
def test_a_trigger_that_is_not_as_it_must_be_is_reported(statement: str, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    [error] = check_triggers(databases=["default"])
    assert error.msg == f"Trigger audit_no_truncate on auditlab_shelf is {state}."
    assert error.id == "core.E004"


@pytest.mark.django_db
def test_the_history_of_the_ledger_itself_is_watched_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_ledgerblock DISABLE TRIGGER USER")
    assert [error.msg for error in check_triggers(databases=["default"])] == [
        "Trigger audit_append_only on core_ledgerblock is disabled."
    ]


@pytest.mark.django_db
def test_a_column_that_came_without_new_triggers_is_reported() -> None:
    fields = [*Shelf._meta.concrete_fields]
    added = models.CharField(max_length=10, default="")
    added.set_attributes_from_name("added")
    history = Shelf.history.model
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf._meta, "concrete_fields", [*fields, added])
        patch.setattr(history._meta, "concrete_fields", [*history._meta.concrete_fields, added])
        stale = {error.msg for error in check_triggers(databases=["default"])}
    assert "Trigger audit_update on auditlab_shelf is stale." in stale
    assert "Trigger zz_audit_version on auditlab_shelf is stale." in stale


@pytest.mark.django_db
def test_nothing_is_said_while_the_migration_that_brings_the_triggers_is_waiting() -> None:
    [last] = MigrationLoader(connection).graph.leaf_nodes("auditlab")
    MigrationRecorder(connection).record_unapplied(*last)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_no_truncate ON auditlab_shelf")
    assert check_triggers(databases=["default"]) == []


def test_a_database_that_does_not_answer_is_left_to_the_checks_of_django(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_answer() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", no_answer)
    assert check_triggers(databases=["default"]) == []


def test_the_database_is_looked_at_only_when_asked() -> None:
    assert check_triggers() == []
    assert check_triggers(databases=["other"]) == []
