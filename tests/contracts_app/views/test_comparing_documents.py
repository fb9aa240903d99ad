"""The pages that compare two texts, and the history of a clause: what they show, and to whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from contracts_app.models import Clause, Contract, Document
from core.audit import acting
from tests.support.amendments import SYSTEM, an_amendment, deletes, replaces
from tests.support.contract_documents import TERMS, a_document, a_version, version_of
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db

LATER = """\
# Hosting agreement

1. Services

1.1 The Provider hosts the systems of Schedule 1.

1.2 The Provider keeps every backup for thirty days.

2. Fees

2.1 Fees are due monthly.
"""


@pytest.fixture
def pages() -> Client:
    return signed_in(a_user("lea", "legal", full_name="Lea Haas"))


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


@pytest.fixture
def document(contract: Contract) -> Document:
    made = a_document(contract, TERMS, effective_date=dt.date(2024, 1, 1))
    a_version(made, LATER, effective_date=dt.date(2025, 1, 1))
    return made


def key(document: Document, number: int) -> int:
    return version_of(document, number).pk


def compared(pages: Client, old: Any, new: Any, **more: str) -> str:
    answer = pages.get("/documents/compare/", {"old": str(old), "new": str(new), **more})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def said(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def clause(document: Document, number: str, version: int = 2) -> Clause:
    return Clause.unscoped.get(version__document=document, version__number=version, number=number)


def test_what_was_added_and_removed_is_marked_and_said(pages: Client, document: Document) -> None:
    html = compared(pages, key(document, 1), key(document, 2))
    assert '<ins><span class="visually-hidden">added: </span>the systems of Schedule 1</ins>' in html
    assert "4 unchanged, 1 changed, 1 added; 13 words added, 0 words removed." in said(html)
    assert "~ Changed 1.1" in said(html)
    assert "+ Added 1.2" in said(html)


def test_the_other_way_round_what_was_added_is_removed(pages: Client, document: Document) -> None:
    html = compared(pages, key(document, 2), key(document, 1))
    assert '<del><span class="visually-hidden">removed: </span>the systems of Schedule 1</del>' in html
    assert "− Removed 1.2" in said(html)


def test_unchanged_clauses_are_folded_and_counted(pages: Client, document: Document) -> None:
    html = compared(pages, key(document, 1), key(document, 2))
    assert "<summary>2 unchanged</summary>" in html
    assert "Fees are due monthly" in html


def test_one_kind_of_change_can_be_shown_alone(pages: Client, document: Document) -> None:
    html = compared(pages, key(document, 1), key(document, 2), kind="added")
    assert "keeps every backup" in html
    assert "the systems of Schedule 1" not in html


def test_a_version_beside_itself_says_that_nothing_changed(pages: Client, document: Document) -> None:
    told = said(compared(pages, key(document, 2), key(document, 2)))
    assert "Nothing changed: both sides are the same" in told


def test_a_version_that_is_being_read_says_so(pages: Client, document: Document) -> None:
    waiting = a_version(document, LATER + "\n3. Term\n", is_read=False)
    assert "Version 3 is being read; compare again in a moment." in said(
        compared(pages, key(document, 1), waiting.pk)
    )


def test_a_version_without_text_says_why(pages: Client, contract: Contract, document: Document) -> None:
    empty = a_document(contract, title="Scan", name="scan.txt", data=b"   \n")
    told = said(compared(pages, key(document, 1), key(empty, 1)))
    assert "Version 1 has no text:" in told


def test_what_a_reader_must_know_of_a_side_stands_above_it(pages: Client, document: Document) -> None:
    with acting(SYSTEM):
        version = version_of(document, 2)
        version.problem = "2 tracked changes by A. Writer were not accepted."
        version.save(update_fields=["problem"])
    remark = "Hosting agreement, version 2 : 2 tracked changes by A. Writer were not accepted."
    assert remark in said(compared(pages, key(document, 1), key(document, 2)))
    assert remark in said(compared(pages, key(document, 1), f"{document.pk}@2025-06-01")).replace(
        "in force on 1 Jun 2025", "version 2"
    )
    assert remark not in said(compared(pages, key(document, 1), key(document, 1)))


def test_two_contracts_can_be_compared(pages: Client, document: Document) -> None:
    other = a_document(a_contract(title="Backup"), LATER, title="Backup agreement")
    told = said(compared(pages, key(document, 2), key(other, 1)))
    assert "Backup agreement, version 1" in told
    assert "Nothing changed" in told


def test_texts_without_a_common_clause_are_told_whole(pages: Client, document: Document) -> None:
    other = a_document(
        a_contract(title="Voice"), "Zebras graze quietly by moonlit rivers today.\n", title="Note"
    )
    told = said(compared(pages, key(document, 1), key(other, 1)))
    assert "Zebras graze quietly" in told
    assert "0 unchanged" not in told


def test_the_text_in_force_can_be_a_side(pages: Client, contract: Contract, document: Document) -> None:
    an_amendment(contract, "2025-06-01", replaces("2.1", "2.1 Fees are due yearly."), document=document)
    html = compared(pages, f"{document.pk}@2025-05-31", f"{document.pk}@2025-06-01")
    assert "Hosting agreement, in force on 1 Jun 2025" in said(html)
    assert '<del><span class="visually-hidden">removed: </span>monthly</del>' in html
    assert '<ins><span class="visually-hidden">added: </span>yearly</ins>' in html


def test_a_day_on_which_no_version_counts_says_so(pages: Client, document: Document) -> None:
    told = said(compared(pages, f"{document.pk}@2020-01-01", key(document, 1)))
    assert "No version of it counts on 1 Jan 2020" in told


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1@2025-13-01", "9" * 30, "1@", "1 OR 1=1", "99999999"])
def test_what_names_no_text_is_not_found(pages: Client, document: Document, wrong: str) -> None:
    assert pages.get("/documents/compare/", {"old": wrong, "new": str(key(document, 1))}).status_code == 404
    assert pages.get("/documents/compare/", {"new": wrong}).status_code == 404


def test_who_may_not_see_a_contract_neither_compares_nor_finds_it(pages: Client, document: Document) -> None:
    owner = a_user("omar", "procurement")
    secret = a_contract(title="Secret merger", is_confidential=True, owner_id=owner.pk)
    hidden = a_document(secret, LATER, title="Secret paper")
    for sides in ((key(hidden, 1), key(document, 1)), (key(document, 1), key(hidden, 1))):
        address = {"old": str(sides[0]), "new": str(sides[1])}
        assert pages.get("/documents/compare/", address).status_code == 404
    asked = pages.get("/documents/compare/", {"new": str(key(document, 1)), "q": "secret"})
    assert "Secret" not in asked.content.decode().replace("secret", "")
    assert pages.get(f"/clauses/{clause(hidden, '1.1', 1).pk}/history/").status_code == 404
    words = {"side": str(key(hidden, 1)), "clause": "0"}
    assert pages.get("/documents/compare/words/", words).status_code == 404


def test_what_to_compare_with_is_offered_and_found(
    pages: Client, contract: Contract, document: Document
) -> None:
    annex = a_document(contract, "1. Levels\n", kind="sla", title="Service levels")
    other = a_document(a_contract(title="Payroll"), LATER, title="Payroll agreement")
    html = pages.get("/documents/compare/", {"new": str(key(document, 2)), "q": "payroll"}).content.decode()
    assert f"old={key(document, 1)}&amp;new={key(document, 2)}" in html
    assert f"old={key(annex, 1)}&amp;new={key(document, 2)}" in html
    assert f"old={key(other, 1)}&amp;new={key(document, 2)}" in html
    assert f"old={key(document, 2)}" not in html


def test_a_search_without_a_match_says_what_to_do(pages: Client, document: Document) -> None:
    html = pages.get("/documents/compare/", {"old": str(key(document, 1)), "q": "zzzz"}).content.decode()
    assert "is found by “zzzz”. Try fewer words" in html


def test_the_number_of_queries_does_not_grow_with_the_text(pages: Client, document: Document) -> None:
    long = "".join(f"{n}. Clause {n}\n\n{n}.1 The Provider does thing {n}.\n\n" for n in range(1, 120))
    big = a_document(a_contract(title="Long"), long, title="Long one")
    a_version(big, long.replace("thing 7.", "another thing 7."))
    compared(pages, key(document, 1), key(document, 2))
    counts = []
    for one in (document, big):
        with CaptureQueriesContext(connection) as queries:
            compared(pages, key(one, 1), key(one, 2))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_history_says_where_a_clause_first_appeared_and_what_changed(
    pages: Client, contract: Contract, document: Document
) -> None:
    words = replaces("1.1", "1.1 The Provider hosts the systems of Schedule 2.")
    an_amendment(contract, "2025-06-01", words, document=document)
    told = said(pages.get(f"/clauses/{clause(document, '1.1').pk}/history/").content.decode())
    assert "first in Version 1, 1 Jan 2024" in told
    stages = [told.index(words) for words in ("Amendment 1, 1 Jun 2025", "Version 2, 1 Jan 2025 ~ Changed")]
    assert stages == sorted(stages)
    assert "Version 1, 1 Jan 2024 first appeared" in told
    assert "the systems of Schedule 1" in told


def test_a_deleted_clause_says_which_amendment_took_it_out(
    pages: Client, contract: Contract, document: Document
) -> None:
    an_amendment(contract, "2025-06-01", deletes("1.2"), document=document)
    told = said(pages.get(f"/clauses/{clause(document, '1.2').pk}/history/").content.decode())
    assert "Amendment 1, 1 Jun 2025" in told
    assert "− Removed 1.2" in told


def place_in(document: Document, number: str, version: int = 2) -> int:
    return clause(document, number, version).order


def words_of(pages: Client, side: Any, place: Any) -> str:
    answer = pages.get("/documents/compare/words/", {"side": str(side), "clause": str(place)})
    assert answer.status_code == 200
    return said(answer.content.decode())


def test_each_word_says_with_which_version_it_came(pages: Client, document: Document) -> None:
    asked = {"side": str(key(document, 2)), "clause": str(place_in(document, "1.1"))}
    part = pages.get("/documents/compare/words/", asked, headers={"HX-Request": "true"})
    told = said(part.content.decode())
    assert told.startswith("The Provider hosts Version 1, 1 Jan 2024")
    assert "the systems of Schedule 1 Version 2, 1 Jan 2025" in told
    assert told in words_of(pages, *asked.values())


def test_each_word_of_an_amended_clause_says_with_which_amendment_it_came(
    pages: Client, contract: Contract, document: Document
) -> None:
    words = replaces("1.1", "1.1 The Provider hosts the systems of Schedule 2.")
    an_amendment(contract, "2025-06-01", words, document=document)
    place = place_in(document, "1.1")
    for day, came in (("2025-06-01", "2 Amendment 1, 1 Jun 2025"), ("2025-05-31", "1 Version 2, 1 Jan")):
        assert came in words_of(pages, f"{document.pk}@{day}", place)
    told = said(pages.get(f"/clauses/{clause(document, '1.1').pk}/history/").content.decode())
    assert "Who wrote these words as amended: Amendment 1, 1 Jun 2025" in told
    assert "the systems of Schedule Version 2, 1 Jan 2025" in told
    html = compared(pages, key(document, 2), f"{document.pk}@2025-06-01")
    assert f"/documents/compare/words/?side={document.pk}%402025-06-01&amp;clause={place}" in html


@pytest.mark.parametrize("place", ["99", "-1", "x", "", "1" * 30, "²"])
def test_words_of_a_clause_that_is_not_there_are_not_found(
    pages: Client, document: Document, place: str
) -> None:
    asked = {"side": str(key(document, 2)), "clause": place}
    assert pages.get("/documents/compare/words/", asked).status_code == 404


def test_pages_of_documents_lead_to_the_comparison(pages: Client, document: Document) -> None:
    link = f"/documents/compare/?old={key(document, 1)}&amp;new={key(document, 2)}"
    for address in (f"/documents/{document.pk}/", f"/documents/{document.pk}/versions/"):
        assert link in pages.get(address).content.decode()
    text = pages.get(
        f"/contracts/{document.contract_id}/text/", {"date": "2025-03-01", "known_on": "2030-01-01"}
    )
    assert f"new={document.pk}@2025-03-01" in text.content.decode()


def test_markup_in_a_text_stays_text(pages: Client, contract: Contract) -> None:
    bad = a_document(contract, "1. <script>alert(1)</script> old\n", title="Bad", name="bad.txt")
    a_version(bad, "1. <script>alert(1)</script> <img src=x> new\n", name="bad.txt")
    html = compared(pages, key(bad, 1), key(bad, 2))
    assert "<script>alert" not in html
    assert "<img" not in html
