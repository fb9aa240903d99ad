"""Correcting clauses by hand: the words stay, and joined they are the text after every step."""

import pytest

from accounts.models import User
from contracts_app.actions.clause_editing import (
    ClauseLabel,
    UnableToCorrect,
    correct_clause,
    join_clause,
    split_clause,
)
from contracts_app.models import Clause, DocumentVersion
from core.audit import Actor, acting
from core.errors import NotAllowed, StaleObject
from tests.support.contract_documents import a_document, clauses_of, read, version_of
from tests.support.contracts import SYSTEM, a_contract, history_of
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
TEXT = "1. Services\nThe Provider hosts.\nLiability\nCapped at the fees of a year.\n2. Fees\nDue monthly.\n"
LIABILITY = ClauseLabel(number="1a", heading="Liability", level=1)


@pytest.fixture
def version() -> DocumentVersion:
    return version_of(a_document(a_contract(), TEXT))


@pytest.fixture
def legal() -> User:
    return a_user("lea", "legal")


def clause(version: DocumentVersion, number: str) -> Clause:
    return next(one for one in clauses_of(version) if one.number == number)


def whole(version: DocumentVersion) -> str:
    return "".join(one.text for one in clauses_of(version))


def test_number_heading_and_level_are_corrected_with_who_and_when(version: DocumentVersion, legal: User):
    row = clause(version, "2")
    correct_clause(
        actor=Actor.person(legal), clause=row, label=ClauseLabel(number="3", heading="Charges", level=2)
    )
    corrected = clause(version, "3")
    assert (corrected.heading, corrected.level, corrected.is_corrected) == ("Charges", 2, True)
    last = Clause.history.filter(id=row.pk).latest()
    assert (last.history_user, last.heading) == (legal, "Charges")
    assert whole(version) == TEXT


def test_a_correction_that_changes_nothing_leaves_no_mark(version: DocumentVersion):
    row = clause(version, "2")
    correct_clause(
        actor=SYSTEM, clause=row, label=ClauseLabel(number="2", heading=row.heading, level=row.level)
    )
    assert not clause(version, "2").is_corrected
    assert history_of(row) == ["+"]


def test_a_clause_is_split_at_a_line(version: DocumentVersion):
    row = clause(version, "1")
    made = split_clause(actor=SYSTEM, clause=row, line=3, label=LIABILITY)
    assert made.text == "Liability\nCapped at the fees of a year.\n"
    assert clause(version, "1").text == "1. Services\nThe Provider hosts.\n"
    assert [one.number for one in clauses_of(version)] == ["1", "1a", "2"]
    assert [one.order for one in clauses_of(version)] == [0, 1, 2]
    assert made.start == TEXT.index("Liability")
    assert whole(version) == TEXT


def test_a_split_leaves_the_history_of_later_clauses_alone(version: DocumentVersion):
    split_clause(actor=SYSTEM, clause=clause(version, "1"), line=3, label=LIABILITY)
    assert history_of(clause(version, "2")) == ["+"]


def test_joining_undoes_a_split(version: DocumentVersion):
    made = split_clause(actor=SYSTEM, clause=clause(version, "1"), line=3, label=LIABILITY)
    joined = join_clause(actor=SYSTEM, clause=made)
    assert joined.number == "1"
    assert [(one.number, one.order) for one in clauses_of(version)] == [("1", 0), ("2", 1)]
    assert whole(version) == TEXT
    assert history_of(made) == ["+", "-"]


@pytest.mark.parametrize("line", [0, 1, 5, -1])
def test_a_line_that_is_not_there_is_refused(version: DocumentVersion, line: int):
    with pytest.raises(UnableToCorrect, match="between 2 and 4") as refused:
        split_clause(actor=SYSTEM, clause=clause(version, "1"), line=line, label=LIABILITY)
    assert "line" in refused.value.fields


def test_the_first_clause_has_none_before_it(version: DocumentVersion):
    with pytest.raises(UnableToCorrect, match="the first clause"):
        join_clause(actor=SYSTEM, clause=clause(version, "1"))


@pytest.mark.parametrize(
    "label",
    [
        ClauseLabel(number="9" * 201, heading="", level=1),
        ClauseLabel(number="9", heading="h" * 501, level=1),
        ClauseLabel(number="9", heading="", level=-1),
        ClauseLabel(number="9", heading="", level=21),
    ],
)
def test_what_no_clause_can_be_called_is_refused(version: DocumentVersion, label: ClauseLabel):
    with pytest.raises(UnableToCorrect):
        correct_clause(actor=SYSTEM, clause=clause(version, "2"), label=label)


def test_a_clause_that_somebody_else_changed_is_left(version: DocumentVersion):
    row = clause(version, "2")
    correct_clause(actor=SYSTEM, clause=row, label=ClauseLabel(number="2", heading="Charges", level=1))
    with pytest.raises(StaleObject):
        join_clause(actor=SYSTEM, clause=row, expected_version=row.row_version)
    assert len(clauses_of(version)) == 2


def test_a_reader_corrects_nothing(version: DocumentVersion):
    reader = Actor.person(a_user("rita", "finance"))
    row = clause(version, "2")
    with pytest.raises(NotAllowed):
        correct_clause(actor=reader, clause=row, label=LIABILITY)
    with pytest.raises(NotAllowed):
        split_clause(actor=reader, clause=row, line=2, label=LIABILITY)
    with pytest.raises(NotAllowed):
        join_clause(actor=reader, clause=row)


def test_reading_again_keeps_corrections_until_told_to_forget_them(version: DocumentVersion):
    split_clause(actor=SYSTEM, clause=clause(version, "1"), line=3, label=LIABILITY)
    read(version)
    assert [one.number for one in clauses_of(version)] == ["1", "1a", "2"]
    read(version, forget_corrections=True)
    assert [one.number for one in clauses_of(version)] == ["1", "2"]
    assert not any(one.is_corrected for one in clauses_of(version))
    assert whole(version) == TEXT


def test_a_step_after_which_the_text_would_be_lost_is_undone(version: DocumentVersion):
    with acting(SYSTEM):
        Clause.unscoped.filter(pk=clause(version, "2").pk).update(text="2. Fees\nDue never.\n")
    with pytest.raises(UnableToCorrect, match="would not give the text") as refused:
        split_clause(actor=SYSTEM, clause=clause(version, "1"), line=3, label=LIABILITY)
    assert refused.value.code == "text_lost"
    assert len(clauses_of(version)) == 2


def test_the_new_words_are_found_by_the_search(version: DocumentVersion):
    made = split_clause(actor=SYSTEM, clause=clause(version, "1"), line=3, label=LIABILITY)
    assert "capped" in Clause.unscoped.get(pk=made.pk).search_vector
    assert "capped" not in clause(version, "1").search_vector
