"""The words of a notice letter of ours, from what is agreed and what was decided.

1. A letter names both parties, the contract with number, title and date, the clause that the notice rests
   on, the term it is about, and the day on which the contract ends (or runs on to); facts that are not known
   are left out, never guessed.
2. It asks for a confirmation of receipt and of the day.
3. An exit that moves with the day on which notice is given is named with the day that it was reckoned for.
4. A contract that runs on without an end, or whose exit moves with the day, is terminated: there is no
   renewal to speak of, and no term that the letter is about.
5. It exists in English and in German; dates are written out, so that nobody takes the month for the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class NoticeKind(StrEnum):
    """What a notice says."""

    NON_RENEWAL = "non_renewal"
    TERMINATION = "termination"
    OPTION_EXERCISE = "option_exercise"
    PRICE_INCREASE = "price_increase"


#: What ends a contract, whoever says it.
ENDING_KINDS: Final = frozenset({NoticeKind.NON_RENEWAL, NoticeKind.TERMINATION})

LANGUAGES: Final = {"en": "English", "de": "German"}

_MONTHS: Final = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
}  # fmt: skip


def written_date(day: date, language: str) -> str:
    """Return a date written out: ``31 December 2026``, ``31. Dezember 2026``."""
    dot = "." if language == "de" else ""
    return f"{day.day}{dot} {_MONTHS[language][day.month - 1]} {day.year}"


_WRITTEN_DATE: Final = re.compile(
    rf"\b(\d{{1,2}}\.?) ({'|'.join(name for names in _MONTHS.values() for name in names)}) (\d{{4}})\b"
)


def held_together(text: str) -> str:
    """Return a text whose written dates no line break parts: their spaces do not break."""
    return _WRITTEN_DATE.sub("\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3", text)


def kind_of_ending(kind: NoticeKind, *, term_end: date | None, is_exit_moving: bool) -> NoticeKind:
    """Return what a notice of ours says: of what has no renewal to refuse, that the contract is terminated.

    Args:
        kind: By the rule that it is given under.
        term_end: The last day of the present term; None where it has none.
        is_exit_moving: Whether the exit moves with the day on which notice is given.
    """
    if kind is NoticeKind.NON_RENEWAL and (term_end is None or is_exit_moving):
        return NoticeKind.TERMINATION
    return kind


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a letter rests on; empty and None where it is not known.

    ``given_by_date``: where the exit moves with the day, by when the letter must be received, or sent where
    ``counts_from_sending``, for this exit.
    """

    kind: NoticeKind
    language: str
    sender: str
    recipient: str
    number: str
    title: str
    contract_date: date | None = None
    clause_ref: str = ""
    term_number: int | None = None
    term_start: date | None = None
    term_end: date | None = None
    exit_date: date | None = None
    given_by_date: date | None = None
    counts_from_sending: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a letter: its subject line and its paragraphs, salutation and closing included."""

    subject: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The paragraphs with an empty line between them, as they are edited."""
        return "\n\n".join(self.paragraphs)


_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "non_renewal": "Notice of non-renewal",
        "termination": "Notice of termination",
        "option_exercise": "Exercise of the option to extend",
        "subject": "{what}: {title} (contract {number})",
        "salutation": "Dear Sir or Madam,",
        "between": "We refer to the contract “{title}”, number {number}{dated}, between {sender} and"
        " {recipient}.",
        "dated": " of {day}",
        "do_non_renewal": "{clause} give notice that the contract is not to be renewed.",
        "do_termination": "{clause} give notice of termination of the contract.",
        "do_option_exercise": "{clause} exercise the option to extend the contract.",
        "under": "Under clause {clause} we",
        "under_none": "We hereby",
        "term": "This concerns term {number}, from {start} to {end}.",
        "exit": "The contract ends at the end of {day}. Should this notice not take effect on that day, it"
        " takes effect on the earliest day possible.",
        "exit_moves": "The contract ends on the earliest day possible: by our reckoning at the end of {day},"
        " if this notice {given} by {by}.",
        "received": "is received",
        "sent": "is sent",
        "runs_on": "The contract is extended beyond {day}.",
        "confirm": "Please confirm in writing that you have received this notice, and the day on which the"
        " contract ends.",
        "confirm_option": "Please confirm in writing that you have received this notice.",
        "us": "us",
        "closing": "Yours faithfully",
    },
    "de": {
        "non_renewal": "Widerspruch gegen die Verlängerung",
        "termination": "Kündigung",
        "option_exercise": "Ausübung der Verlängerungsoption",
        "subject": "{what}: {title} (Vertrag {number})",
        "salutation": "Sehr geehrte Damen und Herren,",
        "between": "wir beziehen uns auf den Vertrag „{title}“, Nummer {number}{dated}, zwischen {sender} und"
        " {recipient}.",
        "dated": " vom {day}",
        "do_non_renewal": "{clause} kündigen wir den Vertrag zum Ende der Laufzeit; er verlängert sich"
        " nicht.",
        "do_termination": "{clause} kündigen wir den Vertrag.",
        "do_option_exercise": "{clause} üben wir die Option zur Verlängerung des Vertrags aus.",
        "under": "Gemäß Ziffer {clause}",
        "under_none": "Hiermit",
        "term": "Dies betrifft die Laufzeit {number} vom {start} bis zum {end}.",
        "exit": "Der Vertrag endet mit Ablauf des {day}, hilfsweise zum nächstmöglichen Zeitpunkt.",
        "exit_moves": "Der Vertrag endet zum nächstmöglichen Zeitpunkt, nach unserer Berechnung mit Ablauf"
        " des {day}, sofern dieses Schreiben bis zum {by} {given}.",
        "received": "bei Ihnen eingeht",
        "sent": "abgesandt wird",
        "runs_on": "Der Vertrag läuft damit über den {day} hinaus.",
        "confirm": "Bitte bestätigen Sie uns schriftlich den Zugang dieses Schreibens und den Tag, an dem der"
        " Vertrag endet.",
        "confirm_option": "Bitte bestätigen Sie uns schriftlich den Zugang dieses Schreibens.",
        "us": "uns",
        "closing": "Mit freundlichen Grüßen",
    },
}  # fmt: skip


def letter_of(facts: LetterFacts) -> Letter:
    """Return the words of the letter.

    Raises:
        KeyError: Its language is none of ``LANGUAGES``, or its kind is nothing that we write letters for.
    """
    words = _WORDS[facts.language]
    subject = words["subject"].format(what=words[facts.kind], title=facts.title, number=facts.number)
    return Letter(subject, tuple(_paragraphs(facts, words)))


def _paragraphs(facts: LetterFacts, words: dict[str, str]) -> Iterator[str]:
    def day(value: date) -> str:
        return written_date(value, facts.language)

    yield words["salutation"]
    dated = words["dated"].format(day=day(facts.contract_date)) if facts.contract_date else ""
    yield words["between"].format(
        title=facts.title,
        number=facts.number,
        dated=dated,
        sender=facts.sender or words["us"],
        recipient=facts.recipient,
    )
    clause = words["under"].format(clause=facts.clause_ref) if facts.clause_ref else words["under_none"]
    yield words[f"do_{facts.kind}"].format(clause=clause)
    if facts.term_number and facts.term_start and facts.term_end and not facts.given_by_date:
        yield words["term"].format(
            number=facts.term_number, start=day(facts.term_start), end=day(facts.term_end)
        )
    is_option = facts.kind is NoticeKind.OPTION_EXERCISE
    if facts.exit_date and facts.given_by_date and not is_option:
        given = words["sent" if facts.counts_from_sending else "received"]
        yield words["exit_moves"].format(day=day(facts.exit_date), by=day(facts.given_by_date), given=given)
    elif facts.exit_date:
        yield words["runs_on" if is_option else "exit"].format(day=day(facts.exit_date))
    yield words["confirm_option" if is_option else "confirm"]
    yield words["closing"]
