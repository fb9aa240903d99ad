"""The report of silent renewals: whose, when, at what cost, as page and CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from core.audit import Actor
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.decisions import withdraw_decision
from renewals.reports.silent import silent_renewals
from tests.support.deciding import decide
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.reminding import SETTING_UP, a_contract, at

pytestmark = pytest.mark.django_db
START, LATER = at("2026-08-01"), at("2027-03-01")
YEAR = dt.date(2026, 3, 2), dt.date(2027, 3, 1)


@pytest.fixture
def where():
    return a_department("IT Procurement")


@pytest.fixture
def ana(where):
    return a_user("ana", "procurement", department=where, full_name="Ana Ruiz")


def rolled_over(**fields):
    contract = a_contract(now=START, **fields)
    let_time_pass(contract)
    return contract


def let_time_pass(contract) -> None:
    for now in (at("2026-10-10"), LATER):
        recompute_deadlines(
            actor=SETTING_UP,
            contract_ids=[contract.pk],
            now=now,
            reason="The date moved on.",
            is_time_passing=True,
        )


def test_a_renewal_without_a_decision_is_reported_with_its_cost(where, ana):
    contract = rolled_over(department=where, owner=ana)
    dollars = rolled_over(department=where, value_currency="USD", value_amount=Decimal(10))
    report = silent_renewals(ana, *YEAR)
    assert {row.contract for row in report.rows} == {contract, dollars}
    assert report.rows[0].renewal.renewed_on_date == dt.date(2027, 1, 1)
    assert report.sums.by_currency == (("EUR", Decimal(412_000)), ("USD", Decimal(10)))
    assert not silent_renewals(ana, YEAR[0], dt.date(2026, 12, 31)).rows
    assert len(silent_renewals(ana, dt.date(2027, 1, 1), dt.date(2027, 1, 1)).rows) == 2


def test_what_was_decided_in_time_is_not_silent_even_if_it_was_withdrawn_later(where, ana):
    renewed = a_contract(now=START, department=where)
    withdrawn = a_contract(now=START, department=where)
    late = a_contract(now=START, department=where)
    decide(renewed, ana, "renew", now=START)
    made = decide(withdrawn, ana, "terminate", now=START)
    withdraw_decision(actor=Actor.person(ana), decision=made, reason="We stay.", now=at("2026-11-01"))
    for contract in (renewed, withdrawn, late):
        let_time_pass(contract)
    assert [row.contract for row in silent_renewals(ana, *YEAR).rows] == [late]


def test_only_contracts_that_the_reader_sees_are_counted(where, ana):
    owner = a_user("owner")
    rolled_over(department=where, owner=owner, is_confidential=True)
    rolled_over(department=a_department("Elsewhere"))
    assert silent_renewals(ana, *YEAR).sums.count == 0
    assert silent_renewals(owner, *YEAR).sums.count == 1


def test_the_page_lists_them_and_leads_there_from_renewals_and_home(where, ana):
    rolled_over(department=where, owner=ana, title="Hosting framework")
    with time_machine.travel(LATER, tick=False):
        client = signed_in(ana)
        page = client.get(reverse("silent")).content.decode()
        assert "1 silent renewal" in page
        assert "Hosting framework" in page
        assert "Term 2" in page
        assert 'value="2 Mar 2026"' in page
        assert "€\u00a0412,000" in page
        assert "1 silent renewal" in client.get(reverse("renewals")).content.decode()
        assert "1 silent renewal" in client.get(reverse("home")).content.decode()
        none = client.get(reverse("silent"), {"first": "1 Jan 2020", "last": "2 Jan 2020"}).content.decode()
        assert "None in these days" in none
        wrong = client.get(reverse("silent"), {"first": "2 Jan 2020", "last": "1 Jan 2020"})
        assert wrong.status_code == 422
        assert "before the first" in wrong.content.decode()


def test_the_csv_has_every_row_and_is_for_who_exports(where, ana):
    rolled_over(department=where, owner=ana, title="=Hosting")
    with time_machine.travel(LATER, tick=False):
        answer = signed_in(ana).get(reverse("silent"), {"format": "csv"})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0][:3] == ["Contract", "Title", "Vendor"]
        assert rows[1][1] == "'=Hosting"
        assert rows[1][4:] == ["2027-01-01", "2", "2027-12-31", "365", "2026-10-02", "412000 EUR"]
        reader = signed_in(a_user("rita", "requester", department=where))
        assert reader.get(reverse("silent")).status_code == 200
        assert reader.get(reverse("silent"), {"format": "csv"}).status_code == 403
