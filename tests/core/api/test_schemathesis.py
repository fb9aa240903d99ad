"""Requests made up from the schema: none fails, and every answer is as the schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.actions.tokens import create_token, scopes_open_to
from config.wsgi import application
from contracts_app.actions.contracts import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from core import clock
from tests.support.api import SYSTEM, TODAY, contract, person
from tests.support.deciding import a_vendor_notice, decide, notice_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = application
schema.config.phases.coverage.enabled = False  # every boundary of every field takes minutes


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's connection open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(db: None, one_connection: None) -> str:
    """A token with every scope, in a register with one contract that has everything."""
    owner = person("ann", "procurement", "administrator")
    made = contract(
        owner_id=owner.pk,
        tags=("cloud",),
        terms=TermsDraft(
            term_type="auto_renew", start_date=TODAY, initial_term_quantity=12, initial_term_unit="months",
            renewal_term_quantity=12, renewal_term_unit="months",
        ),
        notice_rules=(
            NoticeRuleDraft(quantity=3, unit="months", methods=(NoticeMethodDraft(method="post"),)),
        ),
    )  # fmt: skip
    notice_of(decide(made, owner, now=clock.now()))
    a_vendor_notice(made, owner, "termination", now=clock.now())
    scopes = scopes_open_to(owner)
    return create_token(actor=SYSTEM, owner=owner, label="", scopes=scopes, days=30, now=clock.now()).secret


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
def test_every_made_up_request_is_answered_as_the_schema_says(case: Any, token: str) -> None:
    known = case.operation.schema.app and case.path_parameters and case.path_parameters.get("id")
    if isinstance(known, int) and known % 2:
        case.path_parameters["id"] = 1
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
