"""``/api/v1/vendors/`` and ``/api/v1/entities/``: the other side of a contract, and ours."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core import clock
from core.api.etags import version_held
from core.api.inputs import read_input
from core.api.views import ApiViewSet
from vendors.actions.vendors import change_vendor, create_vendor
from vendors.api.filters import EntityFilters, VendorFilters
from vendors.api.inputs import VendorInput
from vendors.api.shapes import EntityRow, VendorDetail, VendorRow
from vendors.models import Entity, Vendor
from vendors.rules.draft import VendorDraft


class VendorViewSet(ApiViewSet):
    """Vendors with their contacts."""

    policy: ClassVar[dict[str, str]] = {
        "list": "vendors.view",
        "retrieve": "vendors.view",
        "create": "vendors.edit",
        "partial_update": "vendors.edit",
    }
    model = Vendor
    row_shape = VendorRow
    detail_shape = VendorDetail
    filterset_class = VendorFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "name": "name"}

    @extend_schema(request=VendorInput, responses={201: VendorDetail})
    def create(self, request: Request) -> HttpResponse:
        """Record a vendor."""
        draft = VendorDraft(**read_input(VendorInput(data=request.data)))
        return self.written(request, create_vendor, status=201, draft=draft, now=clock.now())

    @extend_schema(request=VendorInput, responses=VendorDetail)
    def partial_update(self, request: Request, pk: int) -> HttpResponse:
        """Change what is named; the rest stays."""
        vendor = self.get_queryset().get(pk=pk)
        version = int(version_held(request, str(vendor.row_version)))
        changes = read_input(VendorInput(data=request.data, partial=True))
        return self.written(request, change_vendor, vendor=vendor, changes=changes, expected_version=version)


class EntityViewSet(ApiViewSet):
    """Our own legal entities."""

    policy: ClassVar[dict[str, str]] = {"list": "vendors.view", "retrieve": "vendors.view"}
    http_method_names = ["get", "head"]
    model = Entity
    row_shape = EntityRow
    filterset_class = EntityFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "name": "name"}
