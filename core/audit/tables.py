"""Which tables are audited, and which of their columns their history keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

VERSION_COLUMN = "row_version"


@dataclass(frozen=True, slots=True)
class AuditedTable:
    """One audited table and its history table, as the triggers need to know them.

    Attributes:
        label: The model, e.g. ``vendors.vendor``; ledger entries call it the subject.
        table: Name of the table with the current rows.
        history_table: Name of the table with their past.
        key: Column of the primary key.
        columns: Columns that the history keeps, the key and ``row_version`` included, sorted by
            name so that the order in which migrations added them does not matter.
        renamed: Old and new name of columns that were renamed since entries were written
            (``AUDIT_RENAMED`` of the model), so that the verification finds them again.
    """

    label: str
    table: str
    history_table: str
    key: str
    columns: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """Return the columns whose change makes a history row and raises the version."""
        return tuple(name for name in self.columns if name not in (self.key, VERSION_COLUMN))


def history_of(model: type[models.Model], apps: Any) -> type[models.Model] | None:
    """Return the history model of ``model``, None when it has none of ours.

    Works on live models and on the historical models that migrations see, which know nothing
    but fields: the history model is found by its name.
    """
    try:
        history = apps.get_model(model._meta.app_label, f"Historical{model._meta.object_name}")
    except LookupError:
        return None
    return history if "history_actor" in _columns(history) else None


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def audited_table(model: type[models.Model], apps: Any) -> AuditedTable | None:
    """Describe one model, None when it is not audited."""
    history = history_of(model, apps)
    if history is None or model._meta.proxy or model._meta.pk is None:
        return None
    kept = set(_columns(history))
    return AuditedTable(
        label=model._meta.label_lower,
        table=model._meta.db_table,
        history_table=history._meta.db_table,
        key=str(model._meta.pk.column),
        columns=tuple(sorted(name for name in _columns(model) if name in kept)),
        renamed=tuple(getattr(model, "AUDIT_RENAMED", {}).items()),
    )


def audited_tables(apps: Any, app_label: str | None = None) -> Iterator[AuditedTable]:
    """Yield the audited tables of all apps, or of one, in the order of their labels."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label_lower):
        if app_label in (None, model._meta.app_label) and (found := audited_table(model, apps)):
            yield found
