"""Maintenance announcements over the API: taken whole or not at all, and answered by a second person."""

from __future__ import annotations

import pytest

from slas.models import Exclusion
from tests.support.api import client_with_token, contract, department, person
from tests.support.contracts import history_of
from tests.support.slas import a_service

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/sla-exclusions/"
NIGHT = {
    "kind": "maintenance",
    "service": "portal",
    "ref": "M-1",
    "start": "2026-03-08T01:00:00Z",
    "end": "2026-03-08T04:00:00Z",
    "announced": "2026-03-01T09:00:00Z",
    "evidence": "https://status.example/M-1",
}


@pytest.fixture
def made():
    found = contract()
    a_service(found)
    return found


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"), "outages:write")


@pytest.fixture
def second():
    return client_with_token(person("bea", "procurement"), "slas:write")


def post(client, made, *rows):
    return client.post(f"{ADDRESS}bulk/", {"contract": made.pk, "rows": list(rows)})


def counts(answer):
    assert answer.status_code == 200, answer.content
    return tuple(answer.json().values())


def answer(client, verb, pk, etag=None, **body):
    headers = {"If-Match": etag or client.get(f"{ADDRESS}{pk}/")["ETag"]}
    return client.post(f"{ADDRESS}{pk}/{verb}/", body, headers=headers)


def test_a_batch_is_recorded_and_the_same_again_changes_nothing(client, made):
    all_services = NIGHT | {"service": "", "ref": "M-2", "announced": None}
    assert counts(post(client, made, NIGHT, all_services)) == (2, 0, 0)
    assert counts(post(client, made, NIGHT, all_services)) == (0, 0, 2)

    one, both = Exclusion.unscoped.order_by("pk")
    assert (one.service.slug, both.service, both.announced_at) == ("portal", None, None)
    assert (one.recorded_by.username, one.approved_at) == ("ann", None)
    assert history_of(one) == ["+"]


def test_one_is_recorded_and_brought_to_what_is_given(client, made):
    first = client.post(ADDRESS, {"contract": made.pk, **NIGHT})
    assert first.status_code == 201
    later = client.post(ADDRESS, {"contract": made.pk, **NIGHT, "end": "2026-03-08T05:00:00Z"})
    assert (later.status_code, later.json()["end_at"]) == (200, "2026-03-08T05:00:00+00:00")
    assert later.json()["id"] == first.json()["id"]
    wrong = client.post(ADDRESS, {"contract": made.pk, **NIGHT, "service": "portl"})
    assert [one["attr"] for one in wrong.json()["errors"]] == ["service"]


def test_everything_that_is_wrong_is_told_and_nothing_is_stored(client, made):
    wrong = NIGHT | {"ref": "M-2", "service": "portl", "end": "2026-03-08T00:00:00Z"}
    told = post(client, made, NIGHT, wrong)
    assert told.status_code == 422
    assert [one["attr"] for one in told.json()["errors"]] == ["rows.1.service", "rows.1.end"]
    assert not Exclusion.unscoped.exists()
    kind = post(client, made, NIGHT | {"kind": "holiday"})
    assert kind.json()["errors"][0]["attr"] == "rows.0.kind"


def test_somebody_else_approves_it_from_the_version_that_was_read(client, second, made):
    post(client, made, NIGHT)
    pk = Exclusion.unscoped.get().pk
    stale = second.get(f"{ADDRESS}{pk}/")["ETag"]
    assert answer(client, "approve", pk).status_code == 403
    post(client, made, NIGHT | {"end": "2026-03-08T05:00:00Z"})
    assert answer(second, "approve", pk, stale).status_code == 412

    done = answer(second, "approve", pk)

    assert done.status_code == 200, done.content
    assert done.json()["approved_by_id"] is not None
    assert answer(second, "reject", pk, reason="Too late").status_code == 409


def test_who_changed_it_last_recorded_it_and_does_not_approve_it(client, second, made):
    post(client, made, NIGHT)
    post(
        client_with_token(person("cem", "procurement"), "outages:write"), made, NIGHT | {"reason": "Upgrade"}
    )
    found = Exclusion.unscoped.get()
    assert found.recorded_by.username == "cem"
    cem = client_with_token(found.recorded_by, "slas:write")
    assert answer(cem, "approve", found.pk).status_code == 403
    assert answer(second, "approve", found.pk).status_code == 200


def test_what_was_approved_stays_and_what_was_rejected_can_be_given_anew(client, second, made):
    post(client, made, NIGHT, NIGHT | {"ref": "M-2"})
    first, other = Exclusion.unscoped.order_by("pk")
    assert answer(second, "approve", first.pk).status_code == 200
    assert answer(second, "reject", other.pk, reason="Announced too late").status_code == 200
    longer = {"end": "2026-03-08T05:00:00Z"}

    assert counts(post(client, made, NIGHT, NIGHT | {"ref": "M-2"})) == (0, 0, 2)
    refused = post(client, made, NIGHT | longer)
    assert refused.json()["errors"][0]["attr"] == "rows.0.ref"
    assert "approved as it is on record" in refused.json()["errors"][0]["detail"]
    assert counts(post(client, made, NIGHT | {"ref": "M-2"} | longer)) == (1, 0, 0)
    assert counts(post(client, made, NIGHT | {"ref": "M-2"} | longer)) == (0, 0, 1)
    assert Exclusion.unscoped.filter(ref="M-2", rejected_reason="").count() == 1


def test_exclusions_are_listed_by_contract_kind_time_and_answer(client, second, made):
    post(client, made, NIGHT, NIGHT | {"ref": "M-2", "kind": "our_fault"})
    answer(second, "approve", Exclusion.unscoped.get(ref="M-1").pk)
    narrowed = {
        "kind=our_fault": ["M-2"],
        "is_approved=true": ["M-1"],
        "is_approved=false": ["M-2"],
        "from=2026-03-08T04:00:00Z": [],
        "to=2026-03-08T01:00:01Z": ["M-2", "M-1"],
    }
    for query, refs in narrowed.items():
        rows = client.get(f"{ADDRESS}?contract={made.pk}&{query}").json()["results"]
        assert sorted(one["ref"] for one in rows) == sorted(refs), query


def test_who_may_not_record_or_does_not_see_the_contract_records_nothing(made):
    reader = client_with_token(person("rea", "auditor"), "contracts:read")
    assert post(reader, made, NIGHT).status_code == 403
    outside = client_with_token(person("olaf", "procurement", where=department("Sales")), "outages:write")
    assert post(outside, made, NIGHT).status_code == 404
    assert not Exclusion.unscoped.exists()
