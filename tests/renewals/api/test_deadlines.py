"""Deadlines over the API: the list, one contract's deadline with its reasons, and the preview."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.models import Contract
from renewals.models import Deadline
from renewals.rules.explanation import explain_line
from tests.support.api import client_with_token, contract, person

pytestmark = pytest.mark.django_db
URL = "/api/v1/deadlines/"
PREVIEW = f"{URL}preview/"


@pytest.fixture
def client() -> Any:
    return client_with_token(person("ann", "procurement"))


def renewing(number: str, year: int, **facts: Any) -> Contract:
    """Record a contract that runs for ``year`` and renews, with notice of three months."""
    start = dt.date(year, 1, 1)
    terms = TermsDraft(
        term_type="auto_renew", start_date=start, initial_term_quantity=12, initial_term_unit="months",
        renewal_term_quantity=12, renewal_term_unit="months",
    )  # fmt: skip
    rules = (NoticeRuleDraft(quantity=3, unit="months"),)
    return contract(number=number, terms=terms, notice_rules=rules, **facts)


def test_deadlines_come_by_act_by_date_those_without_one_last(client):
    renewing("LATE", 2027), renewing("SOON", 2026), contract(number="NONE")
    rows = client.get(f"{URL}?count=true").json()
    assert [row["contract"]["number"] for row in rows["results"]] == ["SOON", "LATE", "NONE"]
    assert rows["results"][0]["act_by_date"] == "2026-09-30"
    assert rows["count"] == 3
    backwards = client.get(f"{URL}?ordering=-act_by_date").json()["results"]
    assert [row["contract"]["number"] for row in backwards] == ["LATE", "SOON", "NONE"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("act_by_from=2027-01-01", ["LATE"]),
        ("act_by_to=2026-12-31", ["SOON"]),
        ("notice_by_from=2026-09-30&notice_by_to=2026-09-30", ["SOON"]),
        ("term_end_from=2027-12-31", ["LATE"]),
        ("status=unknown", []),
        ("contract_type=saas", ["LATE"]),
    ],
)
def test_each_filter_narrows(client, query, numbers):
    renewing("SOON", 2026), renewing("LATE", 2027, type="saas")
    rows = client.get(f"{URL}?{query}").json()["results"]
    assert [row["contract"]["number"] for row in rows] == numbers


def test_the_pages_of_deadlines_lead_through_all_of_them(client):
    for number in range(5):
        renewing(f"N{number}", 2026 + number % 2)
    seen, address = [], f"{URL}?limit=2&ordering=-act_by_date"
    while address:
        page = client.get(address).json()
        seen += [row["contract"]["number"] for row in page["results"]]
        address = page["next"]
    assert sorted(seen) == ["N0", "N1", "N2", "N3", "N4"]


def test_one_contracts_deadline_says_why(client):
    found = renewing("C", 2026)
    path = f"/api/v1/contracts/{found.pk}/deadline/"
    response = client.get(path)
    answer = response.json()
    assert (answer["notice_by_date"], answer["send_by_date"]) == ("2026-09-30", "2026-09-30")
    assert any("3 months before the end of the term" in step for step in answer["steps"])
    assert client.get(path, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304


def test_a_contract_that_is_not_in_force_has_no_deadline_and_says_so(client):
    found = contract(status="draft")
    response = client.get(f"/api/v1/contracts/{found.pk}/deadline/")
    assert response.status_code == 404
    assert "Draft" in response.json()["errors"][0]["detail"]


def test_a_change_of_terms_moves_the_deadline_in_the_same_request(client):
    found = renewing("C", 2026)
    path = f"/api/v1/contracts/{found.pk}/"
    client.patch(path, {"notice_rules": [{"quantity": 30, "unit": "calendar_days"}]}, HTTP_IF_MATCH="*")
    assert client.get(f"{path}deadline/").json()["notice_by_date"] == "2026-12-01"


def test_the_preview_says_which_of_two_rules_gives_the_earliest_exit(client):
    answer = client.post(
        PREVIEW,
        {
            "as_of": "2026-06-01",
            "term": {
                "type": "auto_renew",
                "start_date": "2026-01-01",
                "initial_term": {"n": 12, "unit": "months"},
                "renewal_as_initial": True,
            },
            "notice": {"quantity": 90, "unit": "calendar_days", "anchor": "term_end"},
            "convenience": {"quantity": 60, "unit": "calendar_days", "anchor": "rolling"},
        },
    ).json()
    assert (answer["earliest_exit_date"], answer["earliest_exit_rule"]) == ("2026-07-31", "convenience")
    assert (answer["status"], answer["notice_by_date"]) == ("in_window", "2026-10-02")


def test_the_preview_answers_and_stores_nothing(client):
    terms = {
        "id": "row 7",
        "as_of": "2026-11-22",
        "term": {"type": "fixed", "start_date": "2026-01-01", "initial_term": {"n": 12, "unit": "months"}},
        "notice": {"quantity": 60, "unit": "calendar_days", "anchor": "term_end"},
    }
    answer = client.post(PREVIEW, terms).json()
    assert (answer["id"], answer["term_end"], answer["notice_by_date"]) == (
        "row 7",
        "2026-12-31",
        "2026-11-01",
    )
    assert set(answer) == {
        "id", "status", "term_number", "term_start", "term_end", "renewal_date", "earliest_notice_date",
        "notice_by_date", "send_by_date", "earliest_exit_date", "readings", "steps", "missing",
    }  # fmt: skip
    assert not Contract.unscoped.exists()
    assert not Deadline.unscoped.exists()


@pytest.mark.parametrize(
    ("terms", "attr"),
    [
        ({}, "term"),
        ([], "line"),
        ("x", "line"),
        ({"term": {"type": "sometimes"}}, "term.type"),
        ({"term": {"start_date": "2026-02-30"}}, "term.start_date"),
        ({"term": {"start_date": "2026-02-01", "end_date": "2026-01-01"}}, "term.end_date"),
        ({"term": {}, "notice": {"calendar": "XX-YY"}}, "notice.calendar"),
        ({"term": {}, "notice": {"quantity": -1}}, "notice.quantity"),
        ({"term": {"max_renewals": 10**30}}, "term.max_renewals"),
        ({"as_of": "soon", "term": {}}, "as_of"),
    ],
)
def test_terms_that_cannot_be_meant_are_400_naming_the_field(client, terms, attr):
    response = client.post(PREVIEW, terms)
    assert response.status_code == 400
    assert attr in [item["attr"] for item in response.json()["errors"]]


PREVIEWED = {
    "type": "auto_renew",
    "start_date": "2024-02-29",
    "initial_term": {"n": 36, "unit": "months"},
    "renewal_term": {"n": 1, "unit": "years"},
}


@pytest.mark.parametrize(
    ("as_of", "term", "notice"),
    [
        ("2026-11-22", PREVIEWED, {"quantity": 3, "unit": "months", "anchor": "renewal_date"}),
        (
            "2027-02-20",
            PREVIEWED,
            {"quantity": 10, "unit": "business_days", "anchor": "term_end", "calendar": "DE"},
        ),
        (
            "2026-11-22",
            {**PREVIEWED, "type": "evergreen"},
            {"quantity": 6, "unit": "weeks", "anchor": "06-30"},
        ),
        ("2026-11-22", {**PREVIEWED, "type": "option"}, None),
        ("2023-01-01", {**PREVIEWED, "max_renewals": 0}, None),
    ],
)
def test_the_preview_says_what_the_command_says(client, as_of, term, notice):
    asked = {"id": ["row", 7], "as_of": as_of, "term": term, "notice": notice}
    assert client.post(PREVIEW, asked).json() == explain_line(json.dumps(asked))


@pytest.mark.parametrize(
    "raw", ['{"id": "\\ud800", "term": {}}', '{"term": {"\\ud800": 1}}', '{"id": 1e999, "term": {}}']
)
def test_what_json_can_hold_but_no_text_can_is_no_crash(client, raw):
    response = client.post(PREVIEW, raw, content_type="application/json")
    assert response.status_code in (200, 400)
    assert json.loads(response.content.decode()) is not None


def test_terms_that_lack_a_fact_are_unknown_and_name_it(client):
    answer = client.post(PREVIEW, {"term": {"type": "fixed"}}).json()
    assert answer["status"] == "unknown"
    assert "start_date" in answer["missing"]


def test_reading_deadlines_costs_a_fixed_number_of_queries(client, django_assert_num_queries):
    for number in range(4):
        renewing(f"N{number}", 2026)
    pk = Contract.unscoped.first().pk
    client.get(URL)
    with django_assert_num_queries(3):  # token, the page with and without a date
        client.get(URL)
    with django_assert_num_queries(3):
        client.get(f"/api/v1/contracts/{pk}/deadline/")
