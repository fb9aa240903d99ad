"""``/api/v1/contracts/``: contracts with terms, notice rules, parties and tags."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action as route
from rest_framework.request import Request

from contracts_app.actions.contracts import change_contract, create_contract
from contracts_app.actions.drafting import terms_draft_of
from contracts_app.actions.lifecycle import transition_contract
from contracts_app.api.filters import ContractFilters
from contracts_app.api.inputs import ContractChange, ContractInput, TransitionInput, changes_from, draft_from
from contracts_app.api.shapes import ContractDetail, ContractRow
from contracts_app.models import Contract
from core import clock
from core.api.etags import version_held
from core.api.inputs import read_input
from core.api.views import ApiViewSet


class ContractViewSet(ApiViewSet):
    """Contracts that the caller may see; those that are confidential for others do not exist for them."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": "contracts.edit",
        "partial_update": "contracts.edit",
        "transition": "contracts.transition",
    }
    model = Contract
    row_shape = ContractRow
    detail_shape = ContractDetail
    filterset_class = ContractFilters
    moves: ClassVar[frozenset[str]] = frozenset({"transition"})
    version_columns: ClassVar[tuple[str, ...]] = ("row_version", "parts_version")
    later_columns: ClassVar[tuple[str, ...]] = ("parent_id", "supersedes_id")
    orderings: ClassVar[dict[str, str]] = {
        "id": "pk",
        "number": "number",
        "title": "title",
        "status": "status",
        "value_amount": "value_amount",
        "start_date": "terms__start_date",
        "end_date": "terms__end_date",
        "created_at": "created_at",
    }

    def later(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the contracts that this one refers to, as far as the reader may know of them."""
        wanted = [row[column] for column in self.later_columns if row[column]]
        known = (
            set(self.get_queryset().filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        )
        return {column: row[column] if row[column] in known else None for column in self.later_columns}

    @extend_schema(request=ContractInput, responses={201: ContractDetail})
    def create(self, request: Request) -> HttpResponse:
        """Record a contract with its terms, notice rules, parties and tags."""
        values = read_input(ContractInput(data=request.data))
        now = clock.now()
        return self.written(
            request, create_contract, status=201, draft=draft_from(values), now=now, on=now.date()
        )

    @extend_schema(request=ContractChange, responses=ContractDetail)
    def partial_update(self, request: Request, pk: int) -> HttpResponse:
        """Change what is named; the rest stays. Terms are merged, lists replaced as a whole."""
        contract, version = self._wanted(request, pk)
        values = read_input(ContractChange(data=request.data, partial=True))
        changes = changes_from(values, terms_draft_of(contract))
        return self.written(
            request,
            change_contract,
            contract=contract,
            changes=changes,
            on=clock.today(),
            expected_version=version,
        )

    @extend_schema(request=TransitionInput, responses=ContractDetail)
    @route(detail=True, methods=["post"], url_path="transitions", url_name="transitions")
    def transition(self, request: Request, pk: int) -> HttpResponse:
        """Move the contract along its lifecycle."""
        contract, version = self._wanted(request, pk)
        values = read_input(TransitionInput(data=request.data))
        return self.written(
            request,
            transition_contract,
            contract=contract,
            verb=values["verb"],
            reason=values["reason"],
            on=clock.today(),
            expected_version=version,
        )

    def _wanted(self, request: Request, pk: int) -> tuple[Contract, str]:
        """Return the contract, and its version where the caller has seen that one (or, for ``*``, any)."""
        contract = self.get_queryset().get(pk=pk)
        return contract, version_held(request, contract.version)
