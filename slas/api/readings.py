"""``/api/v1/sla-tickets/bulk/`` and ``/api/v1/sla-measurements/bulk/``: many at once, all or nothing."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.models import Contract
from core import clock
from core.api.inputs import IdField, StrictInput, read_input
from core.api.views import ApiView, json_answer
from core.api.writing import write
from slas.actions.measurements import take_measurements
from slas.actions.taking import Taken
from slas.actions.tickets import take_tickets
from slas.api.outage_inputs import MOST_ROWS, TakenAnswer
from slas.rules.measurement_row import MeasurementRow
from slas.rules.ticket_row import PauseRow, TicketRow

_READ: Final = 2_000
_TIME: Final = "ISO 8601 with Z or an offset."


def _text(**kwargs: Any) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, default="", max_length=_READ, **kwargs)


def _time(words: str) -> serializers.CharField:
    return _text(allow_null=True, help_text=f"{_TIME} {words}")


class TicketPauseInput(StrictInput):
    """A time in which a ticket waited for somebody else."""

    start = serializers.CharField(max_length=_READ, help_text=_TIME)
    end = _time("Null or left out: it still waits.")
    reason = _text()


class TicketRowInput(StrictInput):
    """One ticket; ``source`` and ``ref`` make it known when it is sent again, with all its pauses."""

    service = serializers.CharField(max_length=_READ, help_text="Short name of the service (`slug`).")
    source = _text()
    ref = serializers.CharField(max_length=_READ, help_text="What the source calls the ticket.")
    severity = _text(help_text="As the targets call it, for example `P1`.")
    title = _text()
    opened = serializers.CharField(max_length=_READ, help_text=_TIME)
    responded = _time("Null or left out: not answered yet.")
    resolved = _time("Null or left out: not solved yet.")
    pauses = serializers.ListField(child=TicketPauseInput(), required=False, default=list, max_length=500)


class TicketsInput(StrictInput):
    """A batch of tickets of one contract, all or nothing."""

    contract = IdField(help_text="Id of the contract.")
    rows = serializers.ListField(child=TicketRowInput(), min_length=1, max_length=MOST_ROWS)


class MeasurementRowInput(StrictInput):
    """One measurement; ``value`` is a text, so that nothing rounds it."""

    target = IdField(help_text="Id of the target.")
    source = _text()
    ref = _text(help_text="What the source calls it; may be blank.")
    at = serializers.CharField(max_length=_READ, help_text=_TIME)
    value = serializers.CharField(max_length=_READ, help_text="A decimal, exactly as measured.")
    note = _text()


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
        contract = _contract(request, sent["contract"])
        return write(request, take_tickets, _counts, contract=contract, rows=rows, now=clock.now())


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
        contract = _contract(request, sent["contract"])
        return write(request, take_measurements, _counts, contract=contract, rows=rows, now=clock.now())


def _contract(request: Request, pk: int) -> Contract:
    found: Contract = Contract.objects.visible_to(request.user).select_related("department").get(pk=pk)
    return found


def _ticket(number: int, sent: dict[str, Any]) -> TicketRow:
    pauses = tuple(
        PauseRow(pause["start"], pause["end"] or "", pause["reason"]) for pause in sent.pop("pauses")
    )
    times = {name: sent[name] or "" for name in ("responded", "resolved")}
    return TicketRow(number, pauses=pauses, **{**sent, **times})


def _counts(taken: Taken) -> HttpResponse:
    return json_answer({"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged})
