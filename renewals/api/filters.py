"""The filters of the list of deadlines in the API."""

from __future__ import annotations

from typing import ClassVar

import django_filters

from contracts_app.models import Contract
from core.api.filters import ChoicesFilter, IdFilter
from renewals.models import Deadline

_INCLUSIVE = "Inclusive."


class DeadlineFilters(django_filters.FilterSet):
    """Every filter narrows; a parameter that may be repeated gives alternatives."""

    status = ChoicesFilter(choices=Deadline.Status.choices)
    act_by_from = django_filters.DateFilter(field_name="act_by_date", lookup_expr="gte", label=_INCLUSIVE)
    act_by_to = django_filters.DateFilter(field_name="act_by_date", lookup_expr="lte", label=_INCLUSIVE)
    notice_by_from = django_filters.DateFilter(
        field_name="notice_by_date", lookup_expr="gte", label=_INCLUSIVE
    )
    notice_by_to = django_filters.DateFilter(field_name="notice_by_date", lookup_expr="lte", label=_INCLUSIVE)
    term_end_from = django_filters.DateFilter(field_name="term_end", lookup_expr="gte", label=_INCLUSIVE)
    term_end_to = django_filters.DateFilter(field_name="term_end", lookup_expr="lte", label=_INCLUSIVE)
    contract = IdFilter(field_name="contract_id", label="Id of the contract.")
    contract_type = ChoicesFilter(field_name="contract__type", choices=Contract.Type.choices)
    vendor = IdFilter(field_name="contract__vendor_id", label="Id of the vendor.")
    department = IdFilter(field_name="contract__department_id", label="Id of the department.")
    owner = IdFilter(field_name="contract__owner_id", label="Id of the owner.")

    class Meta:
        model = Deadline
        fields: ClassVar = ()
