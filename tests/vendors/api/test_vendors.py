"""Vendors, entities and departments over the API."""

from __future__ import annotations

from typing import Any

import pytest

from core.audit import acting
from tests.support.api import SYSTEM, client_with_token, department, person, vendor
from vendors.models import Entity, Vendor, VendorContact

pytestmark = pytest.mark.django_db
URL = "/api/v1/vendors/"


@pytest.fixture
def client() -> Any:
    return client_with_token(person("ann", "procurement"))


def test_a_vendor_is_recorded_read_and_changed(client):
    made = client.post(URL, {"name": "Ost AG", "country": "DE"})
    assert made.status_code == 201
    changed = client.patch(made["Location"], {"website": "https://ost.example"}, HTTP_IF_MATCH=made["ETag"])
    assert changed.json() == made.json() | {"website": "https://ost.example"}
    assert client.patch(made["Location"], {"name": "X"}, HTTP_IF_MATCH=made["ETag"]).status_code == 412
    assert client.patch(made["Location"], {"name": "X"}).status_code == 428


@pytest.mark.parametrize(
    "wrong",
    [
        '"1.2.3"',
        '"."',
        '"1."',
        '"1.0"',
        '"1.9"',
        '"01"',
        '"+1"',
        '"1e0"',
        '"²"',
        "1",
        'W/"1"',
        '"' + "1" * 25 + '"',
    ],
)
def test_a_tag_that_is_not_the_present_version_refuses_the_write_as_stale(client, wrong):
    path = f"{URL}{vendor().pk}/"
    assert client.get(path)["ETag"].startswith('"1-')
    refused = client.patch(path, {"name": "X"}, HTTP_IF_MATCH=wrong)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (412, "stale")
    assert Vendor.unscoped.get().name != "X"


def test_any_of_several_tags_may_name_the_present_version(client):
    path = f"{URL}{vendor().pk}/"
    assert client.patch(path, {"name": "X"}, HTTP_IF_MATCH='"7-ab", "1"').status_code == 200
    assert client.patch(path, {"name": "Y"}, HTTP_IF_MATCH="*").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "attr"),
    [
        ({"name": ""}, 400, "name"),
        ({"name": "nord  GMBH"}, 422, "name"),
        ({"lei": "123"}, 422, "lei"),
        ({"website": "no address"}, 400, "website"),
        ({"parent_id": 999_999}, 422, "parent_id"),
        ({"nmae": "x"}, 400, "nmae"),
    ],
)
def test_what_is_wrong_is_named(client, changes, status, attr):
    vendor("Nord GmbH")
    response = client.post(URL, {"name": "Ost AG"} | changes)
    assert response.status_code == status
    assert attr in [item["attr"] for item in response.json()["errors"]]
    assert Vendor.unscoped.count() == 1


def test_contacts_stand_inside_their_vendor(client):
    found = vendor()
    with acting(SYSTEM):
        VendorContact.unscoped.create(vendor=found, role="notice", name="Legal desk", email="l@nord.invalid")
    (contact,) = client.get(f"{URL}{found.pk}/").json()["contacts"]
    assert (contact["role"], contact["name"], contact["email"]) == ("notice", "Legal desk", "l@nord.invalid")


def test_vendors_are_found_by_words_and_facts(client):
    vendor("Müller Söhne AG"), vendor("Nord GmbH")
    for query in ("search=muller", "search=SOHNE+ag", "ordering=name&limit=1"):
        assert [row["name"] for row in client.get(f"{URL}?{query}").json()["results"]] == ["Müller Söhne AG"]
    assert client.get(f"{URL}?is_active=false").json()["results"] == []


def test_entities_and_departments_are_read_and_not_written(client):
    it = department("IT")
    with acting(SYSTEM):
        entity = Entity.unscoped.create(name="Our Ltd", country="GB")
    assert client.get("/api/v1/entities/").json()["results"][0]["name"] == "Our Ltd"
    assert client.get(f"/api/v1/entities/{entity.pk}/").json()["country"] == "GB"
    assert client.get("/api/v1/departments/?name=IT").json()["results"][0]["id"] == it.pk
    for path in ("/api/v1/entities/", "/api/v1/departments/"):
        assert client.post(path, {"name": "x"}).status_code == 405


def test_who_only_reads_vendors_may_not_write_them():
    reader = client_with_token(person("rita", "requester"))
    assert reader.get(URL).status_code == 200
    assert reader.post(URL, {"name": "Ost AG"}).status_code == 403


def test_reading_vendors_costs_a_fixed_number_of_queries(client, django_assert_num_queries):
    for name in ("A", "B", "C"):
        vendor(name)
    pk = Vendor.unscoped.first().pk
    client.get(URL)
    with django_assert_num_queries(2):  # token with roles, the page
        client.get(URL)
    with django_assert_num_queries(2):
        client.get(f"{URL}{pk}/")
