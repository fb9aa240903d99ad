"""``/api/v1/contracts/{id}/uplift/``: what a contract agrees about its price at renewal."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from contracts_app.models import Contract
from core.api.etags import etag_for, is_unchanged, version_held
from core.api.inputs import read_input
from core.api.parameters import refuse_unknown
from core.api.shapes import text_of
from core.api.views import ApiView, json_text
from core.api.writing import write
from core.errors import StaleObject
from spend.actions.uplift import remove_uplift_rule, set_uplift_rule
from spend.api.inputs import UpliftInput
from spend.api.shapes import UpliftShape
from spend.models import UpliftRule
from spend.rules.uplift_draft import UpliftDraft

_REASON = OpenApiParameter("reason", str, required=True, description="Why; kept in the history.")


class ContractUpliftView(ApiView):
    """The rule of one contract: recorded, replaced as a whole, removed."""

    policy: ClassVar[dict[str, str]] = {
        "get": "contracts.view",
        "put": "contracts.edit",
        "delete": "contracts.edit",
    }
    http_method_names = ["get", "put", "delete", "head"]

    @extend_schema(responses=UpliftShape, operation_id="contracts_uplift_retrieve")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Answer the rule with its ETag; 404 while none is recorded."""
        refuse_unknown(request.query_params, ())
        _contract(request, pk)
        response = _answer(request, pk)
        return HttpResponse(status=304) if is_unchanged(request, response["ETag"]) else response

    @extend_schema(
        request=UpliftInput,
        responses={200: UpliftShape, 201: UpliftShape},
        operation_id="contracts_uplift_update",
    )
    def put(self, request: Request, pk: int) -> HttpResponse:
        """Record the rule, or replace it as a whole: what is not named is not agreed."""
        contract = _contract(request, pk)
        rule = UpliftRule.objects.visible_to(request.user).filter(contract=contract).first()
        draft = UpliftDraft(**read_input(UpliftInput(data=request.data)))
        status = 200 if rule else 201
        return write(
            request,
            set_uplift_rule,
            lambda _: _answer(request, pk, status),
            contract=contract,
            draft=draft,
            expected_version=_version(request, rule),
        )

    @extend_schema(
        parameters=[_REASON], responses={204: None}, request=None, operation_id="contracts_uplift_destroy"
    )
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Remove the rule; the history keeps it, with the reason."""
        refuse_unknown(request.query_params, ("reason",))
        contract = _contract(request, pk)
        rule = UpliftRule.objects.visible_to(request.user).filter(contract=contract).first()
        if rule is None:
            raise _nothing()
        request.actor = request.actor.with_reason(request.query_params.get("reason", ""))
        return write(
            request,
            remove_uplift_rule,
            lambda _: HttpResponse(status=204),
            contract=contract,
            expected_version=_version(request, rule),
        )


def _contract(request: Request, pk: int) -> Contract:
    found: Contract = Contract.objects.visible_to(request.user).get(pk=pk)
    return found


def _answer(request: Request, pk: int, status: int = 200) -> HttpResponse:
    rules = UpliftRule.objects.visible_to(request.user).filter(contract_id=pk)
    row = rules.values("row_version", row_text=text_of(UpliftShape)).first()
    if row is None:
        raise _nothing()
    response = json_text(row["row_text"], status)
    response["ETag"] = etag_for(str(row["row_version"]), response.content)
    return response


def _nothing() -> NotFound:
    return NotFound("Nothing is recorded about the price at renewal of this contract.", "no_uplift_rule")


def _version(request: Request, rule: UpliftRule | None) -> int:
    """Return the version that the caller means to replace: 0 where nothing is recorded.

    Raises:
        PreconditionRequired: A rule is recorded, and there is no ``If-Match``.
        StaleObject: The caller read a rule that is gone, or means to record one where there is one.
    """
    if rule is None and not request.headers.get("If-Match"):
        return 0
    if rule is None:
        raise StaleObject("The rule that you read is gone. Read it again and repeat your change.")
    if request.headers.get("If-None-Match", "").strip() == "*":
        raise StaleObject("A rule is recorded already. Read it, and send its ETag as If-Match.")
    return int(version_held(request, str(rule.row_version)))
