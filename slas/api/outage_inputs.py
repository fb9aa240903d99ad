"""What is sent about outages."""

from __future__ import annotations

from typing import Final

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from core.api.inputs import IdField, StrictInput
from slas.api.batches import MOST_ROWS, READ, TIME, text_field, time_field
from slas.rules.monitor_event import DOWN, UP, Outcome


class OutageRowInput(StrictInput):
    """One outage. ``source`` and ``ref`` make it known when it is sent again; without ``end`` it is open."""

    service = serializers.CharField(max_length=READ, help_text="Short name of the service (`slug`).")
    source = text_field(help_text="Who reports it, for example `monitor` or `vendor`.")
    ref = text_field(help_text="What the source calls it.")
    start = serializers.CharField(max_length=READ, help_text=TIME)
    end = time_field("Null or left out: still open.")
    summary = text_field()


class OutageInput(OutageRowInput):
    """One outage of a service of the contract."""

    contract = IdField(help_text="Id of the contract.")


class OutagesInput(StrictInput):
    """A batch of outages of one contract, all or nothing."""

    contract = IdField(help_text="Id of the contract.")
    rows = serializers.ListField(child=OutageRowInput(), min_length=1, max_length=MOST_ROWS)


class VoidInput(StrictInput):
    """Why something that is recorded does not count."""

    reason = serializers.CharField(max_length=500, help_text="Kept with it, and in the history.")


class MonitorEventInput(StrictInput):
    """What a monitor tells of a service; delivered again it changes nothing."""

    contract = IdField(help_text="Id of the contract.")
    service = serializers.CharField(max_length=READ, help_text="Short name of the service (`slug`).")
    source = serializers.CharField(
        required=False, default="monitor", max_length=READ, help_text="Name of the monitor."
    )
    ref = text_field(help_text="What the monitor calls the incident, the same for down and up; may be blank.")
    status = serializers.ChoiceField([(DOWN, "The service went down"), (UP, "It is up again")])
    at = serializers.CharField(max_length=READ, help_text=TIME)
    summary = text_field()


class MonitorEventAnswer(serializers.Serializer):
    """What became of an event, and of which outage; null where there was nothing to close."""

    result = serializers.ChoiceField([(one.value, one.value) for one in Outcome])
    outage_id = serializers.IntegerField(allow_null=True)


_ROW: Final = {
    "service": "customer-portal",
    "source": "monitor",
    "ref": "INC-2041",
    "start": "2026-03-01T10:00:00Z",
    "end": "2026-03-01T10:45:00Z",
    "summary": "Sign-in failed",
}
ONE_EXAMPLE: Final = OpenApiExample("An outage", value={"contract": 2041, **_ROW}, request_only=True)
BULK_EXAMPLE: Final = OpenApiExample(
    "Two outages",
    value={
        "contract": 2041,
        "rows": [_ROW, {**_ROW, "ref": "INC-2042", "start": "2026-03-02T08:00:00+01:00", "end": None}],
    },
    request_only=True,
)
EVENT_EXAMPLE: Final = OpenApiExample(
    "The service is down",
    value={
        "contract": 2041,
        "service": "customer-portal",
        "source": "monitor",
        "ref": "INC-2043",
        "status": "down",
        "at": "2026-03-03T06:12:30Z",
    },
    request_only=True,
)
