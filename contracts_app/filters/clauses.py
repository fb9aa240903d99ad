"""The filters of clauses and of what is suggested of them, kept in the address like those of contracts."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef

from contracts_app.filters.contracts import STATUS_CHOICES, STATUS_GROUPS, ChosenFilter
from contracts_app.models import Clause, ClauseCategory, Contract, Document
from contracts_app.querysets import ClauseQuerySet
from contracts_app.rules.categories import CHOICES
from core.pages.filters import ListFilterSet

STATE = ClauseCategory.State
NO_CATEGORY = "none"
ANSWERS = (
    (STATE.CONFIRMED.value, "Confirmed by a person"),
    (STATE.SUGGESTED.value, "Suggested, not answered"),
    (NO_CATEGORY, "In no category"),
)


def states_of(status: str) -> list[str]:
    """Return the states of contracts that a status of the filters means: a group or a single one."""
    return sorted(STATUS_GROUPS[status][1]) if status in STATUS_GROUPS else [status]


def in_category(clauses: Any, category: str, answer: str) -> Any:
    """Narrow clauses to those in a category, confirmed or suggested, or the one that is asked for."""
    rows = ClauseCategory.objects.for_system("a condition on clauses that are narrowed to the reader")
    rows = rows.filter(clause=OuterRef("pk"))
    if answer == NO_CATEGORY:
        return clauses.filter(~Exists(rows.exclude(state=STATE.REJECTED)))
    if category:
        states = [answer] if answer else [STATE.CONFIRMED, STATE.SUGGESTED]
        same_version = {"categories__version": F("version")}  # lets the database go by versions
        return clauses.filter(categories__category=category, categories__state__in=states, **same_version)
    return clauses.filter(Exists(rows.filter(state=answer))) if answer else clauses


class ClauseFilterSet(ListFilterSet):
    """Clauses by their words, category, and the document and contract that they stand in."""

    q = django_filters.CharFilter(method="by_words", label="Words", max_length=200)
    category = django_filters.ChoiceFilter(
        choices=CHOICES, method="by_category", label="Category", empty_label="Any"
    )
    answer = django_filters.ChoiceFilter(
        choices=ANSWERS, method="by_answer", label="Answer", empty_label="Confirmed or suggested"
    )
    kind = django_filters.ChoiceFilter(
        field_name="version__document__kind",
        choices=Document.Kind.choices,
        label="Kind of document",
        empty_label="Any",
    )
    type = django_filters.ChoiceFilter(
        field_name="version__document__contract__type",
        choices=Contract.Type.choices,
        label="Type of contract",
        empty_label="Any",
    )
    status = django_filters.ChoiceFilter(
        choices=STATUS_CHOICES, method="by_status", label="Status of contract", empty_label="Any"
    )
    vendor = ChosenFilter("vendor", field_name="version__document__contract__vendor", label="Vendor")
    contract = ChosenFilter("contract", field_name="version__document__contract", label="Contract")
    versions = django_filters.ChoiceFilter(
        choices=(("all", "All versions"),), method="by_versions", label="Versions", empty_label="The latest"
    )

    class Meta:
        model = Clause
        fields: list[str] = []

    def by_words(self, clauses: ClauseQuerySet, name: str, value: str) -> ClauseQuerySet:
        """Keep clauses that contain all the words."""
        return clauses.matching(value)

    def by_category(self, clauses: Any, name: str, value: str) -> Any:
        """Keep clauses in the category, with the answer that is asked for beside it."""
        answer = self.form.cleaned_data.get("answer", "")
        return in_category(clauses, value, "" if answer == NO_CATEGORY else answer)

    def by_answer(self, clauses: Any, name: str, value: str) -> Any:
        """Keep clauses with such an answer; beside a category, ``by_category`` has done it."""
        if self.form.cleaned_data.get("category") and value != NO_CATEGORY:
            return clauses
        return in_category(clauses, "", value)

    def by_status(self, clauses: ClauseQuerySet, name: str, value: str) -> ClauseQuerySet:
        """Keep clauses of contracts in one state, or in a group of states."""
        return clauses.filter(version__document__contract__status__in=states_of(value))

    def by_versions(self, clauses: ClauseQuerySet, name: str, value: str) -> ClauseQuerySet:
        """Leave the clauses as they are: the page narrows them unless all versions are asked for."""
        return clauses


class SuggestionFilterSet(ListFilterSet):
    """Suggested categories by words of the clause, category, what they rest on, and the contract."""

    q = django_filters.CharFilter(method="by_words", label="Words", max_length=200)
    category = django_filters.ChoiceFilter(choices=CHOICES, label="Category", empty_label="Any")
    rests_on = django_filters.ChoiceFilter(
        choices=(("earlier", "An earlier version's answer"), ("words", "Words alone")),
        method="by_ground",
        label="Rests on",
        empty_label="Either",
    )
    type = django_filters.ChoiceFilter(
        field_name="version__document__contract__type",
        choices=Contract.Type.choices,
        label="Type of contract",
        empty_label="Any",
    )
    status = django_filters.ChoiceFilter(
        choices=STATUS_CHOICES, method="by_status", label="Status of contract", empty_label="Any"
    )
    vendor = ChosenFilter("vendor", field_name="version__document__contract__vendor", label="Vendor")
    contract = ChosenFilter("contract", field_name="version__document__contract", label="Contract")

    class Meta:
        model = ClauseCategory
        fields: list[str] = []

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        """Keep suggestions about clauses that contain all the words."""
        clauses = Clause.objects.for_system("a condition on suggestions that are narrowed to the reader")
        return rows.filter(clause__in=clauses.matching(value).values("pk"))

    def by_ground(self, rows: Any, name: str, value: str) -> Any:
        """Keep suggestions that rest on an earlier answer, or on words alone."""
        return rows.filter(confirmed_in__isnull=value == "words")

    def by_status(self, rows: Any, name: str, value: str) -> Any:
        """Keep suggestions about contracts in one state, or in a group of states."""
        return rows.filter(version__document__contract__status__in=states_of(value))
