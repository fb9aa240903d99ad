"""``/api/v1/clauses/``: the clauses of the portfolio, by words and category, and the answers about them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.actions.categories import ANSWERS, set_category
from contracts_app.filters.clauses import ANSWERS as ANSWER_CHOICES
from contracts_app.filters.clauses import in_category
from contracts_app.models import Clause, ClauseCategory, Contract, Document
from contracts_app.rules.categories import CATEGORIES
from contracts_app.rules.categories_amounts import amounts_in
from core import clock
from core.api.filters import ChoicesFilter, IdFilter, WordsFilter
from core.api.inputs import StrictInput, read_input
from core.api.shapes import LaterField, ReadShape
from core.api.views import ApiViewSet
from core.api.writing import write

_CONTRACT = "version__document__contract"
_NAMES = [(each.key, each.name) for each in CATEGORIES.values()]


class CategoryShape(ReadShape):
    """A category of a clause: suggested by words, or confirmed or rejected by a person.

    ``evidence`` are the words that led to the suggestion, each with its points and where it stands;
    ``confirmed_in`` the version of the document in which the same words were confirmed before.
    """

    decided_by = serializers.CharField(source="decided_by.username", read_only=True, allow_null=True)

    class Meta:
        model = ClauseCategory
        link = "clause"
        order: ClassVar = ("id",)
        fields: ClassVar[tuple[str, ...]] = (
            "id", "category", "state", "points", "evidence", "confirmed_in", "decided_by", "decided_at",
        )  # fmt: skip


class PortfolioClause(ReadShape):
    """A clause with where it stands, and its categories, those that were rejected included."""

    contract_id = serializers.IntegerField(source="version.document.contract_id", read_only=True)
    document_id = serializers.IntegerField(source="version.document_id", read_only=True)
    version_number = serializers.IntegerField(source="version.number", read_only=True)
    categories = CategoryShape(many=True, read_only=True)

    class Meta:
        model = Clause
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "document_id", "version_number", "order", "number", "heading", "level",
            "text", "page", "is_corrected", "categories",
        )  # fmt: skip


class Amounts(serializers.ListField, LaterField):
    """The amounts that the words of a clause name."""


class AmountShape(serializers.Serializer):
    """An amount as it stands in the clause; ``value`` and ``currency`` of money alone."""

    kind = serializers.ChoiceField(choices=("money", "fees", "share"))
    words = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    currency = serializers.CharField()


class PortfolioClauseDetail(PortfolioClause):
    """A clause with the amounts that its words name."""

    amounts = Amounts(child=AmountShape(), read_only=True)

    class Meta(PortfolioClause.Meta):
        fields: ClassVar[tuple[str, ...]] = (*PortfolioClause.Meta.fields, "amounts")


class ClauseFilters(django_filters.FilterSet):
    """Every filter narrows; a parameter that may be repeated gives alternatives."""

    search = WordsFilter(word="matching", label="Words in number, heading or text.")
    category = django_filters.ChoiceFilter(choices=_NAMES, method="by_category", label="In this category.")
    answer = django_filters.ChoiceFilter(
        choices=ANSWER_CHOICES, method="by_answer", label="How it was answered; else confirmed or suggested."
    )
    kind = ChoicesFilter(field_name="version__document__kind", choices=Document.Kind.choices)
    type = ChoicesFilter(field_name=f"{_CONTRACT}__type", choices=Contract.Type.choices)
    status = ChoicesFilter(field_name=f"{_CONTRACT}__status", choices=Contract.Status.choices)
    vendor = IdFilter(field_name=f"{_CONTRACT}__vendor_id", label="Id of the vendor.")
    contract = IdFilter(field_name="version__document__contract_id", label="Id of the contract.")
    all_versions = django_filters.BooleanFilter(method="by_versions", label="Earlier versions, too.")

    class Meta:
        model = Clause
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: Any) -> Any:
        """Keep the latest version of each document unless all are asked for."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("all_versions") else found.of_latest_versions()

    def by_category(self, clauses: Any, name: str, value: str) -> Any:
        """Keep clauses in the category, with the answer that is asked for beside it."""
        return in_category(clauses, value, self.form.cleaned_data.get("answer") or "")

    def by_answer(self, clauses: Any, name: str, value: str) -> Any:
        """Keep clauses with such an answer; beside a category, ``by_category`` has done it."""
        return clauses if self.form.cleaned_data.get("category") else in_category(clauses, "", value)

    def by_versions(self, clauses: Any, name: str, value: bool) -> Any:
        """Leave the clauses as they are: ``filter_queryset`` reads it."""
        return clauses


class CategoryAnswer(StrictInput):
    """What is answered about a clause: the category, and whether it is in it."""

    category = serializers.ChoiceField(choices=_NAMES)
    state = serializers.ChoiceField(choices=[(each.value, each.label) for each in ANSWERS])


class PortfolioClauseViewSet(ApiViewSet):
    """The clauses of the latest versions of all documents that the caller may see."""

    policy: ClassVar[dict[str, str]] = {
        "list": "documents.view",
        "retrieve": "documents.view",
        "answer": "documents.edit",
    }
    http_method_names = ["get", "post", "head"]
    model = Clause
    row_shape = PortfolioClause
    detail_shape = PortfolioClauseDetail
    filterset_class = ClauseFilters
    later_columns: ClassVar[tuple[str, ...]] = ("text",)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the clauses that the caller may see; of a bare list, those of the latest versions."""
        found = super().get_queryset()
        is_bare = self.action == "list" and not set(self.request.query_params) & set(self.filter_names())
        return found.of_latest_versions() if is_bare else found  # type: ignore[attr-defined]

    def later(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the amounts in the clause."""
        amounts = [
            {
                "kind": each.kind.value,
                "words": each.words,
                "value": None if each.value is None else f"{each.value:f}",
                "currency": each.currency,
            }
            for each in amounts_in(row["text"])
        ]
        return {"amounts": amounts}

    @extend_schema(request=CategoryAnswer, responses=PortfolioClauseDetail)
    def answer(self, request: Request, pk: int) -> HttpResponse:
        """Confirm or reject a category of a clause, suggested or not."""
        clause = self.get_queryset().get(pk=pk)
        values = read_input(CategoryAnswer(data=request.data))
        return write(
            request,
            set_category,
            lambda made: self.answer_for(pk),
            clause=clause,
            category=values["category"],
            state=values["state"],
            now=clock.now(),
        )
