"""Acknowledging and snoozing: what is owed afterwards, who may, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.models import Contract, ContractTerms
from core import registry
from core.audit import Actor, acting
from core.errors import NotAllowed
from core.models import Reminder
from core.reminders.reconciling import compare
from core.reminders.sweeping import sweep
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.decisions import record_decision, reject_decision, withdraw_decision
from renewals.actions.responses import UnableToRespond, acknowledge_deadline, snooze_deadline
from renewals.models import Decision, DecisionThreshold, ReminderPolicy, ReminderResponse
from tests.support.reminding import (
    SETTING_UP,
    a_contract,
    a_department,
    a_person,
    a_role,
    at,
    deactivate,
    mail_to,
)

pytestmark = pytest.mark.django_db
ACT_BY = dt.date(2026, 10, 2)
REMINDED = at("2026-04-06")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def ladder(kind: str = "renewals.act_by", state: str = "planned") -> list[str]:
    rows = Reminder.objects.filter(kind=kind, state=state).order_by("due_date")
    return [f"{row.due_date:%m-%d}" for row in rows]


def differences(contract: Contract, now: dt.datetime) -> list[str]:
    return [one.words for one in compare(registry.reminder_subjects.get("contract"), [contract.pk], now)]


@pytest.fixture
def max_():
    return a_person("max")


@pytest.fixture
def ana(max_):
    return a_person("ana", manager=max_)


@pytest.fixture
def contract(ana, max_):
    department = a_department("IT")
    a_role(max_, "requester", department)
    contract = a_contract(now=at("2026-03-01"), owner=ana, department=department)
    sweep(REMINDED)
    return contract


def acknowledge(contract: Contract, person, now: dt.datetime, act_by: dt.date = ACT_BY) -> ReminderResponse:
    return acknowledge_deadline(
        actor=Actor.person(person), contract_id=contract.pk, act_by_date=act_by, now=now
    )


def snooze(contract: Contract, person, now: dt.datetime, until: str, reason: str = "Budget in May"):
    return snooze_deadline(
        actor=Actor.person(person), contract_id=contract.pk, act_by_date=ACT_BY,
        until=day(until), reason=reason, now=now,
    )  # fmt: skip


def test_after_the_first_message_it_is_planned_to_whom_it_climbs(contract):
    assert ladder("renewals.climb_manager") == ["04-13"]
    assert ladder("renewals.climb_legal") == ["04-20"]
    assert differences(contract, REMINDED) == []


def test_left_alone_it_climbs_to_the_manager_then_to_legal(contract, ana, max_):
    lea = a_person("lea")
    a_role(lea, "legal")

    runs = [sweep(at(f"2026-04-{number}")) for number in (12, 13, 14, 20, 21)]

    assert [(run.sent, run.differences) for run in runs] == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0)]
    (told,) = mail_to(max_)
    assert told.envelope.subject.startswith("[Not acknowledged: act by Fri 2 Oct] ")
    assert f"Nobody has said yet that they have it. The owner is {ana}." in told.text
    assert "because nobody has acknowledged it" in told.text
    assert len(mail_to(lea)) == 1
    assert len(mail_to(ana)) == 1


def test_an_acknowledgment_stops_the_climb_and_leaves_the_ladder(contract, ana):
    before = ladder()

    acknowledge(contract, ana, at("2026-04-08"))

    assert ladder("renewals.climb_manager", "withdrawn") == ["04-13"]
    assert ladder("renewals.climb_legal", "withdrawn") == ["04-20"]
    assert Reminder.objects.filter(kind="renewals.climb_legal").get().reason == "Somebody has it in hand."
    assert ladder() == before
    assert differences(contract, at("2026-04-08")) == []


def test_acknowledging_twice_changes_nothing(contract, ana):
    first = acknowledge(contract, ana, at("2026-04-08"))

    assert acknowledge(contract, ana, at("2026-04-09")) == first
    assert ReminderResponse.history.count() == 1
    assert ReminderResponse.history.get().history_actor == f"user:{ana.pk}"


def test_a_snooze_is_quiet_and_reminds_on_its_last_day(contract, ana):
    a_role(ana, "procurement")
    snooze(contract, ana, at("2026-04-08"), "07-20")

    assert "06-04" not in ladder()
    assert "07-04" not in ladder()
    assert ladder("renewals.act_by", "withdrawn") == ["06-04", "07-04"]
    assert ladder("renewals.snoozed") == ["07-20"]
    runs = [sweep(at(f"2026-{text}")) for text in ("06-05", "07-05", "07-20", "07-21")]
    assert [(run.sent, run.differences) for run in runs] == [(0, 0), (0, 0), (1, 0), (0, 0)]
    assert "because it was snoozed until this day" in mail_to(ana)[-1].text


def test_a_snooze_that_ends_on_a_day_of_the_ladder_reminds_once(contract, ana):
    snooze(contract, ana, at("2026-04-08"), "07-04")

    assert ladder("renewals.snoozed") == []
    assert "07-04" in ladder()
    assert differences(contract, at("2026-04-08")) == []


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        ("04-08", "Budget", "until"),
        ("04-01", "Budget", "until"),
        ("09-03", "Budget", "until"),
        ("05-01", "  ", "reason"),
    ],
)
def test_a_snooze_is_refused_naming_the_field(contract, ana, until, reason, field):
    with pytest.raises(UnableToRespond) as refused:
        snooze(contract, ana, at("2026-04-08"), until, reason)

    assert set(refused.value.fields) == {field}
    assert not ReminderResponse.unscoped.exists()


def test_until_the_day_of_the_decision_it_may_be_snoozed_and_from_then_on_no_more(contract, ana):
    assert snooze(contract, ana, at("2026-04-08"), "09-02").snoozed_until == day("09-02")

    with pytest.raises(UnableToRespond, match="The decision is due Wed 2 Sep 2026"):
        snooze(contract, ana, at("2026-09-02"), "09-10")


def test_a_date_that_moves_makes_answers_void_and_the_new_ladder_climbs_again(contract, ana):
    acknowledge(contract, ana, at("2026-04-08"))

    with acting(SETTING_UP):
        ContractTerms.unscoped.filter(contract=contract).update(start_date=dt.date(2026, 1, 11))
    recompute_deadlines(
        actor=SETTING_UP, contract_ids=[contract.pk], now=at("2026-04-10"), reason="Corrected"
    )
    assert sweep(at("2026-04-15")).sent == 1
    assert ladder("renewals.climb_manager") == ["04-22"]
    assert ReminderResponse.unscoped.count() == 1
    with pytest.raises(UnableToRespond, match="The date to act by is Mon 12 Oct 2026 now"):
        acknowledge(contract, ana, at("2026-04-16"))
    acknowledge(contract, ana, at("2026-04-16"), dt.date(2026, 10, 12))
    assert ladder("renewals.climb_manager") == []
    assert differences(contract, at("2026-04-16")) == []


def test_a_policy_may_leave_the_climb_out(ana):
    with acting(SETTING_UP):
        ReminderPolicy(offsets=[180, 0], decision_days=30, acknowledge_days=0).save()
    contract = a_contract(now=at("2026-03-01"), owner=ana)

    assert sweep(REMINDED).sent == 1
    assert ladder("renewals.climb_manager") == []
    assert differences(contract, REMINDED) == []


def test_a_contract_from_month_to_month_neither_climbs_nor_reminds_daily(ana):
    terms = {"term_type": "month_to_month", "start_date": dt.date(2026, 3, 1)}
    contract = a_contract(
        now=at("2026-03-02"), owner=ana, terms=terms,
        notice={"quantity": 10, "unit": "calendar_days", "test": "sent"},
    )  # fmt: skip
    sweep(at("2026-03-15"))

    assert ladder("renewals.climb_manager") == []
    assert "03-16" not in ladder()
    assert differences(contract, at("2026-03-15")) == []


def test_in_the_last_week_people_are_reminded_daily_until_the_day_itself(contract):
    assert ladder()[-8:] == ["09-25", "09-26", "09-27", "09-28", "09-29", "09-30", "10-01", "10-02"]


@pytest.mark.parametrize(
    ("role", "is_allowed"),
    [
        ("procurement", True), ("legal", True), ("vendor_manager", True), ("administrator", True),
        ("finance", False), ("requester", False), ("auditor", False),
    ],
)  # fmt: skip
def test_who_may_answer(contract, role, is_allowed):
    kim = a_person("kim")
    a_role(kim, role)

    if is_allowed:
        assert acknowledge(contract, kim, at("2026-04-08")).user == kim
    else:
        with pytest.raises(NotAllowed):
            acknowledge(contract, kim, at("2026-04-08"))


def test_a_manager_who_may_not_see_the_contract_is_passed_over_for_the_queue(ana, max_):
    pia = a_person("pia")
    a_role(pia, "procurement")
    a_contract(now=at("2026-03-01"), owner=ana)
    sweep(REMINDED)

    assert sweep(at("2026-04-13")).sent == 1
    assert mail_to(max_) == []
    assert len(mail_to(pia)) == 1
    passed = Reminder.objects.get(kind="renewals.climb_manager").deliveries.get().reason
    assert "may not see the contract" in passed


def test_of_a_confidential_contract_neither_manager_nor_legal_hears(ana, max_):
    for name, role in (("lea", "legal"), ("pia", "procurement")):
        a_role(a_person(name), role)
    a_role(max_, "procurement")
    a_contract(now=at("2026-03-01"), owner=ana, is_confidential=True)
    for text in ("04-06", "04-13", "04-20"):
        sweep(at(f"2026-{text}"))

    assert mail_to(max_) == []
    assert len(mail_to(ana)) == 3


def test_nothing_is_asked_once_notice_was_served(contract, ana):
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk=contract.pk).update(status="notice_served")
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=at("2026-04-08"), reason="Served")

    with pytest.raises(UnableToRespond, match="Nothing is asked"):
        acknowledge(contract, ana, at("2026-04-09"))
    assert ladder("renewals.climb_manager") == []


def decide(contract: Contract, person, kind: str, now: dt.datetime) -> Decision:
    return record_decision(
        actor=Actor.person(person), contract=contract, kind=kind, reason="Agreed in the board", now=now
    )


def test_a_decision_to_renew_ends_the_ladder_and_what_would_climb(contract, ana):
    decide(contract, ana, "renew", at("2026-04-08"))

    assert ladder() == ladder("renewals.climb_manager") == []
    assert Reminder.objects.get(kind="renewals.climb_manager").reason.startswith("Renew")
    assert differences(contract, at("2026-04-08")) == []
    assert [sweep(at(f"2026-{text}")).sent for text in ("04-13", "06-04", "10-01")] == [0, 0, 0]


def test_a_decision_to_terminate_stops_the_climb_and_goes_on_reminding_until_notice_is_served(contract, ana):
    decide(contract, ana, "terminate", at("2026-04-08"))

    assert ladder("renewals.climb_manager") == []
    assert ladder()[-1] == "10-02"
    assert differences(contract, at("2026-04-08")) == []


def test_a_decision_that_waits_for_its_second_person_stops_the_climb_and_a_rejected_one_starts_it_again(
    contract, ana
):
    with acting(SETTING_UP):
        DecisionThreshold(currency="EUR", amount=1).save()
    lea = a_person("lea")
    a_role(lea, "legal")
    made = decide(contract, ana, "renew", at("2026-04-08"))
    assert ladder("renewals.climb_manager") == []
    assert ladder()[-1] == "10-02"

    reject_decision(actor=Actor.person(lea), decision=made, reason="Too dear", now=at("2026-04-09"))

    assert ladder("renewals.climb_manager") == ["04-13"]
    assert differences(contract, at("2026-04-09")) == []


def test_a_decision_that_is_withdrawn_brings_the_ladder_back(contract, ana):
    before = ladder()
    made = decide(contract, ana, "renew", at("2026-04-08"))

    withdraw_decision(actor=Actor.person(ana), decision=made, reason="Offer came", now=at("2026-04-09"))

    assert ladder() == before
    assert differences(contract, at("2026-04-09")) == []


def test_what_climbs_is_withdrawn_at_once_where_the_first_message_reaches_nobody_after_all():
    ana = a_person("ana")
    contract = a_contract(now=at("2026-01-10"), owner=ana)  # no queue: nobody is left after her
    sweep(at("2026-04-06"), is_sending=False)
    climbs = Reminder.objects.filter(subject_id=contract.pk, kind__startswith="renewals.climb")
    assert set(climbs.values_list("state", flat=True)) == {"planned"}
    deactivate(ana)
    run = sweep(at("2026-04-06", hour=13))
    assert (run.unroutable, run.differences) == (1, 0)
    assert set(climbs.values_list("state", flat=True)) == {"withdrawn"}
    with acting(SETTING_UP):
        type(ana).objects.filter(pk=ana.pk).update(is_active=True)
    again = sweep(at("2026-04-07"))
    assert (again.sent, again.unroutable, again.differences) == (1, 0, 0)
    assert set(climbs.values_list("state", flat=True)) == {"planned"}
