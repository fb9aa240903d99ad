"""The schema is whole, and the page that shows it needs nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import get_resolver
from rest_framework.test import APIRequestFactory

from core.api.permissions import PolicyPermission
from core.api.views import ApiView, ApiViewSet
from core.errors import NotAllowed
from tests.support.api import client_with_session, client_with_token, person


def test_the_schema_is_valid_and_made_without_a_warning(tmp_path):
    target = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    assert target.read_text().startswith("openapi: 3.1.0")


@pytest.mark.django_db
def test_the_schema_names_the_headers_and_errors_of_a_safe_write():
    schema = client_with_token(person("ann", "procurement")).get("/api/v1/schema/").json()
    patch = schema["paths"]["/api/v1/contracts/{id}/"]["patch"]
    assert {"412", "428", "422"} <= set(patch["responses"])
    (if_match,) = [item for item in patch["parameters"] if item["name"] == "If-Match"]
    assert if_match["required"]
    post = schema["paths"]["/api/v1/contracts/"]["post"]
    assert "Idempotency-Key" in [item["name"] for item in post["parameters"]]
    assert "token" in schema["components"]["securitySchemes"]


@pytest.mark.django_db
def test_the_docs_page_loads_only_files_of_ours_and_has_no_inline_script():
    page = client_with_session(person("ann", "procurement")).get("/api/v1/docs/").content.decode()
    addresses = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', page)
    assert any("swagger-ui-bundle" in address for address in addresses)
    for address in addresses:
        assert finders.find(address.removeprefix("/static/")), address
    assert not re.search(r"<script(?![^>]* src=)|<style|style=\"|onload=|onclick=", page)


def api_views():
    """Yield (address, view class) of every route below /api/."""
    (branch,) = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "api/v1/"]
    todo = list(branch.url_patterns)
    while todo:
        entry = todo.pop()
        if hasattr(entry, "url_patterns"):
            todo += entry.url_patterns
        elif hasattr(entry.callback, "cls"):
            yield str(entry.pattern), entry.callback


def test_every_action_of_every_route_names_a_verb():
    found = list(api_views())
    assert len(found) >= 15
    for address, callback in found:
        policy = callback.cls.policy
        for action in getattr(callback, "actions", None) or {}:
            assert isinstance(policy, str) or policy.get(callback.actions[action]), f"{address} {action}"


@pytest.mark.django_db
@pytest.mark.parametrize("base", [ApiView, ApiViewSet])
def test_a_route_without_a_policy_is_refused_to_everybody(base):
    request = APIRequestFactory().get("/")
    request.user = person("adam", "administrator")
    request.auth = None
    view = base()
    view.action = "list"
    with pytest.raises(NotAllowed):
        PolicyPermission().has_permission(request, view)


def test_somebody_who_is_not_signed_in_is_no_somebody():
    request = APIRequestFactory().get("/")
    request.user = None
    assert not PolicyPermission().has_permission(request, ApiView())
