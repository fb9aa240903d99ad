"""Has anything ever been recorded in this database?"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from core.audit.tables import audited_table

#: Of the floor only audited tables count: its others (sweeps, jobs, marks) fill without anybody's doing.
FLOOR = "core"


def first_filled_table() -> str:
    """Return the label of a table in which somebody recorded something, empty when there is none.

    Every table of the apps counts that has an audited one beside it, histories included: what was
    recorded and deleted again was recorded. Works for tables that later apps bring.
    """
    for model in _recording_models():
        if model._base_manager.exists():
            return model._meta.label_lower
    return ""


def _recording_models() -> Iterator[type[models.Model]]:
    """Yield the tables that count, those with current rows before their histories."""
    found = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    audited = {model for model in found if audited_table(model, apps)}
    business = {model._meta.app_label for model in audited} - {FLOOR}
    yield from (model for model in found if model in audited)
    yield from (model for model in found if model not in audited and model._meta.app_label in business)
