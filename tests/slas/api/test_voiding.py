"""Outages, tickets and measurements are listed and voided over the API, from the version that was read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.audit import acting
from slas.models import Measurement
from tests.support.api import client_with_token, contract, person
from tests.support.slas import SYSTEM, a_service, a_target, a_ticket, an_outage, instant

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return a_service(contract())


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"), "outages:write")


@pytest.fixture
def addresses(service):
    target = a_target(service, "percentile").target
    with acting(SYSTEM):
        row = Measurement.unscoped.create(
            target=target, at=instant("2026-03-02T08:00"), value=Decimal("1.5"), created_at=target.created_at
        )
    return [
        f"/api/v1/outages/{an_outage(service, '2026-03-02T08:00', None).pk}/",
        f"/api/v1/sla-tickets/{a_ticket(service, '2026-03-02T08:00').pk}/",
        f"/api/v1/sla-measurements/{row.pk}/",
    ]


def test_what_is_recorded_is_voided_with_the_reason_once(client, addresses):
    for address in addresses:
        etag = client.get(address)["ETag"]
        assert client.post(f"{address}void/", {"reason": "Twice"}).status_code == 428
        done = client.post(f"{address}void/", {"reason": "Twice"}, headers={"If-Match": etag})
        assert (done.status_code, done.json()["voided_reason"]) == (200, "Twice"), address
        stale = client.post(f"{address}void/", {"reason": "Again"}, headers={"If-Match": etag})
        assert stale.status_code == 412
        again = client.post(f"{address}void/", {"reason": "Again"}, headers={"If-Match": done["ETag"]})
        assert again.status_code == 409
        assert client.post(f"{address}void/", {}, headers={"If-Match": "*"}).status_code == 400


def test_tickets_and_measurements_are_listed_by_contract_and_time(client, service, addresses):
    for kind in ("sla-tickets", "sla-measurements"):
        address = f"/api/v1/{kind}/?contract={service.contract_id}"
        assert len(client.get(address).json()["results"]) == 1, kind
        later = f"{address}&from=2026-03-02T08:00:01Z"
        assert client.get(later).json()["results"] == []
        before = f"{address}&to=2026-03-02T08:00:01Z"
        assert len(client.get(before).json()["results"]) == 1
    ticket = client.get("/api/v1/sla-tickets/").json()["results"][0]
    assert (ticket["service"], ticket["ref"], ticket["pauses"]) == ("portal", "T-1", [])


def test_who_may_not_record_voids_nothing(addresses):
    reader = client_with_token(person("rea", "procurement"), "contracts:read")
    for address in addresses:
        refused = reader.post(f"{address}void/", {"reason": "x"}, headers={"If-Match": "*"})
        assert refused.status_code == 403
