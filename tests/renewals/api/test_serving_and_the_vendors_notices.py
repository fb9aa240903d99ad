"""Notices over the API: the proof of a service, what the vendor told us, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts_app.models import Contract
from core import clock
from core.files import content_store
from core.models import StoredFile
from renewals.models import ExitTask, Notice, Service
from tests.support.api import below, client_with_token, contract, department, person, with_role
from tests.support.deciding import a_vendor_notice, decide, notice_of, served
from tests.support.documents import a_pdf

pytestmark = pytest.mark.django_db
RECEIPT = b"Delivered and signed for.\n"


@pytest.fixture
def service(running, ann) -> Service:
    """Notice of Ann's termination, sent without a proof so far."""
    return served(notice_of(decide(running, ann, now=clock.now())))


@pytest.fixture
def theirs(running, ann) -> Notice:
    """The vendor's termination, open."""
    return a_vendor_notice(running, ann, "termination", now=clock.now())


def proof_place(service: Service) -> str:
    return below(service.notice.contract, "notices", service.notice_id, "services", service.pk, "proof")


def send(client: Any, place: str, name: str = "receipt.txt", data: bytes = RECEIPT, **headers: str) -> Any:
    return client.post(place, {"file": SimpleUploadedFile(name, data)}, format="multipart", headers=headers)


def move(client: Any, notice: Notice, verb: str, reason: str = "", tag: str = "*") -> Any:
    place = below(notice.contract, "notices", notice.pk, "outcome")
    said = {"verb": verb, "reason": reason}
    return client.post(place, said, format="json", headers={"If-Match": tag})


def said_of_the_vendor(**changes: Any) -> dict[str, Any]:
    today = clock.today()
    said = {
        "kind": "termination",
        "received_date": str(today),
        "effective_date": str(today + dt.timedelta(days=200)),
        "statement": "We end the service.",
    }
    return said | changes


def test_the_proof_of_a_service_is_kept_and_stands_in_the_notice(client, service):
    answer = send(client, proof_place(service), "receipt.pdf", a_pdf())
    assert answer.status_code == 201
    (found,) = answer.json()["services"]
    kept = StoredFile.unscoped.get(pk=Service.unscoped.get(pk=service.pk).proof_id)
    assert found["proof"] == {
        "name": "receipt.pdf", "media_type": "application/pdf", "size": len(a_pdf()), "sha256": kept.sha256,
    }  # fmt: skip
    assert content_store().read(kept.sha256) == a_pdf()
    assert client.get(below(service.notice.contract, "notices", service.notice_id)).json() == answer.json()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("receipt.exe", b"MZ\x90\x00"),
        ("receipt.pdf", RECEIPT),
        ("receipt.txt", b"MZ\x90\x00\x03\x00"),
        ("receipt.html", b"<p>Delivered</p>"),
    ],
)
def test_a_proof_that_is_not_what_its_name_says_or_not_on_the_list_is_refused(client, service, name, data):
    answer = send(client, proof_place(service), name, data)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["attr"]) == (422, "refused_file", "file")
    assert not StoredFile.unscoped.filter(kind="renewals.proof").exists()
    assert Service.unscoped.get(pk=service.pk).proof_id is None


def test_a_proof_is_a_form_with_a_file(client, service):
    place = proof_place(service)
    assert client.post(place, {"file": "x"}, format="json").status_code == 415
    none = client.post(place, {}, format="multipart")
    assert (none.status_code, none.json()["errors"][0]["attr"]) == (400, "file")
    empty = send(client, place, data=b"")
    assert (empty.status_code, empty.json()["errors"][0]["attr"]) == (400, "file")


def test_a_second_proof_is_refused_and_a_repeat_with_its_key_is_answered(client, service):
    place, key = proof_place(service), {"Idempotency-Key": "p1"}
    first, repeat = send(client, place, **key), send(client, place, **key)
    assert (first.status_code, repeat.status_code, repeat.content) == (201, 201, first.content)
    other = send(client, place, data=b"Another one.\n")
    assert (other.status_code, other.json()["errors"][0]["code"]) == (409, "has_proof")
    reused = send(client, place, data=b"Another one.\n", **key)
    assert (reused.status_code, reused.json()["errors"][0]["code"]) == (422, "idempotency_mismatch")
    assert StoredFile.unscoped.filter(kind="renewals.proof").count() == 1


def test_a_service_is_proved_under_its_own_notice_only(client, service, theirs):
    place = below(service.notice.contract, "notices", theirs.pk, "services", service.pk, "proof")
    assert send(client, place).status_code == 404
    elsewhere = below(contract(title="Other"), "notices", service.notice_id, "services", service.pk, "proof")
    assert send(client, elsewhere).status_code == 404


def test_a_vendors_notice_is_recorded_with_its_clock_and_its_tasks(client, running):
    answer_by = str(clock.today() + dt.timedelta(days=14))
    answer = client.post(
        below(running, "notices"), said_of_the_vendor(answer_by_date=answer_by), format="json"
    )
    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(below(running, "notices", made["id"]))
    assert (made["direction"], made["status"], made["outcome"]) == ("theirs", "open", "")
    assert (made["answer_by_date"], made["body"]) == (answer_by, "We end the service.")
    assert made["exit_date"] == made["effective_date"]
    assert len(made["exit_tasks"]) == 4
    assert client.get(below(running, "notices", made["id"])).json() == made


def test_a_price_increase_ends_nothing(client, running):
    said = said_of_the_vendor(kind="price_increase")
    made = client.post(below(running, "notices"), said, format="json").json()
    assert (made["kind"], made["exit_date"], made["exit_tasks"]) == ("price_increase", None, [])


@pytest.mark.parametrize(
    ("changes", "status", "attr"),
    [
        ({"kind": "option_exercise"}, 400, "kind"),
        ({"received_date": None}, 400, "received_date"),
        ({"received_date": "2999-01-01"}, 422, "received_date"),
        ({"effective_date": "9999-12-31"}, 400, "effective_date"),
        ({"answer_by_date": "2020-01-01"}, 422, "answer_by_date"),
        ({"direction": "ours"}, 400, "direction"),
    ],
)
def test_a_vendors_notice_that_cannot_be_true_is_refused_at_its_field(client, running, changes, status, attr):
    answer = client.post(below(running, "notices"), said_of_the_vendor(**changes), format="json")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (status, attr)
    assert not Notice.unscoped.exists()


def test_the_same_key_records_a_vendors_notice_once(client, running):
    first, repeat = (
        client.post(
            below(running, "notices"), said_of_the_vendor(), format="json", headers={"Idempotency-Key": "v1"}
        )
        for _ in range(2)
    )
    assert (repeat.content, repeat["Location"]) == (first.content, first["Location"])
    assert Notice.unscoped.count() == 1


def test_a_contract_that_is_not_in_force_takes_no_notice(client):
    answer = client.post(below(contract(status="draft"), "notices"), said_of_the_vendor(), format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "not_in_force")


def test_the_letter_of_a_vendor_is_kept_once(client, theirs, service):
    place = below(theirs.contract, "notices", theirs.pk, "letter")
    answer = send(client, place, "letter.txt", b"We terminate the agreement.\n")
    assert (answer.status_code, answer.json()["vendor_letter"]["name"]) == (201, "letter.txt")
    again = send(client, place, "letter.txt", b"We terminate the agreement.\n")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "has_letter")
    ours = send(client, below(theirs.contract, "notices", service.notice_id, "letter"))
    assert (ours.status_code, ours.json()["errors"][0]["code"]) == (409, "not_theirs")


def test_a_termination_that_is_accepted_ends_the_contract_and_reopened_it_goes_on(client, theirs):
    tag = client.get(below(theirs.contract, "notices", theirs.pk))["ETag"]
    answer = move(client, theirs, "accept", tag=tag)
    made = answer.json()
    assert (answer.status_code, made["outcome"], made["closed_by"]) == (200, "accepted", "ann")
    assert Contract.unscoped.get(pk=theirs.contract_id).status == "notice_served"
    deadline = client.get(below(theirs.contract, "deadline")).json()
    assert (deadline["status"], deadline["term_end"]) == ("final_term", made["exit_date"])
    opened = move(client, theirs, "reopen", "It was not meant for us.", answer["ETag"]).json()
    assert (opened["outcome"], opened["status"]) == ("", "open")
    assert Contract.unscoped.get(pk=theirs.contract_id).status == "active"


def test_refused_it_changes_nothing_and_says_why(client, theirs):
    made = move(client, theirs, "refuse", "It came too late.").json()
    assert (made["outcome"], made["subject"]) == ("refused", "It came too late.")
    assert Contract.unscoped.get(pk=theirs.contract_id).status == "active"


@pytest.mark.parametrize(
    ("verb", "reason", "status", "word"),
    [
        ("refuse", "", 422, "reason"),
        ("settle", "Paid.", 409, "no_such_move"),
        ("reopen", "x", 409, "no_such_move"),
        ("forget", "x", 400, "verb"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(client, theirs, verb, reason, status, word):
    answer = move(client, theirs, verb, reason)
    (error,) = answer.json()["errors"]
    assert answer.status_code == status
    assert word in (error["attr"], error["code"])
    assert Notice.unscoped.get(pk=theirs.pk).outcome == ""


def test_an_outcome_from_an_old_version_or_from_none_is_not_recorded(client, theirs):
    place = below(theirs.contract, "notices", theirs.pk)
    old = client.get(place)["ETag"]
    assert client.post(f"{place}outcome/", {"verb": "accept"}, format="json").status_code == 428
    assert move(client, theirs, "refuse", "Too late.", old).status_code == 200
    late = move(client, theirs, "withdraw", "They called.", old)
    assert (late.status_code, late.json()["errors"][0]["code"]) == (412, "stale")
    assert Notice.unscoped.get(pk=theirs.pk).outcome == "refused"


def test_a_repeated_outcome_is_answered_and_not_done_again(client, theirs):
    place = below(theirs.contract, "notices", theirs.pk)
    headers = {"If-Match": client.get(place)["ETag"], "Idempotency-Key": "o1"}
    said = {"verb": "accept"}
    first, repeat = (client.post(f"{place}outcome/", said, format="json", headers=headers) for _ in range(2))
    assert (repeat.status_code, repeat.content) == (200, first.content)
    without = move(client, theirs, "accept")
    assert (without.status_code, without.json()["errors"][0]["code"]) == (409, "no_such_move")


def test_a_notice_of_ours_has_no_outcome(client, service):
    answer = move(client, service.notice, "accept")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "not_theirs")


def writes(client: Any, service: Service, theirs: Notice) -> list[Any]:
    """Try each write about the notices of a contract; return the answers."""
    made = theirs.contract
    return [
        client.post(below(made, "notices"), said_of_the_vendor(), format="json"),
        move(client, theirs, "accept"),
        send(client, below(made, "notices", theirs.pk, "letter")),
        send(client, proof_place(service)),
    ]


def state() -> tuple[Any, ...]:
    return (
        list(Notice.unscoped.order_by("pk").values("pk", "outcome", "vendor_letter")),
        list(Service.unscoped.values("pk", "proof")),
        ExitTask.unscoped.count(),
    )


def test_nothing_is_recorded_about_a_contract_that_the_caller_may_not_see(client, ann):
    keeper = person("keeper", "procurement")
    secret = contract(title="Secret", is_confidential=True, owner_id=keeper.pk)
    service = served(notice_of(decide(secret, keeper, now=clock.now())))
    theirs = a_vendor_notice(secret, keeper, "termination", now=clock.now())
    before = state()
    assert {answer.status_code for answer in writes(client, service, theirs)} == {404}
    elsewhere = client_with_token(person("eve", "procurement", where=department("Elsewhere")))
    assert {answer.status_code for answer in writes(elsewhere, service, theirs)} == {404}
    assert state() == before


def test_who_only_reads_or_whose_token_has_another_scope_records_nothing(ann, service, theirs):
    before = state()
    reader = client_with_token(person("aud", "auditor"))
    assert {answer.status_code for answer in writes(reader, service, theirs)} == {403}
    writing = client_with_token(ann, "contracts:write")
    for answer in writes(writing, service, theirs):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "scope_missing")
    assert state() == before
    deciding = client_with_token(ann, "decisions:write")
    statuses = [answer.status_code for answer in writes(deciding, service, theirs)]
    assert statuses == [201, 200, 201, 201]


def test_who_decides_in_another_department_and_reads_here_records_nothing(service, theirs):
    eve = person("eve", "auditor")
    with_role(eve, "procurement", department("Elsewhere"))
    before = state()
    for answer in writes(client_with_token(eve), service, theirs):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "not_allowed")
    assert state() == before


def test_each_write_costs_a_fixed_number_of_queries(
    client, running, ann, service, theirs, django_assert_num_queries
):
    client.get(below(running, "notices"))
    with django_assert_num_queries(18):
        client.post(below(running, "notices"), said_of_the_vendor(), format="json")
    with django_assert_num_queries(14):
        send(client, proof_place(service))
    with django_assert_num_queries(21):
        move(client, theirs, "refuse", "Too late.")
