"""The base of every model whose past must be provable."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db import models
from simple_history.models import HistoricalRecords

from core.access.scope import ScopedManager
from core.errors import StaleObject


class AuditHistory(models.Model):
    """What every history row says besides the old values: who acted, by which way, in which request."""

    history_actor = models.CharField(max_length=80)
    history_channel = models.CharField(max_length=20)
    history_request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        abstract = True


class AuditHistoricalRecords(HistoricalRecords):
    """simple-history's tables and reading side; the rows are written by PostgreSQL triggers."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("bases", [AuditHistory])
        kwargs.setdefault("history_change_reason_field", models.TextField(null=True))
        kwargs.setdefault("inherit", True)
        kwargs.setdefault("user_db_constraint", False)
        super().__init__(**kwargs)

    def create_history_model(self, model: type[models.Model], inherited: bool) -> type[models.Model]:
        """Leave out of the history what the model names in ``AUDIT_EXCLUDED``."""
        self.excluded_fields = list(getattr(model, "AUDIT_EXCLUDED", ()))
        return super().create_history_model(model, inherited)

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field]:
        """Index history by its subject, and by the whole that a part belongs to; nothing else is searched.

        Each index of a history table makes every write of the audited table slower.
        """
        fields = super().copy_fields(model)
        for name, field in fields.items():
            original: Any = model._meta.get_field(name)
            is_part_of = original.remote_field and original.remote_field.on_delete is models.CASCADE
            field.db_index = bool(original.primary_key or is_part_of)
        return fields

    def get_extra_fields(
        self, model: type[models.Model], fields: dict[str, models.Field]
    ) -> dict[str, object]:
        """Leave date and user without an index of their own, for the same reason."""
        extra = super().get_extra_fields(model, fields)
        for name in ("history_date", "history_user"):
            extra[name].db_index = False
        return extra


class AuditedModel(models.Model):
    """A model with trigger-written history, a version for optimistic locking, and scoped reading.

    ``row_version`` starts at 1 and is raised by a trigger at every real change, whatever path wrote it.
    Fields named in ``AUDIT_EXCLUDED`` (search vectors, last use) are neither in the history nor a change.
    """

    AUDIT_EXCLUDED: ClassVar[tuple[str, ...]] = ()
    #: Old to new name of columns that were renamed after a release: entries of before keep the old one.
    AUDIT_RENAMED: ClassVar[dict[str, str]] = {}

    row_version = models.PositiveIntegerField(default=1, editable=False)

    unscoped = models.Manager()
    objects: Any = ScopedManager()
    history = AuditHistoricalRecords()

    class Meta:
        abstract = True
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"


M = TypeVar("M", bound=AuditedModel)


def lock_version(queryset: models.QuerySet[M], pk: object, expected: int | None) -> M:
    """Lock one row until the end of the transaction and return it fresh.

    Args:
        queryset: Already narrowed to what the person may see.
        pk: Primary key of the row.
        expected: The ``row_version`` that the person read, None to skip the comparison.

    Raises:
        StaleObject: The row changed since it was read.
    """
    row = queryset.select_for_update(of=("self",)).get(pk=pk)
    if expected is not None and row.row_version != expected:
        raise StaleObject(
            f"{row} was changed by somebody else (version {row.row_version}, yours is {expected})."
            " Read it again and repeat your change."
        )
    return row
