"""What is sent about outages."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from core.api.inputs import IdField, StrictInput
from slas.rules.monitor_event import DOWN, UP, Outcome

MOST_ROWS: Final = 10_000
#: Longer texts are refused by the rules with their row; this bounds what is read at all.
_READ: Final = 2_000
_TIME: Final = "ISO 8601 with Z or an offset."


def _text(**kwargs: Any) -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, allow_null=False, default="", max_length=_READ, **kwargs
    )


class OutageRowInput(StrictInput):
    """One outage. ``source`` and ``ref`` make it known when it is sent again; without ``end`` it is open."""

    service = serializers.CharField(max_length=_READ, help_text="Short name of the service (`slug`).")
    source = _text(help_text="Who reports it, for example `monitor` or `vendor`.")
    ref = _text(help_text="What the source calls it.")
    start = serializers.CharField(max_length=_READ, help_text=_TIME)
    end = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        default="",
        max_length=_READ,
        help_text=f"{_TIME} Null or left out: still open.",
    )
    summary = _text()


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
    service = serializers.CharField(max_length=_READ, help_text="Short name of the service (`slug`).")
    source = serializers.CharField(
        required=False, default="monitor", max_length=_READ, help_text="Name of the monitor."
    )
    ref = _text(help_text="What the monitor calls the incident, the same for down and up; may be blank.")
    status = serializers.ChoiceField([(DOWN, "The service went down"), (UP, "It is up again")])
    at = serializers.CharField(max_length=_READ, help_text=_TIME)
    summary = _text()


class TakenAnswer(serializers.Serializer):
    """What a batch did, in rows."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


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
