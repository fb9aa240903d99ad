"""The clauses of the portfolio: found by their words, in the latest versions, with the words marked."""

import datetime as dt

import pytest
from django.test import Client

from contracts_app.actions.amendments import withdraw_amendment
from tests.support.amendments import an_amendment, deletes, replaces
from tests.support.contract_documents import TERMS, a_document, a_version
from tests.support.contracts import NOW, SYSTEM, a_contract, a_vendor
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
CAP = "1. Liability\n\n1.1 Liability is capped at EUR 500,000.\n"


@pytest.fixture
def pages() -> Client:
    return signed_in(a_user("lea", "legal"))


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_clauses_are_found_with_their_contract_document_and_number(pages: Client):
    contract = a_contract(title="Voice services")
    a_document(contract, CAP, title="Master terms")
    shown = words(pages.get("/clauses/?q=capped"))
    assert "is <mark>capped</mark> at EUR 500,000." in shown
    assert "1.1" in shown
    assert "Master terms" in shown
    assert f"{contract.number} Voice services</a>" in shown


def test_only_the_latest_versions_are_searched_unless_all_are_asked(pages: Client):
    document = a_document(a_contract(), CAP)
    a_version(document, TERMS)
    assert "500,000" not in words(pages.get("/clauses/?q=liability"))
    assert "500,000" in words(pages.get("/clauses/?q=liability&versions=all"))


def test_filters_narrow_by_kind_type_status_vendor_and_contract(pages: Client):
    nord = a_contract(type="hosting", status="active")
    a_document(nord, CAP)
    other = a_contract(title="Tools", type="saas", status="draft", vendor_id=a_vendor("Delta AG").pk)
    a_document(other, CAP, kind="draft", title="Draft of tools")
    for asked in ("kind=agreement", "type=hosting", "status=in_force", f"contract={nord.number}"):
        shown = words(pages.get(f"/clauses/?q=capped&{asked}"))
        assert "Hosting agreement" in shown, asked
        assert "Draft of tools" not in shown, asked


def test_accents_and_case_do_not_count(pages: Client):
    a_document(a_contract(), "1. Kündigung\n\n1.1 Die Kündigung bedarf der Schriftform.\n")
    assert "<mark>Kündigung</mark>" in words(pages.get("/clauses/?q=KUNDIGUNG"))


def test_the_search_over_everything_shows_the_words_around(pages: Client):
    contract = a_contract(title="Voice services")
    a_document(contract, CAP, title="Master terms")
    shown = words(pages.get("/search/?q=capped"))
    assert "<mark>capped</mark>" in shown
    assert f"{contract.number} Voice services · Master terms, version 1" in shown


def test_a_list_page_takes_few_queries(pages: Client, django_assert_max_num_queries):
    for number in range(3):
        a_document(a_contract(title=f"Contract {number}"), CAP)
    pages.get("/clauses/?q=liability")
    with django_assert_max_num_queries(12):
        pages.get("/clauses/?q=liability")


def test_the_words_of_a_document_are_never_markup(pages: Client):
    document = a_document(a_contract(), "1. Evil <script>alert(1)</script> liability\n")
    for place in ("/clauses/", "/search/", f"/documents/{document.pk}/"):
        address = f"{place}?q=liability"
        assert "<script>alert" not in words(pages.get(address))


def test_without_words_every_clause_is_listed(pages: Client):
    a_document(a_contract(title="Voice services"), CAP)
    answer = pages.get("/clauses/")
    listing = answer.context["listing"]
    assert listing.count.value > 0
    assert len(listing.lines) == min(listing.count.value, 50)
    assert "No clauses yet" not in answer.content.decode()


def test_a_clause_that_an_amendment_changed_says_so_with_the_new_amount(pages: Client):
    contract = a_contract(type="hosting", status="active")
    document = a_document(contract, CAP, effective_date=dt.date(2025, 1, 1))
    more = replaces("1.1", "1.1 Liability is capped at EUR 2,000,000.")
    an_amendment(contract, "2025-06-01", more, document=document)
    taken_back = an_amendment(contract, "2025-07-01", deletes("1"), document=document)
    withdraw_amendment(
        actor=SYSTEM, amendment=taken_back, reason="Recorded in error.", on=dt.date(2025, 8, 1), now=NOW
    )
    shown = words(pages.get("/clauses/?q=capped"))
    assert "replaced by Amendment 1 from 1 Jun 2025" in shown
    assert "EUR 2,000,000" in shown
    assert "deleted by" not in shown
    csv = pages.get("/clauses/?q=capped&format=csv")
    text = b"".join(csv.streaming_content if csv.streaming else [csv.content]).decode()
    assert "replaced by Amendment 1 from 1 Jun 2025" in text


def test_a_clause_below_a_deleted_one_is_deleted_too(pages: Client):
    contract = a_contract()
    document = a_document(contract, CAP, effective_date=dt.date(2025, 1, 1))
    an_amendment(contract, "2025-06-01", deletes("1"), document=document)
    assert words(pages.get("/clauses/?q=capped")).count("deleted by Amendment 1 from 1 Jun 2025") == 1


def test_a_later_version_has_its_earlier_amendments_in_it(pages: Client):
    contract = a_contract()
    document = a_document(contract, CAP, effective_date=dt.date(2025, 1, 1))
    an_amendment(contract, "2025-06-01", replaces("1.1", "1.1 Liability is capped."), document=document)
    a_version(document, CAP.replace("500", "900"), effective_date=dt.date(2025, 9, 1))
    assert "replaced by" not in words(pages.get("/clauses/?q=capped"))
