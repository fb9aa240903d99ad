"""``/api/v1/sla-tickets/bulk/`` and ``/api/v1/sla-measurements/bulk/``: many at once, all or nothing."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from core import clock
from core.api.inputs import IdField, StrictInput, read_input
from core.api.views import ApiView
from core.api.writing import write
from slas.actions.measurements import take_measurements
from slas.actions.tickets import take_tickets
from slas.api.batches import (
    MOST_ROWS,
    READ,
    TIME,
    TakenAnswer,
    contract_named,
    counted,
    text_field,
    time_field,
)
from slas.rules.measurement_row import MeasurementRow
from slas.rules.ticket_row import PauseRow, TicketRow


class TicketPauseInput(StrictInput):
    """A time in which a ticket waited for somebody else."""

    start = serializers.CharField(max_length=READ, help_text=TIME)
    end = time_field("Null or left out: it still waits.")
    reason = text_field()


class TicketRowInput(StrictInput):
    """One ticket; ``source`` and ``ref`` make it known when it is sent again, with all its pauses."""

    service = serializers.CharField(max_length=READ, help_text="Short name of the service (`slug`).")
    source = text_field()
    ref = serializers.CharField(max_length=READ, help_text="What the source calls the ticket.")
    severity = text_field(help_text="As the targets call it, for example `P1`.")
    title = text_field()
    opened = serializers.CharField(max_length=READ, help_text=TIME)
    responded = time_field("Null or left out: not answered yet.")
    resolved = time_field("Null or left out: not solved yet.")
    pauses = serializers.ListField(child=TicketPauseInput(), required=False, default=list, max_length=500)


class TicketsInput(StrictInput):
    """A batch of tickets of one contract, all or nothing."""

    contract = IdField(help_text="Id of the contract.")
    rows = serializers.ListField(child=TicketRowInput(), min_length=1, max_length=MOST_ROWS)


class MeasurementRowInput(StrictInput):
    """One measurement; ``value`` is a text, so that nothing rounds it."""

    target = IdField(help_text="Id of the target.")
    source = text_field()
    ref = text_field(help_text="What the source calls it; may be blank.")
    at = serializers.CharField(max_length=READ, help_text=TIME)
    value = serializers.CharField(max_length=READ, help_text="A decimal, exactly as measured.")
    note = text_field()


class MeasurementsInput(StrictInput):
    """A batch of measurements of one contract's targets, all or nothing."""

    contract = IdField(help_text="Id of the contract.")
    rows = serializers.ListField(child=MeasurementRowInput(), min_length=1, max_length=MOST_ROWS)


_TICKETS: Final = OpenApiExample(
    "A ticket that waited for us",
    value={
        "contract": 2041,
        "rows": [
            {
                "service": "customer-portal",
                "source": "desk",
                "ref": "T-17",
                "severity": "P1",
                "title": "Sign-in fails",
                "opened": "2026-03-02T08:00:00Z",
                "responded": "2026-03-02T08:20:00Z",
                "resolved": "2026-03-02T12:00:00Z",
                "pauses": [
                    {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z", "reason": "Logs"}
                ],
            }
        ],
    },
    request_only=True,
)
_MEASUREMENTS: Final = OpenApiExample(
    "A latency",
    value={
        "contract": 2041,
        "rows": [{"target": 12, "source": "monitor", "at": "2026-03-02T08:00:00Z", "value": "183.25"}],
    },
    request_only=True,
)


class TicketsView(ApiView):
    """Tickets, many at once."""

    policy: ClassVar[dict[str, str]] = {"post": "slas.record"}
    finds_in_body = True
    http_method_names = ["post"]

    @extend_schema(
        request=TicketsInput,
        responses={200: TakenAnswer},
        examples=[_TICKETS],
        operation_id="sla_tickets_bulk_create",
    )
    def post(self, request: Request) -> HttpResponse:
        """Record up to 10,000 tickets: all of them, or 422 with what is wrong in which row."""
        sent = read_input(TicketsInput(data=request.data))
        rows = [_ticket(number, row) for number, row in enumerate(sent["rows"], 1)]
        contract = contract_named(request, sent["contract"])
        return write(request, take_tickets, counted, contract=contract, rows=rows, now=clock.now())


class MeasurementsView(ApiView):
    """Measurements, many at once."""

    policy: ClassVar[dict[str, str]] = {"post": "slas.record"}
    finds_in_body = True
    http_method_names = ["post"]

    @extend_schema(
        request=MeasurementsInput,
        responses={200: TakenAnswer},
        examples=[_MEASUREMENTS],
        operation_id="sla_measurements_bulk_create",
    )
    def post(self, request: Request) -> HttpResponse:
        """Record up to 10,000 measurements: all of them, or 422 with what is wrong in which row."""
        sent = read_input(MeasurementsInput(data=request.data))
        rows = [MeasurementRow(number, **row) for number, row in enumerate(sent["rows"], 1)]
        contract = contract_named(request, sent["contract"])
        return write(request, take_measurements, counted, contract=contract, rows=rows, now=clock.now())


def _ticket(number: int, sent: dict[str, Any]) -> TicketRow:
    pauses = tuple(
        PauseRow(pause["start"], pause["end"] or "", pause["reason"]) for pause in sent.pop("pauses")
    )
    times = {name: sent[name] or "" for name in ("responded", "resolved")}
    return TicketRow(number, pauses=pauses, **{**sent, **times})
