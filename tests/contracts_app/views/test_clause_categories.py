"""Categories on the pages: chips, filters, amounts, the queue of suggestions, and answering."""

import csv
from html import unescape
from io import StringIO

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from contracts_app.actions.categories import answer_categories
from contracts_app.models import ClauseCategory, Document
from tests.support.clause_categories import CAP, CAPPED, LAW, category_of, clause_numbered, kept
from tests.support.contract_documents import a_document, a_version
from tests.support.contracts import NOW, SYSTEM, a_contract, a_vendor
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
CAPS_OF_ACTIVE_HOSTING = "/clauses/?category=cap_on_liability&type=hosting&status=active"
QUEUE = "/clauses/suggestions/"


@pytest.fixture
def pages() -> Client:
    return signed_in(a_user("lea", "legal"))


@pytest.fixture
def document() -> Document:
    return a_document(a_contract(type="hosting", status="active"), CAPPED)


def words(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def numbers(pages: Client, address: str) -> list[str]:
    return [line.row.number for line in pages.get(address).context["listing"].lines]


def answer(row: ClauseCategory, state: str) -> None:
    answer_categories(actor=SYSTEM, category_ids=[row.pk], state=state, now=NOW)


def test_all_liability_caps_of_active_hosting_contracts_are_one_tab_with_amounts(pages: Client, document):
    a_document(a_contract(title="Draft", type="hosting", status="draft"), CAPPED)
    a_document(a_contract(title="Tools", type="saas", status="active"), CAPPED)
    shown = words(pages.get("/clauses/"))
    assert '<a class="tab" href="/clauses/?category=cap_on_liability&type=hosting&status=active"' in shown
    answered = pages.get(CAPS_OF_ACTIVE_HOSTING)
    (line,) = answered.context["listing"].lines
    assert line.row.pk == clause_numbered(document, "1.1").pk
    assert "<li>EUR 500,000</li>" in line.html
    for chip in ("Category: Cap on liability", "Type of contract: Hosting", "Status of contract: Active"):
        assert chip in words(answered)


def test_the_list_is_filtered_by_answer(pages: Client, document):
    answer(category_of(document, "1.1"), "confirmed")
    assert numbers(pages, f"/clauses/?category={CAP}&answer=confirmed") == ["1.1"]
    assert numbers(pages, f"/clauses/?category={CAP}&answer=suggested") == []
    assert numbers(pages, "/clauses/?answer=suggested") == ["3.1"]
    assert numbers(pages, "/clauses/?answer=confirmed") == ["1.1"]
    assert numbers(pages, "/clauses/?answer=none") == ["1", "2", "2.1", "3"]
    assert numbers(pages, f"/clauses/?answer=none&category={CAP}") == []


def test_a_rejected_category_is_none(pages: Client, document):
    answer(category_of(document, "1.1"), "rejected")
    assert numbers(pages, f"/clauses/?category={CAP}") == []
    assert "1.1" in numbers(pages, "/clauses/?answer=none")
    assert "category-rejected" not in words(pages.get("/clauses/"))
    assert "rejected by Termkeeper" in words(pages.get(f"/clauses/{clause_numbered(document, '1.1').pk}/"))


def test_the_csv_has_categories_and_amounts(pages: Client, document):
    answer(category_of(document, "1.1"), "confirmed")
    answered = pages.get(f"{CAPS_OF_ACTIVE_HOSTING}&format=csv")
    text = b"".join(answered.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text))
    assert row["Categories"] == "Cap on liability (confirmed)"
    assert row["Amounts"] == "EUR 500,000"


def test_nobody_sees_clauses_or_suggestions_of_contracts_that_they_do_not_see(pages: Client):
    hidden = a_contract(is_confidential=True, owner_id=a_user("keeper").pk, title="Secret")
    a_document(hidden, CAPPED)
    assert numbers(pages, f"/clauses/?category={CAP}") == []
    assert "Secret" not in words(pages.get(QUEUE))


def test_a_list_of_many_takes_few_queries(pages: Client, django_assert_max_num_queries):
    for number in range(4):
        a_document(a_contract(title=f"Contract {number}"), CAPPED)
    pages.get(f"/clauses/?category={CAP}")
    with django_assert_max_num_queries(13):
        pages.get(f"/clauses/?category={CAP}")
    pages.get(QUEUE)
    with django_assert_max_num_queries(12):
        pages.get(QUEUE)


def test_the_text_of_a_document_shows_chips(pages: Client, document):
    shown = words(pages.get(f"/documents/{document.pk}/"))
    assert 'href="/clauses/?category=cap_on_liability"' in shown
    assert "(suggested)" in shown


def test_a_clause_says_why_it_is_suggested_and_takes_an_answer(pages: Client, document):
    clause = clause_numbered(document, "1.1")
    shown = words(pages.get(f"/clauses/{clause.pk}/"))
    assert "suggested by words" in shown
    assert "“total liability”" in shown
    assert "<li>EUR 500,000</li>" in shown
    done = pages.post(f"/clauses/{clause.pk}/categories/", {"category": CAP, "answer": "confirm"})
    assert done.url == f"/clauses/{clause.pk}/#categories"
    shown = words(pages.get(f"/clauses/{clause.pk}/"))
    assert "Cap on liability: confirmed for 1.1" in shown
    assert "confirmed by lea" in shown
    assert "changed the category “Cap on liability”" in shown


def test_a_clause_is_put_into_a_category_by_hand(pages: Client, document):
    clause = clause_numbered(document, "2.1")
    pages.post(f"/clauses/{clause.pk}/categories/", {"category": "exit", "answer": "confirm"})
    assert kept(document)["2.1", "exit"] == "confirmed"
    refused = pages.post(f"/clauses/{clause.pk}/categories/", {"category": "nothing"}, follow=True)
    assert "Choose a category of the list." in words(refused)
    assert pages.post(f"/clauses/{clause.pk}/categories/", {"answer": "delete"}).status_code == 404


def test_the_queue_has_what_is_open_of_the_latest_versions_the_strongest_first(pages: Client, document):
    answer(category_of(document, "3.1", LAW), "rejected")
    a_version(document, CAPPED.replace("500,000", "700,000"))
    rows = [line.row for line in pages.get(QUEUE).context["listing"].lines]
    assert [(row.category, row.clause.version.number) for row in rows] == [(CAP, 2)]
    shown = words(pages.get(QUEUE))
    assert "<mark>total liability</mark>" in shown
    assert "“total liability”" in shown


def test_the_queue_is_filtered_by_category_contract_and_ground(pages: Client, document):
    answer(category_of(document, "1.1"), "confirmed")
    a_version(document, CAPPED + "\n4. End\n\n4.1 It ends.\n")
    other = a_contract(title="Tools", type="saas", status="draft", vendor_id=a_vendor("Delta AG").pk)
    a_document(other, CAPPED, title="Tools")

    def shown(asked: str) -> list[tuple[str, str]]:
        rows = [line.row for line in pages.get(f"{QUEUE}?{asked}").context["listing"].lines]
        return sorted((row.category, row.clause.version.document.title) for row in rows)

    assert shown("rests_on=earlier") == [(CAP, "Hosting agreement")]
    assert shown("rests_on=words&type=saas") == [(CAP, "Tools"), (LAW, "Tools")]
    assert shown(f"category={LAW}&status=in_force") == [(LAW, "Hosting agreement")]
    assert shown("q=ireland&vendor=Delta AG") == [(LAW, "Tools")]
    assert shown(f"contract={other.number}&category={CAP}") == [(CAP, "Tools")]
    assert "confirmed in version 1 for the same words" in words(pages.get(QUEUE))


def test_many_are_confirmed_at_once_and_how_many_is_said(pages: Client, document):
    ids = [category_of(document, "1.1").pk, category_of(document, "3.1", LAW).pk]
    done = pages.post(f"{QUEUE}confirm/?type=hosting&after=x", {"ids": ids})
    assert done.url == f"{QUEUE}?type=hosting"
    assert said(done) == ["2 suggestions confirmed, 0 left to answer."]
    assert set(kept(document).values()) == {"confirmed"}
    assert "Nothing to answer" in words(pages.get(QUEUE))


def test_the_button_of_a_row_answers_that_row_alone_whatever_is_picked(pages: Client, document):
    picked, pressed = category_of(document, "1.1"), category_of(document, "3.1", LAW)
    done = pages.post(f"{QUEUE}reject/", {"ids": [picked.pk], "only": pressed.pk})
    assert said(done) == ["1 suggestion rejected, 1 left to answer."]
    assert kept(document) == {("1.1", CAP): "suggested", ("3.1", LAW): "rejected"}


def test_nothing_picked_a_wrong_verb_and_what_is_gone_are_told(pages: Client, document):
    assert "No suggestions are picked" in words(pages.post(f"{QUEUE}confirm/", {}))
    assert pages.post(f"{QUEUE}delete/", {"ids": [1]}).status_code == 404
    gone = pages.post(f"{QUEUE}confirm/", {"ids": [987654321]})
    assert "no longer there" in words(gone)
    assert pages.get(f"{QUEUE}confirm/").status_code == 405


@pytest.mark.parametrize("role", ["requester", "auditor"])
def test_who_may_not_answer_sees_chips_and_no_buttons(document, role: str):
    reader = signed_in(a_user("reader", role))
    assert reader.get(QUEUE).status_code == 403
    shown = words(reader.get(f"/clauses/{clause_numbered(document, '1.1').pk}/"))
    assert "Cap on liability" in shown
    assert "Put it into another category" not in shown
    assert "Answer suggestions" not in words(reader.get("/clauses/"))
    refused = reader.post(f"/clauses/{clause_numbered(document, '1.1').pk}/categories/", {"category": CAP})
    assert refused.status_code == 403


def test_the_activity_of_the_contract_tells_answers_and_not_suggestions(pages: Client, document):
    pages.post(f"{QUEUE}confirm/", {"ids": [category_of(document, "1.1").pk]})
    shown = words(pages.get(f"/contracts/{document.contract_id}/activity/"))
    assert (
        "confirmed the category “Cap on liability” for clause 1.1 of “Hosting agreement”, version 1" in shown
    )
    assert shown.count("category") == 1
