"""What an amendment says: which clauses it replaces, inserts and deletes, and which terms it changes.

1. It has a title, and the day from which it counts; it changes clauses or terms, or says in a note or by its
   paper what it does.
2. A change of a clause names one: ``replace`` and ``delete`` the clause that they change, ``insert`` the new
   clause and, where it does not go to the end, the clause behind which it stands.
3. ``replace`` and ``insert`` bring words; ``delete`` brings none.
4. One amendment changes a term once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts_app.rules.clause_number import key_of
from contracts_app.rules.problems import Problems, add, check_choice, check_length
from core.rules.day import why_no_day

REPLACE: Final = "replace"
INSERT: Final = "insert"
DELETE: Final = "delete"
ACTIONS: Final[dict[str, str]] = {REPLACE: "replaces", INSERT: "inserts", DELETE: "deletes"}
LONGEST_TITLE: Final = 200
LONGEST_NUMBER: Final = 200
LONGEST_HEADING: Final = 500
LONGEST_TEXT: Final = 200_000
LONGEST_NOTE: Final = 2_000
MOST_CHANGES: Final = 200
MOST_ON_A_DAY: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """One change of one clause.

    Attributes:
        action: ``replace``, ``insert`` or ``delete``.
        number: The clause that is replaced or deleted, or the number of the new one.
        after: Of an insertion: the clause behind which it goes; empty for the end of what it lies below.
        heading: The heading of the new words; empty keeps the present one.
        text: The new words, with or without their number in front.
    """

    action: str
    number: str
    after: str = ""
    heading: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentDraft:
    """An amendment as entered.

    Attributes:
        title: What it is called: ``Amendment 2``.
        effective_date: The first day on which it counts.
        document_id: The document whose clauses it changes; None where it changes terms only.
        paper_id: The version of a document that is its paper, where there is one.
        order_on_day: Its place among the amendments of that day, from 1; None for the last.
        note: What it does, or why it was agreed.
        clauses: Its changes of clauses, in order.
        terms: New values by field, as ``rules.term_fields`` writes them.
        is_accepting_misfits: Whether changes of clauses that cannot be made are kept as they are.
    """

    title: str
    effective_date: dt.date
    document_id: int | None = None
    paper_id: int | None = None
    order_on_day: int | None = None
    note: str = ""
    clauses: tuple[ClauseChange, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    is_accepting_misfits: bool = False


def check_amendment(draft: AmendmentDraft) -> Problems:
    """Return what cannot be true of an amendment, by field; empty when nothing is wrong."""
    problems: Problems = {}
    if not draft.title:
        add(problems, "title", "Name the amendment, for example Amendment 2.")
    check_length(problems, "title", draft.title, LONGEST_TITLE)
    check_length(problems, "note", draft.note, LONGEST_NOTE)
    if wrong := why_no_day(draft.effective_date):
        add(problems, "effective_date", wrong)
    if draft.order_on_day is not None and not 1 <= draft.order_on_day <= MOST_ON_A_DAY:
        add(problems, "order_on_day", f"Enter a place from 1 to {MOST_ON_A_DAY:,}, or leave it blank.")
    if draft.clauses and draft.document_id is None:
        add(problems, "document_id", "Choose the document whose clauses are changed.")
    if len(draft.clauses) > MOST_CHANGES:
        add(problems, "clauses", f"{len(draft.clauses)} changes are too many; at most {MOST_CHANGES} fit.")
    for place, change in enumerate(draft.clauses):
        _check_change(problems, f"clauses.{place}", change)
    if not (draft.clauses or draft.terms or draft.note or draft.paper_id):
        message = "Nothing is said yet. Change a clause or a term, or say in the note what it does."
        add(problems, "note", message)
    return problems


def _check_change(problems: Problems, at: str, change: ClauseChange) -> None:
    check_choice(problems, f"{at}.action", change.action, ACTIONS, blank=False)
    if not key_of(change.number):
        add(problems, f"{at}.number", "Name the clause by its number, such as 12.3(b).")
    check_length(problems, f"{at}.number", change.number, LONGEST_NUMBER)
    check_length(problems, f"{at}.after", change.after, LONGEST_NUMBER)
    check_length(problems, f"{at}.heading", change.heading, LONGEST_HEADING)
    check_length(problems, f"{at}.text", change.text, LONGEST_TEXT)
    if change.action == DELETE and (change.text or change.heading):
        add(problems, f"{at}.text", "A deletion brings no words. Clear them, or choose Replace.")
    if change.action in (REPLACE, INSERT) and not change.text:
        add(problems, f"{at}.text", "Enter the new words.")
    if change.action != INSERT and change.after:
        add(problems, f"{at}.after", "Only an insertion goes behind another clause. Clear this.")
