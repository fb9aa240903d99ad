"""The schema that the API serves about itself: OpenAPI 3.1, with its errors and headers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.utils import Direction, OpenApiParameter
from rest_framework import serializers

_IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag that you got when you read the object; 428 without it, 412 when it is stale.",
)
_IF_MATCH_ANY = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag that you got when you read the object: 428 without it, 412 when it is stale."
    " Nothing is sent where nothing is recorded yet.",
)
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="An ETag that you hold; 304 when it still holds.",
)
_IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    description="A name of your own for this request; a repeat with it is answered, not done again.",
)
_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description="The version of this answer."
)
_REASONS = {
    "400": "Something sent cannot be read; `attr` names it.",
    "401": "No sign-in, or the token is not valid.",
    "403": "The role or the token's scopes do not include this.",
    "404": "There is nothing here that you may see.",
    "405": "There is no such method here.",
    "406": "Only JSON is offered.",
    "409": "Not possible in the present state.",
    "412": "The object changed since you read it.",
    "415": "Send JSON.",
    "422": "A rule is broken; `attr` names the field.",
    "428": "`If-Match` is missing.",
    "503": "The database cannot be reached at the moment.",
}


class ErrorItem(serializers.Serializer):
    """One thing that is wrong."""

    code = serializers.CharField(help_text="A stable word for programs.")
    detail = serializers.CharField(help_text="A sentence for people.")
    attr = serializers.CharField(allow_null=True, help_text="The field or parameter it is about, with dots.")


class Error(serializers.Serializer):
    """The one shape of every refusal and failure."""

    type = serializers.ChoiceField(["validation_error", "client_error", "server_error"])
    errors = ErrorItem(many=True)


class AutoSchema(SpectacularSchema):
    """Documents what every view shares: headers for safe writing, and the errors that can happen."""

    def get_override_parameters(self) -> list[Any]:
        """Return the headers that the action reads and writes."""
        found = list(super().get_override_parameters())
        action = getattr(self.view, "action", "")
        if action in ("retrieve", "create", "partial_update", "confirm") or self._names_its_version():
            found.append(_ETAG)
        if self.method == "PUT":
            found += [_IF_MATCH_ANY, _ETAG]
        elif self._writes_one():
            found.append(_IF_MATCH)
        if self.method == "POST" and getattr(self.view, "is_repeatable", True):
            found.append(_IDEMPOTENCY_KEY)
        if action == "retrieve":
            found.append(_IF_NONE_MATCH)
        return found

    def _writes_one(self) -> bool:
        return self.method in ("PATCH", "PUT", "DELETE") or self._names_its_version()

    def _names_its_version(self) -> bool:
        """Tell whether a POST moves one object, from the version that was read."""
        return getattr(self.view, "action", "") in getattr(self.view, "moves", ())

    def _may_not_find(self) -> bool:
        """Tell whether the address, a parameter or what is sent may name what is not there."""
        is_sent = self.method != "GET" and getattr(self.view, "finds_in_body", False)
        return "{" in self.path or is_sent or getattr(self.view, "finds_by_query", False)

    def _error_statuses(self) -> list[str]:
        found = ["400", "401", "403", "405", "406", "503"]
        if self._may_not_find():
            found.append("404")
        if self.method != "GET":
            found += ["409", "415", "422"]
        if self._writes_one():
            found += ["412", "428"]
        return sorted(found)

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        component = self.resolve_serializer(Error(), direction)
        for status in self._error_statuses():
            responses.setdefault(
                status,
                {"description": _REASONS[status], "content": {"application/json": {"schema": component.ref}}},
            )
        if getattr(self.view, "action", "") == "retrieve":
            responses["304"] = {"description": "You hold this answer already."}
        return responses
