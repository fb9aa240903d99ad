"""The letter that ends a contract which runs on until somebody gives notice, as PDF and as DOCX."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from core.audit import Actor
from renewals.actions.notices import prepare_notice
from renewals.models import Notice
from renewals.reports.letter import letter_docx, letter_pdf
from tests.support.deciding import decide
from tests.support.people import a_user
from tests.support.reminding import a_contract, at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-01")
AT_ANY_TIME = {"quantity": 30, "unit": "calendar_days", "anchor": "rolling", "clause_ref": "14.4"}
EVERGREEN = {"term_type": "evergreen", "start_date": dt.date(2024, 1, 1)}


def prepared(language: str = "en", **fields: Any) -> Notice:
    ana = a_user("ana")
    contract = a_contract(now=NOW, owner=ana, title="Storage", notice=dict(AT_ANY_TIME), **fields)
    decision = decide(contract, ana, now=NOW)
    return prepare_notice(
        actor=Actor.person(ana), decision=decision, language=language, letter_date=NOW.date(), now=NOW
    )


def test_a_contract_without_an_end_is_terminated_and_not_kept_from_renewing():
    notice = prepared(terms=EVERGREEN)
    assert notice.kind == Notice.Kind.TERMINATION
    assert notice.subject.startswith("Notice of termination: Storage")
    assert "Under clause 14.4 we give notice of termination of the contract." in notice.body
    assert "renew" not in notice.body
    assert "by our reckoning at the end of 31 August 2026, if this notice is received by 1" in notice.body


def test_a_renewing_contract_that_can_be_left_at_any_time_is_terminated_too():
    notice = prepared()
    assert notice.kind == Notice.Kind.TERMINATION
    assert "This concerns term" not in notice.body


def test_in_german_it_neither_names_a_term_nor_a_renewal():
    notice = prepared("de", terms=EVERGREEN)
    assert notice.subject.startswith("Kündigung: Storage")
    assert "Gemäß Ziffer 14.4 kündigen wir den Vertrag." in notice.body
    for word in ("Laufzeit", "verlängert"):
        assert word not in notice.body


@pytest.mark.parametrize(
    ("language", "number", "day"), [("en", "Page 1 of 1", "31 August"), ("de", "Seite 1 von 1", "31. August")]
)
def test_the_pages_of_the_pdf_are_numbered_in_the_language_of_the_letter(language, number, day):
    (page,) = pypdfium2.PdfDocument(letter_pdf(prepared(language, terms=EVERGREEN)))
    text = page.get_textpage().get_text_bounded()
    assert number in text
    assert day in " ".join(text.split())


@pytest.mark.parametrize(("language", "spelling"), [("en", "en-GB"), ("de", "de-DE")])
def test_word_checks_the_spelling_in_the_language_of_the_letter(language, spelling):
    document = Document(io.BytesIO(letter_docx(prepared(language, terms=EVERGREEN))))
    (said,) = document.styles.element.iter(qn("w:lang"))
    assert said.get(qn("w:val")) == spelling


def test_in_the_docx_dates_hold_together_and_the_line_to_sign_on_stays_with_the_closing():
    document = Document(io.BytesIO(letter_docx(prepared(terms=EVERGREEN))))
    texts = [one.text for one in document.paragraphs]
    assert any("31\N{NO-BREAK SPACE}August\N{NO-BREAK SPACE}2026" in text for text in texts)
    closing, line, signed = document.paragraphs[-3:]
    assert (closing.text, signed.text) == ("Yours faithfully", "ana")
    assert closing.paragraph_format.keep_with_next
    assert line.paragraph_format.keep_with_next
    assert "" not in texts
