"""Contracts over the API: what is sent comes back, is checked, and says its version."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from contracts_app.actions.contracts import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.models import Contract
from tests.support.api import client_with_token, contract, department, person, vendor

pytestmark = pytest.mark.django_db
URL = "/api/v1/contracts/"


@pytest.fixture
def client() -> Any:
    return client_with_token(person("ann", "procurement"))


def body(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Hosting of the shop",
        "type": "hosting",
        "vendor_id": vendor().pk,
        "department_id": department().pk,
        "value_amount": "1200.50",
        "value_currency": "EUR",
        "tags": ["cloud", "shop"],
        "terms": {"term_type": "fixed", "start_date": "2026-01-01", "end_date": "2026-12-31"},
        "notice_rules": [
            {"quantity": 3, "unit": "months", "methods": [{"method": "post", "deemed_business_days": 3}]}
        ],
    } | changes


def test_what_is_sent_comes_back_with_an_address_and_a_version(client):
    response = client.post(URL, body())
    found = response.json()
    assert response.status_code == 201
    assert response["Location"].endswith(f"{URL}{found['id']}/")
    assert found["value_amount"] == "1200.5000"
    assert found["terms"]["end_date"] == "2026-12-31"
    assert found["notice_rules"][0]["methods"] == [
        {"method": "post", "deemed_business_days": 3, "deemed_calendar_days": None, "address": ""}
    ]
    assert found["tags"] == ["cloud", "shop"]
    assert found["vendor"]["name"] == "Nord GmbH"
    read = client.get(response["Location"])
    assert (read.json(), read["ETag"]) == (found, response["ETag"])


def test_options_exercised_before_are_recorded_and_refused_where_there_are_fewer(client):
    option = {"term_type": "option", "start_date": "2025-01-01", "max_renewals": 2, "renewals_exercised": 1}
    made = client.post(URL, body(terms=option))
    assert (made.status_code, made.json()["terms"]["renewals_exercised"]) == (201, 1)
    refused = client.post(URL, body(terms=option | {"renewals_exercised": 3}))
    assert refused.status_code == 422
    named = {error["attr"] for error in refused.json()["errors"]}
    assert named == {"terms.renewals_exercised", "terms.max_renewals"}


def test_an_end_after_an_event_and_a_minimum_of_a_rule_come_back_and_are_changed(client):
    terms = {"term_type": "fixed", "start_date": "2026-01-01", "end_event": "the launch"}
    rule = {"kind": "convenience", "quantity": 90, "unit": "calendar_days", "anchor": "rolling"}
    sent = body(terms=terms, notice_rules=[rule | {"minimum_quantity": 12, "minimum_unit": "months"}])
    made = client.post(URL, sent)
    found = made.json()
    assert (found["terms"]["end_event"], found["terms"]["end_event_date"]) == ("the launch", None)
    assert found["notice_rules"][0]["minimum_quantity"] == 12
    changed = client.patch(
        made["Location"], {"terms": {"end_event_date": "2026-03-01"}}, HTTP_IF_MATCH=made["ETag"]
    )
    assert changed.json()["terms"]["end_event_date"] == "2026-03-01"
    half = client.post(URL, body(notice_rules=[rule | {"minimum_quantity": 12}]))
    assert [error["attr"] for error in half.json()["errors"]] == ["notice_rules.0.minimum_unit"]


def test_a_minimum_from_an_event_comes_back_and_is_changed(client):
    terms = {"term_type": "evergreen", "start_date": "2026-01-01", "minimum_event": "go-live"}
    made = client.post(URL, body(terms=terms))
    assert (made.json()["terms"]["minimum_event"], made.json()["terms"]["minimum_event_date"]) == (
        "go-live",
        None,
    )
    changed = client.patch(
        made["Location"], {"terms": {"minimum_event_date": "2026-03-01"}}, HTTP_IF_MATCH=made["ETag"]
    )
    assert changed.json()["terms"]["minimum_event_date"] == "2026-03-01"
    refused = client.post(URL, body(terms=terms | {"minimum_event": "", "minimum_event_date": "2026-03-01"}))
    assert [error["attr"] for error in refused.json()["errors"]] == ["terms.minimum_event_date"]


def test_deemed_receipt_is_agreed_in_calendar_days_or_in_business_days_not_in_both(client):
    post = {"method": "post", "deemed_calendar_days": 5}
    made = client.post(URL, body(notice_rules=[{"quantity": 3, "unit": "months", "methods": [post]}]))
    assert made.status_code == 201
    (method,) = made.json()["notice_rules"][0]["methods"]
    assert (method["deemed_business_days"], method["deemed_calendar_days"]) == (0, 5)
    both = {**post, "deemed_business_days": 3}
    refused = client.post(URL, body(notice_rules=[{"quantity": 3, "unit": "months", "methods": [both]}]))
    assert refused.status_code in (400, 422)
    assert "deemed_calendar_days" in refused.content.decode()


def test_a_patch_changes_what_is_named_and_merges_terms(client):
    made = client.post(URL, body())
    path = f"{URL}{made.json()['id']}/"
    changed = client.patch(path, {"title": "New", "terms": {"clause_ref": "9.1"}}, HTTP_IF_MATCH=made["ETag"])
    assert changed.status_code == 200
    before, after = made.json(), changed.json()
    assert after["title"] == "New"
    assert after["terms"] == before["terms"] | {"clause_ref": "9.1"}
    assert {**after, "title": "", "terms": {}} == {**before, "title": "", "terms": {}}
    assert changed["ETag"] != made["ETag"]


def test_a_patch_of_notice_rules_replaces_the_list_by_complete_items(client):
    made = client.post(URL, body())
    path = f"{URL}{made.json()['id']}/"
    changed = client.patch(path, {"notice_rules": [{"quantity": 1, "unit": "years"}]}, HTTP_IF_MATCH="*")
    (rule,) = changed.json()["notice_rules"]
    assert (rule["quantity"], rule["unit"], rule["methods"]) == (1, "years", [])
    incomplete = client.patch(path, {"notice_rules": [{"methods": [{}]}]}, HTTP_IF_MATCH="*")
    assert incomplete.status_code == 400
    assert incomplete.json()["errors"][0]["attr"].endswith("method")


def test_a_broken_rule_is_422_naming_the_field_inside(client):
    response = client.post(URL, body(terms={"start_date": "2026-02-01", "end_date": "2026-01-01"}))
    assert response.status_code == 422
    assert response.json()["errors"][0]["attr"] == "terms.end_date"
    assert not Contract.unscoped.exists()


@pytest.mark.parametrize(
    ("changes", "attr"),
    [
        ({"titel": "x"}, "titel"),
        ({"title": ""}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "\x00"}, "title"),
        ({"type": "thing"}, "type"),
        ({"vendor_id": None}, "vendor_id"),
        ({"vendor_id": 10**30}, "vendor_id"),
        ({"value_amount": "1e30"}, "value_amount"),
        ({"value_amount": "lots"}, "value_amount"),
        ({"terms": {"start": "2026-01-01"}}, "terms.start"),
        ({"terms": {"start_date": "01.02.2026"}}, "terms.start_date"),
        ({"terms": None}, "terms"),
        ({"notice_rules": [{"quantity": -1}]}, "notice_rules.0.quantity"),
        ({"tags": "cloud"}, "tags"),
    ],
)
def test_what_cannot_be_read_is_400_naming_it_and_nothing_is_stored(client, changes, attr):
    response = client.post(URL, body(**changes))
    assert response.status_code == 400
    assert attr in [item["attr"] for item in response.json()["errors"]]
    assert not Contract.unscoped.exists()


def test_a_vendor_that_does_not_exist_is_422(client):
    response = client.post(URL, body(vendor_id=999_999))
    assert response.status_code == 422
    assert response.json()["errors"][0]["attr"] == "vendor_id"


def test_a_move_along_the_lifecycle_needs_the_version_and_sometimes_a_reason(client):
    path = f"{URL}{contract().pk}/transitions/"
    assert client.post(path, {"verb": "terminate"}).status_code == 428
    refused = client.post(path, {"verb": "terminate"}, HTTP_IF_MATCH="*")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (422, "reason")
    moved = client.post(path, {"verb": "terminate", "reason": "Bankrupt"}, HTTP_IF_MATCH="*")
    assert moved.json()["status"] == "terminated"
    again = client.post(path, {"verb": "terminate", "reason": "Bankrupt"}, HTTP_IF_MATCH="*")
    assert again.status_code == 409


def test_an_etag_is_asked_for_and_compared(client):
    path = f"{URL}{contract().pk}/"
    tag = client.get(path)["ETag"]
    assert client.patch(path, {"title": "A"}).status_code == 428
    for wrong in ('"0"', '"99.1-ab"', f"W/{tag}", "nonsense", '"x"'):
        assert client.patch(path, {"title": "A"}, HTTP_IF_MATCH=wrong).status_code == 412, wrong
    assert client.patch(path, {"title": "A"}, HTTP_IF_MATCH=tag).status_code == 200
    assert client.patch(path, {"title": "B"}, HTTP_IF_MATCH=tag).status_code == 412


def test_any_of_several_etags_may_be_the_present_one(client):
    path = f"{URL}{contract().pk}/"
    tag = client.get(path)["ETag"]
    assert client.patch(path, {"title": "A"}, HTTP_IF_MATCH=f'"9.9-ab", {tag}').status_code == 200
    assert client.patch(path, {"title": "B"}, HTTP_IF_MATCH=f'"9.9-ab", {tag}').status_code == 412


def test_an_unchanged_answer_is_304_and_a_renamed_vendor_changes_it(client):
    found = contract()
    path = f"{URL}{found.pk}/"
    tag = client.get(path)["ETag"]
    same = client.get(path, HTTP_IF_NONE_MATCH=f'"other", {tag}')
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    client.patch(f"/api/v1/vendors/{found.vendor_id}/", {"name": "Nord AG"}, HTTP_IF_MATCH="*")
    fresh = client.get(path, HTTP_IF_NONE_MATCH=tag)
    assert fresh.status_code == 200
    assert client.patch(path, {"title": "A"}, HTTP_IF_MATCH=tag).status_code == 200


def terms(start: str, end: str) -> TermsDraft:
    day = dt.date.fromisoformat
    return TermsDraft(term_type="fixed", start_date=day(start), end_date=day(end))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("status=active", ["A", "C"]),
        ("status=active&status=draft", ["A", "B", "C"]),
        ("type=saas", ["B"]),
        ("number=C", ["C"]),
        ("value_from=100", ["B"]),
        ("value_to=10", ["A"]),
        ("end_from=2027-01-01", ["B"]),
        ("end_to=2026-12-31", ["A"]),
        ("start_from=2026-02-01&start_to=2026-02-01", ["B"]),
        ("tag=cloud", ["A"]),
        ("currency=eur", ["A", "B"]),
        ("search=shop", ["A", "B"]),
        ("is_confidential=false", ["A", "B", "C"]),
        ("is_confidential=true", []),
    ],
)
def test_each_filter_narrows(client, query, numbers):
    contract(number="A", title="Shop one", value_amount=Decimal(10), value_currency="EUR", tags=("cloud",),
             terms=terms("2026-01-01", "2026-12-31"))  # fmt: skip
    contract(number="B", title="Shop two", type="saas", status="draft", value_amount=Decimal(100),
             value_currency="EUR", terms=terms("2026-02-01", "2027-01-31"))  # fmt: skip
    contract(number="C", title="Other")
    found = client.get(f"{URL}?{query}&ordering=number&count=true").json()
    assert [row["number"] for row in found["results"]] == numbers
    assert (found["count"], found["count_is_capped"]) == (len(numbers), False)


@pytest.mark.parametrize(
    "order", ["id", "number", "title", "status", "value_amount", "start_date", "end_date"]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_links_lead_through_every_order_and_back(client, order, sign):
    for number, amount in enumerate([None, 5, 5, 1, None]):
        contract(title=f"T{number % 2}", value_amount=amount and Decimal(amount), value_currency="EUR")
    seen, address, last = [], f"{URL}?ordering={sign}{order}&limit=2", ""
    while address:
        page = client.get(address).json()
        seen += [row["id"] for row in page["results"]]
        last, address = page["previous"], page["next"]
    assert len(seen) == 5
    assert set(seen) == set(Contract.unscoped.values_list("pk", flat=True))
    assert [row["id"] for row in client.get(last).json()["results"]] == seen[2:4]


def test_recording_a_contract_costs_a_fixed_number_of_queries(client, django_assert_num_queries):
    plain = body(terms={}, notice_rules=[], tags=[])
    client.get(URL)  # notes the use of the token
    with django_assert_num_queries(18):  # one of them only under a test, whose transaction goes on
        client.post(URL, plain)


def test_a_list_and_a_single_object_cost_a_fixed_number_of_queries(client, django_assert_num_queries):
    for number in range(5):
        contract(number=f"Q{number}", tags=("cloud",), notice_rules=(
            NoticeRuleDraft(quantity=1, unit="months", methods=(NoticeMethodDraft(method="post"),)),
        ))  # fmt: skip
    pk = Contract.unscoped.first().pk
    client.get(URL)  # notes the use of the token
    with django_assert_num_queries(2):  # token with roles, the page
        client.get(URL)
    with django_assert_num_queries(3):
        client.get(f"{URL}?count=true")
    with django_assert_num_queries(2):
        client.get(f"{URL}{pk}/")
