"""Claims over the API: listed, read with their bases and steps and moved on."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.actions.claims import detect_claims
from slas.models import Claim
from tests.support.api import client_with_token, contract, person
from tests.support.slas import SYSTEM, a_result, a_service, a_target, an_agreement, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-07-10T08:00:00")


@pytest.fixture
def claim(time_machine):
    time_machine.move_to(NOW)
    made = contract()
    an_agreement(made)
    a_result(a_target(a_service(made)), dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    detect_claims(actor=SYSTEM, now=NOW)
    return Claim.unscoped.get()


@pytest.fixture
def client(claim):
    return client_with_token(person("ann", "procurement"), "contracts:read", "claims:write")


def move(client, claim, verb, **said):
    return client.post(f"/api/v1/claims/{claim.pk}/{verb}/", said, headers={"If-Match": "*"})


def test_claims_are_listed_and_read(client, claim):
    (row,) = client.get("/api/v1/claims/", {"contract": claim.contract_id, "status": "detected"}).json()[
        "results"
    ]
    detail = client.get(f"/api/v1/claims/{claim.pk}/").json()

    assert (row["id"], row["asked_amount"], row["last_date"]) == (claim.pk, "1000.0000", "2026-07-30")
    assert [one["number"] for one in detail["bases"]] == [1]
    assert [(one["verb"], one["made_by"]) for one in detail["steps"]] == [("detect", None)]


def test_a_claim_is_moved_to_credited(client, claim):
    day = "2026-07-10"
    move(client, claim, "gather")
    move(client, claim, "draft")
    move(client, claim, "submit", on_date=day, proof="Ticket 4711 received")
    move(client, claim, "accept_in_part", on_date=day, amount="600", reason="Goodwill")
    done = move(client, claim, "credit", on_date=day, reference="CN-17")

    assert done.status_code == 200
    assert (done.json()["status"], done.json()["accepted_amount"]) == ("credited", "600.0000")
    assert [one["verb"] for one in done.json()["steps"]][-1] == "credit"


def test_what_a_step_lacks_is_named(client, claim):
    move(client, claim, "gather")
    move(client, claim, "draft")

    refused = move(client, claim, "submit", on_date="2026-07-10")

    assert refused.status_code == 422
    assert [one["attr"] for one in refused.json()["errors"]] == ["proof"]


def test_a_step_that_is_not_open_is_refused_and_so_is_one_without_its_version(client, claim):
    assert move(client, claim, "credit").status_code == 409
    assert client.post(f"/api/v1/claims/{claim.pk}/gather/", {}).status_code == 428


def test_a_token_without_the_scope_moves_nothing(claim):
    reader = client_with_token(person("bob", "procurement"), "contracts:read")

    assert move(reader, claim, "gather").status_code == 403
