"""``/api/v1/sla-tickets/`` and ``/api/v1/sla-measurements/``: what is recorded, and voiding one of it."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from core.api.etags import version_held
from core.api.filters import IdFilter
from core.api.inputs import read_input
from core.api.shapes import ReadShape
from core.api.views import ApiViewSet
from slas.actions.measurements import void_measurement
from slas.actions.tickets import void_ticket
from slas.api.outage_inputs import VoidInput
from slas.models import Measurement, Ticket, TicketPause


class TicketPauseShape(ReadShape):
    """A time in which a ticket waited for somebody else; ``end_at`` is null while it still does."""

    class Meta:
        model = TicketPause
        link = "ticket"
        order: ClassVar = ("start_at", "pk")
        fields: ClassVar[tuple[str, ...]] = ("start_at", "end_at", "reason")


class TicketShape(ReadShape):
    """A ticket with its pauses; ``voided_reason`` says why it does not count."""

    contract_id = serializers.IntegerField(source="service.contract_id", read_only=True)
    service_id = serializers.IntegerField(read_only=True)
    service = serializers.CharField(source="service.slug", read_only=True)
    pauses = TicketPauseShape(many=True, read_only=True)

    class Meta:
        model = Ticket
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "service_id", "service", "source", "ref", "severity", "title", "opened_at",
            "responded_at", "resolved_at", "pauses", "voided_reason", "created_at",
        )  # fmt: skip


class MeasurementShape(ReadShape):
    """A measurement of a target; check-ins have the source ``check-in`` and the days of their period as ref.

    ``voided_reason`` says why it does not count.
    """

    target_id = serializers.IntegerField(read_only=True)
    service_id = serializers.IntegerField(source="target.service_id", read_only=True)
    contract_id = serializers.IntegerField(source="target.service.contract_id", read_only=True)

    class Meta:
        model = Measurement
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "service_id", "target_id", "source", "ref", "at", "value", "note",
            "voided_reason", "created_at",
        )  # fmt: skip


class TicketFilters(django_filters.FilterSet):
    """Every filter narrows; ``from`` and ``to`` give the tickets that were opened in the stretch."""

    contract = IdFilter(field_name="service__contract_id", label="Id of the contract.")
    service = IdFilter(field_name="service_id", label="Id of the service.")

    class Meta:
        model = Ticket
        fields: ClassVar = ()


class MeasurementFilters(django_filters.FilterSet):
    """Every filter narrows; ``from`` and ``to`` give the measurements that were taken in the stretch."""

    contract = IdFilter(field_name="target__service__contract_id", label="Id of the contract.")
    target = IdFilter(field_name="target_id", label="Id of the target.")

    class Meta:
        model = Measurement
        fields: ClassVar = ()


for _filters, _instant in ((TicketFilters, "opened_at"), (MeasurementFilters, "at")):
    _filters.base_filters["from"] = django_filters.IsoDateTimeFilter(
        field_name=_instant, lookup_expr="gte", label="From this instant on."
    )
    _filters.base_filters["to"] = django_filters.IsoDateTimeFilter(
        field_name=_instant, lookup_expr="lt", label="Before this instant."
    )


class _Recorded(ApiViewSet):
    """What is recorded: list, read, void; it is recorded in bulk."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view", "retrieve": "contracts.view", "void": "slas.record",
    }  # fmt: skip
    http_method_names = ["get", "post", "head"]
    moves: ClassVar[frozenset[str]] = frozenset({"void"})


class TicketViewSet(_Recorded):
    """Tickets: list, read, void; they are recorded in bulk."""

    model = Ticket
    row_shape = TicketShape
    filterset_class = TicketFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "opened_at": "opened_at"}
    default_ordering = "-opened_at"

    @extend_schema(request=VoidInput, responses=TicketShape)
    def void(self, request: Request, pk: int) -> HttpResponse:
        """Say that a ticket does not count; it stays on record, with the reason."""
        sent: dict[str, Any] = read_input(VoidInput(data=request.data))
        row = self.get_queryset().select_related("service__contract__department").get(pk=pk)
        return voided(self, request, void_ticket, row, sent["reason"], ticket=row)


class MeasurementViewSet(_Recorded):
    """Measurements: list, read, void; they are recorded in bulk."""

    model = Measurement
    row_shape = MeasurementShape
    filterset_class = MeasurementFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "at": "at"}
    default_ordering = "-at"

    @extend_schema(request=VoidInput, responses=MeasurementShape)
    def void(self, request: Request, pk: int) -> HttpResponse:
        """Say that a measurement does not count; it stays on record, with the reason."""
        sent: dict[str, Any] = read_input(VoidInput(data=request.data))
        row = self.get_queryset().select_related("target__service__contract__department").get(pk=pk)
        return voided(self, request, void_measurement, row, sent["reason"], measurement=row)


def voided(
    view: ApiViewSet, request: Request, action: Any, row: Any, reason: str, **subject: Any
) -> HttpResponse:
    """Void what was read, for the reason that was sent, and answer with it as it is now."""
    request.actor = request.actor.with_reason(reason)
    version = int(version_held(request, str(row.row_version)))
    return view.written(request, action, expected_version=version, **subject)
