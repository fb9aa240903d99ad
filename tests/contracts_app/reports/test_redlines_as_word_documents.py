"""The Word document of a redline: its tracked changes are Word's own, and both texts come back from it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from accounts.models import User
from contracts_app.reports.comparison import compare
from contracts_app.reports.redline_file import redline_file
from contracts_app.rules.word_change_text import words_of
from core import clock
from core.audit import Actor
from core.pdf import Imprint
from tests.support.contract_documents import a_document, a_version, clauses_of, version_of
from tests.support.contracts import a_contract
from tests.support.people import a_user

pytestmark = pytest.mark.django_db

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OLD = """\
1. Services

1.1 The Provider hosts the systems of the Customer in two data centers.

1.2 The Provider keeps a backup of every system for thirty days.

2. Fees

2.1 Fees are due monthly, within thirty days of a proper invoice of the Provider.
"""
NEW = """\
1. Fees

1.1 Fees are due monthly, within thirty days of a proper invoice of the Provider.

2. Services

2.1 The Provider hosts the systems of the Customer in three data centers & one vault.

2.2 The Provider names <its> staff.
"""


@pytest.fixture
def legal() -> User:
    return a_user("lea", "legal", full_name="Lea Haas")


def made(user: User, old: str = OLD, new: str = NEW) -> tuple[bytes, Any]:
    """Return the Word document of two versions, and the document's record."""
    document = a_document(a_contract(), old, name="terms.txt")
    a_version(document, new, name="terms.txt", actor=Actor.person(user, channel="page"), now=clock.now())
    keys = [str(version_of(document, number).pk) for number in (1, 2)]
    found = compare(user, keys[0], keys[1], clock.now())
    assert found is not None
    imprint = Imprint(made_by="Lea Haas", made_at=clock.now())
    data, _, name = redline_file(found, "docx", imprint, lambda done, total: None)
    assert name.endswith("-v1-v2.docx")
    return data, document


def body(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def resolved(data: bytes, gone: str) -> list[str]:
    """Return the words after Word took all changes of a kind away: ``ins`` to reject, ``del`` to accept."""
    found: list[str] = []
    text = ""
    for paragraph in body(data).iter(f"{W}p"):
        for child in paragraph:
            if child.tag in (f"{W}r", f"{W}ins", f"{W}del") and child.tag != f"{W}{gone}":
                text += "".join(
                    "\n" if each.tag == f"{W}br" else each.text or ""
                    for each in child.iter()
                    if each.tag in (f"{W}t", f"{W}delText", f"{W}br")
                )
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
            found.append(text)
            text = ""
    return [key for one in [*found, text] for key in words_of(one).keys]


def words(version: Any) -> list[str]:
    return [
        key
        for one in clauses_of(version)
        for key in (*words_of(one.number).keys, *words_of(one.text, one.number).keys)
    ]


def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(legal: User) -> None:
    data, document = made(legal)
    assert resolved(data, "del") == words(version_of(document, 2))
    assert resolved(data, "ins") == words(version_of(document, 1))


def test_each_change_names_who_and_when_and_has_a_number_of_its_own(legal: User) -> None:
    data, _ = made(legal)
    marks = [each for each in body(data).iter() if each.tag in (f"{W}ins", f"{W}del")]
    assert marks
    assert {each.get(f"{W}author") for each in marks} == {"Lea Haas"}
    assert all(dt.datetime.fromisoformat(each.get(f"{W}date") or "").tzinfo is not None for each in marks)
    assert len({each.get(f"{W}id") for each in marks}) == len(marks)


def test_removed_words_are_deleted_text_and_no_other(legal: User) -> None:
    root = body(made(legal)[0])
    assert all(not list(each.iter(f"{W}t")) for each in root.iter(f"{W}del"))
    assert all(not list(each.iter(f"{W}delText")) for each in root.iter(f"{W}ins"))


def test_word_opens_it_and_the_header_says_what_it_is(legal: User) -> None:
    document = docx.Document(io.BytesIO(made(legal)[0]))
    assert "Redline: Hosting agreement, version 1 → Hosting agreement, version 2" in (
        document.sections[0].header.paragraphs[0].text
    )


def test_a_moved_clause_says_in_a_comment_where_it_was(legal: User) -> None:
    comments = [one.text for one in docx.Document(io.BytesIO(made(legal)[0])).comments]
    assert any(text.startswith("Moved: it was ") for text in comments)


def test_what_xml_cannot_hold_is_shown_and_breaks_nothing(legal: User) -> None:
    data, _ = made(legal, "1. Plain words here.\n", "1. Plain words \ufffe here & there < now.\n")
    assert "\ufffd here & there < now" in "".join(body(data).itertext())
