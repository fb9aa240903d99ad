"""What a person chooses for a report."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms import REPORTED_DEPARTMENT
from accounts.models import Department
from compliance.rules.portfolio import LONGEST_DUE_WITHIN_DAYS, PortfolioFilters
from contracts_app.models import Contract
from core.pages.choosing import ChosenField, give_user
from core.pages.fields import DayField
from core.pages.forms import PageForm
from vendors.forms import ANY_VENDOR
from vendors.models import Vendor

STATUS_CHOICES = [
    ("in_force", "In force"),
    ("not_yet", "Not yet in force"),
    ("ended", "Ended"),
    ("all", "All"),
]


class PortfolioForm(PageForm):
    """The as-of day and the filters of the portfolio report."""

    as_of = DayField(label="As of", help_text="The contracts as recorded at the end of this day.")
    due_within_days = forms.IntegerField(
        label="Renewals due within (days)", min_value=0, max_value=LONGEST_DUE_WITHIN_DAYS, initial=180
    )
    department = ChosenField(REPORTED_DEPARTMENT, required=False)
    vendor = ChosenField(ANY_VENDOR, required=False)
    type = forms.ChoiceField(required=False, choices=[("", "Every type"), *Contract.Type.choices])
    status_group = forms.ChoiceField(label="Status", choices=STATUS_CHOICES, initial="in_force")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)

    def filters(self) -> PortfolioFilters:
        """Return the chosen filters of a valid form."""
        chosen = self.cleaned_data
        return PortfolioFilters(
            department_id=chosen["department"].pk if chosen["department"] else None,
            vendor_id=chosen["vendor"].pk if chosen["vendor"] else None,
            type=chosen["type"],
            status_group=chosen["status_group"],
            due_within_days=chosen["due_within_days"],
        )


def filter_words(filters: PortfolioFilters) -> str:
    """Write filters as a person would say them."""
    words = [f"Status: {dict(STATUS_CHOICES)[filters.status_group].lower()}"]
    if filters.department_id:
        words.append(
            f"department {Department.objects.for_system('name of a filter').get(pk=filters.department_id)}"
        )
    if filters.vendor_id:
        words.append(f"vendor {Vendor.objects.for_system('name of a filter').get(pk=filters.vendor_id)}")
    if filters.type:
        words.append(f"type {Contract.Type(filters.type).label}")
    words.append(f"renewals due within {filters.due_within_days} days")
    return ", ".join(words)
