"""Tickets and measurements over the API: taken whole or not at all, and the same again changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from slas.models import Measurement, Ticket, TicketPause
from tests.support.api import client_with_token, contract, person
from tests.support.contracts import history_of
from tests.support.slas import a_service, a_target

pytestmark = pytest.mark.django_db

PAUSE = {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z", "reason": "Logs"}
TICKET = {
    "service": "portal",
    "source": "desk",
    "ref": "T-17",
    "severity": "P1",
    "opened": "2026-03-02T08:00:00Z",
    "responded": "2026-03-02T08:20:00Z",
    "pauses": [PAUSE],
}
READING = {"source": "monitor", "at": "2026-03-02T08:00:00Z", "value": "183.25"}


@pytest.fixture
def made():
    return contract()


@pytest.fixture
def service(made):
    return a_service(made)


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"), "outages:write")


def post(client, what, made, *rows):
    return client.post(f"/api/v1/{what}/bulk/", {"contract": made.pk, "rows": list(rows)})


def counts(answer):
    assert answer.status_code == 200, answer.content
    return tuple(answer.json().values())


def places(answer):
    assert answer.status_code == 422, answer.content
    return [one["attr"] for one in answer.json()["errors"]]


def test_a_ticket_is_taken_with_its_pauses_and_the_same_again_changes_nothing(client, made, service):
    assert counts(post(client, "sla-tickets", made, TICKET)) == (1, 0, 0)
    assert counts(post(client, "sla-tickets", made, TICKET)) == (0, 0, 1)
    assert history_of(Ticket.unscoped.get()) == ["+"]
    assert history_of(TicketPause.unscoped.get()) == ["+"]


def test_a_ticket_is_brought_to_what_is_given_its_pauses_as_a_whole(client, made, service):
    post(client, "sla-tickets", made, TICKET)
    solved = TICKET | {"resolved": "2026-03-02T12:00:00Z"}
    assert counts(post(client, "sla-tickets", made, solved)) == (0, 1, 0)
    paused = solved | {"pauses": [{"start": "2026-03-02T11:00:00Z", "end": None}]}
    assert counts(post(client, "sla-tickets", made, paused)) == (0, 1, 0)

    pause = TicketPause.unscoped.get()
    assert (pause.start_at.hour, pause.end_at, pause.ticket.resolved_at.hour) == (11, None, 12)
    assert counts(post(client, "sla-tickets", made, paused)) == (0, 0, 1)


def test_everything_that_is_wrong_with_tickets_is_told_and_nothing_is_stored(client, made, service):
    wrong = TICKET | {
        "ref": "T-18",
        "service": "portl",
        "responded": "2026-03-02T07:00:00Z",
        "resolved": "2026-03-02T12:00:00",
        "pauses": [PAUSE | {"end": "2026-03-02T08:30:00Z"}, PAUSE | {"start": "2026-03-02T07:00:00Z"}],
    }
    answer = post(client, "sla-tickets", made, TICKET, wrong, TICKET)
    assert places(answer) == [
        "rows.1.service",
        "rows.1.resolved",
        "rows.1.pauses.0.end",
        "rows.1.pauses.1.start",
        "rows.1.responded",
        "rows.2.ref",
    ]
    assert not Ticket.unscoped.exists()


def test_measurements_are_kept_exactly_and_corrected_when_sent_again(client, made, service):
    target = a_target(service, "percentile").target_id
    first = READING | {"target": target}
    named = first | {"ref": "M-1", "value": "-0.00000001"}
    assert counts(post(client, "sla-measurements", made, first, named)) == (2, 0, 0)
    assert counts(post(client, "sla-measurements", made, first, named)) == (0, 0, 2)
    assert counts(post(client, "sla-measurements", made, first | {"value": "184"}, named)) == (0, 1, 1)
    values = Measurement.unscoped.order_by("value").values_list("value", flat=True)
    assert list(values) == [Decimal("-0.00000001"), Decimal(184)]


def test_a_measurement_must_be_of_a_target_of_the_contract_that_is_measured(client, made, service):
    latency = a_target(service, "percentile").target_id
    uptime = a_target(service, "availability").target_id
    rows = [
        READING | {"target": latency},
        READING | {"target": uptime},
        READING | {"target": latency + 1_000},
        READING | {"target": latency, "ref": "a", "value": "1e3"},
        READING | {"target": latency, "ref": "b", "value": "0.123456789"},
        READING | {"target": latency, "ref": "c", "at": "2999-01-01T00:00:00Z"},
        READING | {"target": latency},
    ]
    assert places(post(client, "sla-measurements", made, *rows)) == [
        "rows.1.target",
        "rows.2.target",
        "rows.3.value",
        "rows.4.value",
        "rows.5.at",
        "rows.6.at",
    ]
    assert not Measurement.unscoped.exists()


def test_who_may_not_record_stores_nothing(made, service):
    reader = client_with_token(person("rea", "procurement"), "contracts:read")
    assert post(reader, "sla-tickets", made, TICKET).status_code == 403
    assert post(reader, "sla-measurements", made, READING | {"target": 1}).status_code == 403
