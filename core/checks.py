"""System checks: what would open a hole in the audit is refused before the product runs.

``manage.py check`` looks at the models; ``manage.py check --database default`` and ``migrate``
also look at the triggers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection, models
from django.db.migrations.executor import MigrationExecutor

from core.audit.presence import trigger_defects
from core.audit.tables import audited_table

#: What Django does to a row when the row it points to goes, without asking the row's own model.
_SILENT_CHANGES = (models.SET_NULL, models.SET_DEFAULT)


@register(Tags.models)
def check_audited_models(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Find audited models whose rows could change without a history row, or without meaning to."""
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if app_configs is None or apps.get_app_config(model._meta.app_label) in app_configs:
            found += audited_model_errors(model)
    return found


def audited_model_errors(model: type[models.Model]) -> Iterator[CheckMessage]:
    """Yield what is wrong with one model; nothing for a model that is not audited."""
    declares = hasattr(model, "AUDIT_EXCLUDED")
    if audited_table(model, apps) is None:
        if declares and not model._meta.proxy:
            yield Error(
                f"{model._meta.label} is audited but has no history table.",
                hint="Give it history = AuditHistoricalRecords(), as AuditedModel does.",
                obj=model,
                id="core.E001",
            )
        return
    for field in model._meta.local_fields:
        if field.remote_field and getattr(field.remote_field, "on_delete", None) in _SILENT_CHANGES:
            yield Error(
                f"{field.name} changes by itself when the row it points to is deleted.",
                hint="Use PROTECT or CASCADE on audited models.",
                obj=field,
                id="core.E002",
            )
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        if through is not None and through._meta.auto_created:
            yield Error(
                f"{field.name} keeps its links in a table without history.",
                hint="Name an audited model with through=.",
                obj=field,
                id="core.E003",
            )


@register(Tags.database)
def check_triggers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Find triggers that are missing, switched off, or not the ones that the models need.

    While migrations are waiting nothing is said: they bring the triggers, and ``migrate`` itself
    starts with these checks.
    """
    if not databases or "default" not in databases:
        return []
    try:
        defects = [] if _has_waiting_migrations() else trigger_defects()
    except DatabaseError:  # no database yet: Django's own checks say so
        return []
    return [
        Error(
            str(defect),
            hint="Write a migration with AuditTriggers (makemigrations adds it), then run manage.py migrate."
            " Where nobody changed a model, find out who touched the trigger, and run audit_verify.",
            id="core.E004",
        )
        for defect in defects
    ]


def _has_waiting_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
