"""Pages about services read what they need in a few queries, however many services a contract has."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Department
from contracts_app.models import Contract
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Claim, Result, SlaTarget
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.slas import (
    SYSTEM,
    a_measurement,
    a_service,
    a_target,
    a_ticket,
    an_agreement,
    an_exclusion,
    an_outage,
    instant,
)

pytestmark = pytest.mark.django_db
NOW = instant("2026-07-10T08:00:00")
#: What a page may take at most, for who views the contracts of one department.
MOST = {
    "/contracts/{contract}/sla/outages/": 8,
    "/contracts/{contract}/sla/tickets/": 8,
    "/contracts/{contract}/sla/measurements/": 8,
    "/contracts/{contract}/sla/exclusions/": 8,
    "/contracts/{contract}/sla/report/?month=2026-06": 17,
    "/claims/": 10,
    "/claims/{claim}/": 12,
    "/slas/": 11,
    "/slas/report/?month=2026-06": 10,
    "/vendors/{vendor}/slas/": 12,
    "/sla/results/{result}/": 11,
    "/sla/targets/{target}/": 10,
}
PANELS = ("/contracts/{contract}/sla/", "/contracts/{contract}/sla/results/")


def fill(contract: Contract, *slugs: str) -> None:
    """Record services with promises of every kind, and what happened to them in June."""
    for slug in slugs:
        service = a_service(contract, slug)
        a_target(service)
        a_target(service, "resolution")
        a_target(service, "key_figure", name=f"Satisfaction with {slug}", unit="%")
        latency = a_target(service, "percentile", percentile=Decimal(95), unit="ms", value=Decimal(200))
        an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref=slug)
        a_ticket(service, "2026-06-10T10:00:00", ref=slug)
        a_measurement(latency.target, "2026-06-10T10:00:00", "100")
        an_exclusion(contract, "2026-06-10T10:00:00", "2026-06-10T10:20:00", service=service)
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 6, 1))
    detect_claims(actor=SYSTEM, now=NOW)


@pytest.fixture
def contract(time_machine) -> Contract:
    time_machine.move_to(NOW)
    made = a_contract(type="hosting", status="active")
    an_agreement(made)
    fill(made, "portal")
    return made


def reader(department: Department | None) -> Client:
    return signed_in(a_user("ana", "procurement", department=department))


@pytest.fixture
def pages(contract: Contract) -> Client:
    """Who views the contracts of one department reads a query more than who views them all."""
    return reader(contract.department)


def address(pattern: str, contract: Contract) -> str:
    return pattern.format(
        contract=contract.pk,
        vendor=contract.vendor_id,
        claim=Claim.unscoped.order_by("pk").values_list("pk", flat=True)[0],
        result=Result.unscoped.order_by("pk").values_list("pk", flat=True)[0],
        target=SlaTarget.unscoped.filter(indicator="key_figure").values_list("pk", flat=True)[0],
    )


def queries(client: Client, path: str, **headers: str) -> list[str]:
    """Return the queries of a page that was opened once before."""
    client.get(path, headers=headers)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path, headers=headers).status_code == 200
    return [one["sql"] for one in seen.captured_queries]


@pytest.mark.parametrize("pattern", [*MOST, *PANELS])
def test_three_services_take_as_many_queries_as_one(pages, contract, pattern):
    path = address(pattern, contract)
    one = queries(pages, path)
    fill(contract, "archive", "mail")

    three = queries(pages, path)

    assert len(three) == len(one), "\n".join(three)


@pytest.mark.parametrize("pattern", MOST)
def test_a_page_takes_few_queries(pages, contract, pattern):
    found = queries(pages, address(pattern, contract))

    assert len(found) <= MOST[pattern], "\n".join(found)


def test_who_views_every_department_reads_a_report_in_sixteen_queries(contract):
    path = address("/contracts/{contract}/sla/report/?month=2026-06", contract)

    assert len(queries(reader(None), path)) <= 16


@pytest.mark.parametrize("pattern", PANELS)
def test_a_panel_alone_takes_at_most_twelve_queries_with_the_numbers_on_its_tabs(pages, contract, pattern):
    found = queries(pages, address(pattern, contract), **{"HX-Target": "tabbed"})

    assert len(found) <= 12, "\n".join(found)


@pytest.mark.parametrize("pattern", PANELS)
def test_the_whole_page_of_a_contract_with_its_panel_takes_few_queries(pages, contract, pattern):
    found = queries(pages, address(pattern, contract))

    assert len(found) <= 17, "\n".join(found)


@pytest.mark.parametrize("department", ["IT Procurement", None])
def test_where_a_person_is_named_is_read_at_most_once_for_a_page(contract, department):
    client = reader(a_department(department) if department else None)

    for pattern in (*MOST, *PANELS):
        found = queries(client, address(pattern, contract))
        assert sum('FROM "contracts_app_contractaccess" WHERE' in one for one in found) <= 1, pattern
