"""Owed and planned are equal, and every way in which they differ is found."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.models import NoticeMethod
from core import clock
from core.audit import Actor, acting
from core.models import Delivery, Reminder, SweepRun, SweepState
from core.reminders.health import check_health
from core.reminders.reconciling import reconcile_all, reconcile_some
from core.reminders.sweeping import sweep
from renewals.reminders.subject import ids_changed
from tests.support.reminding import a_contract, a_department, a_person, at, nothing_climbs

pytestmark = pytest.mark.django_db
START = at("2026-01-10")
BUSINESS = {"quantity": 10, "unit": "business_days", "calendar": "DE"}
CASES = {
    "yearly": {},
    "fixed without notice": {
        "terms": {"term_type": "fixed", "start_date": dt.date(2026, 1, 1), "end_date": dt.date(2026, 8, 31)},
        "notice": False,
    },
    "evergreen to a month's end": {
        "terms": {"term_type": "evergreen", "start_date": dt.date(2024, 5, 1)},
        "notice": {"quantity": 30, "unit": "calendar_days", "anchor": "month_end"},
    },
    "evergreen to a quarter's end": {
        "terms": {"term_type": "evergreen", "start_date": dt.date(2024, 5, 1)},
        "notice": {"quantity": 6, "unit": "weeks", "anchor": "quarter_end"},
    },
    "evergreen at any time": {
        "terms": {"term_type": "evergreen", "start_date": dt.date(2024, 5, 1)},
        "notice": {"quantity": 30, "unit": "calendar_days", "anchor": "rolling"},
    },
    "month to month": {
        "terms": {"term_type": "month_to_month", "start_date": dt.date(2025, 1, 31)},
        "notice": {"quantity": 10, "unit": "calendar_days"},
    },
    "option in business days": {
        "terms": {
            "term_type": "option",
            "start_date": dt.date(2026, 1, 1),
            "end_date": dt.date(2026, 12, 31),
        },
        "notice": {**BUSINESS, "kind": "option_exercise"},
    },
    "facts missing": {"terms": {"term_type": "auto_renew"}, "notice": False},
    "entered too late": {"terms": {"term_type": "auto_renew", "start_date": dt.date(2025, 2, 1),
                                   "initial_term_quantity": 12, "initial_term_unit": "months",
                                   "renewal_term_quantity": 12, "renewal_term_unit": "months"}},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
@pytest.mark.parametrize("day", ["2026-01-10", "2026-03-29", "2026-08-20", "2026-10-25", "2027-02-03"])
def test_owed_and_planned_are_equal(case, day):
    a_contract(now=START, owner=a_person("ana"), **CASES[case])
    run = sweep(at(day))
    assert (run.differences, run.details) == (0, {})
    assert run.reconciled == 1


def test_a_deleted_reminder_is_found_and_planned_again():
    a_contract(now=START, owner=a_person("ana"))
    sweep(START)
    Reminder.objects.filter(offset_days=30).delete()
    run = sweep(at("2026-01-11"))
    assert (run.differences, run.differences_left) == (1, 0)
    assert "owed but not planned" in run.details["differences"][0]
    assert Reminder.objects.filter(offset_days=30, state="planned").exists()


def test_an_extra_reminder_is_found_and_withdrawn():
    a_contract(now=START, owner=a_person("ana"))
    row = Reminder.objects.get(offset_days=30)
    row.pk, row.offset_days, row.due_date = None, 31, row.due_date - dt.timedelta(days=1)
    row.save(force_insert=True)
    run = sweep(START)
    assert "planned but not owed" in run.details["differences"][0]
    assert Reminder.objects.get(offset_days=31).state == "withdrawn"


def test_a_due_date_that_was_moved_is_found_and_put_right():
    a_contract(now=START, owner=a_person("ana"))
    Reminder.objects.filter(offset_days=7).update(due_date=dt.date(2026, 12, 24))
    assert "is due on 2026-09-25" in sweep(START).details["differences"][0]
    assert Reminder.objects.get(offset_days=7).due_date == dt.date(2026, 9, 25)


def test_a_reminder_marked_as_settled_without_any_message_stays_a_difference():
    a_contract(now=START, owner=a_person("ana"))
    sweep(at("2026-09-02"))
    Delivery.objects.all().delete()
    run = sweep(at("2026-09-03"))
    assert (run.differences_left, run.is_proven) == (1, False)
    assert not check_health(at("2026-09-03"), with_broker=False).is_healthy


def test_reminders_of_a_contract_that_does_not_exist_are_found():
    a_contract(now=START, owner=a_person("ana"))
    Reminder.objects.update(subject_id=10**9)
    run = sweep(START)
    assert "there is no such contract" in " ".join(run.details["differences"])
    assert not run.is_proven


def test_a_wrong_deadline_row_does_not_deceive_the_reconciler():
    from renewals.models import Deadline

    a_contract(now=START, owner=a_person("ana"))
    Deadline.unscoped.update(act_by_date=dt.date(2030, 1, 1))
    Reminder.objects.all().delete()
    assert sweep(START).differences == 14


def test_more_changes_than_one_sweep_takes_on_are_looked_at_by_the_next():
    sweep(START)
    owner, department = a_person("ana"), a_department()
    contracts = [a_contract(now=START, owner=owner, department=department) for _ in range(12)]
    Reminder.objects.filter(subject_id=contracts[11].pk, offset_days=30).delete()
    first, second = (reconcile_some(START, slice_size=1) for _ in range(2))
    assert (first.differences, second.differences) == (0, 1)
    assert SweepState.objects.get().changes_to == {}


def test_a_change_of_how_notice_is_sent_is_looked_at():
    contract = a_contract(now=START, owner=a_person("ana"))
    later = clock.now() + dt.timedelta(hours=1)
    rule = contract.notice_rules.get()
    with acting(Actor.system("test")):
        NoticeMethod.unscoped.create(rule=rule, method="courier", deemed_business_days=2)
    assert ids_changed(later - dt.timedelta(hours=2), 0, 10) == [contract.pk]
    assert ids_changed(later, 0, 10) == []


def test_the_rotation_comes_round_and_is_recorded_as_a_full_pass():
    department = a_department()
    owner = a_person("ana")
    for _ in range(7):
        a_contract(now=START, owner=owner, department=department)
    result = reconcile_all(START, slice_size=3)
    state = SweepState.objects.get(pk=1)
    assert (result.subjects, result.left) == (7, 0)
    assert (state.last_pass_at, state.last_pass_subjects) == (START, 7)


def test_old_sweeps_that_found_nothing_are_forgotten_and_others_are_kept():
    nothing_climbs()
    a_contract(now=START, owner=a_person("ana"))
    sweep(at("2026-09-02"))
    sweep(at("2026-09-03"))
    sweep(at("2026-10-10"))
    assert list(SweepRun.objects.order_by("started_at").values_list("sent", flat=True)) == [1, 1]
