"""Filters of the list of people."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts.models import Department, RoleAssignment, User
from accounts.rules.roles import ROLE_LABELS
from core.pages.filters import ListFilterSet


def departments_in_use() -> list[tuple[int, str]]:
    """Return the departments to filter by."""
    departments = Department.objects.for_system("choices of a filter").order_by("name")
    return list(departments.values_list("pk", "name"))


class PersonFilter(ListFilterSet):
    """Which people to show."""

    q = django_filters.CharFilter(method="filter_words", label="Words", max_length=200)
    role = django_filters.ChoiceFilter(
        choices=list(ROLE_LABELS.items()), label="Role", empty_label="All", method="filter_role"
    )
    department = django_filters.ChoiceFilter(
        choices=departments_in_use, field_name="department_id", label="Department", empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        choices=[("active", "Active"), ("deactivated", "Deactivated")],
        label="State",
        empty_label="All",
        method="filter_state",
    )

    class Meta:
        model = User
        fields: list[str] = []

    def filter_words(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Keep the people whose name, user name or e-mail contains every word."""
        for word in value.split():
            queryset = queryset.filter(
                Q(full_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
            )
        return queryset

    def filter_role(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Keep the people who hold the role somewhere."""
        holders = RoleAssignment.objects.for_system("holders of a role").filter(role=value)
        return queryset.filter(pk__in=holders.values("user_id"))

    def filter_state(self, queryset: QuerySet[User], name: str, value: Any) -> QuerySet[User]:
        """Keep the people who can, or can no longer, sign in."""
        return queryset.filter(is_active=value == "active")
