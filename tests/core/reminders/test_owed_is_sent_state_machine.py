"""Random lives of contracts against an oracle of forty lines: what is owed is sent once, and nothing else.

The control switches the unique keys off; then the same machine must find doubled messages.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from contracts_app.actions.contracts import change_contract
from contracts_app.actions.lifecycle import transition_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.models import Delivery
from core.reminders.sweeping import sweep
from renewals.actions.deadlines import recompute_deadlines
from tests.support.reminding import SETTING_UP, a_contract, a_department, a_person, a_vendor, at

pytestmark = pytest.mark.django_db
LADDER = (180, 120, 90, 60, 30, 14, 7, 3, 1, 0)
Key = tuple[int, dt.date]


class Oracle:
    """What must have been sent, kept with nothing but dates: a fixed contract reminds of its last day."""

    def __init__(self) -> None:
        self.start: dict[int, dt.date] = {}
        self.end: dict[int, dt.date] = {}
        self.done: dict[Key, set[int]] = {}
        self.sent: Counter[tuple[int, dt.date, int]] = Counter()

    def set_term(self, contract: int, start: dt.date, end: dt.date) -> None:
        """Let a contract run over these days."""
        self.start[contract], self.end[contract] = start, end

    def terminate(self, contract: int) -> None:
        """Let a contract be over."""
        self.end.pop(contract, None)

    def sweep(self, today: dt.date) -> None:
        """Send the latest due rung of each contract, and tick off those before it."""
        for contract, end in list(self.end.items()):
            done = self.done.setdefault((contract, end), set())
            due = [days for days in LADDER if self._is_due(contract, end, days, today) and days not in done]
            done.update(due)
            if due:
                self.sent[contract, end, min(due)] += 1
            if today > end:
                self.end.pop(contract)

    def _is_due(self, contract: int, end: dt.date, days: int, today: dt.date) -> bool:
        day = end - dt.timedelta(days=days)
        return day <= today and (days == 0 or day >= self.start[contract])


def terms(start: dt.date, end: dt.date) -> dict[str, Any]:
    """Return the terms of a contract that runs once and ends."""
    return {"term_type": "fixed", "start_date": start, "end_date": end}


class Portfolio(RuleBasedStateMachine):
    """People record, move, end and re-read contracts while days pass and sweeps come and fail to come."""

    is_reconciled = True

    @initialize()
    def begin(self) -> None:
        """Start with nothing, inside a transaction that is rolled back."""
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # actions may open their durable blocks inside, as in other tests
        self.atomic.__enter__()
        self.today = dt.date(2026, 1, 5)
        self.oracle = Oracle()
        self.owner = a_person(f"owner{os.urandom(4).hex()}")
        self.department, self.vendor = a_department(f"D{os.urandom(4).hex()}"), a_vendor(os.urandom(4).hex())
        self.first = Delivery.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def teardown(self) -> None:
        """Forget everything."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(lasts=st.integers(0, 400), begun=st.integers(0, 200))
    def record(self, lasts: int, begun: int) -> None:
        """Record a contract that began a while ago."""
        start, end = self.today - dt.timedelta(days=begun), self.today + dt.timedelta(days=lasts)
        contract = a_contract(
            now=at(self.today), owner=self.owner, department=self.department, vendor_id=self.vendor.pk,
            terms=terms(start, end), notice=False,
        )  # fmt: skip
        self.oracle.set_term(contract.pk, start, end)

    @rule(pick=st.integers(0, 9), lasts=st.integers(0, 400))
    def move(self, pick: int, lasts: int) -> None:
        """Correct the last day of a contract that still runs."""
        if contract := self._pick(pick):
            start, end = self.oracle.start[contract], self.today + dt.timedelta(days=lasts)
            change_contract(
                actor=SETTING_UP, contract=Contract.unscoped.get(pk=contract), on=self.today,
                changes={"terms": TermsDraft(**terms(start, end))},
            )  # fmt: skip
            self.oracle.set_term(contract, start, end)

    @rule(pick=st.integers(0, 9))
    def terminate(self, pick: int) -> None:
        """End a contract early."""
        if contract := self._pick(pick):
            row = Contract.unscoped.get(pk=contract)
            transition_contract(
                actor=SETTING_UP, contract=row, verb="terminate", on=self.today, reason="over"
            )
            self.oracle.terminate(contract)

    @rule(pick=st.integers(0, 9))
    def compute_again(self, pick: int) -> None:
        """Compute a deadline again although nothing changed."""
        if contract := self._pick(pick):
            recompute_deadlines(actor=SETTING_UP, contract_ids=[contract], now=at(self.today), reason="again")

    @rule(days=st.integers(0, 45), times=st.integers(1, 2))
    def days_pass_and_it_sweeps(self, days: int, times: int) -> None:
        """Let days pass without a sweep, then sweep."""
        self.today += dt.timedelta(days=days)
        for _ in range(times):
            run = sweep(at(self.today))
            assert run.differences == 0 or not self.is_reconciled, run.details
            self.oracle.sweep(self.today)

    @invariant()
    def what_was_owed_was_sent_once(self) -> None:
        """Compare the outbox with the oracle."""
        if not hasattr(self, "oracle"):
            return
        rows = Delivery.objects.filter(id__gt=self.first, state="sent").values_list(
            "reminder__subject_id", "reminder__reference_date", "reminder__offset_days"
        )
        assert Counter(rows) == self.oracle.sent

    def _pick(self, number: int) -> int | None:
        running = sorted(pk for pk, end in self.oracle.end.items() if end >= self.today)
        return running[number % len(running)] if running else None


class PortfolioWithoutReconciler(Portfolio):
    """The same, trusting the outbox alone."""

    is_reconciled = False


def _run(examples: int, steps: int, machine: type[Portfolio] = Portfolio) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks,
            database=None, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False,
        ),
    )  # fmt: skip


def test_what_is_owed_is_sent_once_over_random_lives():
    _run(examples=12, steps=20)


def _without_unique_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_reminder DROP CONSTRAINT core_reminder_owed_once")
        cursor.execute("ALTER TABLE core_delivery DROP CONSTRAINT core_delivery_once_each")


def test_without_the_unique_keys_the_machine_fails():
    _without_unique_keys()
    with pytest.raises(AssertionError):
        _run(examples=12, steps=20)


@pytest.mark.slow
def test_without_the_unique_keys_messages_are_doubled_and_found_though_nobody_reconciles():
    _without_unique_keys()
    with pytest.raises(AssertionError):
        _run(examples=2000, steps=30, machine=PortfolioWithoutReconciler)


@pytest.mark.slow
def test_what_is_owed_is_sent_once_over_two_thousand_random_lives():
    _run(examples=int(os.environ.get("TERMKEEPER_EXAMPLES", "2000")), steps=50)
