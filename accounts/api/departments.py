"""``/api/v1/departments/``: the departments that contracts belong to."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.models import Department
from core.api.shapes import ReadShape
from core.api.views import ApiViewSet


class DepartmentRow(ReadShape):
    """A department of our own organization."""

    class Meta:
        model = Department
        fields: ClassVar = ("id", "name", "timezone", "is_active")


class DepartmentFilters(django_filters.FilterSet):
    """Every filter narrows."""

    name = django_filters.CharFilter(label="Exactly this name.")
    is_active = django_filters.BooleanFilter()

    class Meta:
        model = Department
        fields: ClassVar = ()


class DepartmentViewSet(ApiViewSet):
    """Departments; whoever may see contracts at all sees the names of all of them."""

    policy: ClassVar[dict[str, str]] = {"list": "contracts.view", "retrieve": "contracts.view"}
    http_method_names = ["get", "head"]
    model = Department
    row_shape = DepartmentRow
    filterset_class = DepartmentFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "name": "name"}

    def get_queryset(self) -> QuerySet[Any]:
        """Return every department: its name is no secret in the organization."""
        return Department.objects.for_system("names of departments are known to everybody here")
