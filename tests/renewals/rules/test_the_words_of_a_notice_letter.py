"""The words of a letter, from what is agreed."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from renewals.rules.letter import (
    LANGUAGES,
    LetterFacts,
    NoticeKind,
    held_together,
    kind_of_ending,
    letter_of,
    written_date,
)

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


@pytest.mark.parametrize(("kind", "language"), list(product(OURS, LANGUAGES)))
def test_what_is_not_known_is_left_out(kind, language):
    nothing = dict.fromkeys(("contract_date", "term_number", "term_start", "term_end", "exit_date"))
    letter = letter_of(facts(kind=kind, language=language, clause_ref="", **nothing))
    assert len(letter.paragraphs) == 5
    assert "None" not in letter.body
    assert "{" not in letter.subject + letter.body


@pytest.mark.parametrize(("language", "words"), [("en", "1 March 2026"), ("de", "1. März 2026")])
def test_dates_are_written_out(language, words):
    assert written_date(dt.date(2026, 3, 1), language) == words


@pytest.mark.parametrize(
    ("kind", "term_end", "is_exit_moving", "said"),
    [
        ("non_renewal", dt.date(2027, 7, 31), False, "non_renewal"),
        ("non_renewal", dt.date(2027, 7, 31), True, "termination"),
        ("non_renewal", None, False, "termination"),
        ("termination", dt.date(2027, 7, 31), False, "termination"),
        ("option_exercise", None, True, "option_exercise"),
    ],
)
def test_what_has_no_renewal_to_refuse_is_terminated(kind, term_end, is_exit_moving, said):
    assert kind_of_ending(NoticeKind(kind), term_end=term_end, is_exit_moving=is_exit_moving) == said


def test_a_letter_whose_exit_moves_is_about_no_term():
    moving = facts(given_by_date=dt.date(2026, 9, 1), kind=NoticeKind.TERMINATION)
    assert "This concerns term" not in letter_of(moving).body
    assert "if this notice is received by 1 September 2026" in letter_of(moving).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_break_parts_a_written_date(language):
    for month in range(1, 13):
        day = written_date(dt.date(2026, month, 3), language)
        held = held_together(f"Ends on {day}, in 30 days from {day}.")
        assert held.count("\N{NO-BREAK SPACE}") == 4
        assert held.replace("\N{NO-BREAK SPACE}", " ") == f"Ends on {day}, in 30 days from {day}."


def test_what_is_no_date_is_left_as_it_is():
    text = "Under clause 9 March of the 3 Musketeers 2026 we leave in May 2026."
    assert held_together(text) == text
