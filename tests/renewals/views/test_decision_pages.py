"""Deciding on pages: the form, the list, one decision, the second person's answer."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core import clock
from core.audit import acting
from renewals.models import Decision, DecisionThreshold
from tests.support.deciding import decide, four_eyes_from, notice_of
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.reminding import SETTING_UP, a_contract, due_in

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "terminate", "reason": "We moved to another provider."}


@pytest.fixture
def people():
    where = a_department("IT Procurement")
    return {
        "ana": a_user("ana", "procurement", department=where, full_name="Ana Ruiz"),
        "lea": a_user("lea", "legal", department=where, full_name="Lea Haas"),
        "aud": a_user("aud", "auditor", department=where),
    }


@pytest.fixture
def contract(people):
    return due_in(
        10, department=a_department("IT Procurement"), owner=people["ana"], title="Hosting framework"
    )


def opened(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def test_the_contract_page_leads_to_the_decision_for_who_decides(people, contract):
    assert "Record decision" in opened(signed_in(people["ana"]), "contract", contract.pk)
    assert "Record decision" not in opened(signed_in(people["aud"]), "contract", contract.pk)


def test_the_contract_page_offers_the_next_step_of_a_decision_to_whom_it_is_with(people, contract):
    four_eyes_from(1)
    made = decide(contract, people["ana"], now=clock.now())
    ana, lea = signed_in(people["ana"]), signed_in(people["lea"])
    address = reverse("decision", args=[made.pk])
    leading = f'btn btn-primary" href="{address}"'
    assert leading in opened(lea, "contract", contract.pk)
    assert "Review decision" in opened(lea, "contract", contract.pk)
    for step in ("Review decision", "Serve notice"):
        assert step not in opened(ana, "contract", contract.pk)

    lea.post(reverse("decision_approve", args=[made.pk]))
    page = opened(ana, "contract", contract.pk)
    assert leading in page
    assert "Serve notice" in page
    assert "Review decision" not in opened(lea, "contract", contract.pk)
    assert "Serve notice" not in opened(signed_in(people["aud"]), "contract", contract.pk)

    made.refresh_from_db()
    prepared = reverse("notice", args=[notice_of(made).pk])
    assert f'btn btn-primary" href="{prepared}"' in opened(ana, "contract", contract.pk)


def test_a_decision_about_another_date_offers_no_step(people, contract):
    decide(contract, people["ana"], now=clock.now())
    with acting(SETTING_UP):
        Decision.unscoped.update(act_by_date=clock.now().date())
    assert "Serve notice" not in opened(signed_in(people["ana"]), "contract", contract.pk)


def test_the_form_says_what_follows_from_each_choice(people, contract):
    page = opened(signed_in(people["ana"]), "contract_decide", contract.pk)
    assert "Terminate. A notice must be served, by" in page
    assert re.search(r"<dt>If nobody acts</dt><dd>Renews on [^<]+ for \d+ (day|month|year)s?", page)
    assert "Renew. It renews on" in page
    assert "all the same" in page
    assert "Term 2," in page
    assert "at the present value" in page


def test_a_decision_is_recorded_shown_and_stands_on_the_contract_page(people, contract):
    ana = signed_in(people["ana"])
    answer = ana.post(reverse("contract_decide", args=[contract.pk]), GIVEN)
    made = Decision.unscoped.get()
    assert answer.url == reverse("decision", args=[made.pk])
    page = opened(ana, "decision", made.pk)
    assert "We moved to another provider." in page
    assert "Deadline and why" in page
    assert "Notice to be served by" in page
    head = opened(ana, "contract", contract.pk)
    assert "Decided: terminate" in head
    assert "Notice to be served by" in head
    assert "Terminate" in opened(ana, "contract_decisions", contract.pk)
    assert "Serve notice" in opened(ana, "home")


def test_a_reason_is_asked_for_and_the_input_is_kept(people, contract):
    answer = signed_in(people["ana"]).post(
        reverse("contract_decide", args=[contract.pk]), {"kind": "terminate", "reason": ""}
    )
    assert answer.status_code == 422
    assert 'value="terminate"' in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert not Decision.unscoped.exists()


def test_who_does_not_decide_is_told_who_does_and_refused(people, contract):
    auditor = signed_in(people["aud"])
    address = reverse("contract_decide", args=[contract.pk])
    answer = auditor.get(address, follow=True)
    assert "You may not decide on" in answer.content.decode()
    assert auditor.post(address, GIVEN).status_code == 403
    made = decide(contract, people["ana"], now=clock.now())
    assert auditor.get(reverse("decision_withdraw", args=[made.pk])).status_code == 302
    assert auditor.post(reverse("decision_withdraw", args=[made.pk]), {"reason": "x"}).status_code == 403


def test_the_second_person_finds_it_at_home_and_confirms(people, contract):
    four_eyes_from(100_000)
    ana, lea = signed_in(people["ana"]), signed_in(people["lea"])
    assert "A second person must confirm this decision" in opened(ana, "contract_decide", contract.pk)
    ana.post(reverse("contract_decide", args=[contract.pk]), GIVEN)
    made = Decision.unscoped.get()
    home = opened(lea, "home")
    assert "Ana Ruiz decided: terminate" in home
    assert "1 to confirm" in home
    assert "1 to confirm" not in opened(ana, "home")
    assert "Hosting framework" in opened(lea, "decisions", waiting="true")
    assert "Confirm" in opened(lea, "decision", made.pk)
    assert opened(ana, "decision", made.pk).count("decision_approve") == 0
    opened(lea, "decision_approve", made.pk)
    assert Decision.unscoped.get().status == "proposed"
    assert lea.post(reverse("decision_approve", args=[made.pk])).status_code == 302
    assert Decision.unscoped.get().status == "in_force"
    assert "Confirmed by" in opened(lea, "decision", made.pk)


def test_rejecting_and_withdrawing_ask_why(people, contract):
    four_eyes_from(1)
    made = decide(contract, people["ana"], now=clock.now())
    lea, ana = signed_in(people["lea"]), signed_in(people["ana"])
    reject = reverse("decision_reject", args=[made.pk])
    assert lea.post(reject, {"reason": ""}).status_code == 422
    assert lea.post(reject, {"reason": "We need it."}).status_code == 302
    page = opened(ana, "decision", made.pk)
    assert "Rejected by" in page
    assert "We need it." in page
    again = decide(contract, people["ana"], now=clock.now())
    withdraw = reverse("decision_withdraw", args=[again.pk])
    assert "undecided again" in opened(ana, "decision_withdraw", again.pk)
    assert ana.post(withdraw, {"reason": "Too early."}).status_code == 302
    assert ana.post(withdraw, {"reason": "Too early."}).status_code == 422


def test_ones_own_decision_is_not_confirmed_on_the_page(people, contract):
    four_eyes_from(1)
    made = decide(contract, people["lea"], now=clock.now())
    answer = signed_in(people["lea"]).post(reverse("decision_approve", args=[made.pk]))
    assert answer.status_code == 422
    assert "Somebody else must confirm" in answer.content.decode()


def test_the_list_is_narrowed_and_taken_as_csv(people, contract):
    decide(contract, people["ana"], now=clock.now())
    ana = signed_in(people["ana"])
    assert "Hosting framework" in opened(ana, "decisions", kind="terminate", mine="true", q="hosting")
    assert "Hosting framework" not in opened(ana, "decisions", kind="renew")
    assert "Hosting framework" not in opened(ana, "decisions", mine="false")
    csv = b"".join(ana.get(reverse("decisions"), {"format": "csv"})).decode()
    assert "Terminate" in csv
    assert "412000 EUR" in csv


def test_a_confidential_contract_is_decided_out_of_sight(people):
    secret = due_in(
        10,
        department=a_department("IT Procurement"),
        owner=people["ana"],
        title="Secret",
        is_confidential=True,
    )
    four_eyes_from(1)
    made = decide(secret, people["ana"], now=clock.now())
    lea = signed_in(people["lea"])
    for name, pk in (
        ("contract_decide", secret.pk),
        ("contract_decisions", secret.pk),
        ("decision", made.pk),
        ("decision_approve", made.pk),
        ("decision_withdraw", made.pk),
    ):
        assert lea.get(reverse(name, args=[pk])).status_code == 404
    assert "Secret" not in opened(lea, "decisions")
    assert "to confirm" not in opened(lea, "home")


def test_thresholds_are_set_changed_and_removed_under_settings(people):
    fin = signed_in(a_user("fin", "finance"))
    assert "No threshold is set" in opened(fin, "thresholds")
    refused = fin.post(reverse("threshold_create"), {"currency": "euro", "amount": "x"})
    assert refused.status_code == 422
    assert fin.post(reverse("threshold_create"), {"currency": "eur", "amount": "100000"}).status_code == 302
    page = opened(fin, "thresholds")
    assert "€\u00a0100,000" in page
    pk = DecisionThreshold.unscoped.get().pk
    assert 'value="100000"' in opened(fin, "threshold_change", pk)
    assert fin.post(reverse("threshold_change", args=[pk]), {"amount": "5"}).status_code == 302
    assert DecisionThreshold.unscoped.get().amount == 5
    assert "Set a threshold" not in opened(signed_in(people["ana"]), "thresholds")
    assert fin.post(reverse("threshold_remove", args=[pk]), {"reason": ""}).status_code == 422
    assert fin.post(reverse("threshold_remove", args=[pk]), {"reason": "No."}).status_code == 302
    assert not DecisionThreshold.unscoped.exists()


AT_WILL = {
    "quantity": 30,
    "unit": "calendar_days",
    "anchor": "rolling",
    "test": "received",
    "clause_ref": "12.2",
}


@pytest.fixture
def at_will(people):
    where = a_department("IT Procurement")
    return due_in(60, department=where, owner=people["ana"], convenience=dict(AT_WILL))


def test_a_termination_chooses_its_rule_and_the_earliest_exit_is_chosen_already(people, at_will):
    ana = signed_in(people["ana"])
    page = opened(ana, "contract_decide", at_will.pk)
    assert "Terminate. A notice must be served under one of the rules below" in page
    assert "Termination for convenience (clause 12.2). Leaves on" in page
    assert "Non-renewal (clause 14.3). Leaves on" in page
    chosen = page[page.index('value="convenience"') :].split(">")[0]
    assert "checked" in chosen
    ana.post(reverse("contract_decide", args=[at_will.pk]), {**GIVEN, "notice_rule": "non_renewal"})
    made = Decision.unscoped.get()
    assert made.notice_rule == "non_renewal"
    assert "Rule for the notice" in opened(ana, "decision", made.pk)


def test_the_only_rule_is_named_and_counts_without_being_asked_for(people):
    only = due_in(60, department=a_department("IT Procurement"), owner=people["ana"])
    ana = signed_in(people["ana"])
    page = opened(ana, "contract_decide", only.pk)
    assert "The rule for it is that on non-renewal (clause 14.3)." in page
    assert "Rule for the notice, if you terminate" not in page
    ana.post(reverse("contract_decide", args=[only.pk]), GIVEN)
    assert Decision.unscoped.get().notice_rule == "non_renewal"


def test_the_rule_of_the_form_is_left_aside_where_nothing_is_terminated(people, at_will):
    said = {"kind": "renew", "reason": "We stay.", "notice_rule": "convenience"}
    signed_in(people["ana"]).post(reverse("contract_decide", args=[at_will.pk]), said)
    made = Decision.unscoped.get()
    assert (made.kind, made.notice_rule) == ("renew", "")


def test_an_exit_that_moves_says_by_when_notice_must_be_given(people, at_will):
    made = decide(at_will, people["ana"], now=clock.now())
    page = opened(signed_in(people["ana"]), "decision", made.pk)
    assert "it moves with each day" in page


def test_not_exercising_an_option_is_said_to_need_no_notice(people):
    day = clock.today()
    terms = {
        "term_type": "option",
        "start_date": day.replace(day=1),
        "initial_term_quantity": 12,
        "initial_term_unit": "months",
        "renewal_term_quantity": 12,
        "renewal_term_unit": "months",
    }
    rule = {"kind": "option_exercise", "quantity": 30, "unit": "calendar_days"}
    where = a_department("IT Procurement")
    option = a_contract(now=clock.now(), department=where, owner=people["ana"], terms=terms, notice=rule)
    page = opened(signed_in(people["ana"]), "contract_decide", option.pk)
    assert "No rule of ours to end it is recorded, so the letter cites none." in page
    assert "Not exercising the option needs no notice: for that, let it lapse." in page
    assert "Rule for the notice, if you terminate" not in page
