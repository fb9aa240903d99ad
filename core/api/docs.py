"""The API's schema and the page that shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView

from core.access import signed_in
from core.api.permissions import SIGNED_IN


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 as JSON, or as YAML for ``Accept: application/vnd.oai.openapi``."""

    policy = SIGNED_IN
    http_method_names = ["get", "head"]
    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer]


@signed_in
def docs_page(request: HttpRequest) -> HttpResponse:
    """Show the schema as a page on which requests can be tried; nothing is loaded from elsewhere."""
    return render(request, "core/api_docs.html", {"title": "API"})
