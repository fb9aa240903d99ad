"""The words of a letter, from what is agreed."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from renewals.rules.letter import LANGUAGES, LetterFacts, NoticeKind, letter_of, written_date

OURS = (NoticeKind.NON_RENEWAL, NoticeKind.TERMINATION, NoticeKind.OPTION_EXERCISE)


def facts(**changes) -> LetterFacts:
    usual = {
        "kind": NoticeKind.NON_RENEWAL,
        "language": "en",
        "sender": "Our Company SE",
        "recipient": "Nord Cloud GmbH",
        "number": "C-2041",
        "title": "Hosting framework",
        "contract_date": dt.date(2020, 8, 1),
        "clause_ref": "14.3",
        "term_number": 5,
        "term_start": dt.date(2026, 8, 1),
        "term_end": dt.date(2027, 7, 31),
        "exit_date": dt.date(2027, 7, 31),
    }
    return LetterFacts(**(usual | changes))


def test_a_letter_names_parties_contract_clause_term_and_the_day_it_ends():
    letter = letter_of(facts())
    assert letter.subject == "Notice of non-renewal: Hosting framework (contract C-2041)"
    assert letter.paragraphs == (
        "Dear Sir or Madam,",
        "We refer to the contract “Hosting framework”, number C-2041 of 1 August 2020, between Our Company SE"
        " and Nord Cloud GmbH.",
        "Under clause 14.3 we give notice that the contract is not to be renewed.",
        "This concerns term 5, from 1 August 2026 to 31 July 2027.",
        "The contract ends at the end of 31 July 2027. Should this notice not take effect on that day, it"
        " takes effect on the earliest day possible.",
        "Please confirm in writing that you have received this notice, and the day on which the contract"
        " ends.",
        "Yours faithfully",
    )
    assert letter.body.count("\n\n") == 6


def test_the_same_letter_in_german():
    letter = letter_of(facts(language="de", kind=NoticeKind.TERMINATION))
    assert letter.subject == "Kündigung: Hosting framework (Vertrag C-2041)"
    assert "Gemäß Ziffer 14.3 kündigen wir den Vertrag." in letter.paragraphs
    assert "mit Ablauf des 31. Juli 2027" in letter.body


def test_without_a_clause_and_an_entity_of_ours_the_letter_still_reads_well():
    letter = letter_of(facts(clause_ref="", sender=""))
    assert "We hereby give notice that the contract is not to be renewed." in letter.paragraphs
    assert "between us and Nord Cloud GmbH" in letter.body
    german = letter_of(facts(clause_ref="", sender="", language="de"))
    assert "Hiermit kündigen wir den Vertrag zum Ende der Laufzeit" in german.body
    assert "zwischen uns und Nord Cloud GmbH" in german.body


def test_exercising_an_option_extends_the_contract():
    letter = letter_of(facts(kind=NoticeKind.OPTION_EXERCISE))
    assert "we exercise the option to extend the contract" in letter.body
    assert "extended beyond 31 July 2027" in letter.body
    assert "ends" not in letter.body


@pytest.mark.parametrize(("kind", "language"), product(OURS, LANGUAGES))
def test_what_is_not_known_is_left_out(kind, language):
    nothing = dict.fromkeys(("contract_date", "term_number", "term_start", "term_end", "exit_date"))
    letter = letter_of(facts(kind=kind, language=language, clause_ref="", **nothing))
    assert len(letter.paragraphs) == 5
    assert "None" not in letter.body
    assert "{" not in letter.subject + letter.body


@pytest.mark.parametrize(("language", "words"), [("en", "1 March 2026"), ("de", "1. März 2026")])
def test_dates_are_written_out(language, words):
    assert written_date(dt.date(2026, 3, 1), language) == words
