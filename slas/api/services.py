"""``/api/v1/sla-services/`` and ``/api/v1/sla-targets/``: services, and what is promised about each.

Recording runs the actions of the pages: who may, and what cannot be true, are theirs.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.models import Contract
from core import clock
from core.api.etags import version_held
from core.api.filters import ChoicesFilter, IdFilter
from core.api.inputs import DayField, IdField, StrictInput, read_input
from core.api.shapes import ReadShape
from core.api.views import ApiViewSet
from core.api.writing import write
from slas.actions.services import ServiceDraft, record_service
from slas.actions.targets import TargetIdentity, change_target, record_target, set_target_version
from slas.models import Service, SlaTarget, TargetVersion
from slas.rules.agreed_target import IndicatorKind, TargetDraft


class TargetVersionShape(ReadShape):
    """What is promised from ``effective_from`` on; the version before counts up to the day before.

    ``hours`` are the openings of Monday to Sunday in minutes of the day, null around the clock. ``scheme``
    is the credit scheme; its numbers are texts.
    """

    class Meta:
        model = TargetVersion
        link = "target"
        order: ClassVar = ("effective_from",)
        fields: ClassVar[tuple[str, ...]] = (
            "id", "effective_from", "value", "better", "unit", "share_percent", "percentile", "gathering",
            "period", "zone", "billing_from", "billing_months", "hours", "hours_calendar", "minimum_minutes",
            "excused", "denominator", "announced_hours", "rounding_mode", "rounding_decimals",
            "period_fee_amount", "period_fee_currency", "scheme", "clause_ref", "created_at",
        )  # fmt: skip


class TargetRow(ReadShape):
    """What is measured of a service."""

    service_id = serializers.IntegerField(read_only=True)
    contract_id = serializers.IntegerField(source="service.contract_id", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True, allow_null=True)

    class Meta:
        model = SlaTarget
        fields: ClassVar[tuple[str, ...]] = (
            "id", "service_id", "contract_id", "indicator", "severity", "name", "owner", "source",
            "created_at",
        )  # fmt: skip


class TargetDetail(TargetRow):
    """A target with all its versions, the oldest first."""

    versions = TargetVersionShape(many=True, read_only=True)

    class Meta(TargetRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*TargetRow.Meta.fields, "versions")


class SlaServiceRow(ReadShape):
    """A service of a contract; ``slug`` is what monitors and files call it."""

    contract_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = Service
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "slug", "name", "site", "monitored_from", "source_of_record", "created_at",
        )  # fmt: skip


class SlaServiceInput(StrictInput, serializers.ModelSerializer):
    """A service to be recorded."""

    contract_id = IdField()

    class Meta:
        model = Service
        fields: ClassVar[tuple[str, ...]] = (
            "contract_id", "slug", "name", "site", "monitored_from", "source_of_record",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class TargetVersionInput(StrictInput, serializers.ModelSerializer):
    """A whole version of a target: what is not named is not agreed."""

    effective_from = DayField(help_text="The first day on which it counts.")
    hours = serializers.JSONField(required=False, allow_null=True, default=None)
    scheme = serializers.JSONField(required=False, allow_null=True, default=None)

    class Meta:
        model = TargetVersion
        fields: ClassVar[tuple[str, ...]] = tuple(
            name for name in TargetVersionShape.Meta.fields if name not in {"id", "created_at"}
        )


class TargetVersionChange(TargetVersionInput):
    """A version to be set; ``reason`` is needed where results rest on what is corrected."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)

    class Meta(TargetVersionInput.Meta):
        fields: ClassVar[tuple[str, ...]] = (*TargetVersionInput.Meta.fields, "reason")


class TargetInput(StrictInput):
    """A target to be recorded with its first version."""

    service_id = IdField()
    indicator = serializers.ChoiceField(SlaTarget.Indicator.choices)
    severity = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    name = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    source = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    owner_id = IdField(required=False, allow_null=True, default=None)
    version = TargetVersionInput()


class TargetChange(StrictInput):
    """What a target is called, who answers for it and where its readings come from."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    source = serializers.CharField(required=False, allow_blank=True, max_length=200)
    owner_id = IdField(required=False, allow_null=True)


class ServiceFilters(django_filters.FilterSet):
    """Every filter narrows."""

    contract = IdFilter(field_name="contract_id")
    slug = django_filters.CharFilter(max_length=80)

    class Meta:
        model = Service
        fields: ClassVar = ()


class TargetFilters(django_filters.FilterSet):
    """Every filter narrows."""

    contract = IdFilter(field_name="service__contract_id")
    service = IdFilter(field_name="service_id")
    indicator = ChoicesFilter(choices=SlaTarget.Indicator.choices)

    class Meta:
        model = SlaTarget
        fields: ClassVar = ()


class ServiceViewSet(ApiViewSet):
    """Services: list, read, record."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view", "retrieve": "contracts.view", "create": "slas.edit",
    }  # fmt: skip
    http_method_names = ["get", "post", "head"]
    finds_in_body = True
    model = Service
    row_shape = SlaServiceRow
    filterset_class = ServiceFilters

    @extend_schema(request=SlaServiceInput, responses={201: SlaServiceRow})
    def create(self, request: Request) -> HttpResponse:
        """Record a service of a contract."""
        sent = read_input(SlaServiceInput(data=request.data))
        contract = Contract.objects.visible_to(request.user).get(pk=sent.pop("contract_id"))
        draft = ServiceDraft(**sent)
        return self.written(
            request, record_service, status=201, contract=contract, draft=draft, now=clock.now()
        )


class TargetViewSet(ApiViewSet):
    """Targets: list, read with their versions, record, and set what is promised from a day on."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": "slas.edit",
        "partial_update": "slas.edit",
        "versions": "slas.edit",
    }
    http_method_names = ["get", "post", "patch", "head"]
    finds_in_body = True
    model = SlaTarget
    row_shape = TargetRow
    detail_shape = TargetDetail
    filterset_class = TargetFilters

    @extend_schema(request=TargetInput, responses={201: TargetDetail})
    def create(self, request: Request) -> HttpResponse:
        """Record a target of a service with what is promised from a day on."""
        sent = read_input(TargetInput(data=request.data))
        services = Service.objects.visible_to(request.user).select_related("contract")
        identity = TargetIdentity(
            indicator=IndicatorKind(sent["indicator"]),
            **{name: sent[name] for name in ("severity", "name", "source", "owner_id")},
        )
        return write(
            request,
            record_target,
            lambda made: self.answer_for(made.target_id, 201),
            service=services.get(pk=sent["service_id"]),
            identity=identity,
            draft=TargetDraft(**sent["version"]),
            now=clock.now(),
        )

    @extend_schema(request=TargetChange, responses=TargetDetail)
    def partial_update(self, request: Request, pk: int) -> HttpResponse:
        """Change what is named; the rest stays. What is promised is changed by a new version."""
        target = self.get_queryset().select_related("service__contract").get(pk=pk)
        version = int(version_held(request, str(target.row_version)))
        kept = {name: getattr(target, name) for name in ("name", "source", "owner_id")}
        changes = kept | read_input(TargetChange(data=request.data, partial=True))
        return self.written(request, change_target, target=target, expected_version=version, **changes)

    @extend_schema(request=TargetVersionChange, responses=TargetDetail)
    def versions(self, request: Request, pk: int) -> HttpResponse:
        """Record what is promised from another day on, or correct what is promised from that day."""
        sent = read_input(TargetVersionChange(data=request.data))
        request.actor = request.actor.with_reason(sent.pop("reason"))
        seen = SlaTarget.objects.visible_to(request.user).select_related("service__contract")
        return write(
            request,
            set_target_version,
            lambda made: self.answer_for(made.target_id),
            target=seen.get(pk=pk),
            draft=TargetDraft(**sent),
            now=clock.now(),
        )
