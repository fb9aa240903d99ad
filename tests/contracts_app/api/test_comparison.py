"""Comparisons and the history of clauses over the API: what they answer, and to whom."""

import pytest

from contracts_app.models import Clause
from tests.support.api import client_with_token, contract, person
from tests.support.contract_documents import TERMS, a_document, a_version, version_of

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/comparison/"


@pytest.fixture
def client():
    return client_with_token(person("lea", "legal"), "documents:read")


@pytest.fixture
def document():
    made = a_document(contract(type="hosting"), TERMS)
    a_version(made, TERMS.replace("monthly", "yearly, in advance"))
    return made


def keys(document):
    return {"old": str(version_of(document, 1).pk), "new": str(version_of(document, 2).pk)}


def test_each_clause_is_answered_with_what_became_of_it(client, document):
    found = client.get(ADDRESS, keys(document)).json()
    assert found["counts"] == {"same": 4, "changed": 1}
    [changed] = [row for row in found["rows"] if row["change"] == "changed"]
    assert (changed["old_number"], changed["new_number"]) == ("2.1", "2.1")
    assert (changed["words_added"], changed["words_removed"]) == (3, 1)
    assert "words" not in changed
    assert (found["old"]["version"], found["new"]["version"]) == (1, 2)


def test_words_are_answered_where_they_are_wanted(client, document):
    found = client.get(ADDRESS, keys(document) | {"words": "true"}).json()
    [changed] = [row for row in found["rows"] if row["change"] == "changed"]
    assert [(one["kind"], one["text"]) for one in changed["words"]] == [
        ("stayed", "Fees are due"),
        ("removed", "monthly"),
        ("added", "yearly, in advance"),
        ("stayed", "."),
    ]


def test_the_text_in_force_is_a_side_too(client, document):
    found = client.get(ADDRESS, {"old": f"{document.pk}@2020-01-01", "new": keys(document)["new"]}).json()
    assert found["rows"] == []
    assert "No version of it counts on 1 Jan 2020" in found["old"]["problem"]


@pytest.mark.parametrize("wrong", ["x", "0", "9999999", "1@2026-99-01"])
def test_a_side_that_is_not_there_is_not_found(client, document, wrong):
    assert client.get(ADDRESS, keys(document) | {"old": wrong}).status_code == 404


def test_a_missing_side_is_named(client, document):
    answer = client.get(ADDRESS, {"old": keys(document)["old"]})
    assert answer.status_code == 400
    assert "new" in answer.content.decode()


def test_a_contract_that_is_not_seen_has_no_comparison_and_no_history(client, document):
    owner = person("omar", "procurement")
    hidden = a_document(contract(title="Secret", is_confidential=True, owner_id=owner.pk), TERMS)
    clause = Clause.unscoped.filter(version__document=hidden).first()
    assert client.get(ADDRESS, keys(document) | {"old": str(version_of(hidden).pk)}).status_code == 404
    assert client.get(f"/api/v1/clauses/{clause.pk}/history/").status_code == 404


def test_a_token_without_the_scope_is_refused(document):
    other = client_with_token(person("leo", "legal"), "contracts:read")
    assert other.get(ADDRESS, keys(document)).status_code == 403


def test_the_history_of_a_clause_names_steps_and_the_origin_of_words(client, document):
    clause = Clause.unscoped.get(version__document=document, version__number=2, number="2.1")
    found = client.get(f"/api/v1/clauses/{clause.pk}/history/").json()
    assert [(one["step"]["version"], one["is_first"]) for one in found["stages"]] == [(1, True), (2, False)]
    assert [(one["text"], one["step"]["version"]) for one in found["words"]] == [
        ("Fees are due", 1),
        ("yearly, in advance", 2),
        (".", 1),
    ]
