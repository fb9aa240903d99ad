"""Migration operations: make the audit triggers, and say who acts in a data migration."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory

from core.audit.action import tell_database
from core.audit.actor import Actor
from core.audit.tables import audited_tables
from core.audit.triggers import append_only, create_sql, drop_sql, triggers_of


class _TriggerOperation(Operation):
    category = OperationCategory.SQL

    def __init__(self, app: str) -> None:
        self.app = app

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model: triggers are not part of the state."""

    def _create(self, schema_editor: BaseDatabaseSchemaEditor, state: Any) -> None:
        for table in audited_tables(state.apps, self.app):
            for trigger in triggers_of(table):
                for statement in create_sql(trigger):
                    schema_editor.execute(statement, params=None)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor, state: Any) -> None:
        for table in audited_tables(state.apps, self.app):
            for trigger in triggers_of(table):
                for statement in drop_sql(trigger):
                    schema_editor.execute(statement, params=None)


class AuditTriggers(_TriggerOperation):
    """Make the triggers of every audited table of ``app`` as the models now are.

    The last operation of each migration that changes columns of audited models;
    ``makemigrations`` adds it by itself.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create or replace the triggers."""
        self._create(schema_editor, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        self._drop(schema_editor, to_state)

    def describe(self) -> str:
        """Name the operation in the list that ``migrate`` prints."""
        return f"Make the audit triggers of {self.app}"


class PriorAuditTriggers(_TriggerOperation):
    """On the way back, make the triggers of ``app`` again as they were before this migration.

    The first operation of each migration that changes columns of models which had triggers before.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing: ``AuditTriggers`` at the end replaces them."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers from the models as they were."""
        self._create(schema_editor, to_state)

    def describe(self) -> str:
        """Name the operation in the list that ``migrate`` prints."""
        return f"Restore the audit triggers of {self.app} when going back"


class LedgerTriggers(Operation):
    """Make the triggers of tables that only grow: those of the ledger."""

    category = OperationCategory.SQL

    def __init__(self, tables: tuple[str, ...]) -> None:
        self.tables = tuple(tables)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create or replace the triggers."""
        for table in self.tables:
            for trigger in append_only(table):
                for statement in create_sql(trigger):
                    schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        for table in self.tables:
            for trigger in append_only(table):
                for statement in drop_sql(trigger):
                    schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Name the operation in the list that ``migrate`` prints."""
        return f"Keep {', '.join(self.tables)} append-only"


class ActingAs(Operation):
    """Say who acts in the data operations that follow in this migration: ``system:<name>``."""

    category = OperationCategory.SQL

    def __init__(self, name: str) -> None:
        self.name = name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Tell the database until the end of the migration's transaction."""
        tell_database(Actor.system(self.name, channel="migration", request_id=app_label))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Tell the database on the way back too."""
        tell_database(Actor.system(self.name, channel="migration", request_id=app_label))

    def describe(self) -> str:
        """Name the operation in the list that ``migrate`` prints."""
        return f"Act as system:{self.name}"
