"""``/api/v1/contracts/{id}/decisions/`` and ``…/notices/``: what was decided, and how it was told.

Recording runs the actions of the pages: who decides, four eyes and what cannot be true are theirs.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.models import Contract
from core import clock
from core.api.inputs import StrictInput, read_input
from core.api.views import ApiViewSet
from core.api.writing import write
from renewals.actions.decisions import LONGEST_REASON, record_decision
from renewals.actions.services import ServiceDraft, record_service
from renewals.api.decision_shapes import DecisionDetail, DecisionRow, NoticeDetail, NoticeRow
from renewals.models import Decision, Notice
from renewals.rules.ending_rule import ENDING_RULES


class DecisionInput(StrictInput):
    """What becomes of the contract at its present deadline, and why."""

    kind = serializers.ChoiceField(Decision.Kind.choices)
    reason = serializers.CharField(max_length=LONGEST_REASON)
    notice_rule = serializers.ChoiceField(
        list(ENDING_RULES.items()),
        required=False,
        allow_blank=True,
        default="",
        help_text="Of a termination: under which rule of ours notice is given. Left out, the one with the "
        "earliest exit that can still be reached.",
    )
    deadline_version = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The version of the deadline that was read; 409 when it is another one by now.",
    )


class ServiceInput(StrictInput):
    """How and when a notice of ours was sent."""

    method = serializers.CharField(max_length=60)
    address = serializers.CharField(required=False, allow_blank=True, default="", max_length=2_000)
    sent_date = serializers.DateField()
    tracking_number = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    received_date = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Only where its arrival is known."
    )


class _OfContract(ApiViewSet):
    """Rows of one contract that the caller may see; without it there is nothing here."""

    http_method_names = ["get", "post", "head"]

    def contract(self) -> Contract:
        """Return the contract of the address."""
        seen = Contract.objects.visible_to(self.request.user)
        found: Contract = seen.get(pk=self.kwargs["contract_pk"])
        return found

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows of the contract."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return super().get_queryset().filter(contract=self.contract())

    def retrieve(self, request: Request, pk: int, contract_pk: int) -> HttpResponse:
        """Answer one of them with its ETag; 304 when the client holds this answer already."""
        return super().retrieve(request, pk)


class DecisionViewSet(_OfContract):
    """What was decided about a contract."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": "decisions.make",
    }
    model = Decision
    row_shape = DecisionRow
    detail_shape = DecisionDetail
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "decided_at": "decided_at"}
    default_ordering = "-decided_at"

    @extend_schema(request=DecisionInput, responses={201: DecisionDetail})
    def create(self, request: Request, contract_pk: int) -> HttpResponse:
        """Record a decision about the present deadline.

        ``proposed`` where a second person must confirm it; else ``in_force``.
        """
        values = read_input(DecisionInput(data=request.data))
        return self.written(
            request, record_decision, status=201, contract=self.contract(), now=clock.now(), **values
        )


class NoticeViewSet(_OfContract):
    """The notices about a contract, ours and the vendor's."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "serve": "decisions.make",
    }
    model = Notice
    row_shape = NoticeRow
    detail_shape = NoticeDetail
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "created_at": "created_at"}
    default_ordering = "-created_at"

    @extend_schema(request=ServiceInput, responses={201: NoticeDetail})
    def serve(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Record that a notice of ours was sent; answers the notice with all its services.

        When it counts as received follows from the method as agreed. Its proof is attached on the page.
        """
        notice = self.get_queryset().get(pk=pk)
        draft = ServiceDraft(**read_input(ServiceInput(data=request.data)))
        return write(
            request,
            record_service,
            lambda made: self.answer_for(made.notice_id, 201),
            notice=notice,
            draft=draft,
            proof=None,
            on=clock.today(notice.contract.department.timezone),
            now=clock.now(),
        )
