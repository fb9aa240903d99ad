"""Pages about services say what stands there: units, periods, time zones, and what goes on with a claim."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from contracts_app.models import Contract
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Claim, Service
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import (
    SYSTEM,
    a_measurement,
    a_service,
    a_target,
    an_agreement,
    an_outage,
    instant,
)

pytestmark = pytest.mark.django_db
NOW = instant("2026-07-10T08:00:00")


@pytest.fixture
def contract(time_machine) -> Contract:
    time_machine.move_to(NOW)
    return a_contract(type="hosting", status="active")


@pytest.fixture
def pages(contract: Contract) -> Client:
    return signed_in(
        a_user("ana", "procurement", department=contract.department, timezone="America/New_York")
    )


def said(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split()).replace("\u00a0", " ")


def a_missed_promise(contract: Contract) -> None:
    service = a_service(contract)
    a_target(service)
    an_agreement(contract)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T13:00:00")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 6, 1))
    detect_claims(actor=SYSTEM, now=NOW)


def test_a_key_figure_has_no_service_hours(pages, contract):
    a_target(a_service(contract), "key_figure", name="Satisfaction", unit="%")

    told = said(pages.get(f"/contracts/{contract.pk}/sla/"))

    assert "Satisfaction" in told
    assert "around the clock" not in told


def test_a_reading_has_its_unit_and_a_check_in_the_name_of_its_period(pages, contract):
    target = a_target(a_service(contract), "key_figure", name="Satisfaction", unit="%").target
    a_measurement(target, "2026-05-31T21:59", "78.5", source="check-in", ref="2026-05-01/2026-05-31")
    a_measurement(target, "2026-06-02T10:00", "80", source="survey", ref="2026-06-02/1")

    told = said(pages.get(f"/contracts/{contract.pk}/sla/measurements/"))

    assert "78.5 % check-in May 2026" in told
    assert "80 % survey 2026-06-02/1" in told


@pytest.mark.parametrize("name", ["outages", "tickets", "measurements", "exclusions"])
def test_a_list_says_in_which_zone_its_times_are(pages, contract, name):
    told = said(pages.get(f"/contracts/{contract.pk}/sla/{name}/"))

    assert "Times are in America/New_York." in told


def test_how_long_ahead_is_said_of_the_maintenance_that_must_be_announced(pages, contract):
    terms = a_target(a_service(contract), announced_hours=48)

    told = said(pages.get(f"/sla/targets/{terms.target_id}/"))

    assert "announced maintenance (at least 48 hours ahead), force majeure, our fault" in told


def test_results_of_one_month_stand_in_the_order_of_their_services(pages, contract):
    for slug in ("zeppelin", "archive", "mail"):
        a_target(a_service(contract, slug))
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 5, 1))

    rows = pages.get(f"/contracts/{contract.pk}/sla/results/").context["rows"]

    assert [(row["period"], row["target"].service.name) for row in rows] == [
        (month, name) for month in ("Jun 2026", "May 2026") for name in ("Archive", "Mail", "Zeppelin")
    ]


def test_a_budget_that_is_overdrawn_has_a_real_minus(pages, contract):
    service = a_service(contract)
    a_target(service, value=Decimal(100))
    an_outage(service, "2026-07-01T10:00:00", "2026-07-01T10:30:00")

    told = said(pages.get(f"/contracts/{contract.pk}/sla/results/"))

    assert "100 %, missed 30 0 −30 31 Jul 2026" in told


def test_running_periods_of_a_vendor_name_the_contract_and_not_the_vendor_again(pages, contract):
    a_target(a_service(contract))

    told = said(pages.get(f"/vendors/{contract.vendor_id}/slas/"))

    assert f"{contract.number} {contract.title} 0 % 0 44.6" in told


def test_steps_that_end_a_claim_stand_apart_from_those_that_go_on(pages, contract):
    a_missed_promise(contract)
    claim = Claim.unscoped.get()

    answer = pages.get(f"/claims/{claim.pk}/")

    assert [verb for verb, _ in answer.context["moves"]] == ["gather"]
    assert [verb for verb, _ in answer.context["other_moves"]] == ["give_up", "withdraw"]
    assert "Other steps Give up Withdraw" in said(answer)
    assert "Last day Thu 30 Jul 2026, 20 days left" in said(answer).replace(" ,", ",")


def test_who_may_not_make_claims_is_offered_no_steps(contract):
    a_missed_promise(contract)
    reader = signed_in(a_user("rita", "requester", department=contract.department))

    answer = reader.get(f"/claims/{Claim.unscoped.get().pk}/")

    assert "Other steps" not in said(answer)
    assert "Gather evidence" not in said(answer)


def test_services_stand_in_order_also_those_of_which_nothing_is_promised(pages, contract):
    for slug in ("zeppelin", "archive", "mail"):
        a_service(contract, slug)
    order = ["Archive", "Mail", "Zeppelin"]
    address = f"/contracts/{contract.pk}/sla/"
    assert [service.name for service, _ in pages.get(address).context["services"]] == order

    for number, service in enumerate(Service.unscoped.order_by("-name"), start=1):
        a_target(service)
        found = pages.get(address).context["services"]
        assert [service.name for service, _ in found] == order
        assert sum(len(targets) for _, targets in found) == number
