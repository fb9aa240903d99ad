"""Roles × routes: what each role may open follows from the table of roles and verbs, on every address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import RoleAssignment, SavedView, User
from accounts.rules.roles import ROLE_VERBS
from contracts_app.models import Contract
from core.audit import acting
from core.models import Job, StoredFile
from renewals.models import DecisionThreshold, ReminderPolicy
from slas.actions.claims import detect_claims
from slas.models import Claim, Service
from tests.architecture.test_routes import LIBRARY_BRANCHES, declared_policy, routes
from tests.support.amendments import an_amendment
from tests.support.api import NOW, SYSTEM, contract, department, person
from tests.support.contract_documents import a_document, clauses_of, version_of
from tests.support.deciding import a_vendor_notice, decide, four_eyes_from, notice_of, served
from tests.support.prices import a_series, an_uplift
from tests.support.slas import (
    TIERS,
    a_measurement,
    a_result,
    a_service,
    a_target,
    a_ticket,
    an_exclusion,
    an_outage,
)
from vendors.models import Entity, VendorContact

PERSONAS = ("nobody", *ROLE_VERBS)
#: Addresses that exist only for their owner or while something else exists; not found for others.
HIDDEN = re.compile(
    r"^(calendar|jobs|files|imports|api/v1/imports|mailbox|settings/tokens|settings/indexes/files)/|^api/v1/$|/revoke/$|options/|/remove/$"
)


def _fill() -> dict[str, Any]:
    """Make one of each thing that an address may name; return the values of address parameters."""
    made = contract(title="Hosting", owner_id=person("keeper").pk)
    with acting(SYSTEM):
        contact = VendorContact.unscoped.create(vendor=made.vendor, role="notice", name="Greta")
        entity = Entity.unscoped.create(name="Halden Roth GmbH")
        StoredFile.unscoped.create(
            sha256="0" * 64, size=1, media_type="application/pdf", name="x.pdf", kind="x", created_at=NOW
        )
        Job.objects.create(kind="x")
        view = SavedView.unscoped.create(
            owner=made.owner, page="contracts", name="Mine", query="owner=me", is_shared=True, created_at=NOW
        )
        policy = ReminderPolicy.unscoped.create(offsets=[30, 0], decision_days=30)
    decision = decide(made, made.owner, now=NOW)
    notice = notice_of(decision)
    ended = a_vendor_notice(made, made.owner, "termination", now=NOW)
    four_eyes_from(1)
    an_uplift(made)
    amendment = an_amendment(made, "2026-01-01").pk
    paper = a_document(made)
    promise = a_target(a_service(made), scheme={**TIERS, "bands": TIERS["bands"][:2]})
    return {
        "documents": paper.pk,
        "contracts/documents": paper.pk,
        "documents/versions": version_of(paper).pk,
        "clauses": clauses_of(version_of(paper))[1].pk,
        "contracts": made.pk,
        "vendors": made.vendor_id,
        "vendors/contacts": contact.pk,
        "settings/entities": entity.pk,
        "entities": entity.pk,
        "indexes": (series := a_series()).pk,
        "settings/indexes": series.pk,
        "departments": made.department_id,
        "settings/departments": made.department_id,
        "settings/views": view.pk,
        "settings/reminder-policies": policy.pk,
        "settings/thresholds": DecisionThreshold.unscoped.get().pk,
        "renewals/decisions": decision.pk,
        "amendments": amendment,
        "contracts/amendments": amendment,
        "sla/results": (kept := a_result(promise, dt.date(2026, 3, 1), dt.date(2026, 3, 31)).result_id),
        "sla-results": kept,
        "claims": _claim(made),
        "sla-services": promise.target.service_id,
        "sla-targets": promise.target_id,
        "sla/services": promise.target.service_id,
        "sla/targets": promise.target_id,
        "sla/targets/versions": promise.pk,
        "outages": (down := an_outage(promise.target.service, "2026-03-01T10:00", None)).pk,
        "sla/outages": down.pk,
        "sla/tickets": (ticket := a_ticket(promise.target.service, "2026-03-01T10:00").pk),
        "sla-tickets": ticket,
        "sla/measurements": (said := _check_in(promise.target.service)),
        "sla-measurements": said,
        "sla/check-ins": said,
        "sla/exclusions": (excused := an_exclusion(made, "2026-03-01T10:00", "2026-03-01T11:00").pk),
        "sla-exclusions": excused,
        "contracts/decisions": decision.pk,
        "contracts/notices": notice.pk,
        "contracts/exit-tasks": ended.exit_tasks.first().pk,
        "renewals/notices": notice.pk,
        "renewals/vendor-notices": ended.pk,
        "renewals/exit-tasks": ended.exit_tasks.first().pk,
        "renewals/services": served(notice).pk,
        "settings/people": person("somebody").pk,
        "settings/roles": RoleAssignment.unscoped.values_list("pk", flat=True).first() or 1,
    }


def _check_in(service: Service) -> int:
    """Return a check-in of a key figure."""
    figure = a_target(service, "key_figure", name="Solved at once", unit="%").target
    said = a_measurement(figure, "2026-03-31T23:59:59", "80", source="check-in", ref="2026-03-01/2026-03-31")
    return int(said.pk)


def _claim(of: Contract) -> int:
    """Return a claim for what was missed of a contract."""
    a_result(a_target(a_service(of, "mail")), dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    detect_claims(actor=SYSTEM, now=dt.datetime(2026, 4, 10, tzinfo=dt.UTC))
    return int(Claim.unscoped.latest("pk").pk)


def _address(pattern: str, made: dict[str, Any]) -> str:
    outer = pattern.removeprefix("api/v1/").replace("<int:contract_pk>/", "")
    place = outer.split("<")[0].strip("/")
    words = {
        "slug:verb": "submit",
        "slug:kind": "owner",
        "slug:name": "none",
        "slug:secret": "none",
        "int:number": "1",
        "int:link_pk": "1",
        "int:service_pk": "1",
    }
    filled = pattern.replace("<int:contract_pk>", str(made["contracts"])).replace(
        "<int:pk>", str(made.get(place, 1))
    )
    for parameter, value in words.items():
        filled = filled.replace(f"<{parameter}>", value)
    return "/" + filled


def _pages() -> Iterator[tuple[str, str]]:
    """Yield each address pattern of ours with its policy, pages and API reads alike."""
    for pattern, view in routes(get_resolver()):
        if pattern.lstrip("^").startswith(tuple(LIBRARY_BRANCHES)):
            continue
        said = declared_policy(view)
        if isinstance(said, dict):
            action = getattr(view, "actions", {}).get("get") or "get"
            said = said.get(action)
        if said:
            yield pattern, said


def _persona(role: str) -> User:
    if role == "nobody":
        return person("persona")
    return person("persona", role, where=department())


@pytest.mark.django_db
@pytest.mark.parametrize("role", PERSONAS)
def test_a_role_opens_exactly_what_its_verbs_include(role: str):
    made = _fill()
    client = Client()
    client.force_login(_persona(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    verbs = ROLE_VERBS.get(role, frozenset())
    wrong = []
    for pattern, said in _pages():
        answer = client.get(_address(pattern, made))
        is_open = said == "signed_in" or said.startswith("public") or said in verbs
        refused = answer.status_code == 403
        if answer.status_code >= 500 and pattern != "healthz":
            wrong.append(f"{pattern}: {answer.status_code}")
        elif is_open == refused:
            wrong.append(f"{pattern} ({said}): {answer.status_code}")
        elif is_open and answer.status_code == 404 and role == "administrator" and not HIDDEN.search(pattern):
            wrong.append(f"{pattern}: not found though it exists")
    assert not wrong, f"{role}:\n" + "\n".join(wrong)


def _writes() -> Iterator[tuple[str, str, str]]:
    """Yield each address pattern of the API with each method that writes and the verb that it needs."""
    for pattern, view in routes(get_resolver()):
        said = declared_policy(view)
        if not pattern.startswith("api/v1/") or not isinstance(said, dict):
            continue
        actions = getattr(view, "actions", None) or {name: name for name in said}
        for method in sorted(actions.keys() & {"post", "put", "patch", "delete"}):
            yield pattern, method, said[actions[method]]


@pytest.mark.django_db
@pytest.mark.parametrize("role", PERSONAS)
def test_a_role_writes_over_the_api_exactly_where_its_verbs_include_it(role: str):
    made = _fill()
    client = Client()
    client.force_login(_persona(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    verbs = ROLE_VERBS.get(role, frozenset())
    wrong = []
    for pattern, method, verb in _writes():
        answer = client.generic(method.upper(), _address(pattern, made), "{}", "application/json")
        is_refused = answer.status_code == 403 and f"it needs “{verb}”" in answer.content.decode()
        if is_refused != (verb not in verbs) or answer.status_code >= 500:
            wrong.append(f"{method} {pattern} ({verb}): {answer.status_code}")
    assert not wrong, f"{role}:\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_without_signing_in_only_public_addresses_answer():
    made = _fill()
    client = Client()
    wrong = []
    for pattern, said in _pages():
        answer = client.get(_address(pattern, made))
        if said.startswith("public"):
            continue
        if answer.status_code not in (302, 401, 403, 405):
            wrong.append(f"{pattern}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_somebody_who_left_opens_nothing():
    made = _fill()
    user = _persona("administrator")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    with acting(SYSTEM):
        user.is_active = False
        user.save(update_fields=["is_active"])
    wrong = [
        pattern
        for pattern, said in _pages()
        if not said.startswith("public")
        and client.get(_address(pattern, made)).status_code not in (302, 401, 403, 405)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_of_routes_is_not_empty():
    assert sum(1 for _ in _pages()) > 60
    assert sum(1 for _ in _writes()) >= 20
