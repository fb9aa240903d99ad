"""Who answers for a key figure is active and may see the contract, entered on the page or by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from contracts_app.models import Contract
from core.audit import acting
from slas.models import Service, SlaTarget
from tests.slas.views.test_what_is_promised import TARGET
from tests.support.api import client_with_token
from tests.support.contracts import a_contract, history_of
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.slas import SYSTEM, a_service

pytestmark = pytest.mark.django_db
FIGURE = TARGET | {
    "indicator": "key_figure",
    "name": "Satisfaction",
    "source": "Survey",
    "unit": "%",
    "scheme-kind": "",
}
REFUSED = "Choose somebody who is active and may see the contract."


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


@pytest.fixture
def service(contract: Contract) -> Service:
    return a_service(contract)


@pytest.fixture
def ana(contract: Contract) -> User:
    return a_user("ana", "procurement", department=contract.department, full_name="Ana Ruiz")


@pytest.fixture
def people(contract: Contract, ana: User) -> dict[str, User]:
    """Who sees the contract, who views another department, and who has left."""
    found = {
        "ana": ana,
        "ola": a_user("ola", "procurement", department=a_department("Marketing"), full_name="Ola Berg"),
        "zoe": a_user("zoe", "procurement", department=contract.department, full_name="Zoe Lang"),
    }
    with acting(SYSTEM):
        User.objects.filter(pk=found["zoe"].pk).update(is_active=False)
    return found


def by_page(ana: User, service: Service, owner: str) -> Any:
    return signed_in(ana).post(f"/sla/services/{service.pk}/targets/new/", FIGURE | {"owner": owner})


def by_api(ana: User, service: Service, owner_id: int) -> Any:
    client: Client = client_with_token(ana, "contracts:read", "slas:write")
    version = {
        "effective_from": "2026-01-01",
        "value": "90",
        "better": "higher",
        "period": "month",
        "zone": "UTC",
        "unit": "%",
        "excused": [],
    }
    named = {"service_id": service.pk, "indicator": "key_figure", "name": "Satisfaction", "source": "Survey"}
    return client.post("/api/v1/sla-targets/", named | {"owner_id": owner_id, "version": version})


def test_who_sees_the_contract_may_be_named_by_their_name(ana, service, people):
    made = by_page(ana, service, "Ana Ruiz (ana)")

    assert made.status_code == 302
    assert SlaTarget.unscoped.get().owner == ana


def test_who_sees_the_contract_may_be_named_over_the_api(ana, service, people):
    made = by_api(ana, service, ana.pk)

    assert made.status_code == 201, made.content
    assert SlaTarget.unscoped.get().owner == ana


def test_who_is_of_another_department_and_does_not_see_the_contract_cannot_be_named(ana, service, people):
    page = by_page(ana, service, "Ola Berg (ola)")
    sent = by_api(ana, service, people["ola"].pk)

    assert (page.status_code, sent.status_code) == (422, 422)
    assert REFUSED in page.content.decode()
    assert sent.json()["errors"][0]["attr"] == "owner"
    assert REFUSED in sent.content.decode()
    assert not SlaTarget.unscoped.exists()


def test_of_a_confidential_contract_only_who_is_named_on_it_can_be_named(ana, people):
    secret = a_contract(
        type="hosting", is_confidential=True, owner_id=ana.pk, named_user_ids=(people["ola"].pk,)
    )
    colleague = a_user("tom", "procurement", department=secret.department, full_name="Tom Weiss")
    service = a_service(secret)

    assert by_page(ana, service, "tom").status_code == by_api(ana, service, colleague.pk).status_code == 422
    assert by_page(ana, service, "ola").status_code == 302
    assert SlaTarget.unscoped.get().owner == people["ola"]


def test_who_has_left_cannot_be_named(ana, service, people):
    page = by_page(ana, service, "Zoe Lang (zoe)")
    sent = by_api(ana, service, people["zoe"].pk)

    assert (page.status_code, sent.status_code) == (422, 422)
    assert "No active person is called" in page.content.decode()
    assert not SlaTarget.unscoped.exists()


def test_somebody_who_does_not_exist_is_refused_in_words(ana, service, people):
    sent = by_api(ana, service, 999_999)

    assert sent.status_code == 422
    assert REFUSED in sent.content.decode()


@pytest.fixture
def figure(ana: User, service: Service) -> SlaTarget:
    assert by_page(ana, service, "Ana Ruiz").status_code == 302
    return SlaTarget.unscoped.get()


def as_read(figure: SlaTarget, **changes: Any) -> dict[str, Any]:
    return {"name": figure.name, "source": figure.source, "version": figure.row_version, **changes}


def test_another_person_takes_a_target_over_and_the_history_tells(ana, people, figure, contract):
    a_user("ben", "procurement", department=contract.department, full_name="Ben Ode")
    address = f"/sla/targets/{figure.pk}/change/"
    changed = as_read(figure, owner="Ben Ode", source="Help desk")

    assert signed_in(ana).post(address, changed).status_code == 302
    stale = signed_in(ana).post(address, as_read(figure, owner="Ana Ruiz"))

    assert "changed by somebody else" in stale.content.decode()
    figure.refresh_from_db()
    assert (figure.owner.username, figure.source) == ("ben", "Help desk")
    assert history_of(figure) == ["+", "~"]
    same = as_read(figure, owner="Ben Ode")
    assert signed_in(ana).post(address, same).status_code == 302
    assert history_of(figure) == ["+", "~"]


def test_a_key_figure_keeps_a_name_a_source_and_an_owner(ana, people, figure):
    address = f"/sla/targets/{figure.pk}/change/"
    told = signed_in(ana).post(address, as_read(figure, name="", source="", owner="")).content.decode()
    for message in ("Say what is measured.", "Say where its readings come from.", "Say who answers for it."):
        assert message in told
    assert history_of(figure) == ["+"]


def test_the_api_changes_what_is_named_and_refuses_who_cannot_see_the_contract(ana, people, figure):
    client = client_with_token(ana, "contracts:read", "slas:write")
    address = f"/api/v1/sla-targets/{figure.pk}/"
    assert client.patch(address, {"source": "Survey of May"}).status_code == 428
    etag = {"If-Match": client.get(address)["ETag"]}
    refused = client.patch(address, {"owner_id": people["ola"].pk}, headers=etag)
    assert refused.json()["errors"][0]["detail"] == REFUSED
    done = client.patch(address, {"source": "Survey of May"}, headers=etag)
    assert (done.status_code, done.json()["source"], done.json()["name"]) == (
        200,
        "Survey of May",
        "Satisfaction",
    )


def test_one_who_left_may_stay_on_record_while_something_else_is_changed(ana, people, figure):
    with acting(SYSTEM):
        SlaTarget.unscoped.filter(pk=figure.pk).update(owner=people["zoe"])
    client = client_with_token(ana, "contracts:read", "slas:write")
    address = f"/api/v1/sla-targets/{figure.pk}/"
    etag = {"If-Match": client.get(address)["ETag"]}
    assert client.patch(address, {"name": "Satisfaction of users"}, headers=etag).status_code == 200
