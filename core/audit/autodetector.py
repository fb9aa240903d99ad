"""``makemigrations`` that never forgets the audit triggers."""

from __future__ import annotations

from typing import Any

from django.db.migrations import operations
from django.db.migrations.autodetector import MigrationAutodetector

from core.audit.operations import AuditTriggers, PriorAuditTriggers
from core.audit.tables import audited_tables

#: What changes the columns or the name of a table.
_RESHAPING = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
    operations.AddField,
    operations.RemoveField,
    operations.AlterField,
    operations.RenameField,
)


class AuditingAutodetector(MigrationAutodetector):
    """Puts the trigger operations into each generated migration that reshapes audited models."""

    def _detect_changes(self, convert_apps: Any = None, graph: Any = None) -> dict[str, list[Any]]:
        changes = super()._detect_changes(convert_apps, graph)  # type: ignore[misc]
        for app_label, migrations in changes.items():
            had_triggers = any(audited_tables(self.from_state.apps, app_label))
            if had_triggers or any(audited_tables(self.to_state.apps, app_label)):
                _add_triggers(app_label, migrations, had_triggers)
        return changes


def _add_triggers(app_label: str, migrations: list[Any], had_triggers: bool) -> None:
    """Put the operations around the migrations generated for one app."""
    reshaping = [m for m in migrations if any(isinstance(each, _RESHAPING) for each in m.operations)]
    if not reshaping:
        return
    first, last = reshaping[0], reshaping[-1]
    last.operations.append(AuditTriggers(app_label))
    if app_label != "core":
        last.dependencies.append(("core", "__first__"))
    if had_triggers:
        first.operations.insert(0, PriorAuditTriggers(app_label))
