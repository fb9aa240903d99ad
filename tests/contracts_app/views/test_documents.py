"""The pages of documents: uploaded, read, found, corrected, and only by who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from contracts_app.models import Clause, Contract, Document, DocumentVersion
from tests.support.contract_documents import TERMS, a_document, a_version, clauses_of, version_of
from tests.support.contracts import a_contract
from tests.support.documents import a_pdf
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def legal() -> User:
    return a_user("lea", "legal", full_name="Lea Haas")


@pytest.fixture
def pages(legal: User) -> Client:
    return signed_in(legal)


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


def upload(pages: Client, address: str, name: str = "terms.md", data: bytes = TERMS.encode(), **fields: str):
    return pages.post(address, {"file": SimpleUploadedFile(name, data), **fields})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_document_is_uploaded_and_its_page_shows_the_reading(pages: Client, contract: Contract):
    answer = upload(
        pages,
        f"/contracts/{contract.pk}/documents/new/",
        kind="agreement",
        title="",
        effective_date="1 Jan 2026",
        note="signed",
    )
    document = Document.unscoped.get()
    assert answer.headers["Location"] == f"/documents/{document.pk}/"
    assert document.title == "terms"
    shown = words(pages.get(answer.headers["Location"]))
    assert "Being read" in shown
    assert "Waiting for a worker." in shown


def test_a_version_that_brings_back_an_earlier_text_says_so_on_every_page(pages: Client, contract: Contract):
    document = a_document(contract)
    a_version(document, "1. Other words\n")
    a_version(document, TERMS)
    link = 'the same file as <a href="{}?version=1">version 1</a>'
    address = f"/documents/{document.pk}/"
    assert link.format("") in words(pages.get(address))
    assert words(pages.get(f"{address}versions/")).count(link.format(address)) == 1
    assert link.format(address) in words(pages.get(f"/contracts/{contract.pk}/documents/"))
    assert "the same file as" not in words(pages.get(f"{address}?version=1"))


def test_what_is_refused_stands_at_the_form_and_keeps_the_input(pages: Client, contract: Contract):
    answer = upload(
        pages,
        f"/contracts/{contract.pk}/documents/new/",
        "terms.pdf",
        b"no pdf",
        kind="sla",
        title="Service levels",
    )
    assert answer.status_code == 422
    assert "is not taken as a PDF" in words(answer)
    assert 'value="Service levels"' in words(answer)
    assert not Document.unscoped.exists()


def test_the_tab_lists_documents_and_what_is_missing(pages: Client, contract: Contract):
    a_document(contract, note="signed by both sides")
    shown = words(pages.get(f"/contracts/{contract.pk}/documents/"))
    assert "Hosting agreement" in shown
    assert "signed by both sides" in shown
    assert "Service level agreement. Credits are claimed under it." in shown
    assert "Signed agreement. It says" not in shown


def test_a_contract_that_is_not_agreed_yet_lacks_nothing(pages: Client):
    draft = a_contract(type="hosting", status="draft")
    assert "Not on file" not in words(pages.get(f"/contracts/{draft.pk}/documents/"))


def test_the_same_file_is_refused_with_the_version_that_has_it(pages: Client, contract: Contract):
    document = a_document(contract)
    answer = upload(pages, f"/documents/{document.pk}/versions/new/")
    assert answer.status_code == 422
    assert "the same file as version 1" in words(answer)


def test_the_text_is_shown_by_clauses_and_words_are_marked(pages: Client, contract: Contract):
    document = a_document(contract)
    shown = words(pages.get(f"/documents/{document.pk}/"))
    assert "The Provider hosts." in shown
    found = words(pages.get(f"/documents/{document.pk}/?q=month"))
    assert "Fees are due <mark>monthly</mark>." in found
    assert "1 clause contains “month”" in found
    assert "The Provider hosts." not in found


def test_a_place_in_the_text_marks_the_words_and_shows_everything(pages: Client, contract: Contract):
    document = a_document(contract)
    shown = words(pages.get(f"/documents/{document.pk}/?version=1&from=0&mark=month"))
    assert "<mark>monthly</mark>" in shown
    assert "The Provider hosts." in shown


def test_each_version_has_its_own_text(pages: Client, contract: Contract):
    document = a_document(contract)
    a_version(document, TERMS + "\n3. Term\n\n3.1 One year.\n")
    assert "One year." in words(pages.get(f"/documents/{document.pk}/"))
    assert "One year." not in words(pages.get(f"/documents/{document.pk}/?version=1"))
    versions = words(pages.get(f"/documents/{document.pk}/versions/"))
    assert version_of(document, 1).file.sha256 in versions
    assert version_of(document, 2).file.sha256 in versions


ODD = ["version=99", "version=x", "from=-5", "from=99999999999", "from=abc", "q=%00"]


@pytest.mark.parametrize("asked", ODD)
def test_an_odd_address_shows_the_document(pages: Client, contract: Contract, asked: str):
    document = a_document(contract)
    assert pages.get(f"/documents/{document.pk}/?{asked}").status_code == 200


def test_a_file_without_text_says_why_and_offers_to_read_again(pages: Client, contract: Contract):
    document = a_document(contract, name="scan.pdf", data=a_pdf())
    shown = words(pages.get(f"/documents/{document.pk}/"))
    assert "“scan.pdf” holds no text." in shown
    assert "The original is kept" in shown
    version = version_of(document)
    pages.post(f"/documents/versions/{version.pk}/read/", {})
    assert version_of(document).is_being_read


def test_the_original_comes_as_an_attachment(pages: Client, contract: Contract):
    version = version_of(a_document(contract))
    answer = pages.get(f"/files/{version.file_id}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement.md"'
    assert answer.content == TERMS.encode()


def test_dates_notes_and_titles_are_corrected(pages: Client, contract: Contract):
    document = a_document(contract)
    version = version_of(document)
    pages.post(
        f"/documents/versions/{version.pk}/change/",
        {"effective_date": "1 Feb 2026", "note": "as signed", "version": version.row_version},
    )
    pages.post(
        f"/documents/{document.pk}/change/",
        {"kind": "sla", "title": "Service levels", "version": document.row_version},
    )
    shown = words(pages.get(f"/contracts/{contract.pk}/documents/"))
    assert "1 Feb 2026" in shown
    assert "as signed" in shown
    assert "Service levels" in shown


def test_a_clause_is_corrected_split_and_joined_by_hand(pages: Client, contract: Contract):
    document = a_document(contract)
    version = version_of(document)
    row = clauses_of(version)[2]
    pages.post(
        f"/clauses/{row.pk}/change/",
        {"number": "1.1a", "heading": "Hosting", "level": "2", "version": row.row_version},
    )
    row.refresh_from_db()
    assert (row.number, row.heading) == ("1.1a", "Hosting")
    shown = words(pages.get(f"/documents/{document.pk}/"))
    assert "Corrected by Lea Haas" in shown
    first = clauses_of(version)[0]
    pages.post(f"/clauses/{row.pk}/join/", {"version": row.row_version})
    joined = Clause.unscoped.get(version=version, order=1)
    assert joined.text == "1. Services\n\n1.1 The Provider hosts.\n\n"
    pages.post(
        f"/clauses/{joined.pk}/split/",
        {"line": "3", "number": "1.1", "heading": "", "level": "2", "version": joined.row_version},
    )
    assert [one.number for one in clauses_of(version)] == ["", "1", "1.1", "2", "2.1"]
    assert clauses_of(version)[0] == first


def test_who_may_only_read_sees_no_way_to_change(contract: Contract):
    document = a_document(contract)
    row = clauses_of(version_of(document))[1]
    reader = signed_in(a_user("rita", "finance"))
    assert "Add version" not in words(reader.get(f"/documents/{document.pk}/"))
    for address in (
        f"/contracts/{contract.pk}/documents/new/",
        f"/documents/{document.pk}/versions/new/",
        f"/documents/{document.pk}/change/",
        f"/clauses/{row.pk}/change/",
        f"/clauses/{row.pk}/split/",
        f"/clauses/{row.pk}/join/",
    ):
        assert reader.get(address).status_code == 403
        assert reader.post(address, {}).status_code == 403
    assert DocumentVersion.unscoped.count() == 1


def test_documents_of_a_confidential_contract_are_not_there_for_others(pages: Client):
    owner = a_user("olga")
    contract = a_contract(is_confidential=True, owner_id=owner.pk)
    document = a_document(contract)
    version = version_of(document)
    row = clauses_of(version)[1]
    addresses = (
        f"/documents/{document.pk}/",
        f"/documents/{document.pk}/versions/",
        f"/documents/{document.pk}/change/",
        f"/documents/{document.pk}/versions/new/",
        f"/documents/versions/{version.pk}/change/",
        f"/documents/versions/{version.pk}/read/",
        f"/clauses/{row.pk}/",
        f"/clauses/{row.pk}/change/",
        f"/contracts/{contract.pk}/documents/",
        f"/files/{version.file_id}/",
    )
    assert [pages.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert signed_in(owner).get(addresses[0]).status_code == 200
    for address in ("/clauses/?q=provider", "/search/?q=provider"):
        assert "hosts" not in words(pages.get(address))
        assert "hosts" in words(signed_in(owner).get(address))
    rows = b"".join(pages.get("/clauses/?q=provider&format=csv").streaming_content)
    assert b"hosts" not in rows


def test_the_activity_tells_of_documents_in_sentences(pages: Client, contract: Contract):
    document = a_document(contract)
    upload(pages, f"/documents/{document.pk}/versions/new/", data=b"1. Services\n\nWords.\n")
    row = clauses_of(version_of(document))[1]
    pages.post(
        f"/clauses/{row.pk}/change/",
        {"number": "1", "heading": "What is done", "level": "1", "version": row.row_version},
    )
    shown = words(pages.get(f"/contracts/{contract.pk}/activity/"))
    assert "<strong>Lea Haas</strong> added version 2 of “Hosting agreement”" in shown
    assert "added the signed agreement “Hosting agreement”" in shown
    assert "corrected the heading of clause 1 What is done of “Hosting agreement” from Services to" in shown
