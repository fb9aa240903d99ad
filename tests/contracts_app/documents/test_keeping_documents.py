"""Documents: kept as they are, in versions that never change, by who may."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError

from contracts_app.actions.documents import InvalidDocument, add_version, correct_document, correct_version
from contracts_app.models import Document, DocumentVersion
from contracts_app.permissions import can_download_document
from contracts_app.rules.document import VersionDraft
from core.audit import Actor, acting
from core.errors import NotAllowed, StaleObject
from core.files import RefusedFile, content_store
from core.models import Job, StoredFile
from tests.support.contract_documents import TERMS, a_document, a_version, clauses_of, version_of
from tests.support.contracts import NOW, SYSTEM, a_contract, history_of
from tests.support.documents import a_docx, a_pdf
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db


def test_a_document_is_kept_under_the_hash_of_its_bytes():
    document = a_document(a_contract(), effective_date=dt.date(2026, 1, 1), note="signed by both sides")
    version = version_of(document)
    assert (version.number, version.note, version.effective_date) == (
        1,
        "signed by both sides",
        dt.date(2026, 1, 1),
    )
    assert version.file.sha256 == hashlib.sha256(TERMS.encode()).hexdigest()
    assert content_store().read(version.file.sha256) == TERMS.encode()


def test_a_document_without_a_title_is_called_as_its_file():
    assert a_document(a_contract(), title=" ", name="Data_processing 2026.md").title == "Data processing 2026"


def test_versions_count_up_and_earlier_ones_stay():
    document = a_document(a_contract())
    second = a_version(document, TERMS + "\n3. Term\n\n3.1 One year.\n", note="as amended")
    assert second.number == 2
    assert content_store().read(version_of(document, 1).file.sha256) == TERMS.encode()


def test_the_bytes_of_the_latest_version_are_refused():
    document = a_document(a_contract())
    a_version(document, "1. Other words\n")
    with pytest.raises(InvalidDocument, match="version 2, the latest one, recorded 20 Nov 2026") as refused:
        a_version(document, "1. Other words\n", name="another name.md")
    assert "file" in refused.value.fields
    assert DocumentVersion.unscoped.filter(document=document).count() == 2


def test_a_version_may_bring_back_an_earlier_text_and_says_which():
    document = a_document(a_contract())
    for text in ("1. Other words\n", TERMS, "1. Third words\n", TERMS):
        a_version(document, text)
    versions = DocumentVersion.objects.for_system("a test").filter(document=document).with_same_file()
    assert dict(versions.values_list("number", "same_as")) == {1: None, 2: None, 3: 1, 4: None, 5: 3}
    assert [one.text for one in clauses_of(version_of(document, 5))] == [
        one.text for one in clauses_of(version_of(document, 1))
    ]


def test_the_same_bytes_may_be_two_documents():
    contract = a_contract()
    a_document(contract)
    a_document(contract, kind="draft", title="The draft of it")
    assert Document.unscoped.filter(contract=contract).count() == 2


def test_who_saw_an_older_version_is_told_of_the_new_one():
    document = a_document(a_contract())
    a_version(document, "1. Newer\n")
    with pytest.raises(InvalidDocument, match="Somebody added version 2 meanwhile"):
        add_version(
            actor=SYSTEM,
            document=document,
            version=VersionDraft(name="a.md", data=b"1. Mine\n"),
            now=NOW,
            expected_version=1,
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [("number", 7), ("created_at", NOW + dt.timedelta(days=1)), ("file_id", None), ("document_id", None)],
)
def test_no_path_changes_a_version(column: str, value: object):
    contract = a_contract()
    version = version_of(a_document(contract))
    other = version_of(a_document(contract, "1. Another\n"))
    if value is None:
        value = getattr(other, column)
    with pytest.raises(DatabaseError, match="Add the next version instead"), acting(SYSTEM):
        DocumentVersion.unscoped.filter(pk=version.pk).update(**{column: value})


@pytest.mark.parametrize(("column", "value"), [("sha256", "0" * 64), ("size", 1)])
def test_no_path_gives_a_stored_file_other_bytes(column: str, value: object):
    version = version_of(a_document(a_contract()))
    with pytest.raises(DatabaseError, match="keeps its bytes"), acting(SYSTEM):
        StoredFile.unscoped.filter(pk=version.file_id).update(**{column: value})


def test_a_date_and_a_note_are_corrected_and_the_history_has_both():
    version = version_of(a_document(a_contract(), note="draft"))
    was = history_of(version)
    corrected = correct_version(
        actor=SYSTEM, version=version, effective_date=dt.date(2026, 2, 1), note="signed"
    )
    assert (corrected.effective_date, corrected.note) == (dt.date(2026, 2, 1), "signed")
    assert history_of(version) == [*was, "~"]


def test_title_and_kind_are_corrected_once_for_two_people():
    document = a_document(a_contract())
    seen = document.row_version
    correct_document(actor=SYSTEM, document=document, kind="sla", title="Service levels")
    with pytest.raises(StaleObject):
        correct_document(
            actor=SYSTEM, document=document, kind="dpa", title="Data processing", expected_version=seen
        )


def test_a_document_must_be_of_a_kind_that_exists():
    with pytest.raises(InvalidDocument) as refused:
        a_document(a_contract(), kind="novel")
    assert set(refused.value.fields) == {"kind"}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"no pdf at all", "not taken as a PDF"),
        ("a.exe", b"MZ", "not of a kind that is taken"),
        ("a.pdf", a_pdf(trailer=b"/Encrypt 4 0 R "), "encrypted"),
        ("a.docx", a_pdf(), "not taken as a Word document"),
        ("a.pdf", a_docx(), "not taken as a PDF"),
        ("a.md", b"<script>alert(1)</script>", "HTML"),
        ("a.txt", b"words\x00more", "binary"),
        ("a.txt", b"x" * (50 * 1024 * 1024 + 1), "at most 50 MB"),
    ],
)
def test_what_is_hostile_or_not_what_its_name_says_is_refused(name: str, data: bytes, words: str):
    contract = a_contract()
    with pytest.raises(RefusedFile, match=words):
        a_document(contract, name=name, data=data)
    assert not Document.unscoped.filter(contract=contract).exists()
    assert not Job.objects.exists()


def test_only_who_keeps_documents_of_the_department_adds_them():
    contract = a_contract()
    reader = a_user("rita", "finance")
    elsewhere = a_user("eve", "procurement", department=a_department("Elsewhere"))
    for user in (reader, elsewhere):
        with pytest.raises(NotAllowed):
            a_document(contract, actor=Actor.person(user))
    keeper = a_user("ken", "legal", department=contract.department)
    assert version_of(a_document(contract, actor=Actor.person(keeper))).created_by == keeper


def test_the_file_of_a_confidential_contract_is_for_who_sees_it():
    owner = a_user("olga")
    contract = a_contract(is_confidential=True, owner_id=owner.pk)
    stored = version_of(a_document(contract)).file
    assert can_download_document(owner, stored)
    assert not can_download_document(a_user("pia", "procurement"), stored)
    assert not can_download_document(a_user("adam", "administrator"), stored)
    assert can_download_document(a_user("audrey", "auditor"), stored)
