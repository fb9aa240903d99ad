"""``/api/v1/deadlines/``: by when somebody must act, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from contracts_app.models import Contract
from core import clock
from core.api.etags import etag_for, is_unchanged
from core.api.parameters import refuse_unknown
from core.api.views import ApiView, ApiViewSet, json_answer
from renewals.api.filters import DeadlineFilters
from renewals.api.inputs import PreviewInput
from renewals.api.shapes import AnswerShape, ContractDeadlineShape, DeadlineRow
from renewals.models import Deadline
from renewals.rules.answer_output import answer_as_json, earliest_exit_of, steps_from_json
from renewals.rules.both_rules import compute_both
from renewals.rules.sentences import sentences_of
from renewals.rules.terms_input import TermsInputError, parse_request

_COLUMNS = (
    "contract_id", "status", "act_by_date", "term_number", "term_start", "term_end", "renewal_date",
    "earliest_notice_date", "notice_by_date", "send_by_date", "earliest_exit_date", "next_review_date",
    "if_nobody_acts", "amount_at_stake", "currency", "calendar", "calendar_version", "clause_ref", "timezone",
    "version", "readings", "missing", "computed_at", "details",
)  # fmt: skip


class DeadlineViewSet(ApiViewSet):
    """The present deadlines of the contracts that the caller may see."""

    policy: ClassVar[dict[str, str]] = {"list": "contracts.view"}
    http_method_names = ["get", "head"]
    model = Deadline
    row_shape = DeadlineRow
    filterset_class = DeadlineFilters
    orderings: ClassVar[dict[str, str]] = {
        "act_by_date": "act_by_date",
        "notice_by_date": "notice_by_date",
        "term_end": "term_end",
        "renewal_date": "renewal_date",
        "amount_at_stake": "amount_at_stake",
        "status": "status",
    }
    default_ordering = "act_by_date"
    tie = "contract_id"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the deadlines that count now."""
        return super().get_queryset().filter(is_current=True)


class ContractDeadlineView(ApiView):
    """The deadline of one contract, with the reasons."""

    policy: ClassVar[dict[str, str]] = {"get": "contracts.view"}
    http_method_names = ["get", "head"]

    @extend_schema(responses=ContractDeadlineShape, operation_id="contracts_deadline_retrieve")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Answer the present deadline, its readings and steps; 404 while no deadline runs."""
        refuse_unknown(request.query_params, ())
        contract = Contract.objects.visible_to(request.user).get(pk=pk)
        current = Deadline.objects.of_contract(pk, request.user).current()
        row = current.values(*_COLUMNS, "steps").first()
        if row is None:
            state = contract.get_status_display()
            raise NotFound(f"No deadline runs for {contract.number}: its state is “{state}”.", "no_deadline")
        steps = steps_from_json(row["steps"])
        row |= earliest_exit_of(row.pop("details"), steps, row["clause_ref"])
        row["steps"] = sentences_of(steps)
        row["if_nobody_acts"] = row["if_nobody_acts"] or None
        response = json_answer(row)
        response["ETag"] = etag_for(str(row["version"]), response.content)
        return HttpResponse(status=304) if is_unchanged(request, response["ETag"]) else response


class DeadlinePreviewView(ApiView):
    """Terms in, dates and steps out; nothing is stored."""

    policy: ClassVar[dict[str, str]] = {"post": "contracts.view"}
    http_method_names = ["post"]
    is_repeatable = False

    @extend_schema(request=PreviewInput, responses=AnswerShape, operation_id="deadlines_preview")
    def post(self, request: Request) -> HttpResponse:
        """Answer what the terms mean on a day, and why."""
        raw = request.data
        if isinstance(raw, dict) and raw.get("as_of") is None:
            raw = {**raw, "as_of": clock.today().isoformat()}
        try:
            asked = parse_request(raw)
        except TermsInputError as error:
            raise ValidationError(error.fields) from error
        answer = compute_both(asked.term, asked.notice, asked.convenience, asked.as_of)
        return json_answer({"id": asked.id, **answer_as_json(answer)})
