"""Every address of the REST API, version 1."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from rest_framework.routers import SimpleRouter

from contracts_app.api.contracts import ContractViewSet
from core.api.docs import SchemaView, docs_page
from core.api.views import NotHere

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("contracts", ContractViewSet, basename="contract")

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", docs_page, name="docs"),
    path("", include(router.urls)),
    re_path(r"", NotHere.as_view(), name="nothing"),
]
