"""The filters of the list of contracts in the API."""

from __future__ import annotations

from typing import Any

import django_filters

from contracts_app.filters.contracts import ANY
from contracts_app.models import Contract, ContractTerms
from contracts_app.rules.expected_documents import DEMANDS
from core.api.filters import ChoicesFilter, IdFilter, WordsFilter


class ContractFilters(django_filters.FilterSet):
    """Every filter narrows; a parameter that may be repeated gives alternatives."""

    search = WordsFilter(word="matching", label="Words in number, title, vendors, tags or description.")
    status = ChoicesFilter(choices=Contract.Status.choices)
    type = ChoicesFilter(choices=Contract.Type.choices)
    term_type = ChoicesFilter(field_name="terms__term_type", choices=ContractTerms.TermType.choices)
    number = django_filters.CharFilter(label="Exactly this number.")
    vendor = IdFilter(field_name="vendor_id", label="Id of the vendor.")
    department = IdFilter(field_name="department_id", label="Id of the department.")
    entity = IdFilter(field_name="entity_id", label="Id of our contracting entity.")
    owner = IdFilter(field_name="owner_id", label="Id of the owner.")
    tag = django_filters.CharFilter(field_name="tag_links__tag__name", label="A tag on the contract.")
    missing_document = django_filters.ChoiceFilter(
        choices=((ANY, "Any document"), *DEMANDS.items()),
        method="by_missing",
        label="Agreed contracts without a document of this kind that their type should have; or `any`.",
    )
    is_confidential = django_filters.BooleanFilter()
    currency = django_filters.CharFilter(field_name="value_currency", lookup_expr="iexact", label="E.g. EUR.")
    value_from = django_filters.NumberFilter(
        field_name="value_amount", lookup_expr="gte", label="At least this value.", max_digits=19
    )
    value_to = django_filters.NumberFilter(
        field_name="value_amount", lookup_expr="lte", label="At most this value.", max_digits=19
    )
    start_from = django_filters.DateFilter(
        field_name="terms__start_date", lookup_expr="gte", label="Inclusive."
    )
    start_to = django_filters.DateFilter(
        field_name="terms__start_date", lookup_expr="lte", label="Inclusive."
    )
    end_from = django_filters.DateFilter(field_name="terms__end_date", lookup_expr="gte", label="Inclusive.")
    end_to = django_filters.DateFilter(field_name="terms__end_date", lookup_expr="lte", label="Inclusive.")
    source = django_filters.CharFilter(label="The register it was imported from.")
    external_id = django_filters.CharFilter(label="Its id there.")

    class Meta:
        model = Contract
        fields: tuple[str, ...] = ()

    def by_missing(self, contracts: Any, name: str, value: str) -> Any:
        """Keep agreed contracts that lack a document."""
        return contracts.lacking_documents("" if value == ANY else value)
