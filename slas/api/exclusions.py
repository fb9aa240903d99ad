"""``/api/v1/sla-exclusions/``: maintenance announcements and what else may excuse downtime."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import django_filters
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.api.of_contract import NothingInput
from core import clock
from core.api.etags import version_held
from core.api.filters import ChoicesFilter, IdFilter
from core.api.inputs import IdField, StrictInput, read_input
from core.api.shapes import ReadShape
from core.api.views import ApiViewSet
from core.api.writing import write
from slas.actions.announcements import take_exclusions
from slas.actions.exclusions import approve_exclusion, reject_exclusion
from slas.api.batches import (
    MOST_ROWS,
    READ,
    TIME,
    TakenAnswer,
    contract_named,
    counted,
    one_of,
    text_field,
    time_field,
)
from slas.api.outage_inputs import VoidInput
from slas.models import Exclusion
from slas.rules.exclusion_row import ExclusionRow


class ExclusionRowInput(StrictInput):
    """One exclusion; ``service`` and ``ref`` make it known when it is sent again."""

    kind = serializers.ChoiceField(Exclusion.Kind.choices)
    service = text_field(help_text="Short name of the service (`slug`); blank: all services of the contract.")
    ref = serializers.CharField(max_length=READ, help_text="What its giver calls it.")
    start = serializers.CharField(max_length=READ, help_text=f"{TIME} Maintenance may lie ahead.")
    end = serializers.CharField(max_length=READ, help_text=TIME)
    announced = time_field("When maintenance was announced.")
    reason = text_field()
    evidence = text_field(help_text="Where it is. Without evidence it cannot be approved.")


class ExclusionInput(ExclusionRowInput):
    """One exclusion of the contract."""

    contract = IdField(help_text="Id of the contract.")


class ExclusionsInput(StrictInput):
    """A batch of exclusions of one contract, all or nothing."""

    contract = IdField(help_text="Id of the contract.")
    rows = serializers.ListField(child=ExclusionRowInput(), min_length=1, max_length=MOST_ROWS)


class ExclusionShape(ReadShape):
    """An exclusion; it excuses once ``approved_at`` tells when somebody else approved it.

    ``service_id`` is null where it is about all services of the contract.
    """

    contract_id = serializers.IntegerField(read_only=True)
    service_id = serializers.IntegerField(read_only=True, allow_null=True)
    evidence_file_id = serializers.IntegerField(read_only=True, allow_null=True)
    recorded_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    approved_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Exclusion
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "service_id", "kind", "ref", "start_at", "end_at", "announced_at", "reason",
            "evidence", "evidence_file_id", "recorded_by_id", "approved_by_id", "approved_at",
            "rejected_reason", "created_at",
        )  # fmt: skip


class ExclusionFilters(django_filters.FilterSet):
    """Every filter narrows; ``from`` and ``to`` give the exclusions that share time with the stretch."""

    contract = IdFilter(field_name="contract_id", label="Id of the contract.")
    service = IdFilter(field_name="service_id", label="Id of the service.")
    kind = ChoicesFilter(field_name="kind", choices=Exclusion.Kind.choices)
    is_approved = django_filters.BooleanFilter(
        field_name="approved_at", lookup_expr="isnull", exclude=True, label="Whether it was approved."
    )

    class Meta:
        model = Exclusion
        fields: ClassVar = ()


ExclusionFilters.base_filters["from"] = django_filters.IsoDateTimeFilter(
    field_name="end_at", lookup_expr="gt", label="Shares time from this instant on."
)
ExclusionFilters.base_filters["to"] = django_filters.IsoDateTimeFilter(
    field_name="start_at", lookup_expr="lt", label="Began before this instant."
)

_ROW: Final = {
    "kind": "maintenance",
    "service": "customer-portal",
    "ref": "M-2041",
    "start": "2026-03-08T01:00:00Z",
    "end": "2026-03-08T04:00:00Z",
    "announced": "2026-03-01T09:00:00Z",
    "reason": "Database upgrade",
    "evidence": "https://status.example/M-2041",
}
_ONE_EXAMPLE: Final = OpenApiExample("A maintenance", value={"contract": 2041, **_ROW}, request_only=True)
_BULK_EXAMPLE: Final = OpenApiExample(
    "A maintenance of two nights",
    value={
        "contract": 2041,
        "rows": [
            {**_ROW, "ref": "M-2041/1"},
            {**_ROW, "ref": "M-2041/2", "start": "2026-03-09T01:00:00Z", "end": "2026-03-09T04:00:00Z"},
        ],
    },
    request_only=True,
)


class ExclusionViewSet(ApiViewSet):
    """Exclusions: list, read, record one, record many, approve, reject."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": "slas.record",
        "bulk": "slas.record",
        "approve": "slas.approve",
        "reject": "slas.approve",
    }
    moves: ClassVar[frozenset[str]] = frozenset({"approve", "reject"})
    finds_in_body = True
    http_method_names = ["get", "post", "head"]
    model = Exclusion
    row_shape = ExclusionShape
    filterset_class = ExclusionFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "start_at": "start_at"}
    default_ordering = "-start_at"

    @extend_schema(
        request=ExclusionInput,
        responses={200: ExclusionShape, 201: ExclusionShape},
        examples=[_ONE_EXAMPLE],
    )
    def create(self, request: Request) -> HttpResponse:
        """Record one exclusion, or bring the one that is known to what is given (200)."""
        sent = read_input(ExclusionInput(data=request.data))
        contract = contract_named(request, sent.pop("contract"))
        return write(
            request,
            one_of(take_exclusions),
            lambda found: self.answer_for(found[0].pk, 201 if found[1].new else 200),
            contract=contract,
            row=_row(1, sent),
            now=clock.now(),
        )

    @extend_schema(request=ExclusionsInput, responses={200: TakenAnswer}, examples=[_BULK_EXAMPLE])
    def bulk(self, request: Request) -> HttpResponse:
        """Record up to 10,000 exclusions: all of them, or 422 with what is wrong in which row."""
        sent = read_input(ExclusionsInput(data=request.data))
        return write(
            request,
            take_exclusions,
            counted,
            contract=contract_named(request, sent["contract"]),
            rows=[_row(number, row) for number, row in enumerate(sent["rows"], 1)],
            now=clock.now(),
        )

    @extend_schema(request=NothingInput, responses=ExclusionShape)
    def approve(self, request: Request, pk: int) -> HttpResponse:
        """Approve an exclusion that somebody else recorded; from then on it excuses what is agreed."""
        read_input(NothingInput(data=request.data))
        return self._answered(request, approve_exclusion, pk, now=clock.now())

    @extend_schema(request=VoidInput, responses=ExclusionShape)
    def reject(self, request: Request, pk: int) -> HttpResponse:
        """Say that an exclusion does not excuse; it stays on record, with the reason."""
        sent = read_input(VoidInput(data=request.data))
        request.actor = request.actor.with_reason(sent["reason"])
        return self._answered(request, reject_exclusion, pk)

    def _answered(self, request: Request, action: Any, pk: int, **more: Any) -> HttpResponse:
        row = self.get_queryset().select_related("contract__department").get(pk=pk)
        version = int(version_held(request, str(row.row_version)))
        return self.written(request, action, exclusion=row, expected_version=version, **more)


def _row(number: int, sent: dict[str, Any]) -> ExclusionRow:
    return ExclusionRow(number, **{**sent, "announced": sent["announced"] or ""})
