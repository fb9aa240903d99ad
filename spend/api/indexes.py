"""``/api/v1/indexes/``: the published figures that prices at renewal follow."""

from __future__ import annotations

from typing import ClassVar

from core.api.views import ApiViewSet
from spend.api.filters import IndexFilters
from spend.api.shapes import IndexDetail, IndexRow
from spend.models import IndexSeries


class IndexSeriesViewSet(ApiViewSet):
    """Index series; they are imported on the pages or on the command line."""

    policy: ClassVar[dict[str, str]] = {"list": "contracts.view", "retrieve": "contracts.view"}
    http_method_names = ["get", "head"]
    model = IndexSeries
    row_shape = IndexRow
    detail_shape = IndexDetail
    filterset_class = IndexFilters
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "code": "code"}
    default_ordering = "code"
