"""Thirty days off with climbs, snoozes and missed rungs: the first sweep tells everybody once, and how late.

What climbed meanwhile reaches the manager and, where that was due too, legal and the head of procurement: one
message each. Several missed rungs are one. A first message that is late itself does not climb at once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from contracts_app.models import Contract
from core.audit import Actor
from core.models import Delivery, Reminder
from core.reminders.outlook import planned_between
from core.reminders.sweeping import sweep
from renewals.actions.responses import acknowledge_deadline, snooze_deadline
from tests.support.reminding import a_contract, a_department, a_person, a_role, a_vendor, at, mail_to

pytestmark = pytest.mark.django_db
FIRST, OFF = at("2026-02-02"), dt.timedelta(days=30)
BACK = FIRST + OFF
DAY = dt.timedelta(days=1)
GROUPS = ("silent", "acknowledged", "snoozed", "newly due", "many rungs")
#: Days from the last sweep before the outage to act-by.
ACT_BY_IN = {"silent": 180, "acknowledged": 180, "snoozed": 180, "newly due": 200, "many rungs": 32}


def act_by_of(group: str, number: int) -> dt.date:
    """Return the day to act by; first messages that are due in the outage are spread over it."""
    spread = number // len(GROUPS) % 10 if group == "newly due" else 0
    return FIRST.date() + (ACT_BY_IN[group] + spread) * DAY


@pytest.fixture
def people():
    """Return somebody who answers, and let there be a manager, legal and a head of procurement."""
    pia, lea, max_ = a_person("pia"), a_person("lea"), a_person("max")
    department = a_department()
    a_role(pia, "procurement")
    a_role(lea, "legal")
    a_role(max_, "requester", department)
    owners = [a_person(f"owner{number}", manager=max_) for number in range(10)]
    return {"pia": pia, "department": department, "owners": owners}


def record(people, group: str, number: int) -> Contract:
    """Record a contract the day before the first sweep."""
    end = act_by_of(group, number) + 30 * DAY
    terms = {
        "term_type": "auto_renew", "start_date": end - 399 * DAY, "initial_term_quantity": 400,
        "initial_term_unit": "days", "renewal_term_quantity": 400, "renewal_term_unit": "days",
    }  # fmt: skip
    return a_contract(
        now=FIRST - DAY, owner=people["owners"][number % 10], department=people["department"], terms=terms,
        notice={"quantity": 30, "unit": "calendar_days", "test": "sent"}, vendor_id=people["vendor"],
    )  # fmt: skip


def answer(people, contract: Contract, group: str, number: int) -> None:
    """Let somebody answer after the first message, as the group does."""
    said = {
        "actor": Actor.person(people["pia"]), "contract_id": contract.pk,
        "act_by_date": act_by_of(group, number), "now": FIRST + dt.timedelta(hours=1),
    }  # fmt: skip
    if group == "snoozed":
        snooze_deadline(**said, until=FIRST.date() + (1 + number // 5 % 29) * DAY, reason="Budget")
    elif group != "silent" and group != "newly due":
        acknowledge_deadline(**said)


@pytest.mark.parametrize("many", [60, pytest.param(1_000, marks=pytest.mark.slow)])
def test_after_thirty_days_off_everybody_is_told_once_how_late_it_is_and_no_climb_is_left_out(people, many):
    people["vendor"] = a_vendor().pk
    plan = [(number, GROUPS[number % len(GROUPS)]) for number in range(many)]
    contracts = [record(people, group, number) for number, group in plan]
    before = sweep(FIRST)
    for contract, (number, group) in zip(contracts, plan, strict=True):
        answer(people, contract, group, number)

    first, second = sweep(BACK), sweep(BACK + dt.timedelta(hours=1))

    each = many // len(GROUPS)
    assert (before.sent, before.differences) == (4 * each, 0)
    sent = Delivery.objects.filter(state="sent", sent_at=BACK)
    by_kind = Counter(sent.values_list("reminder__kind", "recipient__username"))
    assert Counter({kind: sum(n for (k, _), n in by_kind.items() if k == kind) for kind, _ in by_kind}) == {
        "renewals.climb_manager": each,
        "renewals.climb_legal": 2 * each,
        "renewals.snoozed": each,
        "renewals.act_by": 2 * each,
    }
    assert by_kind["renewals.climb_manager", "max"] == each
    assert by_kind["renewals.climb_legal", "lea"] == by_kind["renewals.climb_legal", "pia"] == each
    twice = Counter(sent.values_list("reminder__subject_id", "reminder__kind", "recipient_id"))
    assert set(twice.values()) == {1}
    assert (first.sent, second.sent, first.differences, second.differences) == (6 * each, 0, 0, 0)
    assert first.is_proven
    _expect_lateness(sent)
    _expect_climbs_of_the_newly_due(contracts, plan)


def _expect_lateness(sent) -> None:
    for row in sent.select_related("reminder"):
        late = (BACK.date() - row.reminder.due_date).days
        assert row.late_days == late
        assert ("late: no reminders went out on its day" in row.reason) is (late > 0)


def _expect_climbs_of_the_newly_due(contracts, plan) -> None:
    """They were told today: the manager hears in five working days, not at once."""
    new = [row.pk for row, (_, group) in zip(contracts, plan, strict=True) if group == "newly due"]
    climbs = Reminder.objects.filter(subject_id__in=new, kind="renewals.climb_manager")
    assert set(climbs.values_list("state", "due_date")) == {("planned", dt.date(2026, 3, 11))}
    assert climbs.count() == len(new)


def test_the_end_of_a_snooze_and_a_rung_that_came_due_in_one_outage_are_one_message():
    ana, pia = a_person("ana"), a_person("pia")
    a_role(pia, "procurement")
    contract = a_contract(now=at("2026-01-10"), owner=ana)  # act by 2 Oct 2026
    sweep(at("2026-04-05"))
    snooze_deadline(
        actor=Actor.person(pia), contract_id=contract.pk, act_by_date=dt.date(2026, 10, 2),
        until=dt.date(2026, 5, 20), reason="Budget", now=at("2026-04-06"),
    )  # fmt: skip
    ahead = [row.kind for row in planned_between(dt.date(2026, 6, 10), dt.date(2026, 6, 10))]
    assert ahead == ["renewals.act_by"]
    assert sweep(at("2026-06-10")).sent == 1  # 120 days before was 4 Jun
    woken = Reminder.objects.get(kind="renewals.snoozed")
    assert (woken.state, woken.collapsed_into.offset_days) == ("collapsed", 120)
    assert len(mail_to(ana)) == 2
    assert sweep(at("2026-06-11")).sent == 0


def test_the_end_of_a_snooze_that_came_due_after_a_rung_is_the_message_for_both():
    ana, pia = a_person("ana"), a_person("pia")
    a_role(pia, "procurement")
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    snooze_deadline(
        actor=Actor.person(pia), contract_id=contract.pk, act_by_date=dt.date(2026, 10, 2),
        until=dt.date(2026, 6, 10), reason="Budget", now=at("2026-04-10"),
    )  # fmt: skip
    assert sweep(at("2026-06-20")).sent == 1
    (message,) = mail_to(ana)
    assert "because it was snoozed until this day" in message.text
    assert Reminder.objects.get(offset_days=180).collapsed_into.kind == "renewals.snoozed"
