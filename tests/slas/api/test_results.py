"""Results over the API: listed, narrowed, read with their versions; seen by who sees the contract."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from core.audit import acting
from slas.models import Result, ResultVersion
from tests.support.api import SYSTEM, client_with_token, contract, person
from tests.support.slas import a_result, a_service, a_target

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/sla-results/"
MARCH = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
APRIL = dt.date(2026, 4, 1), dt.date(2026, 4, 30)


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"), "contracts:read")


@pytest.fixture
def terms():
    return a_target(a_service(contract()))


def listed(client, **narrow) -> list[int]:
    answer = client.get(ADDRESS, narrow)
    assert answer.status_code == 200, answer.json()
    return [one["id"] for one in answer.json()["results"]]


def test_a_result_is_read_with_its_versions_the_newest_first(client, terms):
    first = a_result(terms, *MARCH)
    with acting(SYSTEM):
        second = ResultVersion.unscoped.get(pk=first.pk)
        second.pk, second.number, second.is_met, second.reason = None, 2, True, "An outage was voided."
        second._state.adding = True
        second.save()

    read = client.get(f"{ADDRESS}{first.result_id}/").json()

    assert (read["period_first_date"], read["period_last_date"]) == ("2026-03-01", "2026-03-31")
    assert read["contract_id"] == terms.target.service.contract_id
    assert [(one["number"], one["is_met"]) for one in read["versions"]] == [(2, True), (1, False)]
    newest = read["versions"][0]
    assert (newest["figure_numerator"], newest["figure_denominator"]) == ("71500", "720")
    assert (newest["credit_amount"], newest["credit_currency"]) == ("1000.0000", "EUR")
    assert newest["reason"] == "An outage was voided."


def test_lists_are_narrowed(client, terms):
    other = a_target(a_service(contract(title="Voice")), "response", severity="P1")
    march = a_result(terms, *MARCH).result_id
    april = a_result(terms, *APRIL, is_met=True).result_id
    answered = a_result(other, *MARCH, is_met=None).result_id

    assert set(listed(client)) == {march, april, answered}
    assert listed(client, contract=other.target.service.contract_id) == [answered]
    assert listed(client, target=terms.target_id, period_from="2026-04-01") == [april]
    assert set(listed(client, period_to="2026-03-31")) == {march, answered}
    assert listed(client, indicator="response") == [answered]
    assert listed(client, is_met="false") == [march]
    assert listed(client, is_met="true") == [april]


def test_whether_it_is_kept_is_that_of_the_newest_version(client, terms):
    first = a_result(terms, *MARCH)
    a_result(terms, *MARCH, number=2, is_met=True)

    assert listed(client, is_met="false") == []
    assert listed(client, is_met="true") == [first.result_id]


def test_what_is_signed_off_is_found(client, terms):
    march = a_result(terms, *MARCH).result_id
    april = a_result(terms, *APRIL).result_id
    with acting(SYSTEM):
        Result.unscoped.filter(pk=march).update(signed_off_at=clock.now())

    assert listed(client, is_signed_off="true") == [march]
    assert listed(client, is_signed_off="false") == [april]


def test_who_may_not_see_the_contract_is_not_told_of_its_results(client):
    secret = contract(title="Secret", is_confidential=True, owner_id=person("omar", "procurement").pk)
    result = a_result(a_target(a_service(secret)), *MARCH).result_id

    assert listed(client) == []
    assert client.get(f"{ADDRESS}{result}/").status_code == 404


def test_a_filter_that_is_not_known_is_refused(client):
    assert client.get(ADDRESS, {"kept": "true"}).status_code == 400
