"""From the decision to the letter, the proof of its service, and the close."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document

from contracts_app.models import Contract
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from core.files import RefusedFile, content_store
from renewals.actions.decisions import UnableToDecide, withdraw_decision
from renewals.actions.notices import (
    LetterDraft,
    UnableToGiveNotice,
    change_letter,
    keep_letter,
    prepare_notice,
)
from renewals.actions.services import (
    ServiceDraft,
    Upload,
    attach_proof,
    close_notice,
    move_service,
    record_service,
)
from renewals.models import Deadline, Decision, Notice, Service
from renewals.permissions import can_download_letter, can_download_proof
from renewals.reports.letter import letter_docx
from tests.support.contracts import an_entity, history_of
from tests.support.deciding import decide, four_eyes_from
from tests.support.reminding import a_contract, a_person, a_role, at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-01")
ON = NOW.date()
RULE = {
    "quantity": 90,
    "unit": "calendar_days",
    "test": "received",
    "calendar": "GB-ENG",
    "addressee": "The legal department",
    "form": "in writing, signed",
    "clause_ref": "14.3",
    "methods": (
        {"method": "registered post", "deemed_business_days": 3, "address": "1 Cloud Street\nHamburg"},
    ),
}
PROOF = Upload("receipt.txt", b"Delivered on 30 September 2026, signed for by M. Meier.\n")


@pytest.fixture
def contract(where) -> Contract:
    return a_contract(now=NOW, department=where, notice=dict(RULE), entity_id=an_entity().pk)


@pytest.fixture
def notice(contract, ana) -> Notice:
    return prepare(decide(contract, ana, now=NOW), ana)


def prepare(decision: Decision, by, language: str = "en") -> Notice:
    return prepare_notice(
        actor=Actor.person(by), decision=decision, language=language, letter_date=ON, now=NOW
    )


def serve(notice: Notice, by, sent: str = "2026-09-21", proof: Upload | None = PROOF, **fields) -> Service:
    day = dt.date.fromisoformat(sent)
    draft = ServiceDraft(method="Registered Post", address="1 Cloud Street", sent_date=day, **fields)
    return record_service(
        actor=Actor.person(by), notice=notice, draft=draft, proof=proof, on=max(day, ON), now=NOW
    )


def close(notice: Notice, by) -> Notice:
    return close_notice(actor=Actor.person(by), notice=notice, on=ON, now=NOW)


def status_of(contract: Contract) -> str:
    return Contract.unscoped.values_list("status", flat=True).get(pk=contract.pk)


def test_the_notice_is_written_from_the_rule_and_the_decision(notice, ana):
    assert (notice.kind, notice.method, notice.form) == (
        "non_renewal",
        "registered post",
        "in writing, signed",
    )
    assert notice.address == "1 Cloud Street\nHamburg"
    assert (notice.sender, notice.addressee) == ("Our Company SE", "The legal department")
    assert (notice.notice_by_date, notice.send_by_date) == (dt.date(2026, 10, 2), dt.date(2026, 9, 29))
    assert notice.exit_date == dt.date(2026, 12, 31)
    assert "Under clause 14.3 we give notice" in notice.body
    assert "between Our Company SE and" in notice.body
    assert "31 December 2026" in notice.body
    assert prepare(notice.decision, ana).pk == notice.pk
    assert history_of(notice) == ["+"]


def test_without_a_notice_rule_the_letter_still_says_what_is_known(where, ana):
    contract = a_contract(now=NOW, department=where, notice=False)
    notice = prepare(decide(contract, ana, now=NOW), ana, "de")
    assert (notice.kind, notice.clause_ref, notice.method) == ("termination", "", "")
    assert "Hiermit kündigen wir den Vertrag." in notice.body


def test_an_option_is_exercised_by_a_notice_of_its_own(where, ana):
    terms = {
        "term_type": "option",
        "start_date": dt.date(2026, 1, 1),
        "initial_term_quantity": 12,
        "initial_term_unit": "months",
        "renewal_term_quantity": 12,
        "renewal_term_unit": "months",
    }
    rule = {**RULE, "kind": "option_exercise"}
    contract = a_contract(now=NOW, department=where, terms=terms, notice=rule)
    notice = prepare(decide(contract, ana, "renew", now=NOW), ana)
    assert notice.kind == "option_exercise"
    serve(notice, ana)
    assert close(notice, ana).status == "closed"
    assert status_of(contract) == "active"


def test_only_a_decision_in_force_that_needs_a_notice_has_one(contract, ana):
    four_eyes_from(1)
    with pytest.raises(UnableToGiveNotice, match="proposed") as refused:
        prepare(decide(contract, ana, now=NOW), ana)
    assert refused.value.code == "decision_not_in_force"
    four_eyes_from(10**9)
    with pytest.raises(UnableToGiveNotice, match="without a notice"):
        prepare(decide(contract, ana, "renew", now=NOW), ana)
    with pytest.raises(UnableToGiveNotice, match="languages"):
        prepare(decide(contract, ana, now=NOW), ana, "tlh")


def test_the_words_are_changed_until_it_is_sent_and_the_files_follow(notice, ana):
    actor = Actor.person(ana)
    kept = keep_letter(actor=actor, notice=notice, pdf=b"%PDF", docx=b"PK", expected_version=1, now=NOW)
    assert content_store().read(kept.letter_pdf.sha256) == b"%PDF"
    assert (kept.letter_docx.name, kept.letter_docx.kind) == (
        f"notice-{notice.contract.number}-2026-08-01.docx",
        "renewals.letter",
    )
    kept.refresh_from_db()
    same = keep_letter(
        actor=actor, notice=notice, pdf=b"x", docx=b"y", expected_version=kept.row_version, now=NOW
    )
    assert same.letter_pdf_id == kept.letter_pdf_id
    draft = LetterDraft(
        recipient="Nord",
        addressee="",
        address="",
        method="courier",
        letter_date=ON,
        subject="Notice",
        body="Dear Sir or Madam,\r\n\r\nWe leave.",
        signatory="Ana",
    )
    with pytest.raises(StaleObject):
        change_letter(actor=actor, notice=notice, draft=draft, expected_version=1)
    changed = change_letter(actor=actor, notice=notice, draft=draft, expected_version=kept.row_version)
    assert (changed.letter_pdf, changed.body) == (None, "Dear Sir or Madam,\n\nWe leave.")
    words = [one.text for one in Document(io.BytesIO(letter_docx(changed))).paragraphs]
    assert "We leave." in words
    serve(notice, ana)
    changed.refresh_from_db()
    with pytest.raises(UnableToGiveNotice, match="was sent"):
        change_letter(actor=actor, notice=notice, draft=draft, expected_version=changed.row_version)


def test_a_service_counts_as_received_by_the_method_as_agreed(notice, ana):
    made = serve(notice, ana)
    assert made.deemed_received_date == dt.date(2026, 9, 24)
    assert made.counts_from == dt.date(2026, 9, 24)
    assert content_store().read(made.proof.sha256) == PROOF.data
    known = serve(notice, ana, received_date=dt.date(2026, 9, 22))
    assert known.counts_from == dt.date(2026, 9, 22)


def test_dates_that_cannot_be_true_are_refused(notice, ana):
    with pytest.raises(UnableToGiveNotice) as refused:
        record_service(
            actor=Actor.person(ana),
            notice=notice,
            draft=ServiceDraft(
                method=" ",
                address="",
                sent_date=dt.date(2026, 8, 2),
                received_date=dt.date(2026, 8, 1),
            ),
            proof=None,
            on=ON,
            now=NOW,
        )
    assert set(refused.value.fields) == {"method", "sent_date", "received_date"}


def test_a_late_service_is_recorded_all_the_same(notice, ana):
    assert serve(notice, ana, "2026-10-05").deemed_received_date == dt.date(2026, 10, 8)


def test_a_proof_that_is_no_such_file_is_refused_with_the_service(notice, ana):
    with pytest.raises(RefusedFile):
        serve(notice, ana, proof=Upload("receipt.pdf", b"no pdf"))
    assert not Service.unscoped.exists()


def test_terminate_is_complete_only_with_the_proof_of_service(contract, notice, ana):
    with pytest.raises(UnableToGiveNotice, match="attach the proof"):
        close(notice, ana)
    made = serve(notice, ana, proof=None)
    with pytest.raises(UnableToGiveNotice) as refused:
        close(notice, ana)
    assert refused.value.code == "no_proof"
    assert status_of(contract) == "active"
    attach_proof(actor=Actor.person(ana), service=made, proof=PROOF, now=NOW)
    with pytest.raises(UnableToGiveNotice, match="a proof already"):
        attach_proof(actor=Actor.person(ana), service=made, proof=PROOF, now=NOW)
    closed = close(notice, ana)
    assert (closed.status, closed.closed_by, closed.closed_at) == ("closed", ana, NOW)
    assert status_of(contract) == "notice_served"
    assert not Deadline.objects.for_system("a test").current().to_act_on().exists()
    row = Contract.history.filter(id=contract.pk).latest("history_id")
    assert row.history_change_reason == "Notice served with proof, last day in force 31 Dec 2026."
    assert close(notice, ana).closed_at == NOW


def test_withdrawing_the_only_proved_service_opens_the_notice_again(contract, notice, ana):
    made = serve(notice, ana)
    close(notice, ana)
    actor = Actor.person(ana)
    with pytest.raises(UnableToGiveNotice, match="needs a reason"):
        move_service(actor=actor, service=made, verb="withdraw", note=" ", on=ON, now=NOW)
    move_service(actor=actor, service=made, verb="withdraw", note="By agreement.", on=ON, now=NOW)
    notice.refresh_from_db()
    assert (notice.status, notice.closed_by, status_of(contract)) == ("open", None, "active")
    with pytest.raises(UnableToGiveNotice, match="withdrawn now"):
        move_service(actor=actor, service=made, verb="acknowledge", note="", on=ON, now=NOW)


def test_another_proved_service_keeps_it_closed(contract, notice, ana):
    first = serve(notice, ana)
    serve(notice, ana)
    close(notice, ana)
    actor = Actor.person(ana)
    move_service(actor=actor, service=first, verb="dispute", note="They say it is late.", on=ON, now=NOW)
    move_service(actor=actor, service=first, verb="acknowledge", note="", on=ON, now=NOW)
    move_service(actor=actor, service=first, verb="withdraw", note="Sent twice.", on=ON, now=NOW)
    assert status_of(contract) == "notice_served"
    assert history_of(first) == ["+", "~", "~", "~", "~"]


def test_a_decision_whose_notice_was_sent_stays_until_the_service_is_withdrawn(contract, notice, ana):
    made = serve(notice, ana)
    actor = Actor.person(ana)
    for change in (
        lambda: withdraw_decision(actor=actor, decision=notice.decision, reason="No.", now=NOW),
        lambda: decide(contract, ana, "renew", now=NOW),
    ):
        with pytest.raises(UnableToDecide, match="was sent"):
            change()
    move_service(actor=actor, service=made, verb="withdraw", note="By agreement.", on=ON, now=NOW)
    withdraw_decision(actor=actor, decision=notice.decision, reason="We stay.", now=NOW)
    notice.refresh_from_db()
    with pytest.raises(UnableToGiveNotice, match="withdrawn"):
        serve(notice, ana)


def test_who_does_not_decide_gives_no_notice(contract, notice, ana, where):
    reader = a_person("reader")
    a_role(reader, "auditor", where)
    made = serve(notice, ana)
    actor = Actor.person(reader)
    for change in (
        lambda: prepare(notice.decision, reader),
        lambda: serve(notice, reader),
        lambda: close(notice, reader),
        lambda: attach_proof(actor=actor, service=made, proof=PROOF, now=NOW),
        lambda: move_service(actor=actor, service=made, verb="acknowledge", note="", on=ON, now=NOW),
        lambda: keep_letter(actor=actor, notice=notice, pdf=b"", docx=b"", expected_version=1, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_letters_and_proofs_are_had_by_who_sees_the_contract(where, ana):
    owner = a_person("owner")
    secret = a_contract(now=NOW, department=where, owner=owner, is_confidential=True, notice=dict(RULE))
    notice = prepare(decide(secret, owner, now=NOW), owner)
    kept = keep_letter(
        actor=Actor.person(owner), notice=notice, pdf=b"1", docx=b"2", expected_version=1, now=NOW
    )
    made = serve(notice, owner)
    for stored in (kept.letter_pdf, kept.letter_docx):
        assert can_download_letter(owner, stored)
        assert not can_download_letter(ana, stored)
    assert can_download_proof(owner, made.proof)
    assert not can_download_proof(ana, made.proof)
    assert not Notice.objects.visible_to(ana).exists()
    assert not Service.objects.visible_to(ana).exists()


def by_hand(notice: Notice, by) -> None:
    """Serve a notice by a way for which nothing is agreed, so that only actual receipt counts."""
    draft = ServiceDraft(method="by hand", address="", sent_date=ON)
    record_service(actor=Actor.person(by), notice=notice, draft=draft, proof=PROOF, on=ON, now=NOW)


def test_closing_asks_when_the_notice_arrived_where_nothing_tells_it(notice, ana, contract):
    by_hand(notice, ana)

    with pytest.raises(UnableToGiveNotice) as refused:
        close(notice, ana)

    assert refused.value.code == "no_receipt"
    assert list(refused.value.fields) == ["received_date"]
    assert status_of(contract) == "active"


def test_the_day_of_receipt_given_at_the_close_is_that_of_the_service(notice, ana):
    by_hand(notice, ana)

    closed = close_notice(actor=Actor.person(ana), notice=notice, on=ON, now=NOW, received_date=ON)

    assert closed.status == Notice.Status.CLOSED
    assert closed.closed_because == ""
    assert Service.unscoped.get().received_date == ON


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_of_receipt_before_the_sending_or_still_to_come_is_refused(notice, ana, days):
    by_hand(notice, ana)

    with pytest.raises(UnableToGiveNotice) as refused:
        close_notice(
            actor=Actor.person(ana), notice=notice, on=ON, now=NOW, received_date=ON + dt.timedelta(days=days)
        )

    assert "give a day from then until today" in refused.value.message
    assert Service.unscoped.get().received_date is None


def test_a_notice_closed_without_the_day_of_receipt_keeps_the_reason_until_it_is_open_again(notice, ana):
    by_hand(notice, ana)

    closed = close_notice(
        actor=Actor.person(ana), notice=notice, on=ON, now=NOW, reason="  The courier lost its records. "
    )
    assert closed.closed_because == "The courier lost its records."

    move_service(
        actor=Actor.person(ana),
        service=Service.unscoped.get(),
        verb="withdraw",
        note="Sent anew.",
        on=ON,
        now=NOW,
    )
    assert Notice.unscoped.get().closed_because == ""


def test_no_reason_is_kept_where_the_day_of_receipt_is_known(notice, ana):
    serve(notice, ana)

    closed = close_notice(actor=Actor.person(ana), notice=notice, on=ON, now=NOW, reason="Not needed.")

    assert closed.closed_because == ""
