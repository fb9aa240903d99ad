"""The pages of results: down to the minutes, signed off and opened again, and over the portfolio."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from contracts_app.models import Contract
from core import clock
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Result
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, an_agreement, an_exclusion, an_outage

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 7, 10, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _july(time_machine) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


@pytest.fixture
def pages(contract: Contract) -> Client:
    return signed_in(a_user("ana", "procurement", department=contract.department))


def judged() -> None:
    judge_all(actor=SYSTEM, now=clock.now(), since=dt.date(2026, 6, 1))


def said(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split()).replace("\u00a0", " ")


def missed_june(contract: Contract) -> Result:
    service = a_service(contract)
    a_target(service, zone="Europe/Berlin")
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref="INC-7")
    an_outage(service, "2026-06-10T10:30:00", "2026-06-10T11:30:00", ref="INC-8")
    an_exclusion(contract, "2026-06-10T10:00:00", "2026-06-10T10:20:00", ref="M-1")
    judged()
    return Result.unscoped.get()


def test_a_result_opens_to_the_minutes_behind_it(pages, contract):
    told = said(pages.get(f"/sla/results/{missed_june(contract).pk}/"))

    assert "Missed" in told
    assert "43,200 minutes of the period count. It was down for 90 minutes of them." in told
    assert "≈ 99.791667 %, exactly 2395/24" in told
    assert "the promise is missed, compared exactly" in told
    assert "10 Jun 2026 10:00 10 Jun 2026 12:00" in told
    assert "INC-7, INC-8" in told
    assert "M-1, 10 Jun 2026 10:00 to 10 Jun 2026 10:20 UTC: Nobody has approved it yet." in told
    assert "row 1 of the table. It gives 10 % of the fee. That is € 1,000." in told


def test_what_is_recorded_later_is_told_until_it_is_judged_anew(pages, contract):
    result = missed_june(contract)
    an_outage(result.target.service, "2026-06-11T10:00:00", "2026-06-11T10:30:00", ref="INC-9")
    address = f"/sla/results/{result.pk}/"
    assert "What is recorded has changed since version 1" in said(pages.get(address))

    judged()

    told = said(pages.get(address))
    assert "What is recorded has changed" not in told
    assert "≈ 99.791667 % became ≈ 99.722222 %" in told


def test_a_result_is_signed_off_and_opened_again_with_a_reason(pages, contract):
    result = missed_june(contract)
    assert pages.post(f"/sla/results/{result.pk}/sign-off/", {"number": "1"}).status_code == 302
    an_outage(result.target.service, "2026-06-11T10:00:00", "2026-06-11T10:30:00")
    told = said(pages.get(f"/sla/results/{result.pk}/"))
    assert "signed off 10 Jul 2026" in told
    assert "The result is signed off and stays as it is." in told
    assert pages.post(f"/sla/results/{result.pk}/sign-off/", {"number": "1"}).status_code == 422

    assert pages.post(f"/sla/results/{result.pk}/reopen/", {"reason": ""}).status_code == 422
    assert pages.post(f"/sla/results/{result.pk}/reopen/", {"reason": "INC-9 came late"}).status_code == 302

    result.refresh_from_db()
    assert result.signed_off_at is None
    assert result.history.latest().history_change_reason == "INC-9 came late"


def test_the_results_of_a_contract_and_its_running_budget_are_listed(pages, contract):
    result = missed_june(contract)
    an_outage(result.target.service, "2026-07-02T10:00:00", "2026-07-02T10:30:00")

    told = said(pages.get(f"/contracts/{contract.pk}/sla/results/"))

    assert "Jun 2026 Portal: Availability ■ Missed ≈ 99.791667 % € 1,000" in told
    assert "67 % 30 44.6 14.6 31 Jul 2026" in told


def test_the_portfolio_tells_by_vendor_and_month_how_many_were_kept(pages, contract):
    missed_june(contract)
    kept = a_service(contract, "archive")
    a_target(kept)
    judged()

    told = said(pages.get("/slas/"))

    assert "Nord Cloud GmbH – – – – – – – – – – – ■ 1 of 2 € 1,000" in told


def test_the_page_of_a_vendor_tells_by_contract_and_month_and_what_is_claimed(pages, contract):
    an_agreement(contract)
    result = missed_june(contract)
    detect_claims(actor=SYSTEM, now=NOW)
    owner = a_user("omar", "procurement")
    hidden = a_contract(title="Secret", is_confidential=True, owner_id=owner.pk, status="active")
    a_target(a_service(hidden))
    judged()

    told = said(pages.get(f"/vendors/{contract.vendor_id}/slas/"))

    assert f"{contract} – – – – – – – – – – – ■ 0 of 1 € 1,000" in told
    assert "Jun 2026" in told.partition("Claims")[2]
    assert "Detected € 1,000 30 Jul 2026" in told
    assert "Secret" not in told
    assert result.target.service.name in told


def test_no_data_is_told_as_such(pages, contract):
    service = a_service(contract)
    a_target(service, "percentile", percentile=Decimal(95), unit="ms", value=Decimal(200))
    judged()

    told = said(pages.get(f"/sla/results/{Result.unscoped.get().pk}/"))

    assert "No data" in told
    assert "There is no data: it is neither kept nor missed." in told


def test_nothing_of_a_contract_that_one_may_not_see_is_shown(contract):
    owner = a_user("omar", "procurement")
    secret = a_contract(title="Secret", is_confidential=True, owner_id=owner.pk, status="active")
    result = missed_june(secret)
    other = signed_in(a_user("ada", "procurement"))

    assert other.get(f"/sla/results/{result.pk}/").status_code == 404
    assert "Nord Cloud" not in said(other.get("/slas/"))


def test_who_only_reads_signs_nothing_off(contract):
    result = missed_june(contract)
    reader = signed_in(a_user("rita", "requester", department=contract.department))

    assert "Sign off" not in reader.get(f"/sla/results/{result.pk}/").content.decode()
    assert reader.post(f"/sla/results/{result.pk}/sign-off/").status_code == 403
