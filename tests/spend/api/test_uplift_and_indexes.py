"""Prices at renewal and index series over the API."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from spend.models import UpliftRule
from tests.support.api import client_with_token, contract, department, person
from tests.support.prices import CPI, a_series, an_uplift

pytestmark = pytest.mark.django_db
FIXED = {"kind": "percent", "percent": "3"}


@pytest.fixture
def made():
    return contract(value_amount=Decimal(100_000), value_currency="EUR")


@pytest.fixture
def url(made):
    return f"/api/v1/contracts/{made.pk}/uplift/"


@pytest.fixture
def client():
    return client_with_token(person("ann", "procurement"))


def codes(response):
    return [item["code"] for item in response.json()["errors"]]


def test_a_rule_is_recorded_read_replaced_and_removed(client, url, made):
    assert (client.get(url).status_code, codes(client.get(url))) == (404, ["no_uplift_rule"])
    first = client.put(url, FIXED | {"cap_percent": "2.5"})
    assert first.status_code == 201
    read = client.get(url)
    assert read["ETag"] == first["ETag"]
    assert read.json() == {
        "contract_id": made.pk, "kind": "percent", "percent": "3.0000", "amount": None, "series": None,
        "base_month": None, "lag_months": 0, "spread": None, "combination": "", "cap_percent": "2.5000",
        "floor_percent": None, "is_compounding": True, "first_eligible_date": None, "announce_days": None,
        "price_per": "", "clause_ref": "",
    }  # fmt: skip
    assert client.get(url, HTTP_IF_NONE_MATCH=read["ETag"]).status_code == 304
    replaced = client.put(url, FIXED | {"percent": "4"}, HTTP_IF_MATCH=read["ETag"])
    assert (replaced.status_code, replaced.json()["percent"]) == (200, "4.0000")
    assert replaced.json()["cap_percent"] is None
    gone = client.delete(f"{url}?reason=Wrong+contract", HTTP_IF_MATCH=replaced["ETag"])
    assert gone.status_code == 204
    assert client.get(url).status_code == 404
    assert UpliftRule.history.latest("history_id").history_change_reason == "Wrong contract"


def test_a_write_that_rests_on_old_facts_is_refused(client, url, made):
    tag = client.put(url, FIXED)["ETag"]
    an_uplift(made, percent=Decimal(2))
    assert client.put(url, FIXED).status_code == 428
    assert client.put(url, FIXED, HTTP_IF_MATCH=tag).status_code == 412
    assert client.put(url, FIXED, HTTP_IF_NONE_MATCH="*").status_code == 412
    assert client.delete(f"{url}?reason=x", HTTP_IF_MATCH=tag).status_code == 412
    assert client.delete(f"{url}?reason=x").status_code == 428
    assert UpliftRule.unscoped.get().percent == Decimal(2)
    assert client.put(url, FIXED, HTTP_IF_MATCH="*").status_code == 200


@pytest.mark.parametrize("tag", ['"1"', '"0"', "*", "nonsense"])
def test_a_rule_that_is_gone_is_not_recorded_anew_by_somebody_who_read_it(client, url, tag):
    assert client.put(url, FIXED, HTTP_IF_MATCH=tag).status_code == 412
    assert not UpliftRule.unscoped.exists()


@pytest.mark.parametrize(
    ("sent", "status", "attrs"),
    [
        ({}, 400, {"kind"}),
        (FIXED | {"percnt": "3"}, 400, {"percnt"}),
        (FIXED | {"percent": "three"}, 400, {"percent"}),
        ({"kind": "percent"}, 422, {"percent"}),
        (FIXED | {"amount": "5"}, 422, {"amount"}),
        (FIXED | {"cap_percent": "1", "floor_percent": "2"}, 422, {"cap_percent", "floor_percent"}),
        ({"kind": "index", "series_id": 99, "base_month": "2025-10-01"}, 422, {"series_id"}),
        ({"kind": "index", "series_id": 99, "base_month": "2025-10-02"}, 422, {"series_id", "base_month"}),
    ],
)
def test_what_is_wrong_is_named(client, url, sent, status, attrs):
    response = client.put(url, sent)
    assert response.status_code == status
    assert {item["attr"] for item in response.json()["errors"]} == attrs
    assert not UpliftRule.unscoped.exists()


def test_removing_asks_why(client, url):
    tag = client.put(url, FIXED)["ETag"]
    refused = client.delete(url, HTTP_IF_MATCH=tag)
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (422, "reason")
    assert UpliftRule.unscoped.exists()


def test_who_only_reads_may_not_write_and_who_does_not_see_finds_nothing(url, made):
    an_uplift(made)
    reader = client_with_token(person("rita", "requester", where=made.department))
    assert reader.get(url).json()["percent"] == "3.0000"
    assert reader.put(url, FIXED, HTTP_IF_MATCH="*").status_code == 403
    stranger = client_with_token(person("paul", "procurement", where=department("Elsewhere")))
    for answer in (
        stranger.get(url),
        stranger.put(url, FIXED, HTTP_IF_MATCH="*"),
        stranger.delete(f"{url}?reason=x", HTTP_IF_MATCH="*"),
        stranger.get(f"/api/v1/contracts/{made.pk}/price/"),
    ):
        assert answer.status_code == 404
    assert UpliftRule.unscoped.get().percent == Decimal(3)


def test_an_index_series_is_read_with_its_values(client):
    series = a_series(base="2020 = 100")
    a_series({"2025-Q4": "101"}, code="WAGES", name="Wages", frequency="quarterly")
    rows = client.get("/api/v1/indexes/").json()["results"]
    assert [row["code"] for row in rows] == ["CPI", "WAGES"]
    assert "values" not in rows[0]
    assert [row["code"] for row in client.get("/api/v1/indexes/?code=wages").json()["results"]] == ["WAGES"]
    found = client.get("/api/v1/indexes/?frequency=monthly").json()["results"]
    assert [row["code"] for row in found] == ["CPI"]
    one = client.get(f"/api/v1/indexes/{series.pk}/").json()
    assert one["values"] == [
        {"period": f"{period}-01", "value": f"{value}00000"} for period, value in CPI.items()
    ]
    assert client.post("/api/v1/indexes/", {}).status_code == 405
    nobody = client_with_token(person("vera", "vendor_manager"), "vendors:read")
    assert nobody.get("/api/v1/indexes/").status_code == 403


def test_a_rule_names_its_series(client, url):
    series = a_series()
    sent = {"kind": "index", "series_id": series.pk, "base_month": "2025-10-01", "lag_months": 3}
    answer = client.put(url, sent).json()
    assert answer["series"] == {"id": series.pk, "code": "CPI", "name": "Consumer prices"}
    assert UpliftRule.unscoped.get().base_month == dt.date(2025, 10, 1)


def test_reading_costs_a_fixed_number_of_queries(client, url, made, django_assert_num_queries):
    an_uplift(made)
    series = a_series()
    client.get(url)
    with django_assert_num_queries(3):  # token with roles, the contract, the rule
        client.get(url)
    with django_assert_num_queries(2):
        client.get(f"/api/v1/indexes/{series.pk}/")
