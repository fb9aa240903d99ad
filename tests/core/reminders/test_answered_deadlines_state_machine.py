"""Random lives of deadlines that people answer, decide and forget: what is owed reaches whom it should, once.

The oracle (``book``) keeps its own account. The control switches the unique keys off; then it must fail.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contracts_app.actions.contracts import change_contract
from contracts_app.actions.lifecycle import transition_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import NoticeRuleDraft, TermsDraft
from core.audit import Actor, acting
from core.models import Delivery, Reminder
from core.reminders import outbox
from core.reminders.reconciling import reconcile_all
from core.reminders.sweeping import sweep
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.decisions import approve_decision, record_decision, reject_decision, withdraw_decision
from renewals.actions.policies import set_reminder_policy
from renewals.actions.responses import UnableToRespond, acknowledge_deadline, snooze_deadline
from renewals.actions.vendor_notices import move_vendor_notice
from renewals.models import Decision, ReminderPolicy
from renewals.rules.policy_draft import PolicyDraft
from tests.core.reminders.book import DAY, Life, People, Policy, Taken
from tests.core.reminders.servers import BACKEND, Server
from tests.support.deciding import a_vendor_notice, four_eyes_from
from tests.support.reminding import (
    SETTING_UP,
    a_contract,
    a_department,
    a_person,
    a_role,
    a_vendor,
    at,
    deactivate,
)

pytestmark = pytest.mark.django_db
TYPES = {"auto": "auto_renew", "option": "option", "evergreen": "evergreen"}
POLICIES = (
    Policy(),
    Policy(patience=0),
    Policy(rungs=(90, 45, 5, 0), lead=4, decision=20, patience=2),
    Policy(rungs=(300, 40, 0), lead=1, decision=60, patience=12),
)
OWNERS = ("ana", "ben", "eva")
picks = st.integers(0, 9)


def facts_of(life: Life) -> dict[str, Any]:
    """Return the terms and the notice rule of a life, as they are entered."""
    length = {"initial_term_quantity": life.length, "initial_term_unit": "days"}
    later = {"renewal_term_quantity": life.length, "renewal_term_unit": "days"}
    is_open = life.kind == "evergreen"
    terms = {"term_type": TYPES[life.kind], "start_date": life.start, **({} if is_open else length | later)}
    rule = {
        "quantity": life.notice, "unit": "calendar_days", "test": "sent", "anchor": "term_end",
        "calendar": life.calendar,
    }  # fmt: skip
    return {"terms": terms, "notice": {} if is_open else rule}


class Answered(RuleBasedStateMachine):
    """People record, change, answer and decide while days pass, mail fails and sweeps are killed."""

    is_reconciled = True

    @initialize()
    def begin(self) -> None:
        """Start with people, a policy and no contract, inside a transaction that is rolled back."""
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # actions may open their durable blocks inside, as in other tests
        self.atomic.__enter__()
        self.now, self.policy = at("2031-01-06"), POLICIES[0]
        self.lives: dict[int, Life] = {}
        self.taken: Taken = Counter()
        self.sent: set[tuple[int, Any, str]] = set()
        Server.mode, Server.taken = "up", Counter()
        names = (*OWNERS, "max", "nia", "pia", "lea", "amy")
        self.person = {name: a_person(f"{name}{os.urandom(4).hex()}") for name in names}
        self.name_of = {user.pk: name for name, user in self.person.items()}
        self.department, self.vendor = a_department(f"D{os.urandom(4).hex()}"), a_vendor(os.urandom(4).hex())
        a_role(self.person["pia"], "procurement")
        a_role(self.person["lea"], "legal")
        a_role(self.person["amy"], "administrator")
        a_role(self.person["max"], "requester", self.department)
        self.people = People({"ana": "max"}, "pia", ("lea", "pia"))
        self._manage("ana", "max")
        self._manage("ben", "nia")  # she may not see the contracts
        four_eyes_from(1_000_000)
        self.row = self._set_policy(None)

    def teardown(self) -> None:
        """Forget everything."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Facts

    @rule(
        kind=st.sampled_from(["auto", "auto", "auto", "option", "evergreen"]),
        begun=st.integers(0, 500), length=st.integers(40, 400), notice=st.integers(0, 130),
        calendar=st.sampled_from(["", "DE"]), owner=st.sampled_from(OWNERS),
        backup=st.sampled_from([None, *OWNERS]), is_large=st.booleans(),
    )  # fmt: skip
    def record(self, kind, begun, length, notice, calendar, owner, backup, is_large) -> None:
        """Record a contract that began a while ago: perhaps late, in the middle of its ladder."""
        if not (owner := self._there(owner)):
            return
        backup = None if backup == owner else self._there(backup)
        life = Life(kind, self.today - begun * DAY, length, min(notice, length), calendar, owner, backup)
        said = facts_of(life)
        row = a_contract(
            now=self.now, owner=self.person[owner], backup_owner=self.person[backup] if backup else None,
            department=self.department, vendor_id=self.vendor.pk, terms=said["terms"],
            notice=said["notice"] or False, value_amount=Decimal(2_000_000 if is_large else 1_000),
        )  # fmt: skip
        self.lives[row.pk] = life
        life.plan(self.today, self.policy, is_time=False)

    @precondition(lambda self: self.lives)
    @rule(pick=picks, start=st.integers(-60, 60), notice=st.integers(0, 130))
    def correct_the_terms(self, pick: int, start: int, notice: int) -> None:
        """Move the first day and the length of the notice."""
        if pk := self._pick(pick):
            life = self.lives[pk]
            self._let_be(pk, min(life.start + start * DAY, self.today), min(notice, life.length))

    @precondition(lambda self: self.lives)
    @rule(pick=picks, days=st.integers(1, 40), is_swept=st.booleans())
    def move_the_date_and_back(self, pick: int, days: int, is_swept: bool) -> None:
        """Enter a wrong first day, and put it right: perhaps after a sweep, perhaps weeks later."""
        if pk := self._pick(pick):
            start, notice = self.lives[pk].start, self.lives[pk].notice
            self._let_be(pk, start - days * DAY, notice)
            if is_swept:
                self._sweep()
                self.now += days * DAY
            self._let_be(pk, start, notice)

    def _let_be(self, pk: int, start: dt.date, notice: int) -> None:
        life = self.lives[pk]
        life.start, life.notice = start, notice
        said = facts_of(life)
        rules = (NoticeRuleDraft(**said["notice"]),) if said["notice"] else ()
        self._change(pk, {"terms": TermsDraft(**said["terms"]), "notice_rules": rules})

    @precondition(lambda self: self.lives)
    @rule(pick=picks, owner=st.sampled_from(OWNERS), backup=st.sampled_from([None, *OWNERS]))
    def hand_over(self, pick: int, owner: str, backup: str | None) -> None:
        """Give a contract to other owners."""
        if (pk := self._pick(pick)) and (owner := self._there(owner)):
            life = self.lives[pk]
            life.owner, life.backup = owner, None if backup == owner else self._there(backup)
            changes = {"owner_id": self._id(owner), "backup_owner_id": self._id(life.backup)}
            self._change(pk, changes)

    @rule(name=st.sampled_from([*OWNERS, "max"]), chance=picks)
    def somebody_leaves(self, name: str, chance: int) -> None:
        """Deactivate a person."""
        if chance > 6:
            self.people.gone.add(name)
            deactivate(self.person[name])

    @rule(owner=st.sampled_from(OWNERS), is_seeing=st.booleans())
    def another_manager(self, owner: str, is_seeing: bool) -> None:
        """Give a person a manager who sees the contracts, or one who does not."""
        self._manage(owner, "max" if is_seeing else "nia")
        self.people.manager.pop(owner, None)
        if is_seeing:
            self.people.manager[owner] = "max"

    @rule(number=st.integers(0, len(POLICIES) - 1))
    def another_policy(self, number: int) -> None:
        """Change the policy that counts for all."""
        is_other, self.policy = self.policy is not POLICIES[number], POLICIES[number]
        self._set_policy(self.row.pk)
        for life in self.lives.values() if is_other else ():
            life.plan(self.today, self.policy, is_time=False, is_policy=True)

    @precondition(lambda self: self.lives)
    @rule(pick=picks)
    def compute_again(self, pick: int) -> None:
        """Compute a deadline again although nothing changed, as an import of the same register does."""
        if pk := self._pick(pick):
            recompute_deadlines(actor=SETTING_UP, contract_ids=[pk], now=self.now, reason="again")
            self._plan(pk)

    # Answers

    @precondition(lambda self: self.lives)
    @rule(pick=picks, until=st.one_of(st.none(), st.integers(1, 120)))
    def answer(self, pick: int, until: int | None) -> None:
        """Acknowledge a deadline, or snooze it."""
        pk = self._pick(pick)
        if not pk or not (asked := self._asked(pk)):
            return
        said = {"actor": Actor.person(self.person["pia"]), "contract_id": pk, "act_by_date": asked}
        wake = self.today + until * DAY if until else None
        answers = self.lives[pk].answers.setdefault(asked, [])
        try:
            if wake is None:
                acknowledge_deadline(**said, now=self.now)
            else:
                snooze_deadline(**said, until=wake, reason="Budget", now=self.now)
        except UnableToRespond:
            assert wake is not None
            assert wake > asked - self.policy.decision * DAY
            return
        assert wake is None or wake <= asked - self.policy.decision * DAY
        if wake or not answers or answers[-1][1]:
            answers.append((self.today, wake))
            self._plan(pk)

    @precondition(lambda self: self.lives)
    @rule(pick=picks, kind=st.sampled_from(["renew", "terminate"]))
    def decide(self, pick: int, kind: str) -> None:
        """Record what becomes of a contract; of a large one a second person is asked."""
        pk = self._pick(pick)
        if not pk or not (asked := self._asked(pk)):
            return
        row, life = Contract.unscoped.get(pk=pk), self.lives[pk]
        actor = Actor.person(self.person["pia"])
        made = record_decision(actor=actor, contract=row, kind=kind, reason="So be it.", now=self.now)
        assert made.act_by_date == asked
        before = life.decided.get(asked)
        means = "notice" if kind == "terminate" or life.kind == "option" else "settled"
        waits = made.status == Decision.Status.PROPOSED
        assert waits or row.value_amount < 1_000_000
        life.decided[asked] = (before if before in ("notice", "settled") else "proposed") if waits else means
        self._plan(pk)

    @precondition(lambda self: self.lives)
    @rule(number=picks, what=st.sampled_from(["confirm", "reject", "withdraw"]))
    def go_on_with_a_decision(self, number: int, what: str) -> None:
        """Confirm, reject or withdraw a decision that stands."""
        standing = Decision.unscoped.filter(status__in=["proposed", "in_force"], contract__in=self.lives)
        rows = [row for row in standing.order_by("pk") if self._is_open(row)]
        if not rows:
            return
        row = rows[number % len(rows)]
        is_proposed = row.status == Decision.Status.PROPOSED
        if what == "withdraw" or not is_proposed:
            actor = Actor.person(self.person["pia"])
            withdraw_decision(actor=actor, decision=row, reason="No.", now=self.now)
        elif what == "reject":
            actor = Actor.person(self.person["lea"])
            reject_decision(actor=actor, decision=row, reason="No.", now=self.now)
        elif row.act_by_date == self._asked(row.contract_id):
            approve_decision(actor=Actor.person(self.person["lea"]), decision=row, now=self.now)
        else:
            return
        self._learn_decisions(row.contract_id, row.act_by_date)
        self._plan(row.contract_id)

    def _is_open(self, row: Decision) -> bool:
        life = self.lives[row.contract_id]
        return row.act_by_date is not None and not (life.is_served or life.is_over)

    def _learn_decisions(self, pk: int, act_by: dt.date) -> None:
        """Note which decisions stand now: it is not for this oracle to say how they follow each other."""
        rows = Decision.unscoped.filter(
            contract_id=pk, act_by_date=act_by, status__in=["proposed", "in_force"]
        )
        found = [
            "proposed" if row.status == "proposed" else "notice" if row.needs_notice else "settled"
            for row in rows
        ]
        self.lives[pk].decided[act_by] = next(
            (one for one in ("settled", "notice", "proposed") if one in found), ""
        )

    # Notices and ends

    @precondition(lambda self: self.lives)
    @rule(pick=picks, is_known=st.booleans())
    def notice_is_given(self, pick: int, is_known: bool) -> None:
        """Serve notice, or accept a vendor's that names its last day; take either back."""
        if not (pk := self._pick(pick)):
            return
        row, life, pia = Contract.unscoped.get(pk=pk), self.lives[pk], self.person["pia"]
        if life.is_served:
            transition_contract(
                actor=SETTING_UP, contract=row, verb="withdraw_notice", on=self.today, reason="Peace"
            )
            life.is_served, life.ending = False, None
        elif is_known:
            notice = a_vendor_notice(row, pia, "termination", now=self.now)
            move_vendor_notice(
                actor=Actor.person(pia), notice=notice, verb="accept", reason="", on=self.today, now=self.now
            )
            life.is_served, life.ending = True, self.today + 60 * DAY
        else:
            transition_contract(actor=SETTING_UP, contract=row, verb="serve_notice", on=self.today)
            life.is_served = True
        self._plan(pk)

    @precondition(lambda self: self.lives)
    @rule(pick=picks)
    def terminate(self, pick: int) -> None:
        """End a contract early."""
        if pick > 6 and (pk := self._pick(pick)):
            row = Contract.unscoped.get(pk=pk)
            transition_contract(
                actor=SETTING_UP, contract=row, verb="terminate", on=self.today, reason="over"
            )
            self.lives[pk].is_over = True
            self._plan(pk)

    # Time, mail and death

    @rule(days=st.integers(0, 45), mode=st.sampled_from(["up", "up", "up", "down", "lost"]))
    def days_pass_and_it_sweeps(self, days: int, mode: str) -> None:
        """Let days pass without a sweep, then sweep: the mail server may fail."""
        self.now += days * DAY
        self._sweep(mode)

    @rule(days=st.integers(100, 500))
    def a_long_outage(self, days: int) -> None:
        """Let it stand still across the end of a term."""
        if days > 400:
            self.now += (days - 300) * DAY
            self._sweep()

    @rule(days=st.integers(1, 12), has_begun=st.booleans())
    def a_sweep_dies(self, days: int, has_begun: bool) -> None:
        """Kill a sweep after it claimed what it would send, before the mail server heard of it."""
        self.now += days * DAY
        self._refresh_and_settle()
        for row in outbox.claim(50, self.now):
            assert not has_begun or outbox.begin([row])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 s'"
                " WHERE state = 'sending'"
            )

    @rule()
    def all_is_reconciled(self) -> None:
        """Compare everything that is planned with what is owed."""
        self._sweep()
        assert reconcile_all(self.now).differences == 0 or not self.is_reconciled

    def _sweep(self, mode: str = "up") -> None:
        Server.mode = mode
        self._refresh_and_settle(is_sending=True)
        for pk, life in self.lives.items():
            for key, name, answer in life.send(self.people, mode):
                self.taken[pk, key, name] += 1
                if answer == "up":
                    self.sent.add((pk, key, name))

    def _refresh_and_settle(self, is_sending: bool = False) -> None:
        self.now += dt.timedelta(hours=1)
        run = sweep(self.now, is_sending=is_sending)
        assert run.differences == 0 or not self.is_reconciled, run.details
        for life in self.lives.values():
            life.plan(self.today, self.policy, is_time=True)
            life.settle(self.today, self.people)
            life.plan(self.today, self.policy, is_time=True)

    @invariant()
    def what_is_planned_and_what_was_sent_is_what_is_owed(self) -> None:
        """Compare plan, outbox and mail server with the oracle."""
        if not hasattr(self, "lives"):
            return
        rows = Reminder.objects.filter(subject_type="contract", subject_id__in=self.lives, state="planned")
        planned = Counter(rows.values_list("subject_id", "kind", "period_key", "offset_days", "due_date"))
        assert planned == Counter(
            (pk, *key, due) for pk, life in self.lives.items() for key, due in life.planned.items()
        )
        names = ("subject_id", "kind", "period_key", "offset_days")
        columns = [f"reminder__{name}" for name in names]
        outgoing = Delivery.objects.filter(
            reminder__subject_type="contract", reminder__subject_id__in=self.lives
        )
        sent, taken = set(), Counter()
        for pk, kind, period, offset, recipient, message_id, state in outgoing.values_list(
            *columns, "recipient_id", "message_id", "state"
        ):
            key = (pk, (kind, period, offset), self.name_of[recipient])
            taken[key] += Server.taken[message_id]
            if state == "sent":
                sent.add(key)
        assert sent == self.sent
        assert +taken == self.taken

    # Helpers

    @property
    def today(self) -> dt.date:
        """Today, in the zone of the department (UTC)."""
        return self.now.date()

    def _there(self, name: str | None) -> str | None:
        return None if name in self.people.gone else name

    def _pick(self, number: int) -> int | None:
        running = sorted(pk for pk, life in self.lives.items() if not life.is_over)
        return running[number % len(running)] if running else None

    def _asked(self, pk: int) -> dt.date | None:
        """Return what people are asked, once the day was noticed: a page shows the deadline last written."""
        recompute_deadlines(
            actor=SETTING_UP, contract_ids=[pk], now=self.now, reason="noticed", is_time_passing=True
        )
        self.lives[pk].plan(self.today, self.policy, is_time=True)
        return self.lives[pk].asked(self.today, self.policy)

    def _plan(self, pk: int) -> None:
        self.lives[pk].plan(self.today, self.policy, is_time=False)

    def _id(self, name: str | None) -> int | None:
        return self.person[name].pk if name else None

    def _manage(self, owner: str, manager: str) -> None:
        with acting(SETTING_UP):
            type(self.person[owner]).objects.filter(pk=self._id(owner)).update(manager=self.person[manager])

    def _change(self, pk: int, changes: dict[str, Any]) -> None:
        row = Contract.unscoped.get(pk=pk)
        if change_contract(actor=SETTING_UP, contract=row, on=self.today, changes=changes):
            self._plan(pk)

    def _set_policy(self, policy_id: int | None) -> ReminderPolicy:
        says = self.policy
        draft = PolicyDraft(
            contract_type="", minimum_amount=None, currency="", offsets=", ".join(map(str, says.rungs)),
            lead_days=says.lead, decision_days=says.decision, acknowledge_days=says.patience,
            pack_days=says.pack,
        )  # fmt: skip
        return set_reminder_policy(
            actor=SETTING_UP, draft=draft, policy_id=policy_id, now=self.now, report=lambda *_: None
        )


class AnsweredWithoutReconciler(Answered):
    """The same, trusting the plan alone."""

    is_reconciled = False


def _run(examples: int, steps: int, machine: type[Answered] = Answered) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks,
            database=None, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False,
        ),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def moody_server(settings) -> None:
    settings.EMAIL_BACKEND = BACKEND


def test_what_people_answer_decides_who_hears_what_over_random_lives():
    _run(examples=12, steps=30)


def test_without_the_unique_keys_the_machine_of_answers_fails():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_reminder DROP CONSTRAINT core_reminder_owed_once")
        cursor.execute("ALTER TABLE core_delivery DROP CONSTRAINT core_delivery_once_each")
    with pytest.raises(AssertionError):
        _run(examples=30, steps=30, machine=AnsweredWithoutReconciler)


@pytest.mark.slow
def test_what_people_answer_decides_who_hears_what_over_two_thousand_random_lives():
    _run(examples=int(os.environ.get("TERMKEEPER_EXAMPLES", "2000")), steps=50)
