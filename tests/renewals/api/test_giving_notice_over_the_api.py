"""A notice of ours over the API: decided, prepared, made, served, closed; and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts_app.models import Contract
from core import clock
from core.audit import acting
from renewals.models import Decision, ExitTask, Notice, Service
from tests.support.api import SYSTEM, below, client_with_token, person
from tests.support.deciding import a_vendor_notice, decide, notice_of, served

pytestmark = pytest.mark.django_db


def post(client: Any, place: str, tag: str | None = "*", **said: Any) -> Any:
    headers = {"If-Match": tag} if tag else {}
    return client.post(place, said, format="json", headers=headers)


@pytest.fixture
def decision(running, ann) -> Decision:
    return decide(running, ann, now=clock.now())


def test_a_notice_goes_all_the_way_from_the_decision_to_the_close(client, running, decision):
    today = str(clock.today())
    made = post(client, below(running, "decisions", decision.pk, "notice"), None, letter_date=today)
    assert made.status_code == 201
    assert made["Location"].endswith(below(running, "notices", made.json()["id"]))
    here = below(running, "notices", made.json()["id"])

    files = post(client, f"{here}files/")
    assert [files.json()[name]["name"].rpartition(".")[2] for name in ("letter_pdf", "letter_docx")] == [
        "pdf",
        "docx",
    ]
    sent = client.post(
        f"{here}services/", {"method": "courier", "sent_date": today, "received_date": today}, format="json"
    )
    proof = SimpleUploadedFile("receipt.txt", b"Signed for.\n")
    service = sent.json()["services"][0]["id"]
    assert (
        client.post(f"{here}services/{service}/proof/", {"file": proof}, format="multipart").status_code
        == 201
    )

    closed = post(client, f"{here}close/", client.get(here)["ETag"])

    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert Contract.unscoped.get(pk=running.pk).status == "notice_served"


def test_preparing_again_answers_the_notice_of_the_first_call(client, running, decision):
    place = below(running, "decisions", decision.pk, "notice")
    first, second = (post(client, place, None, letter_date=str(clock.today())) for _ in range(2))

    assert first.json()["id"] == second.json()["id"]
    assert Notice.unscoped.count() == 1


def test_closing_asks_for_the_day_of_receipt_or_a_reason(client, running, decision):
    notice = notice_of(decision)
    service = served(notice)
    with acting(SYSTEM):
        Notice.unscoped.filter(pk=notice.pk).update(test="received")
        Service.unscoped.filter(pk=service.pk).update(received_date=None, deemed_received_date=None)
    here = below(running, "notices", notice.pk)
    proof = SimpleUploadedFile("receipt.txt", b"Sent.\n")
    client.post(f"{here}services/{service.pk}/proof/", {"file": proof}, format="multipart")

    asked = post(client, f"{here}close/")
    assert asked.status_code == 422
    assert "received_date" in asked.content.decode()

    closed = post(client, f"{here}close/", reason="The courier lost its records.")
    assert closed.json()["closed_because"] == "The courier lost its records."


@pytest.mark.parametrize("step", ["files", "close"])
def test_a_step_needs_the_version_that_was_read(client, running, decision, step):
    place = below(running, "notices", notice_of(decision).pk, step)

    assert post(client, place, None).status_code == 428
    assert post(client, place, '"9-0000000000000000"').status_code == 412


def test_a_decision_is_withdrawn_with_a_reason(client, running, decision):
    place = below(running, "decisions", decision.pk, "withdraw")
    assert post(client, place).status_code in (400, 422)

    said = post(client, place, reason="We keep it.")

    assert (said.status_code, said.json()["status"]) == (200, "withdrawn")
    assert Decision.unscoped.get().ended_because == "We keep it."


def test_a_vendors_notice_is_corrected_and_its_tasks_follow(client, running, ann):
    theirs = a_vendor_notice(running, ann, "termination", now=clock.now())
    assert theirs.effective_date is not None
    later = theirs.effective_date + dt.timedelta(days=30)
    before = ExitTask.unscoped.get(notice=theirs, kind="last_day").due_date

    said = post(
        client,
        below(running, "notices", theirs.pk, "correct"),
        kind="termination",
        received_date=str(theirs.received_date),
        effective_date=str(later),
        statement="It ends later.",
    )

    assert said.json()["effective_date"] == str(later)
    assert ExitTask.unscoped.get(notice=theirs, kind="last_day").due_date == before + dt.timedelta(days=30)


def test_an_exit_task_is_handed_over_to_who_may_see_the_contract(client, running, ann):
    task = ExitTask.unscoped.filter(
        notice=a_vendor_notice(running, ann, "termination", now=clock.now())
    ).first()
    tom, out = person("tom", "procurement"), person("out")
    place, day = below(running, "exit-tasks", task.pk, "change"), str(clock.today() + dt.timedelta(days=9))

    said = post(client, place, owner_id=tom.pk, due_date=day)
    assert (said.status_code, said.json()["due_date"]) == (200, day)
    assert ExitTask.unscoped.get(pk=task.pk).owner == tom

    assert post(client, place, owner_id=out.pk, due_date=day).status_code == 422
    assert ExitTask.unscoped.get(pk=task.pk).owner == tom


def test_a_token_that_records_decisions_does_not_confirm_them(running, decision):
    lea = person("lea", "legal")
    recording = client_with_token(lea, "decisions:write")
    confirming = client_with_token(lea, "decisions:confirm")

    here = below(running, "decisions", decision.pk)

    assert post(recording, f"{here}confirm/").status_code == 403
    assert post(confirming, f"{here}withdraw/", reason="No.").status_code == 403
    assert post(recording, f"{here}withdraw/", reason="No.").status_code == 200


def test_who_only_looks_gives_no_notice(running, decision):
    looking = client_with_token(person("aud", "auditor"))
    notice = notice_of(decision)

    for place in (
        below(running, "decisions", decision.pk, "notice"),
        below(running, "notices", notice.pk, "close"),
        below(running, "notices", notice.pk, "files"),
    ):
        assert post(looking, place, letter_date=str(clock.today())).status_code == 403
