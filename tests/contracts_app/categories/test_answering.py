"""Confirming, rejecting and setting categories: who may, several at once, and what is refused."""

import pytest

from accounts.models import User
from contracts_app.actions.categories import UnableToCategorise, answer_categories, set_category
from contracts_app.models import ClauseCategory, Document
from core.audit import Actor
from core.errors import NotAllowed
from tests.support.clause_categories import CAP, CAPPED, LAW, category_of, clause_numbered, kept
from tests.support.contract_documents import a_document
from tests.support.contracts import NOW, SYSTEM, a_contract
from tests.support.people import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    return a_document(a_contract(), CAPPED)


@pytest.fixture
def legal() -> User:
    return a_user("lea", "legal")


def test_several_are_answered_at_once_with_who_and_when(document: Document, legal: User):
    ids = [category_of(document, "1.1").pk, category_of(document, "3.1", LAW).pk]
    changed = answer_categories(actor=Actor.person(legal), category_ids=ids, state="confirmed", now=NOW)
    assert sorted(changed) == sorted(ids)
    for row in ClauseCategory.unscoped.filter(pk__in=ids):
        assert (row.state, row.decided_by, row.decided_at) == ("confirmed", legal, NOW)


def test_answering_as_it_is_answered_stays_with_who_answered_first(document: Document, legal: User):
    row = category_of(document, "1.1")
    answer_categories(actor=Actor.person(legal), category_ids=[row.pk], state="confirmed", now=NOW)
    other = Actor.person(a_user("ana", "procurement"))
    assert answer_categories(actor=other, category_ids=[row.pk], state="confirmed", now=NOW) == []
    assert category_of(document, "1.1").decided_by == legal


def test_an_answer_can_be_changed_by_another(document: Document, legal: User):
    row = category_of(document, "1.1")
    answer_categories(actor=Actor.person(legal), category_ids=[row.pk], state="confirmed", now=NOW)
    other = a_user("ana", "procurement")
    answer_categories(actor=Actor.person(other), category_ids=[row.pk], state="rejected", now=NOW)
    found = category_of(document, "1.1")
    assert (found.state, found.decided_by) == ("rejected", other)


@pytest.mark.parametrize("role", ["requester", "finance", "vendor_manager", "auditor"])
def test_who_may_not_correct_clauses_answers_nothing(document: Document, role: str):
    actor = Actor.person(a_user("somebody", role))
    row = category_of(document, "1.1")
    with pytest.raises(NotAllowed):
        answer_categories(actor=actor, category_ids=[row.pk], state="confirmed", now=NOW)
    with pytest.raises(NotAllowed):
        set_category(actor=actor, clause=row.clause, category="exit", now=NOW)
    assert set(kept(document).values()) == {"suggested"}


def test_of_a_contract_that_one_does_not_see_nothing_is_answered_and_nothing_told(legal: User):
    hidden = a_document(a_contract(is_confidential=True, owner_id=a_user("keeper").pk), CAPPED)
    open_one = a_document(a_contract(title="Open"), CAPPED)
    ids = [category_of(each, "1.1").pk for each in (hidden, open_one)]
    with pytest.raises(UnableToCategorise, match="1 of the picked suggestions is no longer there"):
        answer_categories(actor=Actor.person(legal), category_ids=ids, state="confirmed", now=NOW)
    assert set((kept(hidden) | kept(open_one)).values()) == {"suggested"}
    with pytest.raises(NotAllowed):
        set_category(actor=Actor.person(legal), clause=clause_numbered(hidden, "1.1"), category=CAP, now=NOW)


def test_a_clause_is_put_into_a_category_by_hand(document: Document, legal: User):
    clause = clause_numbered(document, "2.1")
    set_category(actor=Actor.person(legal), clause=clause, category="exit", now=NOW)
    row = category_of(document, "2.1", "exit")
    assert (row.state, row.decided_by, row.evidence) == ("confirmed", legal, [])
    set_category(actor=Actor.person(legal), clause=clause, category="exit", now=NOW, state="rejected")
    assert kept(document)["2.1", "exit"] == "rejected"


@pytest.mark.parametrize("category", ["", "nothing", "Cap on liability", "x" * 500, "cap_on_liability\x00"])
def test_an_unknown_category_is_refused(document: Document, category: str):
    with pytest.raises(UnableToCategorise, match="Choose a category"):
        set_category(actor=SYSTEM, clause=clause_numbered(document, "2.1"), category=category, now=NOW)


def test_other_answers_and_too_many_are_refused(document: Document):
    row = category_of(document, "1.1")
    with pytest.raises(UnableToCategorise, match="Confirm or reject"):
        answer_categories(actor=SYSTEM, category_ids=[row.pk], state="suggested", now=NOW)
    with pytest.raises(UnableToCategorise, match="At most 500"):
        answer_categories(actor=SYSTEM, category_ids=range(501), state="confirmed", now=NOW)
