"""A reminder policy and all that follows from it change together."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from core.audit import Actor
from core.errors import NotAllowed
from core.jobs import JobCancelled
from core.models import Reminder
from core.reminders.reconciling import reconcile_all
from core.reminders.sweeping import sweep
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.policies import (
    UnableToSetPolicy,
    remove_reminder_policy,
    request_policy_change,
    set_reminder_policy,
)
from renewals.models import Deadline, ReminderPolicy
from renewals.rules.policy import LADDER
from renewals.rules.policy_draft import PolicyDraft
from tests.support.people import a_department, a_user
from tests.support.reminding import SETTING_UP, a_contract, a_person, at, mail_to

pytestmark = pytest.mark.django_db
START = at("2026-01-10")


def a_draft(**changes) -> PolicyDraft:
    fields = {
        "contract_type": "",
        "minimum_amount": None,
        "currency": "",
        "offsets": "60, 7",
        "lead_days": 0,
        "decision_days": 30,
    }
    return PolicyDraft(**(fields | changes))


def silent(done: int, total: int, words: str) -> None:
    assert done <= total
    assert words


def set_policy(policy_id: int | None = None, **changes) -> ReminderPolicy:
    return set_reminder_policy(
        actor=SETTING_UP, draft=a_draft(**changes), policy_id=policy_id, now=START, report=silent
    )


def planned(contract) -> list[int]:
    rows = Reminder.objects.filter(subject_id=contract.pk, state="planned").order_by("-offset_days")
    return list(rows.values_list("offset_days", flat=True))


def with_what_always_counts(*offsets: int) -> list[int]:
    """Return the days of a policy with those of the pack, of the decision and of the last week."""
    return sorted({*offsets, 120, 30, *range(8)}, reverse=True)


def act_by(contract) -> dt.date:
    return Deadline.unscoped.get(contract=contract, is_current=True).act_by_date


def test_a_policy_gives_its_contracts_another_ladder_at_once():
    contract = a_contract(now=START)
    assert planned(contract) == with_what_always_counts(*LADDER)
    set_policy()
    assert planned(contract) == with_what_always_counts(60, 7, 0)
    assert reconcile_all(START).differences == 0


def test_only_contracts_of_its_type_and_value_go_by_a_policy():
    small = a_contract(now=START, value_amount=Decimal(1000))
    saas = a_contract(now=START, type="saas")
    dollars = a_contract(now=START, value_currency="USD")
    large = a_contract(now=START)
    set_policy(minimum_amount=Decimal(400_000), currency="EUR", offsets="90, 30")
    set_policy(contract_type="saas", offsets="14")
    assert planned(large) == with_what_always_counts(90, 30, 0)
    assert planned(saas) == with_what_always_counts(14, 0)
    assert planned(small) == planned(dollars) == with_what_always_counts(*LADDER)
    assert reconcile_all(START).differences == 0


def test_a_lead_time_in_working_days_moves_act_by_and_keeps_the_old_answer():
    contract = a_contract(now=START)
    assert act_by(contract) == dt.date(2026, 10, 2)  # a Friday
    set_policy(lead_days=5)
    assert act_by(contract) == dt.date(2026, 9, 25)
    assert [row.reason for row in Deadline.unscoped.filter(contract=contract).order_by("version")][1:] == [
        "The reminder policy changed."
    ]
    assert not Reminder.objects.filter(period_key="2026-10-02", state="planned").exists()
    assert reconcile_all(START).differences == 0


def test_a_new_contract_goes_by_the_policies_of_its_day():
    set_policy(offsets="21")
    assert planned(a_contract(now=START)) == with_what_always_counts(21, 0)


def test_the_same_policy_again_changes_nothing():
    policy = set_policy()
    again = set_policy(policy.pk)
    assert (again.pk, again.row_version) == (policy.pk, policy.row_version)
    assert ReminderPolicy.history.count() == 1


def test_a_removed_policy_gives_its_contracts_to_the_next_that_fits():
    contract = a_contract(now=START)
    general, special = set_policy(), set_policy(contract_type=contract.type, offsets="5")
    assert planned(contract) == with_what_always_counts(5, 0)
    remove_reminder_policy(actor=SETTING_UP, policy_id=special.pk, now=START, report=silent)
    assert planned(contract) == with_what_always_counts(60, 7, 0)
    remove_reminder_policy(actor=SETTING_UP, policy_id=general.pk, now=START, report=silent)
    assert planned(contract) == with_what_always_counts(*LADDER)
    assert list(ReminderPolicy.history.values_list("history_type", flat=True)).count("-") == 2


def test_a_policy_that_is_gone_is_refused_in_words():
    with pytest.raises(UnableToSetPolicy, match="removed meanwhile"):
        set_policy(10**9)


def test_two_policies_for_the_same_contracts_are_refused():
    set_policy()
    with pytest.raises(UnableToSetPolicy, match="already") as refused:
        set_policy(offsets="1")
    assert "contract_type" in refused.value.fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contract_type": "boat"}, "contract_type"),
        ({"minimum_amount": Decimal(5)}, "currency"),
        ({"currency": "EUR"}, "minimum_amount"),
        ({"minimum_amount": Decimal(5), "currency": "XXQ"}, "currency"),
        ({"minimum_amount": Decimal("0.001"), "currency": "EUR"}, "minimum_amount"),
        ({"minimum_amount": Decimal(-5), "currency": "EUR"}, "minimum_amount"),
        ({"offsets": "soon"}, "offsets"),
        ({"pack_days": 366}, "pack_days"),
        ({"pack_days": -1}, "pack_days"),
        ({"lead_days": 61}, "lead_days"),
        ({"decision_days": -1}, "decision_days"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field_and_nothing_is_written(changes, field):
    with pytest.raises(UnableToSetPolicy) as refused:
        set_policy(**changes)
    assert field in refused.value.fields
    assert not ReminderPolicy.unscoped.exists()


def test_who_keeps_one_department_only_may_not_set_policies_for_all():
    keeper = a_user("dora", "procurement", department=a_department())
    everywhere = a_user("ana", "procurement")
    reader = a_user("rita", "requester")
    for person in (keeper, reader):
        with pytest.raises(NotAllowed):
            request_policy_change(actor=Actor.person(person), draft=a_draft(), policy_id=None)
    assert request_policy_change(actor=Actor.person(everywhere), draft=a_draft(), policy_id=None).pk


def test_a_change_that_is_cancelled_on_its_way_leaves_nothing():
    contract = a_contract(now=START)

    def stop(done: int, total: int, words: str) -> None:
        raise JobCancelled("Cancelled.")

    with pytest.raises(JobCancelled):
        set_reminder_policy(actor=SETTING_UP, draft=a_draft(), policy_id=None, now=START, report=stop)
    assert planned(contract) == with_what_always_counts(*LADDER)
    assert not ReminderPolicy.unscoped.exists()


def test_a_longer_rung_whose_day_had_passed_is_not_sent_as_late_to_every_contract():
    ana = a_person("ana")
    contract = a_contract(now=START, owner=ana)  # act by 2 Oct 2026
    policy = set_policy(offsets="60, 7", acknowledge_days=0)
    change_policy(policy, "2026-08-25", offsets="200, 60, 45, 7")
    assert sweep(at("2026-08-25")).sent == 1  # 60 days before was due on 3 Aug, and is what is late
    assert mail_to(ana)[0].text.count("22 days late") == 1
    assert states(contract, 200, 45) == {(200, "skipped"), (45, "skipped")}
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=at("2026-08-26"), reason="again")
    again = sweep(at("2026-08-26"))
    assert (again.sent, again.differences) == (0, 0)
    assert sweep(at("2026-09-02")).sent == 1  # the next day of the ladder
    reasons = set(Reminder.objects.filter(state="skipped").values_list("reason", flat=True))
    assert reasons == {"Its day had passed when the reminder policy changed."}


def test_a_rung_that_a_policy_had_taken_away_and_gives_back_after_its_day_is_not_sent():
    contract = a_contract(now=START, owner=a_person("ana"))
    policy = set_policy(offsets="60, 7", acknowledge_days=0)
    sweep(at("2026-06-05"))
    change_policy(policy, "2026-07-01", offsets="7")
    change_policy(policy, "2026-08-10", offsets="60, 7")
    assert sweep(at("2026-08-10")).sent == 0
    assert states(contract, 60) == {(60, "skipped")}
    assert reconcile_all(at("2026-08-10")).differences == 0


def test_a_lead_time_that_moves_the_date_mails_nobody_before_the_next_day_of_the_ladder():
    a_contract(now=START, owner=a_person("ana"))
    policy = set_policy(offsets="60, 7", acknowledge_days=0)
    assert sweep(at("2026-08-05")).sent == 1
    change_policy(policy, "2026-08-06", lead_days=5)
    assert sweep(at("2026-08-06")).sent == 0
    assert sweep(at("2026-08-26")).sent == 1  # 30 days before 25 Sep: the decision is due


def test_mail_that_waits_while_a_policy_moves_its_date_is_made_up_for():
    ana = a_person("ana")
    a_contract(now=START, owner=ana)
    policy = set_policy(offsets="60, 7", acknowledge_days=0)
    sweep(at("2026-06-05"))
    sweep(at("2026-08-05"), is_sending=False)
    change_policy(policy, "2026-08-06", lead_days=5)
    assert sweep(at("2026-08-06")).sent == 1
    assert "Act by Fri 25 Sep" in mail_to(ana)[-1].envelope.subject


def test_a_lead_time_that_leaves_no_day_before_the_date_is_told_at_once():
    a_contract(now=START, owner=a_person("ana"))
    policy = set_policy(acknowledge_days=0)
    sweep(at("2026-09-30"))
    change_policy(policy, "2026-10-01", lead_days=5)  # act by 25 Sep; notice can still be sent
    assert sweep(at("2026-10-01")).sent == 1


def change_policy(policy: ReminderPolicy, day: str, **changes) -> None:
    set_reminder_policy(
        actor=SETTING_UP,
        draft=a_draft(acknowledge_days=0, **changes),
        policy_id=policy.pk,
        now=at(day),
        report=silent,
    )


def states(contract, *offsets: int) -> set[tuple[int, str]]:
    rows = Reminder.objects.filter(subject_id=contract.pk, offset_days__in=offsets)
    return set(rows.values_list("offset_days", "state"))
