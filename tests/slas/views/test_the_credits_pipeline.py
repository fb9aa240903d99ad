"""The credits pipeline on the dashboard and below the list of claims: a chart, and its table below."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from contracts_app.models import Contract
from core.audit import acting
from slas.models import Claim
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import SYSTEM, instant

pytestmark = pytest.mark.django_db
NOW = instant("2026-07-10T08:00:00")
PAGES = ("/slas/", "/claims/")


@pytest.fixture
def contract(time_machine) -> Contract:
    time_machine.move_to(NOW)
    return a_contract(type="hosting", status="active")


@pytest.fixture
def pages(contract: Contract) -> Client:
    return signed_in(a_user("ana", "procurement", department=contract.department))


def a_claim(contract: Contract, month: int, status: str, asked: int | None, **fields: Any) -> Claim:
    first = dt.date(2026, month, 1)
    values = {
        "period_last_date": first + dt.timedelta(days=27),
        "asked_amount": asked,
        "currency": "EUR" if asked is not None else "",
        "created_at": NOW,
        **fields,
    }
    with acting(SYSTEM):
        made: Claim = Claim.unscoped.create(
            contract=contract, period_first_date=first, status=status, **values
        )
    return made


def said(answer: Any) -> str:
    assert answer.status_code == 200
    text = answer.content.decode().partition('id="credits-pipeline"')[2]
    return " ".join(strip_tags(text.replace("<", " <")).split()).replace("\u00a0", " ")


@pytest.mark.parametrize("address", PAGES)
def test_money_stands_by_state_and_currency_in_the_chart_and_in_its_table(pages, contract, address):
    a_claim(contract, 1, "detected", 1_000)
    a_claim(contract, 2, "detected", 500)
    a_claim(contract, 3, "credited", 800, accepted_amount=Decimal(600), credit_note_ref="CN-1")
    a_claim(contract, 4, "lost", 250, currency="USD")
    a_claim(contract, 5, "withdrawn", 99)
    a_claim(contract, 6, "evidence", None, asked_days=Decimal(3))

    told = said(pages.get(address))

    assert "EUR: Detected € 1,500, Credited € 600" in told
    assert "● Detected 2" in told.replace("▲", "●")
    assert "1 credited in EUR € 800 € 600 € 200" in told
    assert "Lost 1 lost in USD $ 250 $ 250" in told
    assert "1 claim without an amount of money: days, or not known yet." in told
    assert "Withdrawn" not in told.partition("left out.")[2]


@pytest.mark.parametrize("address", PAGES)
def test_claims_that_one_may_not_see_are_in_no_sum(contract, address):
    owner = a_user("omar", "procurement")
    secret = a_contract(title="Secret", is_confidential=True, owner_id=owner.pk, status="active")
    a_claim(secret, 1, "detected", 777)

    text = signed_in(a_user("ada", "procurement")).get(address).content.decode()

    assert "777" not in text
    assert "credits-pipeline" not in text


def test_every_count_leads_to_its_claims(pages, contract):
    a_claim(contract, 1, "submitted", 1_000)
    a_claim(contract, 2, "lost", 1_000)

    assert '<a href="/claims/?status=submitted">1<' in pages.get("/slas/").content.decode()
    listed = pages.get("/claims/?status=submitted").content.decode()
    assert "1 Jan 2026" in listed
    assert "1 Feb 2026" not in listed


@pytest.mark.parametrize("address", PAGES)
def test_it_takes_no_more_queries_however_many_claims_there_are(
    pages, contract, address, django_assert_max_num_queries
):
    for month in range(1, 7):
        a_claim(contract, month, "detected", 100 * month)
    pages.get(address)

    with django_assert_max_num_queries(12):
        pages.get(address)
