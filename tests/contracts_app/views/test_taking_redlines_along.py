"""A redline as PDF and as Word document: asked for on the page, made by a worker, for its reader alone."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.db.models import QuerySet
from django.test import Client

from accounts.models import User
from contracts_app.models import Contract, Document
from contracts_app.tasks import make_redline
from core.audit import Actor, acting
from core.errors import UserError
from core.models import Job, LedgerEntry, StoredFile
from tests.support.contract_documents import TERMS, a_document, a_version, version_of
from tests.support.contracts import a_contract
from tests.support.needs import needs_pango
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
ADDRESS = "/documents/compare/redline/"


@pytest.fixture
def legal() -> User:
    return a_user("lea", "legal", full_name="Lea Haas")


@pytest.fixture
def document() -> Document:
    made = a_document(a_contract(type="hosting", status="active"), TERMS)
    a_version(made, TERMS.replace("monthly", "yearly"))
    return made


def redlines() -> QuerySet[Job]:
    return Job.objects.filter(kind="contracts_app.redline")


def asked(document: Document, form: str) -> dict[str, str]:
    return {"old": str(version_of(document, 1).pk), "new": str(version_of(document, 2).pk), "form": form}


def made(pages: Client, document: Document, form: str) -> StoredFile:
    answer = pages.post(ADDRESS, asked(document, form))
    job = redlines().get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    return StoredFile.unscoped.get(pk=worked(job)["file"])


def worked(job: Job) -> dict[str, Any]:
    """Do what a worker does with the job."""
    told = make_redline(job, lambda done, total, message: None)
    again = make_redline(job, lambda done, total, message: None)
    assert told == again
    return told


def test_the_word_redline_is_made_listed_and_downloaded(legal: User, document: Document) -> None:
    pages = signed_in(legal)
    stored = made(pages, document, "docx")
    assert stored.name.endswith("-v1-v2.docx")
    page = pages.get("/documents/compare/", asked(document, "docx")).content.decode()
    assert f'href="/files/{stored.pk}/"' in page
    content = pages.get(f"/files/{stored.pk}/")
    assert content.status_code == 200
    text = docx.Document(io.BytesIO(content.content)).element.xml
    assert "<w:delText" in text
    assert LedgerEntry.objects.filter(kind="core.file.downloaded").exists()


def test_the_pdf_says_what_it_is(legal: User, document: Document) -> None:
    needs_pango()
    pages = signed_in(legal)
    stored = made(pages, document, "pdf")
    assert stored.name.endswith("-v1-v2.pdf")
    assert pages.get(f"/files/{stored.pk}/").content.startswith(b"%PDF-")


def test_nobody_else_gets_the_file_of_a_redline(legal: User, document: Document) -> None:
    stored = made(signed_in(legal), document, "docx")
    other = signed_in(a_user("uma", "auditor"))
    assert other.get(f"/files/{stored.pk}/").status_code == 404


def test_who_lost_sight_of_a_contract_gets_its_redline_no_more(legal: User, document: Document) -> None:
    pages = signed_in(legal)
    stored = made(pages, document, "docx")
    with acting(Actor.system("test")):
        Contract.unscoped.filter(pk=document.contract_id).update(is_confidential=True)
    assert pages.get(f"/files/{stored.pk}/").status_code == 404


def test_a_text_that_is_not_seen_is_not_asked_for(legal: User, document: Document) -> None:
    owner = a_user("omar", "procurement")
    hidden = a_document(a_contract(title="Secret", is_confidential=True, owner_id=owner.pk), TERMS)
    form = {"old": str(version_of(hidden).pk), "new": str(version_of(document, 1).pk), "form": "docx"}
    assert signed_in(legal).post(ADDRESS, form).status_code == 404
    assert not redlines().exists()


def test_an_unknown_form_is_refused_in_words(legal: User, document: Document) -> None:
    answer = signed_in(legal).post(ADDRESS, asked(document, "exe"), follow=True)
    assert "A redline is made as PDF or as a Word document." in answer.content.decode()
    assert not redlines().exists()


def test_a_side_without_text_fails_with_the_reason(legal: User, document: Document) -> None:
    empty = a_version(document, "", data=b" \n", name="scan.txt")
    form = {"old": str(version_of(document, 1).pk), "new": str(empty.pk), "form": "docx"}
    signed_in(legal).post(ADDRESS, form)
    with pytest.raises(UserError, match="Version 3 has no text"):
        worked(redlines().get())


def test_nothing_is_made_by_opening_an_address(legal: User, document: Document) -> None:
    assert signed_in(legal).get(ADDRESS, asked(document, "docx")).status_code == 405
