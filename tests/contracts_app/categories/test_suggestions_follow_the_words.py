"""Suggestions are written with the clauses and follow their words; what people answered stays."""

import pytest

from accounts.models import User
from contracts_app.actions.categories import answer_categories, set_category, suggest_again
from contracts_app.actions.clause_editing import ClauseLabel, correct_clause, join_clause, split_clause
from contracts_app.models import Clause, ClauseCategory, Document
from core.audit import Actor, acting
from tests.support.clause_categories import CAP, CAPPED, LAW, category_of, clause_numbered, kept
from tests.support.contract_documents import a_document, a_version, clauses_of, read, version_of
from tests.support.contracts import NOW, SYSTEM, a_contract, history_of
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
CONFIRMED, REJECTED, SUGGESTED = "confirmed", "rejected", "suggested"


@pytest.fixture
def document() -> Document:
    return a_document(a_contract(), CAPPED)


@pytest.fixture
def legal() -> User:
    return a_user("lea", "legal")


def answer(row: ClauseCategory, state: str, person: User | None = None) -> None:
    actor = Actor.person(person) if person else SYSTEM
    answer_categories(actor=actor, category_ids=[row.pk], state=state, now=NOW)


def test_reading_a_version_suggests_categories_with_the_words(document: Document):
    assert kept(document) == {("1.1", CAP): SUGGESTED, ("3.1", LAW): SUGGESTED}
    row = category_of(document, "1.1")
    assert "total liability" in [each["words"] for each in row.evidence]
    assert row.points == sum(each["points"] for each in row.evidence)
    assert (row.decided_by, row.decided_at, row.confirmed_in) == (None, None, None)


def test_suggesting_again_changes_nothing(document: Document):
    before = category_of(document, "1.1").row_version
    assert suggest_again(actor=SYSTEM, version=version_of(document)) == 0
    assert category_of(document, "1.1").row_version == before


def test_a_corrected_heading_changes_what_is_suggested_below_it(document: Document):
    text = "9. Money\n\n9.1 Each insurer must be rated A or better by an agency that both sides accept.\n"
    other = a_document(a_contract(title="Other"), text)
    assert kept(other) == {}
    label = ClauseLabel(number="9", heading="Insurance", level=1)
    correct_clause(actor=SYSTEM, clause=clause_numbered(other, "9"), label=label)
    assert kept(other) == {("9.1", "insurance"): SUGGESTED}
    correct_clause(
        actor=SYSTEM,
        clause=clause_numbered(other, "9"),
        label=ClauseLabel(number="9", heading="Money", level=1),
    )
    assert kept(other) == {}


def test_answers_stay_when_the_words_suggest_otherwise(document: Document, legal: User):
    answer(category_of(document, "3.1", LAW), REJECTED, legal)
    set_category(actor=SYSTEM, clause=clause_numbered(document, "2.1"), category="exit", now=NOW)
    suggest_again(actor=SYSTEM, version=version_of(document))
    assert kept(document) == {("1.1", CAP): SUGGESTED, ("3.1", LAW): REJECTED, ("2.1", "exit"): CONFIRMED}


def test_a_split_leaves_the_answer_with_the_first_part_and_suggests_for_the_second():
    law = "This agreement is governed by the laws of Ireland.\n"
    text = f"1. Money\nThe total liability shall not exceed EUR 5.\n{law}"
    document = a_document(a_contract(), text)
    answer(category_of(document, "1"), CONFIRMED)
    label = ClauseLabel(number="1a", heading="", level=1)
    split_clause(actor=SYSTEM, clause=clause_numbered(document, "1"), line=3, label=label)
    assert kept(document) == {("1", CAP): CONFIRMED, ("1a", LAW): SUGGESTED}


def test_a_join_takes_the_answers_along(document: Document, legal: User):
    answer(category_of(document, "1.1"), CONFIRMED, legal)
    join_clause(actor=SYSTEM, clause=clause_numbered(document, "1.1"))
    row = category_of(document, "1")
    assert (row.state, row.decided_by) == (CONFIRMED, legal)


def test_a_join_with_a_clause_that_is_answered_keeps_that_answer():
    text = "1. The total liability shall not exceed EUR 5.\n2. The maximum liability is EUR 6 in each year.\n"
    document = a_document(a_contract(), text)
    answer(category_of(document, "1"), REJECTED)
    answer(category_of(document, "2"), CONFIRMED)
    join_clause(actor=SYSTEM, clause=clause_numbered(document, "2"))
    assert kept(document) == {("1", CAP): REJECTED}


def test_reading_again_keeps_answers(document: Document, legal: User):
    answer(category_of(document, "1.1"), CONFIRMED, legal)
    join_clause(actor=SYSTEM, clause=clause_numbered(document, "3.1"))
    read(version_of(document), forget_corrections=True)
    assert kept(document)["1.1", CAP] == CONFIRMED
    assert category_of(document, "1.1").decided_by == legal
    assert kept(document)["3.1", LAW] == SUGGESTED


def test_reading_again_gives_answers_to_the_clause_with_the_same_words(document: Document, legal: User):
    row = clause_numbered(document, "1.1")
    answer(category_of(document, "1.1"), CONFIRMED, legal)
    with acting(SYSTEM):
        Clause.unscoped.filter(pk=row.pk).update(start=row.start + 1)  # as an older release placed it
    read(version_of(document))
    found = category_of(document, "1.1")
    assert found.clause_id != row.pk
    assert (found.state, found.decided_by) == (CONFIRMED, legal)


def test_a_confirmed_category_comes_along_to_the_same_words_as_a_suggestion(document: Document, legal: User):
    set_category(actor=Actor.person(legal), clause=clause_numbered(document, "2.1"), category="exit", now=NOW)
    answer(category_of(document, "1.1"), CONFIRMED, legal)
    a_version(document, CAPPED.replace("3. Law", "3. Choice of law"))
    for number, category in (("1.1", CAP), ("2.1", "exit")):
        row = category_of(document, number, category, version=2)
        assert (row.state, row.confirmed_in, row.decided_by) == (SUGGESTED, 1, None)
    a_version(document, CAPPED.replace("3. Law", "3. Governing law"))
    assert category_of(document, "1.1", version=3).confirmed_in == 1


def test_where_the_words_changed_the_words_alone_suggest(document: Document):
    set_category(actor=SYSTEM, clause=clause_numbered(document, "2.1"), category="exit", now=NOW)
    answer(category_of(document, "1.1"), CONFIRMED)
    a_version(document, CAPPED.replace("500,000", "700,000").replace("Tuesday", "Friday"))
    assert category_of(document, "1.1", version=2).confirmed_in is None
    assert ("2.1", "exit") not in kept(document, 2)


def test_a_rejected_category_is_not_suggested_of_the_same_words_again(document: Document):
    answer(category_of(document, "1.1"), REJECTED)
    a_version(document, CAPPED + "\n4. End\n\n4.1 It ends.\n")
    assert ("1.1", CAP) not in kept(document, 2)
    a_version(document, CAPPED.replace("500,000", "700,000"))
    assert kept(document, 3)["1.1", CAP] == SUGGESTED


def test_a_renumbered_clause_takes_its_answer_along(document: Document):
    answer(category_of(document, "3.1", LAW), CONFIRMED)
    new = "0. Scope\n\n0.1 The Provider hosts.\n\n" + CAPPED
    a_version(document, new.replace("3. Law", "4. Law").replace("3.1 This", "4.1 This"))
    assert category_of(document, "4.1", LAW, version=2).confirmed_in == 1


def test_every_answer_is_in_the_history_and_clauses_are_not_touched(document: Document, legal: User):
    row = category_of(document, "1.1")
    answer(row, CONFIRMED, legal)
    assert history_of(row) == ["+", "~"]
    assert ClauseCategory.history.filter(id=row.pk).latest().history_user == legal
    assert all(history_of(one) == ["+"] for one in clauses_of(version_of(document)))
