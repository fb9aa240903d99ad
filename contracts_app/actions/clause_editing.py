"""Correcting clauses by hand: their number, heading and level, and where they begin; never their words.

1. All clauses of a version in order, joined, are its text: before, and after every step.
2. What a person corrected is marked, and reading the version again leaves it.
3. A step refuses what somebody else changed meanwhile.
4. The categories that the words suggest follow; what people answered stays.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from contracts_app.actions.category_suggestions import move_answers, suggest_for
from contracts_app.actions.documents import lock_document
from contracts_app.actions.reading import bring_to, clause_vector
from contracts_app.models import Clause, DocumentText
from contracts_app.rules.clause_lines import page_of, starts_of_lines
from contracts_app.rules.text import clean_line
from core.audit import Actor, action, lock_version
from core.errors import UserError

LONGEST_NUMBER: Final = 200
LONGEST_HEADING: Final = 500
DEEPEST_LEVEL: Final = 20


class UnableToCorrect(UserError):
    """The clause cannot be corrected like this; the message says why."""

    code = "unable_to_correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLabel:
    """What a clause is called and how deep it stands.

    Attributes:
        number: As it is cited (``12.3(b)``); empty for what has none.
        heading: Its title; empty where it has none.
        level: 1 for the highest, 0 for the text before the first number.
    """

    number: str
    heading: str
    level: int


@action
def correct_clause(
    *, actor: Actor, clause: Clause, label: ClauseLabel, expected_version: int | None = None
) -> Clause:
    """Correct what a clause is called and how deep it stands.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        StaleObject: Somebody changed the clause since it was read.
        UnableToCorrect: A value is too long, or the level is none.
    """
    row = _locked(actor, clause, expected_version)
    label = _checked(label)
    values = {"number": label.number, "heading": label.heading, "level": label.level}
    if any(getattr(row, name) != value for name, value in values.items()):
        bring_to(row, values, is_corrected=True)
        suggest_for(row.version_id)
    return row


@action
def split_clause(
    *, actor: Actor, clause: Clause, line: int, label: ClauseLabel, expected_version: int | None = None
) -> Clause:
    """Let a new clause begin at a line of a clause, and return the new one.

    Args:
        actor: Who splits it.
        clause: The clause; it keeps the lines before.
        line: The line at which the new clause begins, counted from 1; the first line cannot be one.
        label: What the new clause is called.
        expected_version: ``row_version`` of the clause as the person read it.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        StaleObject: Somebody changed the clause since it was read.
        UnableToCorrect: There is no such line, or a value is too long.
    """
    row = _locked(actor, clause, expected_version)
    label = _checked(label)
    starts = starts_of_lines(row.text)
    if not 2 <= line <= len(starts):
        words = (
            f"Choose a line between 2 and {len(starts)}: the clause keeps the lines before it."
            if len(starts) > 1
            else "This clause has one line; there is nothing to split."
        )
        raise UnableToCorrect(words, fields={"line": [words]})
    place = starts[line - 1]
    text = _text_of(row)
    later = Clause.unscoped.filter(version_id=row.version_id, order__gt=row.order)
    later.update(order=F("order") + 1)
    rest = row.text[place:]
    bring_to(row, {"text": row.text[:place]}, is_corrected=True)
    made = Clause.unscoped.create(
        version_id=row.version_id,
        order=row.order + 1,
        number=label.number,
        heading=label.heading,
        level=label.level,
        text=rest,
        start=row.start + place,
        page=page_of(text.page_starts, row.start + place),
        is_corrected=True,
        search_vector=clause_vector(label.number, label.heading, rest),
    )
    _require_whole(text)
    suggest_for(row.version_id)
    return made


@action
def join_clause(*, actor: Actor, clause: Clause, expected_version: int | None = None) -> Clause:
    """Join a clause with the one before it, which keeps number, heading and level; return that one.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        StaleObject: Somebody changed the clause since it was read.
        UnableToCorrect: It is the first.
    """
    row = _locked(actor, clause, expected_version)
    siblings = Clause.unscoped.filter(version_id=row.version_id)
    before = siblings.filter(order__lt=row.order).order_by("-order").first()
    if before is None:
        raise UnableToCorrect("This is the first clause; there is none before it to join it with.")
    text, order, words = _text_of(row), row.order, row.text
    move_answers({row.pk: before.pk})
    row.delete()
    bring_to(before, {"text": before.text + words}, is_corrected=True)
    siblings.filter(order__gt=order).update(order=F("order") - 1)
    _require_whole(text)
    suggest_for(row.version_id)
    return before


def _locked(actor: Actor, clause: Clause, expected_version: int | None) -> Clause:
    lock_document(actor, clause.version.document)
    return lock_version(Clause.objects.for_system("a clause to correct"), clause.pk, expected_version)


def _text_of(clause: Clause) -> DocumentText:
    found: DocumentText = DocumentText.objects.for_system("the text that clauses are slices of").get(
        version_id=clause.version_id
    )
    return found


def _require_whole(text: DocumentText) -> None:
    """Refuse a step after which the clauses, joined, are not the text any more.

    Raises:
        UnableToCorrect: They are not; nothing is kept.
    """
    rows = Clause.unscoped.filter(version_id=text.version_id).order_by("order")
    digest = hashlib.sha256()
    for words in rows.values_list("text", flat=True).iterator():
        digest.update(words.encode())
    if digest.hexdigest() != text.text_sha256:
        raise UnableToCorrect(
            "The clauses would not give the text of the document back; nothing was changed. Read the document"
            " again, without the corrections.",
            code="text_lost",
        )


def _checked(label: ClauseLabel) -> ClauseLabel:
    number, heading = clean_line(label.number), clean_line(label.heading)
    problems: dict[str, list[str]] = {}
    if len(number) > LONGEST_NUMBER:
        problems["number"] = ["Shorten the number to 200 characters."]
    if len(heading) > LONGEST_HEADING:
        problems["heading"] = ["Shorten the heading to 500 characters."]
    if not 0 <= label.level <= DEEPEST_LEVEL:
        problems["level"] = [f"The level lies between 0 and {DEEPEST_LEVEL}."]
    if problems:
        raise UnableToCorrect(next(iter(problems.values()))[0], fields=problems)
    return ClauseLabel(number=number, heading=heading, level=label.level)
