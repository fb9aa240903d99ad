"""Documents over the API: uploaded in versions, once per key, read with an ETag, for who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts_app.models import Contract, Document
from tests.support.api import client_with_token, contract, person
from tests.support.contract_documents import TERMS, a_document, read, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Contract:
    return contract(type="hosting")


@pytest.fixture
def client():
    return client_with_token(person("lea", "legal"), "documents:read", "documents:write")


def url(made: Contract) -> str:
    return f"/api/v1/contracts/{made.pk}/documents/"


def sent(data: bytes = TERMS.encode(), name: str = "terms.md", **fields: str):
    return {"file": SimpleUploadedFile(name, data), "kind": "agreement", **fields}


def test_a_document_comes_back_with_its_version_its_hash_and_an_address(client, paper):
    made = client.post(url(paper), sent(effective_date="2026-01-01", note="signed"), format="multipart")
    found = made.json()
    assert made.status_code == 201
    assert (found["kind"], found["title"]) == ("agreement", "terms")
    (version,) = found["versions"]
    assert (version["number"], version["effective_date"], version["state"]) == (1, "2026-01-01", "waiting")
    assert version["created_by"] == "lea"
    again = client.get(made["Location"])
    assert (again.json(), again["ETag"]) == (found, made["ETag"])
    assert client.get(made["Location"], HTTP_IF_NONE_MATCH=made["ETag"]).status_code == 304


def test_a_key_keeps_a_document_once(client, paper):
    answers = [
        client.post(url(paper), sent(), format="multipart", HTTP_IDEMPOTENCY_KEY="one") for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Document.unscoped.count() == 1


def test_versions_are_added_and_the_bytes_of_the_latest_refused(client, paper):
    document = a_document(paper)
    address = f"{url(paper)}{document.pk}/versions/"
    added = client.post(address, {"file": SimpleUploadedFile("b.md", b"1. New\n")}, format="multipart")
    assert added.status_code == 201
    assert [one["number"] for one in added.json()["versions"]] == [1, 2]
    same = client.post(address, {"file": SimpleUploadedFile("b.md", b"1. New\n")}, format="multipart")
    assert same.status_code == 422
    assert "version 2, the latest one" in same.json()["errors"][0]["detail"]


def test_the_etag_changes_with_a_version_and_with_its_reading(client, paper):
    document = a_document(paper, is_read=False)
    address = f"{url(paper)}{document.pk}/"
    tags = [client.get(address)["ETag"]]
    read(version_of(document))
    tags.append(client.get(address)["ETag"])
    client.post(f"{address}versions/", {"file": SimpleUploadedFile("b.md", b"1. New\n")}, format="multipart")
    tags.append(client.get(address)["ETag"])
    assert len(set(tags)) == 3


def test_clauses_are_walked_page_by_page_and_joined_are_the_text(client, paper):
    document = a_document(paper)
    address = f"{url(paper)}{document.pk}/versions/1/clauses/?limit=2"
    texts, pages = "", 0
    while address:
        answer = client.get(address).json()
        texts += "".join(one["text"] for one in answer["results"])
        address, pages = answer["next"], pages + 1
    assert (texts, pages) == (TERMS, 3)


def test_the_file_is_handed_out_as_an_attachment(client, paper):
    document = a_document(paper)
    (address,) = client.get(f"{url(paper)}{document.pk}/").json()["download_urls"]
    answer = client.get(address)
    assert answer.content == TERMS.encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_missing_is_answered(client, paper):
    a_document(paper)
    missing = client.get(f"{url(paper)}missing/").json()["missing"]
    assert [one["kinds"] for one in missing] == [["sla"], ["dpa"], ["security"]]


def test_a_hostile_file_is_refused_and_nothing_kept(client, paper):
    answer = client.post(url(paper), sent(b"MZ", "a.exe"), format="multipart")
    assert answer.status_code == 422
    assert not Document.unscoped.exists()


def test_a_refusal_says_by_a_word_and_a_place_what_is_wrong(client, paper):
    document = a_document(paper)
    versions = f"{url(paper)}{document.pk}/versions/"

    def refused(address: str, fields: dict) -> tuple[int, str, str | None]:
        answer = client.post(address, fields, format="multipart")
        (error,) = answer.json()["errors"]
        return answer.status_code, error["code"], error["attr"]

    assert refused(url(paper), sent(b"")) == (422, "refused_file", None)
    assert refused(versions, {"file": SimpleUploadedFile("b.md", TERMS.encode())}) == (
        422, "same_bytes", "file",
    )  # fmt: skip
    assert refused(url(paper), sent(title="t" * 301)) == (400, "max_length", "title")
    assert refused(url(paper), {**sent(), "kind": "novel"}) == (400, "invalid_choice", "kind")
    assert refused(versions, {}) == (400, "required", "file")


def test_scopes_and_roles_decide(paper):
    document = a_document(paper)
    reads = client_with_token(person("rita", "finance"), "documents:read")
    assert reads.get(url(paper)).status_code == 200
    assert reads.post(url(paper), sent(), format="multipart").status_code == 403
    other = client_with_token(person("cora", "legal"), "contracts:read")
    assert other.get(url(paper)).status_code == 403
    assert other.get(f"{url(paper)}{document.pk}/versions/1/file/").status_code == 403


def test_documents_of_a_confidential_contract_are_not_there(client):
    owner = person("olga", "procurement")
    secret = contract(is_confidential=True, owner_id=owner.pk)
    document = a_document(secret)
    for rest in ("", "missing/", f"{document.pk}/", f"{document.pk}/versions/1/clauses/",
                 f"{document.pk}/versions/1/file/"):  # fmt: skip
        assert client.get(url(secret) + rest).status_code == 404, rest
    sees = client_with_token(owner, "documents:read")
    assert sees.get(f"{url(secret)}{document.pk}/").status_code == 200


def test_a_document_of_another_contract_is_not_there(client, paper):
    document = a_document(contract(title="Another"))
    assert client.get(f"{url(paper)}{document.pk}/").status_code == 404
    assert client.get(f"{url(paper)}{document.pk}/versions/1/clauses/").status_code == 404
