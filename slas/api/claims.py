"""``/api/v1/claims/``: claims for credits, what they rest on, and their steps.

Moving one on runs the action of the pages: who may, and what cannot be true, are its.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from core import clock
from core.api.etags import version_held
from core.api.filters import ChoicesFilter, IdFilter
from core.api.inputs import DayField, StrictInput, read_input
from core.api.shapes import ReadShape
from core.api.views import ApiViewSet
from slas.actions.claim_moves import ClaimSaid, Proof, move_claim
from slas.models import Claim, ClaimBasis, ClaimStep


class ClaimBasisShape(ReadShape):
    """A version of a result that the claim rests on."""

    result_id = serializers.IntegerField(source="version.result_id", read_only=True)
    number = serializers.IntegerField(source="version.number", read_only=True)

    class Meta:
        model = ClaimBasis
        link = "claim"
        order: ClassVar = ("pk",)
        fields: ClassVar[tuple[str, ...]] = ("result_id", "number")


class ClaimStepShape(ReadShape):
    """One step of a claim; ``made_by`` is null where the system made it."""

    made_by = serializers.CharField(source="made_by.username", read_only=True, allow_null=True)

    class Meta:
        model = ClaimStep
        link = "claim"
        order: ClassVar = ("pk",)
        fields: ClassVar[tuple[str, ...]] = (
            "verb", "to_status", "on_date", "amount", "reference", "reason", "made_by", "made_at",
        )  # fmt: skip


class ClaimRow(ReadShape):
    """A claim. ``last_date`` is the last day by the earliest reading of the window; after ``latest_date``
    it is lost. ``asked_amount`` is null where days are asked for, or it is not known yet.
    """

    contract_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = Claim
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "period_first_date", "period_last_date", "status", "last_date",
            "latest_date", "asked_amount", "currency", "asked_days", "submitted_date", "answered_date",
            "accepted_amount", "credited_date", "credit_note_ref", "created_at",
        )  # fmt: skip


class ClaimDetail(ClaimRow):
    """A claim with what it rests on and the steps it took, the oldest first."""

    bases = ClaimBasisShape(many=True, read_only=True)
    steps = ClaimStepShape(many=True, read_only=True)

    class Meta(ClaimRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*ClaimRow.Meta.fields, "bases", "steps")


class ClaimMoveInput(StrictInput):
    """What is said of a step; the state of the claim decides what is needed.

    ``proof`` is the text of what proves it, such as the answer of a portal's API; files are added on pages.
    """

    on_date = DayField(required=False, allow_null=True, default=None)
    amount = serializers.DecimalField(
        max_digits=19, decimal_places=4, required=False, allow_null=True, default=None
    )
    reference = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    proof = serializers.CharField(required=False, allow_blank=True, default="", max_length=50_000)


class ClaimFilters(django_filters.FilterSet):
    """Every filter narrows."""

    contract = IdFilter(field_name="contract_id")
    status = ChoicesFilter(choices=Claim.Status.choices)

    class Meta:
        model = Claim
        fields: ClassVar = ()


class ClaimViewSet(ApiViewSet):
    """Claims: list, read, and move on."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view", "retrieve": "contracts.view", "move": "claims.make",
    }  # fmt: skip
    http_method_names = ["get", "post", "head"]
    model = Claim
    row_shape = ClaimRow
    detail_shape = ClaimDetail
    filterset_class = ClaimFilters
    moves: ClassVar[frozenset[str]] = frozenset({"move"})

    @extend_schema(request=ClaimMoveInput, responses=ClaimDetail)
    def move(self, request: Request, pk: int, verb: str) -> HttpResponse:
        """Take a claim one step on, from the version that was read."""
        sent: dict[str, Any] = read_input(ClaimMoveInput(data=request.data))
        claim = self.get_queryset().select_related("contract").get(pk=pk)
        text = sent.pop("proof")
        proof = Proof("proof.txt", text.encode()) if text.strip() else None
        return self.written(
            request,
            move_claim,
            claim=claim,
            verb=verb,
            said=ClaimSaid(proof=proof, **sent),
            now=clock.now(),
            expected_version=int(version_held(request, str(claim.row_version))),
        )
