"""Notices on pages: the letter, the service log, the close."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from core.rules.wording import short_date
from renewals.models import Notice, Service
from tests.support.contracts import an_entity
from tests.support.deciding import decide, notice_of, served
from tests.support.needs import needs_pango
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import SETTING_UP, due_in
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(ana):
    return due_in(10, owner=ana, title="Hosting framework")


@pytest.fixture
def decision(contract, ana):
    return decide(contract, ana, now=clock.now())


def opened(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def proof(name: str = "receipt.txt", content: bytes = b"Delivered.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sending(**changes) -> dict:
    today = clock.now().date().isoformat()
    return {"method": "courier", "address": "", "sent_date": today, "tracking_number": "1Z", **changes}


def test_before_the_letter_is_written_it_is_said_what_it_would_lack(ana, contract, decision):
    page = opened(signed_in(ana), "notice_prepare", decision.pk)
    assert "the letter would not say who gives notice" in page
    assert f'href="{reverse("contract_change", args=[contract.pk])}"' in page
    assert f"No address of {contract.vendor.name} is on record" in page
    assert f'href="{reverse("vendor_change", args=[contract.vendor_id])}"' in page
    entity = an_entity()
    with acting(SETTING_UP):
        Contract.unscoped.update(entity=entity)
        Vendor.unscoped.update(address="1 Cloud Street")
    assert "so the letter would" not in opened(signed_in(ana), "notice_prepare", decision.pk)


def test_who_may_not_record_what_is_lacking_is_not_sent_there(contract, decision):
    owner = a_user("olga", department=contract.department)
    with acting(SETTING_UP):
        Contract.unscoped.update(owner=owner)
    page = opened(signed_in(owner), "notice_prepare", decision.pk)
    assert "the letter would not say who gives notice" in page
    assert reverse("contract_change", args=[contract.pk]) not in page
    assert reverse("vendor_change", args=[contract.vendor_id]) not in page


def test_the_letter_is_prepared_and_had_as_pdf_and_word(ana, decision):
    needs_pango()
    client = signed_in(ana)
    assert "Prepare notice" in opened(client, "decision", decision.pk)
    assert "the letter is written" in opened(client, "notice_prepare", decision.pk).lower()
    given = {"language": "en", "letter_date": "2026-11-20"}
    answer = client.post(reverse("notice_prepare", args=[decision.pk]), given)
    made = Notice.unscoped.get()
    assert answer.url == reverse("notice", args=[made.pk])
    page = opened(client, "notice", made.pk)
    assert "Notice of non-renewal: Hosting framework" in page
    assert "To be served by" in page
    assert "Open the notice" in opened(client, "decision", decision.pk)
    pdf = client.get(reverse("file_download", args=[made.letter_pdf_id]))
    docx = client.get(reverse("file_download", args=[made.letter_docx_id]))
    assert pdf.content.startswith(b"%PDF-")
    assert docx.content.startswith(b"PK")
    stranger = signed_in(a_user("stranger"))
    assert stranger.get(reverse("file_download", args=[made.letter_pdf_id])).status_code == 404


def test_changed_words_make_new_files(ana, decision):
    needs_pango()
    client, notice = signed_in(ana), notice_of(decision)
    page = opened(client, "notice", notice.pk)
    assert "not made yet" in page
    assert client.get(reverse("notice_letter", args=[notice.pk])).status_code == 405
    assert client.post(reverse("notice_letter", args=[notice.pk])).status_code == 302
    notice.refresh_from_db()
    first = notice.letter_pdf_id
    assert first
    given = {
        "recipient": "Nord Cloud GmbH",
        "letter_date": "20 Nov 2026",
        "subject": "Notice",
        "body": "Dear Sir or Madam,\n\nWe leave.",
        "version": notice.row_version,
    }
    address = reverse("notice_change", args=[notice.pk])
    assert client.post(address, {**given, "body": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    notice.refresh_from_db()
    assert notice.letter_pdf_id not in (None, first)
    assert client.post(address, given).status_code == 422


def test_the_service_is_recorded_proved_and_the_notice_closed(ana, contract, decision):
    client, notice = signed_in(ana), notice_of(decision)
    assert "Not served yet" in opened(client, "notice", notice.pk)
    record = reverse("service_record", args=[notice.pk])
    assert client.post(record, sending(sent_date="")).status_code == 422
    assert client.post(record, sending()).status_code == 302
    page = opened(client, "notice", notice.pk)
    assert "Proof of service is missing" in page
    assert "Close notice" not in page
    made = Service.unscoped.get()
    attach = reverse("service_proof", args=[made.pk])
    refused = client.post(attach, {"proof": proof("receipt.pdf", b"no pdf")})
    assert refused.status_code == 422
    assert client.post(attach, {"proof": proof()}).status_code == 302
    page = opened(client, "notice", notice.pk)
    assert "Served, to be closed" in page
    assert "receipt.txt" in page
    opened(client, "notice_close", notice.pk)
    assert Contract.unscoped.get(pk=contract.pk).status == "active"
    assert client.post(reverse("notice_close", args=[notice.pk])).status_code == 302
    assert Contract.unscoped.get(pk=contract.pk).status == "notice_served"
    assert "Served and closed" in opened(client, "notice", notice.pk)
    assert "Notice to be served" not in opened(client, "decision", decision.pk)


def test_without_a_proof_the_close_is_refused_in_words(ana, decision):
    client, notice = signed_in(ana), notice_of(decision)
    answer = client.post(reverse("notice_close", args=[notice.pk]))
    assert answer.status_code == 422
    assert "attach the proof" in answer.content.decode()


def test_a_late_service_is_warned_of_and_recorded(ana, decision):
    notice = notice_of(decision)
    past = clock.now().date() - dt.timedelta(days=1)
    with acting(Actor.system("test")):
        Notice.unscoped.filter(pk=notice.pk).update(notice_by_date=past)
    client = signed_in(ana)
    answer = client.post(reverse("service_record", args=[notice.pk]), sending(), follow=True)
    assert "Late: due by" in answer.content.decode()
    assert "Talk to legal" in answer.content.decode()
    assert Service.unscoped.exists()


def test_what_became_of_a_service_is_recorded(ana, decision):
    client, notice = signed_in(ana), notice_of(decision)
    made = served(notice)
    dispute = reverse("service_move", args=[made.pk, "dispute"])
    assert client.post(dispute, {"note": ""}).status_code == 422
    assert client.post(dispute, {"note": "They say that it is late."}).status_code == 302
    page = opened(client, "notice", notice.pk)
    assert "Disputed" in page
    assert "They say that it is late." in page
    assert client.get(dispute).status_code == 302
    acknowledge = reverse("service_move", args=[made.pk, "acknowledge"])
    assert client.post(acknowledge, {"note": ""}).status_code == 302
    assert Service.unscoped.get().status == "acknowledged"


def test_who_only_reads_is_told_so_and_refused(decision):
    notice = notice_of(decision)
    made = served(notice)
    auditor = signed_in(a_user("aud", "auditor"))
    assert "Record service" not in opened(auditor, "notice", notice.pk)
    for name, pk, args in (
        ("notice_prepare", decision.pk, ()),
        ("notice_change", notice.pk, ()),
        ("notice_close", notice.pk, ()),
        ("service_record", notice.pk, ()),
        ("service_proof", made.pk, ()),
        ("service_move", made.pk, ("acknowledge",)),
    ):
        assert auditor.get(reverse(name, args=[pk, *args])).status_code == 302
    assert auditor.post(reverse("service_record", args=[notice.pk]), sending()).status_code == 403
    assert auditor.post(reverse("notice_close", args=[notice.pk])).status_code == 403


def test_notices_of_confidential_contracts_are_not_found(ana):
    secret = due_in(10, owner=ana, title="Secret", is_confidential=True)
    notice = notice_of(decide(secret, ana, now=clock.now()))
    made = served(notice)
    tom = signed_in(a_user("tom", "procurement"))
    assert tom.get(reverse("notice", args=[notice.pk])).status_code == 404
    assert tom.get(reverse("service_proof", args=[made.pk])).status_code == 404
    assert tom.post(reverse("notice_letter", args=[notice.pk])).status_code == 404


def test_an_exit_in_effect_that_is_not_the_one_in_the_letter_is_said_plainly(ana):
    at_will = {
        "quantity": 30,
        "unit": "calendar_days",
        "anchor": "rolling",
        "test": "received",
        "clause_ref": "12.2",
    }
    contract = due_in(60, owner=ana, convenience=at_will)
    now = clock.now()
    past, today = now - dt.timedelta(days=5), now.date()
    notice = notice_of(decide(contract, ana, now=past))
    client = signed_in(ana)
    assert "Another exit" not in opened(client, "notice", notice.pk)
    client.post(reverse("service_record", args=[notice.pk]), sending(received_date=today.isoformat()))
    page = opened(client, "notice", notice.pk)
    in_effect, said = today + dt.timedelta(days=30), past.date() + dt.timedelta(days=30)
    assert f"this notice leads out on {short_date(in_effect)}. The letter says {short_date(said)}" in page
    assert f"Another exit: {short_date(in_effect)}" in page
