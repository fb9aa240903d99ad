"""Outages over the API: one, many at once, and what monitors tell."""

from __future__ import annotations

import pytest

from slas.models import Outage
from tests.support.api import client_with_token, contract, person
from tests.support.slas import a_service, an_outage

pytestmark = pytest.mark.django_db

ROW = {
    "service": "portal",
    "source": "monitor",
    "ref": "A-1",
    "start": "2026-03-01T10:00:00Z",
    "end": "2026-03-01T11:00:00+01:00",
}
OPEN = ROW | {"ref": "A-2", "end": None}


@pytest.fixture
def made():
    found = contract()
    a_service(found)
    return found


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"), "outages:write")


def errors_of(response):
    return [(one["attr"], one["detail"]) for one in response.json()["errors"]]


def test_an_outage_is_recorded_read_and_sent_again(client, made):
    sent = {"contract": made.pk, **OPEN}
    first = client.post("/api/v1/outages/", sent)
    assert first.status_code == 201
    assert (first.json()["service"], first.json()["end_at"]) == ("portal", None)

    again = client.post("/api/v1/outages/", sent)
    ended = client.post("/api/v1/outages/", sent | {"end": "2026-03-01T10:30:00Z"})

    assert (again.status_code, ended.status_code) == (200, 200)
    assert ended.json()["id"] == first.json()["id"]
    read = client.get(f"/api/v1/outages/{first.json()['id']}/")
    assert read.json()["end_at"].startswith("2026-03-01T10:30:00")
    wrong = client.post("/api/v1/outages/", sent | {"end": "2026-03-01T09:00:00Z"})
    assert (wrong.status_code, errors_of(wrong)[0][0]) == (422, "end")


def test_a_batch_is_taken_whole_and_the_same_again_changes_nothing(client, made):
    sent = {"contract": made.pk, "rows": [ROW | {"end": "2026-03-01T11:00:00Z"}, OPEN]}
    assert client.post("/api/v1/outages/bulk/", sent).json() == {"new": 2, "changed": 0, "unchanged": 0}
    assert client.post("/api/v1/outages/bulk/", sent).json() == {"new": 0, "changed": 0, "unchanged": 2}


def test_one_wrong_row_is_told_by_its_place_and_nothing_is_stored(client, made):
    rows = [OPEN | {"ref": f"R-{number}"} for number in range(50)]
    rows[7] = OPEN | {"ref": "bad", "service": "portl"}
    rows[9] = OPEN | {"ref": "R-3", "start": "2026-03-01T10:00:00"}

    answer = client.post("/api/v1/outages/bulk/", {"contract": made.pk, "rows": rows})

    assert answer.status_code == 422
    told = errors_of(answer)
    assert [attr for attr, _ in told] == ["rows.7.service", "rows.9.start"]
    assert told[0][1].startswith("Row 8, service “portl”: The contract has no such service.")
    assert not Outage.unscoped.exists()


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"rows": [ROW | {"color": "red"}]}, "rows.0.color"),
        ({"rows": [ROW | {"start": None}]}, "rows.0.start"),
        ({"rows": []}, "rows"),
        ({"rows": "x"}, "rows"),
        ({"rows": [ROW] * 10_001}, "rows"),
    ],
)
def test_a_body_that_cannot_be_read_names_what(client, made, body, attr):
    answer = client.post("/api/v1/outages/bulk/", {"contract": made.pk, **body})
    assert answer.status_code == 400
    assert errors_of(answer)[0][0] == attr


def test_the_list_is_narrowed_by_contract_service_and_time(client, made):
    other = a_service(made, "api")
    first = an_outage(other, "2026-03-01T10:00", "2026-03-01T11:00")
    last = an_outage(other, "2026-03-05T10:00", None)

    def ids(**query):
        return [one["id"] for one in client.get("/api/v1/outages/", query).json()["results"]]

    assert ids(contract=made.pk) == [last.pk, first.pk]
    assert ids(service=other.pk, to="2026-03-05T10:00:00Z") == [first.pk]
    assert ids(**{"from": "2026-03-01T11:00:00Z"}) == [last.pk]
    assert ids(**{"from": "2026-03-01T10:59:59Z", "to": "2026-03-02T00:00:00Z"}) == [first.pk]
    assert client.get("/api/v1/outages/", {"from": "soon"}).status_code == 400
    assert client.get("/api/v1/outages/", {"since": "2026-03-01"}).status_code == 400


def test_a_monitor_opens_and_closes_and_repeats_itself(client, made):
    down = {"contract": made.pk, "service": "portal", "status": "down", "at": "2026-03-01T10:00:00Z"}
    up = down | {"status": "up", "at": "2026-03-01T10:20:00Z"}

    def tell(event):
        answer = client.post("/api/v1/monitor-events/", event)
        assert answer.status_code == 200, answer.content
        return answer.json()["result"]

    assert tell(up) == "nothing_to_close"
    told = [tell(event) for event in (down, down, up, up, down)]
    assert told == ["opened", "unchanged", "closed", "unchanged", "unchanged"]
    outage = Outage.unscoped.get()
    assert (outage.source, (outage.end_at - outage.start_at).seconds) == ("monitor", 1200)


def test_a_monitor_names_its_incidents_and_its_mistakes_are_told_by_field(client, made):
    down = {
        "contract": made.pk, "service": "portal", "source": "pinger", "ref": "I-1", "status": "down",
        "at": "2026-03-01T10:00:00Z",
    }  # fmt: skip
    assert client.post("/api/v1/monitor-events/", down).json()["result"] == "opened"
    early = client.post("/api/v1/monitor-events/", down | {"status": "up", "at": "2026-03-01T09:00:00Z"})
    assert (early.status_code, errors_of(early)[0][0]) == (422, "at")
    naive = client.post("/api/v1/monitor-events/", down | {"ref": "I-2", "at": "2026-03-01T10:00:00"})
    assert (naive.status_code, errors_of(naive)[0][0]) == (422, "at")
    future = client.post("/api/v1/monitor-events/", down | {"ref": "I-3", "at": "2999-01-01T00:00:00Z"})
    assert "in the future" in errors_of(future)[0][1]
    assert client.post("/api/v1/monitor-events/", down | {"status": "slow"}).status_code == 400
    assert Outage.unscoped.count() == 1


def test_who_may_not_record_or_does_not_see_the_contract_is_refused(made):
    body = {"contract": made.pk, "rows": [OPEN]}
    reader = client_with_token(person("rea", "auditor"), "contracts:read")
    assert reader.post("/api/v1/outages/bulk/", body).status_code == 403
    narrow = client_with_token(person("pam", "procurement"), "contracts:read")
    assert narrow.post("/api/v1/outages/bulk/", body).status_code == 403
    writer = client_with_token(person("wil", "procurement"), "outages:write")
    assert writer.post("/api/v1/outages/bulk/", body | {"contract": 999_999}).status_code == 404
    assert not Outage.unscoped.exists()
