"""Once notice is given the deadline ends with it: row, steps, reminders, reconciler, and back again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts_app.actions.lifecycle import transition_contract
from contracts_app.models import Contract
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from core.models import Reminder
from core.reminders.sweeping import sweep
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.decisions import UnableToDecide
from renewals.actions.notices import UnableToGiveNotice
from renewals.actions.services import Upload, close_notice, move_service
from renewals.actions.vendor_notices import (
    VendorNoticeDraft,
    correct_vendor_notice,
    move_vendor_notice,
    record_vendor_notice,
)
from renewals.models import Deadline, Notice, Service
from renewals.reports.silent import silent_renewals
from renewals.rules.answer_output import steps_from_json
from renewals.rules.sentences import sentences_of
from tests.support.deciding import decide, notice_of, served
from tests.support.pages import signed_in
from tests.support.reminding import SETTING_UP, a_contract, a_person, a_role, at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-01")
LEAVES = dt.date(2026, 12, 31)
PROOF = Upload("receipt.txt", b"Delivered, signed for by M. Meier.\n")
OPTION = {
    "term_type": "option",
    "start_date": dt.date(2026, 1, 1),
    "initial_term_quantity": 12,
    "initial_term_unit": "months",
    "renewal_term_quantity": 12,
    "renewal_term_unit": "months",
}


@pytest.fixture
def contract(where, ana) -> Contract:
    return a_contract(now=NOW, department=where, owner=ana)


def ended(contract: Contract, by, *, now: dt.datetime = NOW, kind: str = "terminate") -> Notice:
    """Decide, serve with proof and close."""
    notice = notice_of(decide(contract, by, kind, now=now))
    served(notice, proof=PROOF)
    return close_notice(actor=Actor.person(by), notice=notice, on=now.date(), now=now)


def current(contract: Contract) -> Deadline:
    return Deadline.unscoped.get(contract=contract, is_current=True)


def words(deadline: Deadline) -> list[str]:
    return sentences_of(steps_from_json(deadline.steps))


def planned(contract: Contract) -> dict[str, set[str]]:
    """Return the states of reminders by kind and date."""
    found: dict[str, set[str]] = {}
    for row in Reminder.objects.filter(subject_id=contract.pk):
        found.setdefault(f"{row.kind} {row.period_key}", set()).add(row.state)
    return found


def test_a_served_notice_ends_the_deadline_at_its_exit(contract, ana):
    assert current(contract).renewal_date == dt.date(2027, 1, 1)
    ended(contract, ana)
    row = current(contract)
    assert (row.status, row.version, row.term_end, row.earliest_exit_date) == (
        "final_term",
        2,
        LEAVES,
        LEAVES,
    )
    assert (row.renewal_date, row.act_by_date, row.notice_by_date) == (None, None, None)
    assert row.if_nobody_acts == "ends_by_notice"
    assert row.reason == "Notice served with proof, last day in force 31 Dec 2026."
    assert words(row)[1] == "Notice was served: it ends on Thu 31 Dec 2026."


def test_what_was_planned_is_withdrawn_with_the_reason_and_the_last_day_is_reminded_of(contract, ana):
    ended(contract, ana)
    states = planned(contract)
    assert states["renewals.act_by 2026-10-02"] == {"withdrawn"}
    assert states["renewals.term_ends 2026-12-31"] == {"planned"}
    reasons = set(Reminder.objects.filter(state="withdrawn").values_list("reason", flat=True))
    assert reasons == {"Notice was given: nothing is left to decide."}
    runs = [sweep(at(day)) for day in ("2026-08-02", "2026-10-03", "2026-12-31", "2027-01-01", "2027-06-01")]
    assert [run.differences for run in runs] == [0, 0, 0, 0, 0]
    assert {key for key in planned(contract) if "act_by" in key} == {"renewals.act_by 2026-10-02"}


def test_it_never_renews_and_is_no_silent_renewal(contract, ana):
    ended(contract, ana)
    for day in ("2027-01-01", "2028-01-01"):
        sweep(at(day))
    assert (current(contract).status, current(contract).term_number) == ("expired", 1)
    assert words(current(contract))[1] == "It ended on Thu 31 Dec 2026, because notice was served."
    assert not silent_renewals(ana, dt.date(2026, 1, 1), dt.date(2029, 1, 1)).rows


def test_the_whole_recomputation_gives_the_same_as_the_action(contract, ana):
    ended(contract, ana)
    again = recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=NOW, reason="Nightly")
    assert (again.versions, again.ended, again.reminders) == (0, 0, 0)


def test_many_contracts_take_no_more_queries_than_one(where, ana):
    contracts = [a_contract(now=NOW, department=where, owner=ana) for _ in range(4)]
    for one in contracts[1:]:
        ended(one, ana)

    def queries(ids) -> int:
        with CaptureQueriesContext(connection) as seen:
            recompute_deadlines(actor=SETTING_UP, contract_ids=ids, now=NOW, reason="Nightly")
        return len(seen)

    one_of_each = [contracts[0].pk, contracts[1].pk]
    assert queries([one.pk for one in contracts]) == queries(one_of_each)


def test_a_withdrawn_service_brings_everything_back(contract, ana):
    before = current(contract)
    ended(contract, ana)
    move_service(
        actor=Actor.person(ana),
        service=Service.unscoped.get(),
        verb="withdraw",
        note="By agreement.",
        on=NOW.date(),
        now=NOW,
    )
    row = current(contract)
    assert (row.version, row.digest) == (3, before.digest)
    assert planned(contract)["renewals.act_by 2026-10-02"] == {"planned"}
    assert planned(contract)["renewals.term_ends 2026-12-31"] == {"withdrawn"}
    assert sweep(at("2026-08-02")).differences == 0


def test_withdrawing_the_notice_on_the_contract_opens_it_again(contract, ana):
    notice = ended(contract, ana)
    contract.refresh_from_db()
    actor = SETTING_UP
    transition_contract(
        actor=actor, contract=contract, verb="withdraw_notice", on=NOW.date(), reason="By agreement."
    )
    notice.refresh_from_db()
    assert (notice.status, notice.closed_by) == ("open", None)
    assert current(contract).renewal_date == dt.date(2027, 1, 1)
    transition_contract(actor=actor, contract=contract, verb="serve_notice", on=NOW.date())
    assert current(contract).renewal_date == dt.date(2027, 1, 1)  # which notice is not on record


def test_a_notice_served_too_late_leads_to_the_exit_that_it_still_reaches(where, ana):
    late = at("2026-10-20")
    contract = a_contract(now=NOW, department=where, owner=ana)
    notice = notice_of(decide(contract, ana, now=NOW))
    notice.letter_date = late.date()
    served(notice, proof=PROOF, now=late)
    closed = close_notice(actor=Actor.person(ana), notice=notice, on=late.date(), now=late)
    assert closed.exit_date == dt.date(2027, 12, 31)
    assert current(contract).term_end == dt.date(2027, 12, 31)
    sweep(at("2027-01-02"))
    assert current(contract).term_number == 2
    # Somebody had decided in time, though the letter went out late.
    assert not silent_renewals(ana, dt.date(2026, 1, 1), dt.date(2029, 1, 1)).rows


def test_an_exercised_option_counts_and_the_deadline_goes_to_the_next_term(where, ana):
    rule = {"kind": "option_exercise", "quantity": 90, "unit": "calendar_days", "test": "sent"}
    contract = a_contract(now=NOW, department=where, owner=ana, terms=OPTION, notice=rule)
    assert current(contract).if_nobody_acts == "option_is_lost"
    notice = ended(contract, ana, kind="renew")
    row = current(contract)
    assert (row.term_number, row.term_end, row.status) == (2, dt.date(2027, 12, 31), "open")
    assert row.act_by_date == dt.date(2027, 10, 2)
    assert row.reason == "The option was exercised, with proof of service."
    assert words(row)[2] == "The option was exercised, so this term follows on Fri 1 Jan 2027."
    assert planned(contract)["renewals.act_by 2026-10-02"] == {"withdrawn"}
    assert sweep(at("2027-01-02")).differences == 0
    assert (current(contract).term_number, current(contract).status) == (2, "in_window")
    second = at("2027-02-01")
    ended(contract, ana, kind="renew", now=second)
    assert current(contract).term_number == 3
    assert sweep(at("2027-02-02")).differences == 0
    service = Service.unscoped.order_by("pk").last()
    move_service(
        actor=Actor.person(ana),
        service=service,
        verb="withdraw",
        note="Undone.",
        on=second.date(),
        now=second,
    )
    assert (current(contract).term_number, notice.kind) == (2, "option_exercise")


def test_an_option_exercised_by_notice_counts_on_top_of_those_before_the_contract_was_recorded(where, ana):
    rule = {"kind": "option_exercise", "quantity": 90, "unit": "calendar_days", "test": "sent"}
    terms = OPTION | {"start_date": dt.date(2024, 1, 1), "renewals_exercised": 2, "max_renewals": 4}
    contract = a_contract(now=NOW, department=where, owner=ana, terms=terms, notice=rule)
    row = current(contract)
    assert (row.term_number, row.term_end, row.status) == (3, dt.date(2026, 12, 31), "in_window")
    assert words(row)[1] == "Options exercised so far: 2 of 4."
    ended(contract, ana, kind="renew")
    row = current(contract)
    assert (row.term_number, row.term_end) == (4, dt.date(2027, 12, 31))
    assert words(row)[1] == "Options exercised so far: 3 of 4."
    assert sweep(at("2026-08-02")).differences == 0


def a_termination(contract: Contract, by, **changes) -> Notice:
    said = {
        "kind": "termination",
        "received_date": NOW.date(),
        "effective_date": dt.date(2026, 9, 30),
        "answer_by_date": None,
        "statement": "We end the service.",
    }
    draft = VendorNoticeDraft(**said | changes)
    return record_vendor_notice(
        actor=Actor.person(by), contract=contract, draft=draft, on=NOW.date(), now=NOW
    )


def move(notice: Notice, by, verb: str, reason: str = "As agreed.") -> Notice:
    return move_vendor_notice(
        actor=Actor.person(by), notice=notice, verb=verb, reason=reason, on=NOW.date(), now=NOW
    )


def test_a_vendors_notice_ends_the_deadline_once_it_is_accepted(contract, ana):
    notice = a_termination(contract, ana)
    assert current(contract).version == 1
    move(notice, ana, "accept", "")
    row = current(contract)
    assert (row.status, row.term_end, row.act_by_date) == ("final_term", dt.date(2026, 9, 30), None)
    assert words(row)[1] == "The vendor gave notice, which was accepted: it ends on Wed 30 Sep 2026."
    assert Contract.unscoped.get(pk=contract.pk).status == "notice_served"
    assert sweep(at("2026-08-02")).differences == 0
    with pytest.raises(UnableToDecide):
        decide(contract, ana, "renew", now=NOW)


def test_a_correction_moves_the_end_and_a_withdrawal_takes_it_back(contract, ana):
    notice = move(a_termination(contract, ana), ana, "accept")
    draft = VendorNoticeDraft(
        kind="termination",
        received_date=NOW.date(),
        effective_date=dt.date(2026, 11, 30),
        answer_by_date=None,
        statement="",
    )
    actor, on = Actor.person(ana), NOW.date()
    notice.refresh_from_db()
    correct_vendor_notice(
        actor=actor, notice=notice, draft=draft, expected_version=notice.row_version, on=on, now=NOW
    )
    assert current(contract).term_end == dt.date(2026, 11, 30)
    with pytest.raises(StaleObject):
        correct_vendor_notice(actor=actor, notice=notice, draft=draft, expected_version=1, on=on, now=NOW)
    move(notice, ana, "withdraw", "They changed their mind.")
    assert Contract.unscoped.get(pk=contract.pk).status == "active"
    assert current(contract).act_by_date == dt.date(2026, 10, 2)
    assert sweep(at("2026-08-02")).differences == 0


def test_a_refused_notice_changes_nothing_and_needs_a_reason(contract, ana, where):
    notice = a_termination(contract, ana)
    with pytest.raises(UnableToGiveNotice, match="Say why"):
        move(notice, ana, "refuse", " ")
    move(notice, ana, "refuse", "Too late.")
    assert current(contract).version == 1
    with pytest.raises(UnableToGiveNotice, match="refused now"):
        move(notice, ana, "accept")
    move(notice, ana, "reopen", "A slip.")
    move(notice, ana, "accept")
    assert current(contract).status == "final_term"
    reader = a_person("reader")
    a_role(reader, "auditor", where)
    with pytest.raises(NotAllowed):
        move(notice, reader, "withdraw")


def test_while_our_notice_stands_a_vendors_taken_back_changes_only_the_day(contract, ana):
    ended(contract, ana)
    notice = a_termination(contract, ana)
    move_vendor_notice(
        actor=Actor.person(ana),
        notice=notice,
        verb="accept",
        reason="",
        on=NOW.date(),
        now=NOW + dt.timedelta(hours=1),
    )
    assert current(contract).term_end == dt.date(2026, 9, 30)
    move(notice, ana, "withdraw")
    assert current(contract).term_end == LEAVES
    assert Contract.unscoped.get(pk=contract.pk).status == "notice_served"


def test_a_late_non_renewal_is_not_in_time_because_there_is_a_rule_on_convenience_beside_it(where, ana):
    anytime = {"quantity": 60, "unit": "calendar_days", "anchor": "rolling"}
    late = at("2026-10-20")
    ends = []
    for more in ({}, {"convenience": anytime}):
        contract = a_contract(now=NOW, department=where, owner=ana, **more)
        notice = notice_of(decide(contract, ana, now=NOW, notice_rule="non_renewal"))
        notice.letter_date = late.date()
        served(notice, proof=PROOF, now=late)
        close_notice(actor=Actor.person(ana), notice=notice, on=late.date(), now=late)
        ends.append(current(contract).term_end)
    assert ends == [dt.date(2027, 12, 31)] * 2


def test_withdrawing_ours_leaves_the_vendors_accepted_notice_as_it_was(contract, ana):
    theirs = VendorNoticeDraft(
        kind="termination",
        received_date=NOW.date(),
        effective_date=dt.date(2026, 9, 30),
        answer_by_date=None,
        statement="We leave.",
    )
    person = Actor.person(ana)
    notice = notice_of(decide(contract, ana, now=NOW))
    service = served(notice, proof=PROOF)
    vendors = record_vendor_notice(actor=person, contract=contract, draft=theirs, on=NOW.date(), now=NOW)
    move_vendor_notice(actor=person, notice=vendors, verb="accept", reason="Fine.", on=NOW.date(), now=NOW)
    close_notice(actor=person, notice=notice, on=NOW.date(), now=NOW)
    assert current(contract).term_end == dt.date(2026, 9, 30)
    move_service(actor=person, service=service, verb="withdraw", note="Not needed.", on=NOW.date(), now=NOW)
    vendors.refresh_from_db()
    assert (vendors.outcome, current(contract).term_end) == ("accepted", dt.date(2026, 9, 30))
    assert Contract.unscoped.get(pk=contract.pk).status == "notice_served"
    assert sweep(at("2026-08-02")).differences == 0


def test_an_option_exercised_after_its_last_day_is_lost_and_says_so(where, ana):
    rule = {"quantity": 90, "unit": "calendar_days", "test": "sent", "kind": "option_exercise"}
    contract = a_contract(now=NOW, department=where, owner=ana, terms=OPTION, notice=rule)
    notice = notice_of(decide(contract, ana, "renew", now=NOW))
    late = at("2026-10-20")
    notice.letter_date = late.date()
    served(notice, proof=PROOF, now=late)
    with pytest.raises(UnableToGiveNotice, match="could be exercised until 2 Oct 2026; this came later"):
        close_notice(actor=Actor.person(ana), notice=notice, on=late.date(), now=late)
    assert current(contract).term_number == 1


def test_what_if_brings_the_options_that_were_exercised_and_changes_nothing_by_them(where, ana):
    rule = {"kind": "option_exercise", "quantity": 90, "unit": "calendar_days", "test": "sent"}
    contract = a_contract(now=NOW, department=where, owner=ana, terms=OPTION, notice=rule)
    ended(contract, ana, kind="renew")
    page = signed_in(ana).get(f"{reverse('what_if')}?contract={contract.pk}").content.decode()
    assert "Nothing: these terms give the same dates as those on record." in page
