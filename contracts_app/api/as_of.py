"""``/api/v1/contracts/{id}/as-of/``: what a contract says as of a day, as we knew it on another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.actions.amended_text import TextOn
from contracts_app.api.inputs import NoticeInput, TermsInput
from contracts_app.models import Amendment, Contract
from contracts_app.reports.as_of import AsOf, as_of, asked_of
from contracts_app.rules.term_fields import drafts_of
from core import clock
from core.api.inputs import DayField, IdField, StrictInput, read_input
from core.api.parameters import refuse_unknown
from core.api.views import ApiView, json_answer


class AsOfInput(StrictInput):
    """The two days, and one document alone."""

    date = DayField(required=False, help_text="As of this day; today when left out.")
    known_on = DayField(
        required=False, help_text="As we knew it at the end of this day; today when left out."
    )
    document = IdField(required=False, help_text="The text of this document alone.")


class AsOfAmendment(serializers.Serializer):
    """An amendment that was known."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    effective_date = serializers.DateField()
    order_on_day = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()


class AsOfVersion(serializers.Serializer):
    """The version that a text starts from."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    effective_date = serializers.DateField()
    recorded_at = serializers.DateTimeField()


class AsOfClause(serializers.Serializer):
    """A clause in force; ``amendment_id`` is null where its words are those of the version."""

    number = serializers.CharField()
    heading = serializers.CharField()
    level = serializers.IntegerField()
    text = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)
    amendment_id = serializers.IntegerField(allow_null=True)


class AsOfDeleted(serializers.Serializer):
    """A clause that an amendment deleted."""

    number = serializers.CharField()
    heading = serializers.CharField()
    amendment_id = serializers.IntegerField()


class AsOfMisfit(serializers.Serializer):
    """A change that could not be made; it is kept with its amendment."""

    amendment_id = serializers.IntegerField()
    number = serializers.CharField()
    message = serializers.CharField()


class AsOfText(serializers.Serializer):
    """The consolidated text of one document; joining the texts of ``clauses`` gives it."""

    document_id = serializers.IntegerField()
    title = serializers.CharField()
    version = AsOfVersion(allow_null=True)
    amendment_ids = serializers.ListField(child=serializers.IntegerField(), help_text="Laid over, in order.")
    restated_amendment_ids = serializers.ListField(
        child=serializers.IntegerField(), help_text="Taken to be in the version."
    )
    clauses = AsOfClause(many=True)
    deleted = AsOfDeleted(many=True)
    misfits = AsOfMisfit(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class AsOfShape(serializers.Serializer):
    """What the contract says as of ``date``, as we knew it at the end of ``known_on``."""

    contract_id = serializers.IntegerField()
    date = serializers.DateField()
    known_on = serializers.DateField()
    terms = TermsInput(allow_null=True, help_text="Null where none were recorded by then.")
    notice_rules = NoticeInput(many=True)
    term_sources = serializers.DictField(
        child=serializers.IntegerField(), help_text="By field, the id of the amendment that it came with."
    )
    amendments = AsOfAmendment(many=True, help_text="Those that were known, in order.")
    documents = AsOfText(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class ContractAsOfView(ApiView):
    """Terms and clauses of one contract as of a day."""

    policy: ClassVar[dict[str, str]] = {"get": "documents.view"}
    http_method_names = ["get", "head"]

    @extend_schema(
        parameters=[
            OpenApiParameter("date", str, description="As of this day; today when left out."),
            OpenApiParameter("known_on", str, description="As we knew it at the end of this day."),
            OpenApiParameter("document", int, description="The text of this document alone."),
        ],
        responses=AsOfShape,
        operation_id="contracts_as_of_retrieve",
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Answer clauses and terms, each with the amendment that it came with, and what did not fit."""
        query = request.query_params
        refuse_unknown(query, ("date", "known_on", "document"))
        values = read_input(AsOfInput(data={name: query[name] for name in query}))
        contract = Contract.objects.visible_to(request.user).select_related("department").get(pk=pk)
        asked = asked_of(contract, values.get("date"), values.get("known_on"), clock.now())
        found = as_of(contract, request.user, asked)
        return json_answer(_as_json(contract, found, request.user, values.get("document")))


def _as_json(contract: Contract, found: AsOf, user: Any, document_id: int | None) -> dict[str, Any]:
    terms, rules = drafts_of(found.terms.values) if found.terms else (None, ())
    wanted = [one for one in found.documents if document_id in (None, one.pk)]
    return {
        "contract_id": contract.pk,
        "date": found.asked.day,
        "known_on": found.asked.known_on,
        "terms": asdict(terms) if terms else None,
        "notice_rules": [asdict(rule) for rule in rules],
        "term_sources": {name: one.pk for name, one in found.terms.sources.items()} if found.terms else {},
        "amendments": [_amendment(one) for one in found.amendments],
        "documents": [_text(found.text_of(one, user)) for one in wanted],
        "warnings": list(found.warnings),
    }


def _amendment(one: Amendment) -> dict[str, Any]:
    names = ("title", "effective_date", "order_on_day", "recorded_at")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}


def _text(found: TextOn) -> dict[str, Any]:
    dates = found.standing.base
    return {
        "document_id": found.document.pk,
        "title": found.document.title,
        "version": dates
        and {
            "id": dates.key,
            "number": dates.number,
            "effective_date": dates.effective_date,
            "recorded_at": dates.recorded_at,
        },
        "amendment_ids": [one.key for one in found.standing.laid_over],
        "restated_amendment_ids": [one.key for one in found.standing.taken_in],
        "clauses": [
            {
                "number": one.number,
                "heading": one.heading,
                "level": one.level,
                "text": one.text,
                "page": found.pages.get(one.source) if one.source else None,
                "amendment_id": one.amendment,
            }
            for one in found.text.in_force
        ],
        "deleted": [
            {"number": one.number, "heading": one.heading, "amendment_id": one.deleted_by}
            for one in found.text.clauses
            if one.deleted_by is not None
        ],
        "misfits": [
            {"amendment_id": one.amendment, "number": one.change.number, "message": one.message}
            for one in found.text.misfits
        ],
        "warnings": list(found.standing.warnings),
    }
