"""Clauses of the portfolio over the API: by category, with amounts, confirmed and rejected."""

import pytest

from contracts_app.models import Document
from tests.support.api import client_with_token, contract, person
from tests.support.clause_categories import CAP, CAPPED, LAW, clause_numbered, kept
from tests.support.contract_documents import a_document, a_version

pytestmark = pytest.mark.django_db
CLAUSES = "/api/v1/clauses/"


@pytest.fixture
def document() -> Document:
    return a_document(contract(type="hosting"), CAPPED)


@pytest.fixture
def client():
    return client_with_token(person("lea", "legal"), "documents:read", "documents:write")


def numbers(client, asked: str) -> list[str]:
    answered = client.get(f"{CLAUSES}?{asked}")
    assert answered.status_code == 200, answered.json()
    return [row["number"] for row in answered.json()["results"]]


def test_clauses_are_found_by_category_type_and_status(client, document):
    a_document(contract(title="Tools", type="saas"), CAPPED)
    (row,) = client.get(f"{CLAUSES}?category={CAP}&type=hosting&status=active").json()["results"]
    assert (row["number"], row["document_id"], row["version_number"]) == ("1.1", document.pk, 1)
    assert row["contract_id"] == document.contract_id
    (category,) = row["categories"]
    assert (category["category"], category["state"], category["decided_by"]) == (CAP, "suggested", None)
    assert "total liability" in [each["words"] for each in category["evidence"]]


def test_earlier_versions_are_left_out_unless_asked_for(client, document):
    a_version(document, CAPPED.replace("500,000", "700,000"))
    assert numbers(client, f"category={CAP}") == ["1.1"]
    assert numbers(client, f"category={CAP}&all_versions=true") == ["1.1", "1.1"]
    assert numbers(client, "") == ["1", "1.1", "2", "2.1", "3", "3.1"]


def test_one_clause_has_its_amounts(client, document):
    found = client.get(f"{CLAUSES}{clause_numbered(document, '1.1').pk}/").json()
    assert found["amounts"] == [
        {"kind": "money", "words": "EUR 500,000", "value": "500000", "currency": "EUR"}
    ]


def test_a_category_is_confirmed_rejected_and_set(client, document):
    clause = clause_numbered(document, "1.1")
    address = f"{CLAUSES}{clause.pk}/categories/"
    done = client.post(address, {"category": CAP, "state": "confirmed"}, format="json")
    assert done.status_code == 200
    (category,) = done.json()["categories"]
    assert (category["state"], category["decided_by"]) == ("confirmed", "lea")
    client.post(address, {"category": "exit", "state": "rejected"}, format="json")
    assert kept(document) == {
        ("1.1", CAP): "confirmed", ("1.1", "exit"): "rejected", ("3.1", LAW): "suggested",
    }  # fmt: skip
    assert numbers(client, f"category={CAP}&answer=confirmed") == ["1.1"]
    assert numbers(client, "answer=suggested") == ["3.1"]
    assert numbers(client, "answer=none") == ["1", "2", "2.1", "3"]
    assert numbers(client, "category=exit") == []


@pytest.mark.parametrize("body", [{}, {"category": CAP}, {"category": "x", "state": "confirmed"},
                                  {"category": CAP, "state": "suggested"},
                                  {"category": CAP, "state": "confirmed", "points": 99}])  # fmt: skip
def test_an_answer_that_cannot_be_meant_is_refused(client, document, body):
    address = f"{CLAUSES}{clause_numbered(document, '1.1').pk}/categories/"
    assert client.post(address, body, format="json").status_code == 400
    assert kept(document)["1.1", CAP] == "suggested"


def test_an_unknown_category_or_parameter_is_refused(client, document):
    for asked in ("category=nothing", "answer=maybe", "colour=red"):
        assert client.get(f"{CLAUSES}?{asked}").status_code in (400, 422), asked


def test_what_one_may_not_see_or_change_stays_hidden_and_unchanged(client, document):
    hidden = a_document(contract(is_confidential=True, owner_id=person("keeper").pk), CAPPED)
    pk = clause_numbered(hidden, "1.1").pk
    assert client.get(f"{CLAUSES}{pk}/").status_code == 404
    body = {"category": CAP, "state": "confirmed"}
    assert client.post(f"{CLAUSES}{pk}/categories/", body, format="json").status_code == 404
    reader = client_with_token(person("fin", "finance"), "documents:read")
    answered = reader.post(f"{CLAUSES}{clause_numbered(document, '1.1').pk}/categories/", body, format="json")
    assert answered.status_code == 403
