"""``/api/v1/comparison/``, ``/api/v1/clauses/{id}/history/``: what changed between texts, and in a clause."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from contracts_app.models import Clause
from contracts_app.reports.clause_history import ClauseHistory, HistoryStep, history_of
from contracts_app.reports.comparison import Comparison, ShownRow, compare
from contracts_app.reports.comparison_sides import Side
from contracts_app.rules.alignment import Change
from contracts_app.rules.word_change import RunKind
from core import clock
from core.api.inputs import StrictInput, read_input
from core.api.parameters import refuse_unknown
from core.api.views import ApiView, json_answer

_LONGEST_KEY = 40


class ComparisonInput(StrictInput):
    """The two sides, and whether words are wanted."""

    old = serializers.CharField(max_length=_LONGEST_KEY)
    new = serializers.CharField(max_length=_LONGEST_KEY)
    words = serializers.BooleanField(default=False)


class ComparedSide(serializers.Serializer):
    """One side: a version, or the text of a document that is in force on ``day``."""

    key = serializers.CharField()
    contract_id = serializers.IntegerField()
    document_id = serializers.IntegerField()
    title = serializers.CharField()
    version_id = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="Number of the version.")
    day = serializers.DateField(allow_null=True)
    effective_date = serializers.DateField(allow_null=True)
    problem = serializers.CharField(help_text="Why it has no words; empty where it has some.")


class ComparedWords(serializers.Serializer):
    """Words in a row that share one fate; ``gap`` stands before them."""

    kind = serializers.ChoiceField([kind.value for kind in RunKind])
    gap = serializers.CharField(allow_blank=True)
    text = serializers.CharField()


class ComparedRow(serializers.Serializer):
    """What became of a clause; numbers are null where it does not stand in that text."""

    change = serializers.ChoiceField([change.value for change in Change])
    old_number = serializers.CharField(allow_null=True, allow_blank=True)
    new_number = serializers.CharField(allow_null=True, allow_blank=True)
    heading = serializers.CharField(allow_blank=True)
    words_added = serializers.IntegerField()
    words_removed = serializers.IntegerField()
    origin = serializers.CharField(allow_blank=True, help_text="Where it came from, in words.")
    old_clause_id = serializers.IntegerField(allow_null=True)
    new_clause_id = serializers.IntegerField(allow_null=True)
    words = ComparedWords(many=True, required=False)


class ComparisonShape(serializers.Serializer):
    """Two sides with what became of each clause, in the order of the new text."""

    old = ComparedSide()
    new = ComparedSide()
    summary = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by kind of change.")
    words_added = serializers.IntegerField()
    words_removed = serializers.IntegerField()
    rows = ComparedRow(many=True)


class HistoryStepShape(serializers.Serializer):
    """A version of the document, or what an amendment left of it."""

    said = serializers.CharField(help_text="“Amendment 2, 3 Mar 2025, by L. Haas”.")
    on = serializers.DateField()
    author = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    amendment_id = serializers.IntegerField(allow_null=True)


class HistoryStageShape(serializers.Serializer):
    """What became of the clause at one step."""

    step = HistoryStepShape()
    is_first = serializers.BooleanField()
    is_back = serializers.BooleanField(help_text="It had been taken out and came back.")
    rows = ComparedRow(many=True)


class HistoryWords(serializers.Serializer):
    """Words of the clause with the step that they came with."""

    gap = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    step = HistoryStepShape()


class ClauseHistoryShape(serializers.Serializer):
    """A clause through all versions and amendments of its document."""

    clause_id = serializers.IntegerField()
    stages = HistoryStageShape(many=True)
    words = HistoryWords(many=True)


class ComparisonView(ApiView):
    """What changed from one text to another; ``finds_by_query``: a parameter may name what is not there."""

    finds_by_query = True
    policy: ClassVar[dict[str, str]] = {"get": "documents.view"}
    http_method_names = ["get", "head"]

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "old", str, required=True, description="A version (12), or document and day (5@2026-03-01)."
            ),
            OpenApiParameter("new", str, required=True, description="The other side, named alike."),
            OpenApiParameter("words", bool, description="With the words of each clause that has news."),
        ],
        responses=ComparisonShape,
        operation_id="comparison_retrieve",
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer the alignment of two texts; a side without words says why and gives no rows."""
        query = request.query_params
        refuse_unknown(query, ("old", "new", "words"))
        asked = read_input(ComparisonInput(data={name: query[name] for name in query}))
        found = compare(request.user, asked["old"], asked["new"], clock.now())
        if found is None:
            raise NotFound
        return json_answer(_as_json(found, with_words=asked["words"]))


class ClauseHistoryView(ApiView):
    """The history of a clause."""

    policy: ClassVar[dict[str, str]] = {"get": "documents.view"}
    http_method_names = ["get", "head"]

    @extend_schema(responses=ClauseHistoryShape, operation_id="clauses_history_retrieve")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Answer what became of a clause at each step, and with which step each of its words came."""
        refuse_unknown(request.query_params, ())
        clauses = Clause.objects.visible_to(request.user).select_related("version__document")
        clause = clauses.defer("search_vector").get(pk=pk)
        return json_answer(_history(clause, history_of(request.user, clause)))


def _as_json(found: Comparison, *, with_words: bool) -> dict[str, Any]:
    return {
        "old": _side(found.old),
        "new": _side(found.new),
        "summary": found.summary,
        "counts": {change.value: count for change, _, _, count in found.counts},
        "words_added": found.words_added,
        "words_removed": found.words_removed,
        "rows": [_row(row, with_words=with_words and row.is_news) for row in found.rows],
    }


def _side(side: Side) -> dict[str, Any]:
    version = side.version
    return {
        "key": side.key,
        "contract_id": side.document.contract_id,
        "document_id": side.document.pk,
        "title": side.document.title,
        "version_id": version.pk if version else None,
        "version": version.number if version else None,
        "day": side.day,
        "effective_date": version.effective_date if version else None,
        "problem": side.problem,
    }


def _row(row: ShownRow, *, with_words: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "change": row.change.value,
        "old_number": row.old.number if row.old else None,
        "new_number": row.new.number if row.new else None,
        "heading": row.heading,
        "words_added": row.words_added,
        "words_removed": row.words_removed,
        "origin": row.origin,
        "old_clause_id": row.old_id,
        "new_clause_id": row.new_id,
    }
    if with_words:
        shown["words"] = [{"kind": run.kind.value, "gap": run.gap, "text": run.text} for run in row.runs]
    return shown


def _history(clause: Clause, history: ClauseHistory) -> dict[str, Any]:
    return {
        "clause_id": clause.pk,
        "stages": [
            {
                "step": _step(stage.at),
                "is_first": stage.is_first,
                "is_back": stage.is_back,
                "rows": [_row(row, with_words=row.is_news) for row in stage.rows],
            }
            for stage in history.news
        ],
        "words": [{"gap": one.gap, "text": one.text, "step": _step(one.at)} for one in history.credits],
    }


def _step(at: HistoryStep) -> dict[str, Any]:
    return {
        "said": at.step.said,
        "on": at.step.on,
        "author": at.step.author,
        "version": at.version.number,
        "amendment_id": at.amendment.pk if at.amendment else None,
    }
