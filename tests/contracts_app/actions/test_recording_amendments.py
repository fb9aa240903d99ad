"""Recording and withdrawing amendments: clauses, terms, refusals, history, deadlines."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.actions.amended_terms import record_of
from contracts_app.actions.amendment_fit import UnfitAmendment
from contracts_app.actions.amendments import (
    AlreadyWithdrawn,
    InvalidAmendment,
    apply_due_amendments,
    withdraw_amendment,
)
from contracts_app.actions.contracts import InvalidContract, NoticeRuleDraft, TermsDraft
from contracts_app.actions.terms import change_terms
from contracts_app.models import AmendedTerm, Amendment, AmendmentChange, Contract, ContractTerms, NoticeRule
from contracts_app.signals import contract_terms_changed
from core import clock
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from renewals.models import Deadline
from tests.support.amendments import (
    SYSTEM,
    a_document,
    an_amendment,
    day,
    deletes,
    inserts,
    replaces,
)
from tests.support.contracts import a_contract, history_of
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db

TODAY = "2026-06-15"
NOTICE = "notice.us.non_renewal"
TERMS = TermsDraft(
    term_type="auto_renew",
    start_date=dt.date(2026, 1, 1),
    initial_term_quantity=12,
    initial_term_unit="months",
    renewal_term_quantity=12,
    renewal_term_unit="months",
)
RULE = NoticeRuleDraft(quantity=3, unit="months")


def hosting(**facts) -> Contract:
    return a_contract(terms=TERMS, notice_rules=(RULE,), status="active", **facts)


def notice_months(contract) -> int | None:
    return NoticeRule.unscoped.get(contract=contract, party="us", kind="non_renewal").quantity


def withdraw(amendment, reason="Recorded twice.", on=TODAY, **fields):
    fields.setdefault("actor", SYSTEM)
    return withdraw_amendment(amendment=amendment, reason=reason, on=day(on), now=clock.now(), **fields)


@pytest.fixture
def heard():
    ids = []

    def hear(sender, contract_ids, **kwargs):
        ids.extend(contract_ids)

    contract_terms_changed.connect(hear)
    yield ids
    contract_terms_changed.disconnect(hear)


def test_an_amendment_keeps_what_it_says_and_who_recorded_it():
    contract = hosting()
    document = a_document(contract)
    lea = a_user("lea", "legal")
    made = an_amendment(
        contract, "2026-03-01", replaces("2.1", "Fees are due within 60 days."), deletes("2.2"),
        document=document, title="  Amendment 2 ", note="Agreed in March.", actor=Actor.person(lea), on=TODAY,
    )  # fmt: skip

    assert (made.title, made.effective_date, made.order_on_day) == ("Amendment 2", day("2026-03-01"), 1)
    assert (made.recorded_by, made.document, made.note) == (lea, document, "Agreed in March.")
    kept = AmendmentChange.unscoped.filter(amendment=made).order_by("order")
    assert list(kept.values_list("order", "action", "number", "text")) == [
        (0, "replace", "2.1", "Fees are due within 60 days."),
        (1, "delete", "2.2", ""),
    ]
    assert history_of(made) == ["+"]


def test_terms_effective_by_today_change_at_once_and_move_the_deadline(heard):
    contract = hosting()
    before = Deadline.unscoped.get(contract=contract, is_current=True)
    heard.clear()
    made = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)

    assert notice_months(contract) == 6
    term = AmendedTerm.unscoped.get(amendment=made)
    assert (term.old_value, term.new_value, term.applied_at is not None) == ("3", "6", True)
    assert heard == [contract.pk]
    after = Deadline.unscoped.get(contract=contract, is_current=True)
    assert after.notice_by_date < before.notice_by_date
    assert after.reason == "Amendment 1, effective 1 Mar 2026"


def test_terms_effective_later_change_on_their_day_and_only_once(heard):
    contract = hosting()
    made = an_amendment(contract, "2026-07-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    heard.clear()

    def apply(on):
        return apply_due_amendments(actor=SYSTEM, contract=contract, on=day(on), now=clock.now())

    assert apply("2026-06-30").done == ()
    assert (notice_months(contract), heard) == (3, [])
    assert apply("2026-07-01").done == (made,)
    assert (notice_months(contract), heard) == (6, [contract.pk])
    assert apply("2026-07-01").done == ()
    assert heard == [contract.pk]


def test_after_an_outage_everything_that_is_due_is_applied_in_order():
    contract = hosting()
    an_amendment(contract, "2026-07-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    an_amendment(contract, "2026-07-10", terms={f"{NOTICE}.quantity": "9"}, on=TODAY)
    apply_due_amendments(actor=SYSTEM, contract=contract, on=day("2026-08-01"), now=clock.now())

    assert notice_months(contract) == 9
    assert [
        (one.old_value, one.new_value) for one in AmendedTerm.unscoped.order_by("amendment__effective_date")
    ] == [("3", "6"), ("6", "9")]


def test_recording_catches_up_with_what_is_due_first():
    contract = hosting()
    an_amendment(contract, "2026-07-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    an_amendment(contract, "2026-07-05", terms={f"{NOTICE}.quantity": "9"}, on="2026-07-20")

    assert notice_months(contract) == 9
    assert AmendedTerm.unscoped.get(new_value="9").old_value == "6"


def test_an_amendment_recorded_between_two_leaves_the_terms_in_force():
    contract = hosting()
    an_amendment(contract, "2026-02-01", terms={f"{NOTICE}.quantity": "4"}, on=TODAY)
    last = an_amendment(contract, "2026-04-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    middle = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "5"}, on=TODAY)

    assert notice_months(contract) == 6
    assert AmendedTerm.unscoped.get(amendment=middle).old_value == "4"
    assert AmendedTerm.unscoped.get(amendment=last).old_value == "5"


def test_withdrawing_gives_the_terms_back_and_moves_the_deadline(heard):
    contract = hosting()
    made = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    heard.clear()
    gone = withdraw(made)

    assert notice_months(contract) == 3
    assert heard == [contract.pk]
    assert (gone.withdrawn_reason, gone.problem) == ("Recorded twice.", "")
    assert Amendment.unscoped.filter(pk=made.pk).exists()
    assert AmendedTerm.unscoped.filter(amendment=made).exists()


def test_withdrawing_one_between_two_leaves_the_terms_in_force():
    contract = hosting()
    an_amendment(contract, "2026-02-01", terms={f"{NOTICE}.quantity": "4"}, on=TODAY)
    middle = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "5"}, on=TODAY)
    last = an_amendment(contract, "2026-04-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    withdraw(middle)

    assert notice_months(contract) == 6
    withdraw(last)
    assert notice_months(contract) == 4


def test_what_was_corrected_by_hand_since_is_kept_and_told():
    contract = hosting()
    made = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    change_terms(
        actor=SYSTEM,
        contract=contract,
        terms=TERMS,
        notice_rules=(NoticeRuleDraft(quantity=7, unit="months"),),
        on=day(TODAY),
    )
    gone = withdraw(made)

    assert notice_months(contract) == 7
    assert gone.problem == "Corrected by hand since, and kept as it is: notice period (our non-renewal)."


def test_withdrawing_one_that_is_to_come_means_that_it_never_comes():
    contract = hosting()
    made = an_amendment(contract, "2026-07-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)
    withdraw(made)
    apply_due_amendments(actor=SYSTEM, contract=contract, on=day("2026-08-01"), now=clock.now())

    assert notice_months(contract) == 3


def test_an_amendment_brings_a_notice_rule_and_withdrawing_takes_it_away():
    contract = hosting()
    made = an_amendment(
        contract, "2026-03-01", on=TODAY,
        terms={"notice.us.convenience.quantity": "90", "notice.us.convenience.unit": "calendar_days"},
    )  # fmt: skip
    rule = NoticeRule.unscoped.get(contract=contract, kind="convenience")

    assert (rule.quantity, rule.unit) == (90, "calendar_days")
    withdraw(made)
    assert not NoticeRule.unscoped.filter(contract=contract, kind="convenience").exists()


def test_an_amendment_removes_a_notice_rule_and_withdrawing_gives_it_back_whole():
    contract = hosting()
    before = record_of(contract)
    made = an_amendment(contract, "2026-03-01", terms={NOTICE: ""}, on=TODAY)

    assert not NoticeRule.unscoped.filter(contract=contract).exists()
    withdraw(made)
    assert record_of(contract) == before


def test_two_amendments_of_one_day_stand_in_the_order_that_was_asked_for():
    contract = hosting()
    first = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "4"}, on=TODAY)
    second = an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.quantity": "5"}, on=TODAY)
    between = an_amendment(
        contract, "2026-03-01", terms={f"{NOTICE}.quantity": "6"}, on=TODAY, order_on_day=2
    )

    order = Amendment.unscoped.order_by("order_on_day").values_list("pk", "order_on_day")
    assert list(order) == [(first.pk, 1), (between.pk, 2), (second.pk, 3)]
    assert notice_months(contract) == 5


MISFITS = [
    ((replaces("9.9", "x"),), "clauses.0.number", "replaces 9.9, but the text has no clause 9.9 then."),
    ((deletes("2.2"), deletes("2.2")), "clauses.1.number", "deletes 2.2, which Amendment 1 deleted."),
    ((inserts("2.1", "x"),), "clauses.0.number", "inserts 2.1, but 2.1 is there already."),
]


@pytest.mark.parametrize(("changes", "field", "said"), MISFITS)
def test_a_change_that_cannot_be_made_is_refused_until_it_is_accepted(changes, field, said):
    contract = hosting()
    document = a_document(contract)
    with pytest.raises(UnfitAmendment) as refused:
        an_amendment(contract, "2026-03-01", *changes, document=document, on=TODAY)

    assert said in refused.value.fields[field][0]
    assert not Amendment.unscoped.exists()
    kept = an_amendment(
        contract, "2026-03-01", *changes, document=document, on=TODAY, is_accepting_misfits=True
    )
    assert AmendmentChange.unscoped.filter(amendment=kept).count() == len(changes)


def test_a_change_that_takes_the_ground_from_a_later_amendment_is_told():
    contract = hosting()
    document = a_document(contract)
    an_amendment(contract, "2026-04-01", replaces("2.2", "No interest."), document=document, on=TODAY)
    with pytest.raises(UnfitAmendment) as refused:
        an_amendment(contract, "2026-03-01", deletes("2.2"), document=document, on=TODAY, title="Amendment 0")

    assert refused.value.fields == {
        "clauses": [
            "Amendment 1 replaces 2.2, which Amendment 0 deleted."
            " This change is kept with the amendment and was not made."
        ]
    }


REFUSED = [
    ({"title": " "}, "title"),
    ({"effective": "0001-01-01"}, "effective_date"),
    ({"note": ""}, "note"),
    ({"order_on_day": 0}, "order_on_day"),
    ({"terms": {"terms.end": "2026-01-01"}}, "terms"),
    ({"terms": {"terms.max_renewals": "many"}}, "terms"),
    ({"paper_id": 999}, "paper_id"),
]


@pytest.mark.parametrize(("facts", "field"), REFUSED)
def test_what_cannot_be_true_is_refused_by_name_and_nothing_is_stored(facts, field):
    contract = hosting()
    facts = {"effective": "2026-03-01", **facts}
    with pytest.raises((InvalidAmendment, InvalidContract)) as refused:
        an_amendment(contract, facts.pop("effective"), on=TODAY, **facts)

    assert field in refused.value.fields
    assert not Amendment.unscoped.exists()


def test_clauses_without_a_document_and_a_document_of_another_contract_are_refused():
    contract, other = hosting(), hosting()
    with pytest.raises(InvalidAmendment, match="Choose the document"):
        an_amendment(contract, "2026-03-01", deletes("2.2"), on=TODAY)
    with pytest.raises(InvalidAmendment, match="no such document"):
        an_amendment(contract, "2026-03-01", deletes("2.2"), document=a_document(other), on=TODAY)


def test_terms_that_cannot_be_true_together_are_refused_under_their_names():
    contract = hosting()
    for effective in ("2026-03-01", "2026-09-01"):
        with pytest.raises(InvalidContract) as refused:
            an_amendment(contract, effective, terms={"terms.end_date": "2026-05-31"}, on=TODAY)
        assert "terms.end_date" in refused.value.fields
    with pytest.raises(InvalidContract) as refused:
        an_amendment(contract, "2026-03-01", terms={f"{NOTICE}.unit": "fortnights"}, on=TODAY)
    assert f"{NOTICE}.unit" in refused.value.fields
    assert not Amendment.unscoped.exists()


def test_terms_that_a_correction_made_impossible_say_so_and_are_tried_again():
    contract = hosting()
    made = an_amendment(contract, "2026-07-01", terms={"terms.max_renewals": "2"}, on=TODAY)
    other = an_amendment(contract, "2026-07-02", terms={f"{NOTICE}.quantity": "6"}, on=TODAY)

    def correct(**fields):
        change_terms(
            actor=SYSTEM, contract=contract, terms=TermsDraft(**fields), notice_rules=(RULE,), on=day(TODAY)
        )

    correct(term_type="evergreen", start_date=dt.date(2026, 1, 1))
    done = apply_due_amendments(actor=SYSTEM, contract=contract, on=day("2026-07-03"), now=clock.now())
    made.refresh_from_db()
    assert (done.done, done.failed) == ((other,), (made,))
    assert "does not renew" in made.problem
    assert notice_months(contract) == 6

    correct(term_type="auto_renew", start_date=dt.date(2026, 1, 1))
    apply_due_amendments(actor=SYSTEM, contract=contract, on=day("2026-07-03"), now=clock.now())
    made.refresh_from_db()
    assert made.problem == ""
    assert ContractTerms.unscoped.get(contract=contract).max_renewals == 2


def test_who_may_not_change_the_contract_records_and_withdraws_nothing():
    contract = hosting()
    made = an_amendment(contract, "2026-03-01", on=TODAY)
    reader = Actor.person(a_user("rita", "requester"))
    elsewhere = Actor.person(a_user("lea", "legal", department=a_department("Elsewhere")))
    for actor in (reader, elsewhere):
        with pytest.raises(NotAllowed):
            an_amendment(contract, "2026-03-01", on=TODAY, actor=actor)
        with pytest.raises(NotAllowed):
            withdraw(made, actor=actor)


def test_a_second_withdrawal_is_refused_and_a_reason_is_asked_for():
    contract = hosting()
    made = an_amendment(contract, "2026-03-01", on=TODAY)
    with pytest.raises(InvalidAmendment, match="Say why"):
        withdraw(made, reason=" ")
    with pytest.raises(StaleObject):
        withdraw(made, expected_version=7)
    withdraw(made)
    with pytest.raises(AlreadyWithdrawn):
        withdraw(made)


def test_whoever_read_the_contract_before_the_amendment_is_told():
    contract = hosting()
    read = Contract.unscoped.get(pk=contract.pk).version
    an_amendment(contract, "2026-03-01", on=TODAY)
    with pytest.raises(StaleObject):
        change_terms(
            actor=SYSTEM,
            contract=contract,
            terms=TERMS,
            notice_rules=(),
            on=day(TODAY),
            expected_version=read,
        )
