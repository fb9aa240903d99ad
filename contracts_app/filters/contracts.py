"""The filters of contracts, shared by the list page and the API.

An address such as ``?status=in_force&owner=me&ends_max=2026-12-31`` is a saved view: it means the
same to everybody, within what each may see.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest
from django_filters.fields import RangeField
from django_filters.widgets import RangeWidget

from accounts.forms import DEPARTMENT
from contracts_app.forms.choosing import ChosenField
from contracts_app.models import Contract
from contracts_app.querysets import ContractQuerySet
from contracts_app.rules.expected_documents import DEMANDS
from contracts_app.rules.lifecycle import ENDED, IN_FORCE, NOT_YET_IN_FORCE, STATUS_LABELS
from contracts_app.rules.text import label
from core.api.filters import IdFilter
from core.pages.fields import DayField
from core.pages.filters import ListFilterSet
from vendors.models import Entity

#: Names for several statuses at once.
STATUS_GROUPS = {
    "in_force": ("In force", IN_FORCE),
    "not_yet": ("Not yet in force", NOT_YET_IN_FORCE),
    "ended": ("Ended", ENDED),
}
NOBODY = "nobody"
#: Whichever document it is that is missing.
ANY = "any"


class OwnerField(ChosenField):
    """A person by name, ``me``, or ``nobody`` for contracts without an owner."""

    def clean(self, value: Any) -> Any:
        """Return the person, or ``nobody``."""
        word = str(value or "").strip().lower()
        if word == "me" and self.user is not None:
            return self.user
        if word in {NOBODY, "none"}:
            return NOBODY
        return super().clean(value)


class FromToWidget(RangeWidget):
    """Two inputs side by side, for the least and the most."""

    template_name = "core/form/range.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for widget, words in zip(self.widgets, ("from", "to"), strict=True):
            widget.attrs |= {"aria-label": words, "placeholder": words, "autocomplete": "off"}


class DayRangeField(RangeField):
    """A range of dates, both inclusive, each open when blank; typed as in every other date field."""

    widget = FromToWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, fields=(DayField(), DayField()), **kwargs)


class AmountRangeField(RangeField):
    """A range of amounts, both inclusive, each open when blank; no larger than a value can be."""

    widget = FromToWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        amounts = [forms.DecimalField(max_digits=19, decimal_places=4) for _ in range(2)]
        super().__init__(*args, fields=tuple(amounts), **kwargs)


class ChosenFilter(django_filters.Filter):
    """A filter on one row, chosen by name or id."""

    field_class = ChosenField

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(kind=kind, **kwargs)


class OwnerFilter(ChosenFilter):
    """A filter on the owner."""

    field_class = OwnerField


class DayRangeFilter(django_filters.RangeFilter):
    """A filter on a range of dates (``name_min``, ``name_max``)."""

    field_class = DayRangeField


class AmountRangeFilter(django_filters.RangeFilter):
    """A filter on a range of amounts (``name_min``, ``name_max``)."""

    field_class = AmountRangeField


def entities(request: HttpRequest | None) -> Any:
    """Return our own legal entities."""
    if request is None:
        return Entity.unscoped.none()
    return Entity.objects.visible_to(request.user).order_by("name")


STATUS_CHOICES = [
    ("Groups", [(key, words) for key, (words, _) in STATUS_GROUPS.items()]),
    ("Single states", list(STATUS_LABELS.items())),
]


class ContractFilterSet(ListFilterSet):
    """Contracts by words, state, kind, parties, people, money and dates."""

    q = django_filters.CharFilter(method="by_words", label="Words", max_length=200)
    status = django_filters.ChoiceFilter(
        choices=STATUS_CHOICES, method="by_status", label="Status", empty_label="Any"
    )
    type = django_filters.ChoiceFilter(choices=Contract.Type.choices, label="Type", empty_label="Any")
    vendor = ChosenFilter("vendor", method="by_vendor", label="Vendor")
    department = ChosenFilter(DEPARTMENT, label="Department")
    owner = OwnerFilter("person", method="by_owner", label="Owner", help_text="A name, me, or nobody.")
    entity = django_filters.ModelChoiceFilter(queryset=entities, label="Our entity", empty_label="Any")
    tag = django_filters.CharFilter(method="by_tag", label="Tag", max_length=60)
    missing = django_filters.ChoiceFilter(
        choices=((ANY, "Any document"), *DEMANDS.items()),
        method="by_missing",
        label="Not on file",
        empty_label="Whatever is on file",
    )
    ends = DayRangeFilter(field_name="terms__end_date", label="Ends")
    starts = DayRangeFilter(field_name="terms__start_date", label="Starts")
    value = AmountRangeFilter(field_name="value_amount", label="Value")
    currency = django_filters.CharFilter(method="by_currency", label="Currency", max_length=3)
    confidential = django_filters.ChoiceFilter(
        choices=(("true", "Yes"), ("false", "No")),
        method="by_confidential",
        label="Confidential",
        empty_label="Either",
    )

    import_run = IdFilter(field_name="imported_row__run", label="Written by import", widget=forms.HiddenInput)

    class Meta:
        model = Contract
        fields: list[str] = []

    def by_words(self, contracts: ContractQuerySet, name: str, value: str) -> ContractQuerySet:
        """Keep contracts that contain all the words."""
        return contracts.matching(value)

    def by_status(self, contracts: ContractQuerySet, name: str, value: str) -> ContractQuerySet:
        """Keep contracts in one state, or in a group of states."""
        if value in STATUS_GROUPS:
            return contracts.filter(status__in=sorted(STATUS_GROUPS[value][1]))
        return contracts.filter(status=value)

    def by_vendor(self, contracts: ContractQuerySet, name: str, value: Any) -> ContractQuerySet:
        """Keep contracts to which the vendor is party."""
        return contracts.of_vendor(value.pk)

    def by_owner(self, contracts: ContractQuerySet, name: str, value: Any) -> ContractQuerySet:
        """Keep contracts of one owner, or of nobody."""
        if value == NOBODY:
            return contracts.filter(owner__isnull=True)
        return contracts.filter(owner=value)

    def by_tag(self, contracts: ContractQuerySet, name: str, value: str) -> ContractQuerySet:
        """Keep contracts with the tag, however it is spelt."""
        return contracts.filter(tag_links__tag__name=label(value))

    def by_missing(self, contracts: ContractQuerySet, name: str, value: str) -> ContractQuerySet:
        """Keep agreed contracts that lack a document, or any that they should have."""
        return contracts.lacking_documents("" if value == ANY else value)

    def by_currency(self, contracts: ContractQuerySet, name: str, value: str) -> ContractQuerySet:
        """Keep contracts whose value is in the currency."""
        return contracts.filter(value_currency=value.strip().upper())

    def by_confidential(self, contracts: ContractQuerySet, name: str, value: str) -> ContractQuerySet:
        """Keep confidential contracts, or the others."""
        return contracts.filter(is_confidential=value == "true")
