"""Chronic failure: the right to terminate, told with its months beside the deadline."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from slas.actions.claim_moves import ClaimSaid, Proof, move_claim
from slas.actions.claims import detect_claims
from slas.models import Claim
from slas.reports.chronic import chronic_of
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_result, a_service, a_target, an_agreement, instant

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 7, 3)
MAY = (dt.date(2026, 5, 1), dt.date(2026, 5, 31))
JUNE = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))


@pytest.fixture
def contract():
    return a_contract()


@pytest.fixture
def reader(contract):
    return a_user("ana", "procurement", department=contract.department)


def missed_twice(contract, **agreed):
    an_agreement(contract, chronic_missed=2, chronic_window=3, **agreed)
    terms = a_target(a_service(contract))
    return a_result(terms, *MAY), a_result(terms, *JUNE)


def test_two_misses_of_three_months_give_the_right(contract, reader):
    missed_twice(contract, chronic_use_within_days=30)

    (found,) = chronic_of(contract.pk, reader, ON)

    assert found.is_right
    assert "can be terminated until 31 Jul 2026" in found.headline
    assert "Jun 2026: missed." in found.steps
    assert chronic_of(contract.pk, reader, dt.date(2026, 8, 1)) == []


def test_without_a_rule_or_for_who_does_not_see_the_contract_there_is_none(contract, reader):
    an_agreement(contract)
    terms = a_target(a_service(contract))
    a_result(terms, *MAY)
    a_result(terms, *JUNE)
    assert chronic_of(contract.pk, reader, ON) == []
    missed_twice(other := a_contract(title="Another"))
    assert chronic_of(other.pk, a_user("stranger"), ON) == []


def test_a_correction_takes_the_right_away(contract, reader):
    _, june = missed_twice(contract)
    a_result(june.terms, *JUNE, number=2, is_met=True, credit_status="not_due", credit_amount=Decimal(0))

    assert chronic_of(contract.pk, reader, ON) == []


def test_a_submitted_claim_is_the_notice_that_the_right_needs(contract, reader):
    missed_twice(contract, chronic_notice_days=40)
    now = instant("2026-07-03T08:00:00")
    detect_claims(actor=SYSTEM, now=now)
    (found,) = chronic_of(contract.pk, reader, ON)
    assert (found.is_right, "submit the claim by 10 Jul 2026" in found.headline) == (False, True)

    for claim in Claim.unscoped.all():
        for verb, said in (("gather", {}), ("draft", {}), ("submit", {"on_date": ON, "proof": _proof()})):
            move_claim(actor=SYSTEM, claim=claim, verb=verb, said=ClaimSaid(**said), now=now)

    (found,) = chronic_of(contract.pk, reader, ON)
    assert found.is_right


def test_the_page_of_the_deadline_shows_it(contract, reader, time_machine):
    time_machine.move_to(instant("2026-07-03T08:00:00"))
    missed_twice(contract)
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")

    text = client.get(f"/contracts/{contract.pk}/deadline/").content.decode()

    assert "Right to terminate for chronic failure" in text
    assert "May 2026: missed." in text


def _proof() -> Proof:
    return Proof("receipt.txt", b"Received")
