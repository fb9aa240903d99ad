"""``/api/v1/contracts/{id}/decisions/``: what was decided, and what a second person said to it.

Recording runs the actions of the pages: who decides, four eyes and what cannot be true are theirs.
"""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.api.of_contract import NothingInput, OfContract
from core import clock
from core.api.inputs import StrictInput, read_input
from renewals.actions.decisions import (
    LONGEST_REASON,
    approve_decision,
    record_decision,
    reject_decision,
    withdraw_decision,
)
from renewals.api.decision_shapes import DecisionDetail, DecisionRow
from renewals.models import Decision
from renewals.permissions import APPROVE, DECIDE
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


class BecauseInput(StrictInput):
    """Why a decision is not confirmed, or taken back."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class DecisionViewSet(OfContract):
    """What was decided about a contract."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": DECIDE,
        "confirm": APPROVE,
        "reject": APPROVE,
        "withdraw": DECIDE,
    }
    model = Decision
    row_shape = DecisionRow
    detail_shape = DecisionDetail
    moves: ClassVar[frozenset[str]] = frozenset({"confirm", "reject", "withdraw"})
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

    @extend_schema(request=NothingInput, responses=DecisionDetail)
    def confirm(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Confirm what somebody else proposed; it comes into force.

        Nobody confirms a decision of their own.
        """
        decision, version = self.wanted(request, pk)
        read_input(NothingInput(data=request.data))
        return self.written(
            request, approve_decision, decision=decision, now=clock.now(), expected_version=version
        )

    @extend_schema(request=BecauseInput, responses=DecisionDetail)
    def reject(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Refuse what somebody else proposed, saying why; the contract stays undecided."""
        decision, version = self.wanted(request, pk)
        values = read_input(BecauseInput(data=request.data))
        return self.written(
            request, reject_decision, decision=decision, now=clock.now(), expected_version=version, **values
        )

    @extend_schema(request=BecauseInput, responses=DecisionDetail)
    def withdraw(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Take a decision back, saying why; the contract is undecided again.

        Once notice of it was served, the notice is withdrawn first.
        """
        decision, version = self.wanted(request, pk)
        values = read_input(BecauseInput(data=request.data))
        return self.written(
            request, withdraw_decision, decision=decision, now=clock.now(), expected_version=version, **values
        )
