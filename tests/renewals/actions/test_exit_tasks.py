"""The tasks that follow from a vendor's notice: made, reminded of, ticked, handed over."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import User
from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from core.audit import Actor, acting
from core.errors import NotAllowed, StaleObject
from core.files import RefusedFile, content_store
from core.models import Reminder
from core.reminders.sweeping import sweep
from renewals.actions.exit_tasks import change_exit_task, complete_exit_task, reopen_exit_task
from renewals.actions.notices import UnableToGiveNotice
from renewals.actions.services import Upload
from renewals.actions.vendor_notices import (
    VendorNoticeDraft,
    attach_vendor_letter,
    correct_vendor_notice,
    move_vendor_notice,
    record_vendor_notice,
)
from renewals.models import ExitTask, Notice
from renewals.permissions import can_download_vendor_letter
from renewals.reminders.exit_subject import chains_by_task
from tests.support.contracts import history_of
from tests.support.deciding import a_vendor_notice
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
NOW = at("2026-08-01")
ON = NOW.date()
LETTER = Upload("letter.txt", b"We terminate the agreement.\n")


@pytest.fixture
def contract(where, ana) -> Contract:
    """A contract whose own reminders are far away."""
    terms = {"term_type": "auto_renew", "start_date": dt.date(2026, 1, 1), "initial_term_quantity": 9}
    more = {"initial_term_unit": "years", "renewal_term_quantity": 1, "renewal_term_unit": "years"}
    return a_contract(now=NOW, department=where, owner=ana, terms=terms | more)


@pytest.fixture
def notice(contract, ana) -> Notice:
    return a_vendor_notice(contract, ana, "termination", now=NOW)


def days(notice: Notice) -> list[str]:
    return [str(task.due_date) for task in ExitTask.unscoped.filter(notice=notice).order_by("pk")]


def states(task: ExitTask) -> set[str]:
    rows = Reminder.objects.filter(subject_type="exit_task", subject_id=task.pk)
    return set(rows.values_list("state", flat=True))


def first(notice: Notice) -> ExitTask:
    return ExitTask.unscoped.get(notice=notice, kind="replacement")


def a_draft(**changes) -> VendorNoticeDraft:
    said = {
        "kind": "termination",
        "received_date": ON,
        "effective_date": dt.date(2026, 12, 31),
        "answer_by_date": None,
        "statement": "",
    }
    return VendorNoticeDraft(**said | changes)


def test_a_notice_that_ends_the_contract_brings_four_tasks_with_its_owner(notice, ana):
    assert days(notice) == ["2026-08-15", "2026-09-16", "2026-09-30", "2026-10-30"]
    assert {task.owner for task in ExitTask.unscoped.all()} == {ana}
    assert history_of(first(notice)) == ["+"]


def test_a_price_increase_brings_none(contract, ana):
    assert days(a_vendor_notice(contract, ana, now=NOW)) == []


def test_they_are_reminded_of_until_they_are_ticked(notice, ana):
    assert sweep(at("2026-08-01")).differences == 0
    run = sweep(at("2026-08-08"))
    assert (run.sent, run.differences) == (1, 0)
    (mail,) = [one for one in mail_to(ana) if "Find a replacement" in one.envelope.subject][-1:]
    assert mail.envelope.subject.startswith("[Due Sat 15 Aug] Find a replacement: ")
    assert "The vendor ends the contract: its last day in force is Wed 30 Sep 2026." in mail.text
    task = first(notice)
    done = complete_exit_task(actor=Actor.person(ana), task=task, note="Nord Cloud.", now=at("2026-08-09"))
    assert (done.done_by, done.note) == (ana, "Nord Cloud.")
    assert "planned" not in states(task)
    run = sweep(at("2026-08-15"))
    assert (run.sent, run.differences) == (0, 0)
    reopen_exit_task(actor=Actor.person(ana), task=task, now=at("2026-08-15"))
    assert sweep(at("2026-08-15")).sent == 1
    assert history_of(task) == ["+", "~", "~"]


def test_a_second_tick_changes_nothing(notice, ana):
    actor, task = Actor.person(ana), first(notice)
    complete_exit_task(actor=actor, task=task, note="Done.", now=NOW)
    assert complete_exit_task(actor=actor, task=task, note="Again.", now=NOW).note == "Done."
    assert history_of(task) == ["+", "~"]


def test_a_refused_notice_owes_nothing_and_reopened_owes_again(notice, ana):
    def move(verb: str) -> None:
        move_vendor_notice(
            actor=Actor.person(ana), notice=notice, verb=verb, reason="Too late.", on=ON, now=NOW
        )

    move("refuse")
    assert states(first(notice)) == {"withdrawn"}
    assert set(
        Reminder.objects.filter(subject_type="exit_task", state="withdrawn").values_list("reason", flat=True)
    ) == {"Too late."}
    assert sweep(at("2026-08-02")).differences == 0
    move("reopen")
    assert states(first(notice)) == {"planned"}
    move("accept")
    assert states(first(notice)) == {"planned"}
    assert sweep(at("2026-08-03")).differences == 0


def test_a_correction_moves_the_days_that_nobody_set(notice, ana):
    actor = Actor.person(ana)
    task = ExitTask.unscoped.get(notice=notice, kind="data")
    change_exit_task(
        actor=actor, task=task, owner_id=None, due_date=dt.date(2026, 9, 1), expected_version=1, now=NOW
    )
    correct_vendor_notice(
        actor=actor,
        notice=notice,
        draft=a_draft(),
        expected_version=notice.row_version,
        on=ON,
        now=NOW,
    )
    assert days(notice) == ["2026-10-02", "2026-09-01", "2026-12-31", "2027-01-30"]
    assert sweep(at("2026-08-02")).differences == 0


def test_a_task_is_handed_over_to_who_sees_the_contract_and_ticked_by_them(notice, ana, where):
    tom = a_person("tom")
    actor, task = Actor.person(ana), first(notice)

    def hand_over(**changes) -> ExitTask:
        said = {"owner_id": tom.pk, "due_date": task.due_date, "expected_version": 1, "now": NOW}
        return change_exit_task(actor=actor, task=task, **said | changes)

    with pytest.raises(UnableToGiveNotice, match="may see the contract"):
        hand_over()
    a_role(tom, "auditor", where)
    tom.refresh_from_db()
    with pytest.raises(NotAllowed):
        complete_exit_task(actor=Actor.person(tom), task=task, note="", now=NOW)
    assert hand_over().owner == tom
    with pytest.raises(StaleObject):
        hand_over()
    assert sweep(at("2026-08-08")).sent == 1
    assert len(mail_to(tom)) == 1
    complete_exit_task(actor=Actor.person(tom), task=task, note="", now=NOW)
    with pytest.raises(UnableToGiveNotice, match="is done"):
        hand_over(expected_version=3)


def test_when_its_owner_has_left_the_chain_of_the_contract_gets_it(notice, contract, ana, where):
    tom = a_person("tom")
    a_role(tom, "procurement", where)
    change_exit_task(
        actor=Actor.person(ana),
        task=first(notice),
        owner_id=tom.pk,
        due_date=dt.date(2026, 8, 20),
        expected_version=1,
        now=NOW,
    )
    deactivate(tom)
    before = len(mail_to(ana))
    sweep(at("2026-08-13"))
    assert len(mail_to(ana)) == before + 1


def test_the_letter_is_kept_as_it_was_received(contract, ana, where):
    actor = Actor.person(ana)
    made = record_vendor_notice(
        actor=actor, contract=contract, draft=a_draft(), letter=LETTER, on=ON, now=NOW
    )
    assert content_store().read(made.vendor_letter.sha256) == LETTER.data
    assert can_download_vendor_letter(ana, made.vendor_letter)
    assert not can_download_vendor_letter(a_person("stranger"), made.vendor_letter)
    with pytest.raises(UnableToGiveNotice, match="on record already"):
        attach_vendor_letter(actor=actor, notice=made, letter=LETTER, now=NOW)
    other = a_vendor_notice(contract, ana, now=NOW)
    with pytest.raises(RefusedFile):
        attach_vendor_letter(actor=actor, notice=other, letter=Upload("letter.pdf", b"no pdf"), now=NOW)
    assert attach_vendor_letter(actor=actor, notice=other, letter=LETTER, now=NOW).vendor_letter.name
    before = Notice.unscoped.count()
    with pytest.raises(RefusedFile):
        record_vendor_notice(
            actor=actor,
            contract=contract,
            draft=a_draft(),
            letter=Upload("letter.exe", b"MZ"),
            on=ON,
            now=NOW,
        )
    assert Notice.unscoped.count() == before


def test_who_chose_one_message_a_day_gets_their_tasks_in_it(notice, ana):
    with acting(SETTING_UP):
        User.objects.filter(pk=ana.pk).update(reminder_rhythm="daily")
    (level, *_) = chains_by_task([first(notice).pk])[first(notice).pk]
    assert [(person.user_id, person.gathers_in) for person in level] == [(ana.pk, "UTC")]


def test_tasks_go_by_the_day_of_the_department_that_the_contract_moves_to(notice, contract, ana):
    elsewhere = a_department("Auckland", timezone="Pacific/Auckland")
    a_role(ana, "procurement", elsewhere)
    change_contract(
        actor=SETTING_UP,
        contract=Contract.unscoped.get(pk=contract.pk),
        changes={"department_id": elsewhere.pk},
        on=ON,
    )
    zones = Reminder.objects.filter(subject_type="exit_task", state="planned").values_list(
        "timezone", flat=True
    )
    assert set(zones) == {"Pacific/Auckland"}
