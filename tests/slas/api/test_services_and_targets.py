"""Services and targets over the API: recorded, read, versioned; what is wrong is named by field."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.models import Service, TargetVersion
from tests.support.api import client_with_token, contract, person
from tests.support.slas import TIERS, a_result, a_service, a_target

pytestmark = pytest.mark.django_db
VERSION = {
    "effective_from": "2026-01-01",
    "value": "99.9",
    "better": "higher",
    "period": "month",
    "zone": "Europe/Berlin",
    "excused": ["maintenance"],
    "period_fee_amount": "10000",
    "period_fee_currency": "EUR",
    "scheme": TIERS,
}


@pytest.fixture
def made():
    return contract()


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"), "contracts:read", "slas:write")


def fields(response):
    return [item.get("attr", item) for item in response.json()["errors"]]


def test_a_service_and_its_target_are_recorded_and_read(client, made):
    service = client.post(
        "/api/v1/sla-services/", {"contract_id": made.pk, "slug": "portal", "name": "Customer portal"}
    )
    assert service.status_code == 201
    sent = {"service_id": service.json()["id"], "indicator": "availability", "version": VERSION}

    target = client.post("/api/v1/sla-targets/", sent)

    assert target.status_code == 201
    assert target.json()["versions"][0]["scheme"]["bands"][0] == TIERS["bands"][0]
    read = client.get(f"/api/v1/sla-targets/{target.json()['id']}/")
    assert read.json() == target.json()
    listed = client.get("/api/v1/sla-services/", {"contract": made.pk, "slug": "portal"}).json()["results"]
    assert [one["id"] for one in listed] == [service.json()["id"]]
    found = client.get("/api/v1/sla-targets/", {"service": service.json()["id"], "indicator": "availability"})
    assert len(found.json()["results"]) == 1


def test_what_is_wrong_is_named_by_field_and_nothing_is_stored(client, made):
    service = a_service(made)
    wrong = VERSION | {"zone": "Berlin", "scheme": TIERS | {"kind": "gift"}}

    answer = client.post(
        "/api/v1/sla-targets/", {"service_id": service.pk, "indicator": "availability", "version": wrong}
    )

    assert answer.status_code == 422
    assert fields(answer) == ["zone", "scheme.kind"]
    assert not TargetVersion.unscoped.exists()
    unknown = client.post("/api/v1/sla-services/", {"contract_id": made.pk, "slug": "x", "nam": "X"})
    assert "nam" in fields(unknown)


def test_another_day_makes_a_version_and_the_same_day_corrects_it_with_a_reason(client, made):
    version = a_target(a_service(made))
    address = f"/api/v1/sla-targets/{version.target_id}/versions/"

    assert len(client.post(address, VERSION).json()["versions"]) == 2
    a_result(TargetVersion.unscoped.latest("pk"), *MARCH)
    refused = client.post(address, VERSION | {"value": "99.5"})
    assert (refused.status_code, fields(refused)) == (422, ["reason"])
    corrected = client.post(address, VERSION | {"value": "99.5", "reason": "Misread"})

    assert [one["value"] for one in corrected.json()["versions"]] == ["99.90000000", "99.50000000"]


def test_a_token_that_only_reads_records_nothing(made):
    reader = client_with_token(person("rea", "procurement"), "contracts:read")

    answer = reader.post(
        "/api/v1/sla-services/", {"contract_id": made.pk, "slug": "portal", "name": "Portal"}
    )

    assert answer.status_code == 403
    assert not Service.unscoped.exists()


def test_who_may_not_see_the_contract_is_not_told_of_its_services(client):
    owner = person("omar", "procurement")
    secret = contract(title="Secret", is_confidential=True, owner_id=owner.pk)
    version = a_target(a_service(secret))

    assert client.get("/api/v1/sla-services/").json()["results"] == []
    assert client.get(f"/api/v1/sla-targets/{version.target_id}/").status_code == 404
    answer = client.post("/api/v1/sla-services/", {"contract_id": secret.pk, "slug": "x", "name": "X"})
    assert answer.status_code == 404


MARCH = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
