"""``/api/v1/outages/`` and ``/api/v1/monitor-events/``: what monitors and vendors report.

Everything is idempotent by itself: what is sent again changes nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from core import clock
from core.api.filters import IdFilter
from core.api.inputs import read_input
from core.api.shapes import ReadShape
from core.api.views import ApiView, ApiViewSet, json_answer
from core.api.writing import write
from slas.actions.monitor_events import Done, MonitorEvent, take_monitor_event
from slas.actions.outages import take_outages, void_outage
from slas.api.batches import TakenAnswer, contract_named, counted, one_of
from slas.api.outage_inputs import (
    BULK_EXAMPLE,
    EVENT_EXAMPLE,
    ONE_EXAMPLE,
    MonitorEventAnswer,
    MonitorEventInput,
    OutageInput,
    OutagesInput,
    VoidInput,
)
from slas.api.recorded import voided
from slas.models import Outage
from slas.rules.outage_row import OutageRow


class OutageShape(ReadShape):
    """An outage; ``end_at`` is null while it is open, ``voided_reason`` says why it does not count."""

    contract_id = serializers.IntegerField(source="service.contract_id", read_only=True)
    service_id = serializers.IntegerField(read_only=True)
    service = serializers.CharField(source="service.slug", read_only=True)

    class Meta:
        model = Outage
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "service_id", "service", "source", "ref", "start_at", "end_at", "summary",
            "voided_reason", "created_at",
        )  # fmt: skip


class OutageFilters(django_filters.FilterSet):
    """Every filter narrows; ``from`` and ``to`` give the outages that share time with the stretch."""

    contract = IdFilter(field_name="service__contract_id")
    service = IdFilter(field_name="service_id")

    class Meta:
        model = Outage
        fields: ClassVar = ()


class _Since(django_filters.IsoDateTimeFilter):
    """Outages that last on at an instant, or begin later; open ones do."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Narrow ``qs`` unless no instant was given."""
        return qs.lasting_at(value) if value else qs


OutageFilters.base_filters["from"] = _Since(label="Shares time from this instant on.")
OutageFilters.base_filters["to"] = django_filters.IsoDateTimeFilter(
    field_name="start_at", lookup_expr="lt", label="Began before this instant."
)


class OutageViewSet(ApiViewSet):
    """Outages: list, read, record one, record many."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": "slas.record",
        "bulk": "slas.record",
        "void": "slas.record",
    }
    moves: ClassVar[frozenset[str]] = frozenset({"void"})
    finds_in_body = True
    http_method_names = ["get", "post", "head"]
    model = Outage
    row_shape = OutageShape
    filterset_class = OutageFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "start_at": "start_at"}
    default_ordering = "-start_at"

    @extend_schema(
        request=OutageInput, responses={200: OutageShape, 201: OutageShape}, examples=[ONE_EXAMPLE]
    )
    def create(self, request: Request) -> HttpResponse:
        """Record one outage, or bring the one that is known to what is given (200)."""
        sent = read_input(OutageInput(data=request.data))
        contract = contract_named(request, sent.pop("contract"))
        return write(
            request,
            one_of(take_outages),
            lambda found: self.answer_for(found[0].pk, 201 if found[1].new else 200),
            contract=contract,
            row=_row(1, sent),
            now=clock.now(),
        )

    @extend_schema(request=OutagesInput, responses={200: TakenAnswer}, examples=[BULK_EXAMPLE])
    def bulk(self, request: Request) -> HttpResponse:
        """Record up to 10,000 outages of a contract: all of them, or 422 with what is wrong in which row."""
        sent = read_input(OutagesInput(data=request.data))
        return write(
            request,
            take_outages,
            counted,
            contract=contract_named(request, sent["contract"]),
            rows=[_row(number, row) for number, row in enumerate(sent["rows"], 1)],
            now=clock.now(),
        )

    @extend_schema(request=VoidInput, responses=OutageShape)
    def void(self, request: Request, pk: int) -> HttpResponse:
        """Say that an outage does not count; it stays on record, with the reason."""
        sent = read_input(VoidInput(data=request.data))
        row = self.get_queryset().select_related("service__contract__department").get(pk=pk)
        return voided(self, request, void_outage, row, sent["reason"], outage=row)


class MonitorEventView(ApiView):
    """The webhook for monitors."""

    policy: ClassVar[dict[str, str]] = {"post": "slas.record"}
    finds_in_body = True
    http_method_names = ["post"]

    @extend_schema(
        request=MonitorEventInput,
        responses={200: MonitorEventAnswer},
        examples=[EVENT_EXAMPLE],
        operation_id="monitor_events_create",
    )
    def post(self, request: Request) -> HttpResponse:
        """Open an outage (`down`) or close the open one (`up`); a repeated delivery changes nothing."""
        sent = read_input(MonitorEventInput(data=request.data))
        contract = contract_named(request, sent.pop("contract"))
        return write(
            request,
            take_monitor_event,
            _done,
            contract=contract,
            event=MonitorEvent(**sent),
            now=clock.now(),
        )


def _row(number: int, sent: dict[str, Any]) -> OutageRow:
    return OutageRow(number, **{**sent, "end": sent["end"] or ""})


def _done(done: Done) -> HttpResponse:
    outage_id = done.outage.pk if done.outage else None
    return json_answer({"result": done.outcome.value, "outage_id": outage_id})
