"""Contracts in the admin: to look at, never to write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from contracts_app.models import (
    Contract,
    ContractAccess,
    ContractEntity,
    ContractTag,
    ContractTerms,
    ContractVendor,
    NoticeMethod,
    NoticeRule,
    Tag,
)
from core.pages.admin import ReadOnlyAdmin


class ScopedAdmin(ReadOnlyAdmin):
    """Lists what the person may see, as every page does: staff have no wider view."""

    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may see."""
        rows = self.model.objects.visible_to(request.user).order_by("-pk")
        return rows.defer("search_vector") if self.model is Contract else rows


@admin.register(Contract)
class ContractAdmin(ScopedAdmin):
    """Contracts by number."""

    list_display = ("number", "title", "status", "vendor", "department")
    list_select_related = ("vendor", "department")
    search_fields = ("number",)
    exclude = ("search_vector",)


for _model in (
    ContractAccess, ContractEntity, ContractTag, ContractTerms, ContractVendor, NoticeMethod, NoticeRule, Tag,
):  # fmt: skip
    admin.site.register(_model, ScopedAdmin)
