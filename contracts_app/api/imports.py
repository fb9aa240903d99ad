"""``/api/v1/imports/``: importing a register by upload with a mapping, reading the check, confirming."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action as route
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from contracts_app.actions.register_runs import confirm_import, request_check, upload_register
from contracts_app.models import ImportRun
from core import clock
from core.api.inputs import StrictInput, read_input
from core.api.parsers import BoundedJSONParser
from core.api.shapes import LaterField, ReadShape
from core.api.views import ApiViewSet
from core.audit import Actor

_LARGEST_MAPPING = 100_000


class ErrorInRow(serializers.Serializer):
    """What is wrong with one cell of the file."""

    row = serializers.IntegerField(help_text="As a spreadsheet counts: the header is row 1.")
    column = serializers.CharField()
    value = serializers.CharField()
    message = serializers.CharField()


class ImportRow(ReadShape):
    """An import in a list."""

    class Meta:
        model = ImportRun
        fields: ClassVar = ("id", "source", "file_name", "sha256", "state", "created_at", "finished_at")


class PresentState(serializers.ChoiceField, LaterField):
    """Where an import stands now, its job's fate included."""


class Percent(serializers.IntegerField, LaterField):
    """How far the worker is, 0 to 100; null while nobody knows."""


class Message(serializers.CharField, LaterField):
    """A sentence about how it ended."""


class ImportDetail(ReadShape):
    """An import with what its check or its end found: counts are rows of the file."""

    state = PresentState(choices=ImportRun.State.choices, read_only=True)
    percent = Percent(read_only=True, allow_null=True)
    message = Message(read_only=True)
    errors = serializers.JSONField(read_only=True, help_text="The first 200 refused cells.")

    class Meta:
        model = ImportRun
        fields: ClassVar = (
            *(name for name in ImportRow.Meta.fields if name != "state"), "mapping", "is_skipping_bad_rows",
            "row_count", "created_count", "updated_count", "unchanged_count", "failed_count", "errors",
            "state", "percent", "message",
        )  # fmt: skip


class UploadInput(StrictInput):
    """A register file, and how its columns are read."""

    source = serializers.CharField(max_length=60, help_text="Name of the register; part of each row's key.")
    file = serializers.FileField(help_text="CSV in UTF-8 or cp1252.")
    mapping = serializers.CharField(
        max_length=_LARGEST_MAPPING, help_text="TOML: [columns], [defaults], [formats], [values.status]."
    )


class ConfirmInput(StrictInput):
    """The decision to import what was checked."""

    skip_bad_rows = serializers.BooleanField(default=False)


def upload_and_check(
    *, actor: Actor, source: str, file_name: str, content: bytes, mapping: str, now: dt.datetime
) -> ImportRun:
    """Keep the file and ask for its check, both or neither (runs inside the transaction of the request)."""
    upload, check = inspect.unwrap(upload_register), inspect.unwrap(request_check)
    run = upload(actor=actor, source=source, file_name=file_name, content=content, now=now)
    return check(actor=actor, run=run, mapping=mapping)


class ImportViewSet(ApiViewSet):
    """Imports of registers: one's own, or all of them for who imports everywhere."""

    policy: ClassVar[dict[str, str]] = {
        "list": "imports.run",
        "retrieve": "imports.run",
        "create": "imports.run",
        "confirm": "imports.run",
    }
    http_method_names = ["get", "post", "head"]
    model = ImportRun
    row_shape = ImportRow
    detail_shape = ImportDetail
    version_columns: ClassVar[tuple[str, ...]] = ("id",)
    later_columns: ClassVar[tuple[str, ...]] = ("pk",)
    default_ordering = "-id"

    def get_parsers(self) -> list[BaseParser]:
        """Return the form parser for uploads, JSON for the rest."""
        is_upload = getattr(self, "action_map", {}).get("post") == "create"
        return [MultiPartParser()] if is_upload else [BoundedJSONParser()]

    def later(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return where the import stands now."""
        run = self.get_queryset().select_related("job").get(pk=row["pk"])
        percent = run.job.percent if run.job and run.is_under_way else None
        return {"state": run.effective_state, "percent": percent, "message": run.effective_message}

    @extend_schema(request={"multipart/form-data": UploadInput}, responses={201: ImportDetail})
    def create(self, request: Request) -> HttpResponse:
        """Upload a register with its mapping; a worker checks every row, and nothing is imported yet."""
        values = read_input(UploadInput(data=request.data))
        return self.written(
            request,
            upload_and_check,
            status=201,
            source=values["source"],
            file_name=values["file"].name,
            content=values["file"].read(),
            mapping=values["mapping"],
            now=clock.now(),
        )

    @extend_schema(request=ConfirmInput, responses=ImportDetail)
    @route(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: int) -> HttpResponse:
        """Import what was checked; a worker does it, ``state`` and ``percent`` say how far it is."""
        run = self.get_queryset().get(pk=pk)
        skips = read_input(ConfirmInput(data=request.data))["skip_bad_rows"]
        return self.written(request, confirm_import, run=run, is_skipping_bad_rows=skips, now=clock.now())
