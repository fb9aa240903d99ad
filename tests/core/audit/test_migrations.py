"""Migrations: triggers come with them, go with them, and makemigrations does not forget them."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from core.audit.autodetector import AuditingAutodetector
from core.audit.operations import ActingAs, AuditTriggers, LedgerTriggers, PriorAuditTriggers
from core.audit.presence import trigger_defects
from core.management.commands import makemigrations, migrate


def detected(change: Any) -> list[Any]:
    """Return the operations that makemigrations writes for the lab after ``change`` of its state."""
    loader = MigrationLoader(None)
    before = loader.project_state()
    after = ProjectState.from_apps(apps)
    change(after)
    detector = AuditingAutodetector(before, after, NonInteractiveMigrationQuestioner())
    changes = detector.changes(loader.graph, trim_to_apps={"auditlab"}, migration_name="next")
    return [operation for migration in changes.get("auditlab", []) for operation in migration.operations]


def add_column(state: ProjectState) -> None:
    for name in ("shelf", "historicalshelf"):
        state.models["auditlab", name].fields["width"] = models.IntegerField(default=0)


def test_without_a_change_there_is_nothing_to_write() -> None:
    assert detected(lambda state: None) == []


def test_a_new_column_brings_the_triggers_after_it_and_their_return_before_it() -> None:
    operations = detected(add_column)
    assert isinstance(operations[0], PriorAuditTriggers)
    assert isinstance(operations[-1], AuditTriggers)
    assert len(operations) == 4


def test_the_first_audited_model_of_an_app_has_no_triggers_to_go_back_to() -> None:
    before = ProjectState.from_apps(apps)
    for name in [name for label, name in before.models if label == "auditlab"]:
        before.remove_model("auditlab", name)
    changes = AuditingAutodetector(before, ProjectState.from_apps(apps))._detect_changes()
    operations = [operation for migration in changes["auditlab"] for operation in migration.operations]
    assert isinstance(operations[-1], AuditTriggers)
    assert not any(isinstance(each, PriorAuditTriggers) for each in operations)


def test_a_change_that_touches_no_column_brings_none() -> None:
    def rename(state: ProjectState) -> None:
        state.models["auditlab", "shelf"].options["verbose_name_plural"] = "boards"

    assert [type(each).__name__ for each in detected(rename)] == ["AlterModelOptions"]


def test_an_app_without_audited_models_is_left_alone() -> None:
    state = ProjectState.from_apps(apps)
    state.add_model(ModelState("plain", "Note", [("id", models.BigAutoField(primary_key=True))]))
    changes = AuditingAutodetector(ProjectState.from_apps(apps), state)._detect_changes()
    assert [type(each).__name__ for each in changes["plain"][0].operations] == ["CreateModel"]


def test_both_commands_look_for_changes_that_way() -> None:
    assert makemigrations.Command.autodetector is migrate.Command.autodetector is AuditingAutodetector
    assert issubclass(AuditingAutodetector, MigrationAutodetector)


@pytest.mark.parametrize(
    "operation",
    [AuditTriggers("auditlab"), PriorAuditTriggers("auditlab"), LedgerTriggers(("a",)), ActingAs("fill")],
)
def test_every_operation_can_be_written_to_a_file_and_says_what_it_does(operation: Any) -> None:
    migration = Migration("0099_next", "auditlab")
    migration.operations = [operation]
    assert type(operation).__name__ in MigrationWriter(migration).as_string()
    assert operation.describe()
    assert operation.state_forwards("auditlab", ProjectState()) is None


@pytest.mark.django_db
def test_a_migration_forth_and_back_leaves_the_triggers_that_fit() -> None:
    before = ProjectState.from_apps(apps)
    migration = Migration("0099_next", "auditlab")
    migration.operations = detected(add_column)
    with connection.schema_editor(atomic=False) as editor:
        migration.apply(before.clone(), editor)
    assert {defect.state for defect in trigger_defects()} == {"stale"}  # the models do not know the column
    with connection.schema_editor(atomic=False) as editor:
        migration.unapply(before.clone(), editor)
    assert trigger_defects() == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["auditlab_historicalshelf", "core_ledgerentry"])
def test_unapplied_triggers_are_gone_and_come_back(table: str) -> None:
    state = ProjectState.from_apps(apps)
    migration = Migration("0099_next", "auditlab")
    migration.operations = [AuditTriggers("auditlab"), LedgerTriggers(("core_ledgerentry",))]
    with connection.schema_editor(atomic=False) as editor:
        migration.unapply(state.clone(), editor)
    assert (table, "missing") in {(defect.table, defect.state) for defect in trigger_defects()}
    with connection.schema_editor(atomic=False) as editor:
        migration.apply(state.clone(), editor)
    assert trigger_defects() == []


@pytest.mark.django_db
def test_acting_as_also_holds_on_the_way_back() -> None:
    migration = Migration("0099_next", "auditlab")
    migration.operations = [ActingAs("fill")]
    with connection.schema_editor(atomic=False) as editor:
        migration.unapply(ProjectState.from_apps(apps), editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('termkeeper.actor')")
        assert cursor.fetchone() == ("system:fill",)


@pytest.mark.django_db
def test_the_migrations_of_the_product_are_complete() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
