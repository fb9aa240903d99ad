"""A claim is reminded of until it is submitted; its window climbs to the manager, and its loss is told."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from accounts.models import Department
from contracts_app.models import Contract
from core import registry
from core.audit import acting
from core.models import Reminder
from core.reminders.reconciling import compare
from core.reminders.sweeping import sweep
from slas.actions.claim_moves import ClaimSaid, Proof, move_claim
from slas.actions.claims import detect_claims, lapse_claims
from slas.models import Claim
from slas.receivers import zones_changed
from slas.rules.reminding import CLAIM, CLAIM_LOST, CLAIM_SUBJECT, CLAIM_TO_MANAGER
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.reminding import a_person, mail_to
from tests.support.slas import SYSTEM, a_result, a_service, a_target, an_agreement, instant

pytestmark = pytest.mark.django_db

FOUND = instant("2026-07-02T08:00:00")
JUNE = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
PROOF = Proof("receipt.txt", b"Received by the portal on 9 Jul 2026")


@pytest.fixture
def manager():
    return a_person("max", full_name="Max Boss")


@pytest.fixture
def owner(manager):
    return a_person("ana", full_name="Ana Ruiz", manager=manager)


@pytest.fixture
def contract(owner, manager) -> Contract:
    with acting(SYSTEM):
        manager.role_assignments.create(role="procurement")
    contract = a_contract(title="Hosting", owner_id=owner.pk)
    an_agreement(contract)
    a_result(a_target(a_service(contract)), *JUNE)
    return contract


def found(contract: Contract, now: dt.datetime = FOUND) -> Claim:
    detect_claims(actor=SYSTEM, now=now)
    return Claim.unscoped.get(contract=contract)


def move(claim: Claim, verb: str, now: dt.datetime = FOUND, **said) -> Claim:
    return move_claim(actor=SYSTEM, claim=claim, verb=verb, said=ClaimSaid(**said), now=now)


def submit(claim: Claim, now: dt.datetime) -> Claim:
    for verb in ("gather", "draft"):
        move(claim, verb, now)
    return move(claim, "submit", now, on_date=now.date(), proof=PROOF)


def planned(claim: Claim, kind: str = CLAIM) -> list[str]:
    rows = Reminder.objects.filter(subject_type=CLAIM_SUBJECT, subject_id=claim.pk, kind=kind)
    return [
        str(day)
        for day in rows.filter(state="planned").order_by("due_date").values_list("due_date", flat=True)
    ]


def differences(claims: list[int] | None = None, now: dt.datetime = FOUND) -> list[str]:
    ids = claims if claims is not None else list(Claim.unscoped.values_list("pk", flat=True))
    return [one.words for one in compare(registry.reminder_subjects.get(CLAIM_SUBJECT), ids, now)]


def pass_days(first: str, last: str) -> None:
    """Let a sweep run at eight of every day, both included."""
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    while day <= end:
        sweep(instant(f"{day}T08:00:00"))
        day += dt.timedelta(days=1)


def test_a_claim_is_reminded_of_down_to_the_last_day_of_its_window(contract):
    claim = found(contract)

    assert claim.last_date == dt.date(2026, 7, 30)
    assert planned(claim) == ["2026-07-16", "2026-07-23", "2026-07-27", "2026-07-29", "2026-07-30"]
    assert planned(claim, CLAIM_TO_MANAGER) == ["2026-07-27", "2026-07-30"]
    assert differences() == []


def test_the_owner_is_reminded_and_the_manager_at_the_end(contract, owner, manager):
    found(contract)
    pass_days("2026-07-02", "2026-07-30")

    subjects = [message.envelope.subject for message in mail_to(owner)]
    assert subjects == [f"[Claim by Thu 30 Jul] {contract.vendor.name}, Hosting ({contract.number})"] * 5
    assert [message.envelope.subject for message in mail_to(manager)] == [
        f"[Not claimed: by Thu 30 Jul] {contract.vendor.name}, Hosting ({contract.number})"
    ] * 2
    text = mail_to(owner)[0].text
    for words in (
        "The credit for Jun 2026 is lost unless it is claimed by Thu 30 Jul 2026: €\u00a01,000.",
        "You get this 14 days before, as owner.",
        "Detected",
    ):
        assert words in text
    assert "The owner of the contract is Ana Ruiz." in mail_to(manager)[0].text
    assert [one.content_type for one in mail_to(owner)[0].attachments] == ["text/calendar"]


def test_a_claim_that_is_submitted_is_not_reminded_of_any_more(contract, owner):
    claim = found(contract)
    pass_days("2026-07-02", "2026-07-16")
    submit(claim, instant("2026-07-17T08:00:00"))
    pass_days("2026-07-17", "2026-07-30")

    assert len(mail_to(owner)) == 1
    reasons = Reminder.objects.filter(kind=CLAIM, state="withdrawn").values_list("reason", flat=True)
    assert set(reasons) == {"The claim is submitted."}
    assert differences() == []


def test_a_claim_that_lapses_is_told_as_lost_with_its_money(contract, owner):
    found(contract)
    pass_days("2026-07-02", "2026-07-30")
    before = len(mail_to(owner))
    late = instant("2026-07-31T01:00:00")
    assert lapse_claims(actor=SYSTEM, now=late) == 1
    sweep(late)
    sweep(late + dt.timedelta(days=1))

    (message,) = mail_to(owner)[before:]
    assert message.envelope.subject.startswith("[Credit lost] ")
    assert "The credit for Jun 2026 was not claimed in time, and is lost: €\u00a01,000." in message.text
    assert differences(now=late) == []


def test_what_is_found_after_its_window_is_recorded_as_lost_and_not_mailed(contract, owner):
    now = instant("2026-10-01T08:00:00")
    claim = found(contract, now)
    sweep(now)
    lapse_claims(actor=SYSTEM, now=now)
    sweep(now)

    row = Reminder.objects.get(kind=CLAIM_LOST, subject_id=claim.pk)
    assert (row.state, row.reason) == ("skipped", "Its window was over when the claim was found.")
    assert mail_to(owner) == []
    assert differences(now=now) == []


def test_a_claim_without_a_known_window_is_reminded_of_after_a_week_and_a_month(owner):
    contract = a_contract(title="Hosting", owner_id=owner.pk)
    a_result(a_target(a_service(contract)), *JUNE)
    claim = found(contract)

    assert claim.last_date is None
    assert planned(claim) == ["2026-07-09", "2026-08-01"]
    pass_days("2026-07-02", "2026-07-09")
    (message,) = mail_to(owner)
    assert message.envelope.subject.startswith("[Credit to claim] ")
    assert "No last day to claim is recorded for this contract." in message.text
    assert differences() == []


def test_a_window_that_moves_withdraws_the_old_days_and_plans_the_new_ones(contract):
    found(contract)
    an_agreement(contract, effective_from=dt.date(2026, 6, 1), window_quantity=14)
    claim = found(contract)

    assert claim.last_date == dt.date(2026, 7, 14)
    assert planned(claim) == ["2026-07-07", "2026-07-11", "2026-07-13", "2026-07-14"]
    assert differences() == []


def test_a_claim_goes_by_the_day_of_its_department(contract):
    claim = found(contract)
    with acting(SYSTEM):
        Department.unscoped.filter(pk=contract.department_id).update(timezone="Asia/Tokyo")
        zones_changed(department_ids=[contract.department_id])

    rows = Reminder.objects.filter(subject_id=claim.pk, kind=CLAIM, state="planned")
    assert set(rows.values_list("timezone", flat=True)) == {"Asia/Tokyo"}


def test_who_sees_the_contract_finds_its_claim_by_name_and_nobody_else_does(contract, owner):
    claim = found(contract)
    stranger, reader = a_user("new"), a_user("pia", "procurement")
    subject = registry.reminder_subjects.get(CLAIM_SUBJECT)

    label = f"{contract.number} Hosting: claim for 2026-06-01 to 2026-06-30"
    assert subject.links(stranger, [claim.pk]) == {}
    assert subject.links(reader, [claim.pk])[claim.pk].label == label
    assert subject.links(reader, [claim.pk])[claim.pk].url == f"/claims/{claim.pk}/"
    assert subject.names([claim.pk]) == {claim.pk: label}


@pytest.mark.parametrize("seed", range(12))
def test_what_is_planned_is_what_is_owed_whatever_people_do(contract, seed):
    chance, now = random.Random(seed), FOUND
    claim = found(contract)
    for _ in range(14):
        now += dt.timedelta(hours=chance.randrange(1, 120))
        claim.refresh_from_db()
        _something(chance, claim, now)
        assert differences(now=now) == [], (seed, now)
        sweep(now)
        assert differences(now=now) == [], (seed, now)


_AFTER = {
    "detected": ["gather", "give_up"],
    "evidence": ["draft", "withdraw"],
    "drafted": ["submit", "gather"],
    "submitted": ["reject", "accept"],
    "rejected": ["contest", "give_up"],
    "lost": ["take_up"],
}


def _something(chance: random.Random, claim: Claim, now: dt.datetime) -> None:
    """Take a step of the claim, correct its window, or let time do what it does."""
    what = chance.choice(["step", "step", "window", "time"])
    verbs = _AFTER.get(claim.status, [])
    if what == "step" and verbs:
        verb = chance.choice(verbs)
        said = {"on_date": now.date(), "reason": "As agreed by telephone", "proof": PROOF}
        if verb == "accept":
            said["amount"] = Decimal(1_000)
        move(claim, verb, now, **said)
    elif what == "window":
        day = dt.date(2026, 6, 1) + dt.timedelta(days=chance.randrange(0, 25))
        if not claim.contract.credit_agreements.filter(effective_from=day).exists():
            an_agreement(claim.contract, effective_from=day, window_quantity=chance.choice([7, 30, 60]))
        detect_claims(actor=SYSTEM, now=now)
    else:
        lapse_claims(actor=SYSTEM, now=now)
