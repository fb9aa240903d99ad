"""Contracts that lack a document which one of their type should have: over all as on the page of each."""

from __future__ import annotations

from datetime import date

import pytest

from contracts_app.filters.contracts import ContractFilterSet
from contracts_app.models import Contract
from contracts_app.reports.documents_on_file import documents_missing, missing_of
from contracts_app.rules.expected_documents import DEMANDS, EXPECTED, demands
from tests.support.api import client_with_token
from tests.support.contract_documents import a_document
from tests.support.contracts import a_contract
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def with_papers(type: str, *kinds: str, **values) -> Contract:
    made = a_contract(title=f"{type} {' '.join(kinds)}", type=type, **{"status": "active", **values})
    for kind in kinds:
        a_document(made, kind=kind, title=kind, is_read=False)
    return made


def lacking(kind: str = "") -> set[str]:
    return {row.title for row in Contract.objects.for_system("a test").lacking_documents(kind)}


def test_what_the_list_tells_is_what_each_page_tells():
    for contract_type in EXPECTED:
        with_papers(contract_type)
        with_papers(contract_type, "agreement")
        with_papers(contract_type, "agreement", "sla", "dpa", "draft")
        with_papers(contract_type, "order_form", "sla", "dpa", "security", "exit_plan", "prices", "sow")
    rows = list(Contract.unscoped.prefetch_related("documents"))
    told = {row.title for row in rows if missing_of(row, {one.kind for one in row.documents.all()})}
    assert told
    assert lacking() == told


def test_each_kind_is_asked_for_alone():
    with_papers("hosting", "agreement", "sla")
    with_papers("nda")
    assert lacking("dpa") == {"hosting agreement sla"}
    assert lacking("sla") == set()
    assert lacking("nda") == {"nda"}


def test_every_document_that_any_type_should_have_can_be_asked_for():
    assert {kinds[0] for kinds in demands()} == set(DEMANDS)


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "out_for_signature"])
def test_a_contract_that_is_not_agreed_yet_lacks_nothing(status):
    with_papers("hosting", status=status)
    assert lacking() == set()


def test_the_list_and_the_api_filter_by_it():
    whole, bare = with_papers("nda", "nda"), with_papers("nda")
    everything = Contract.objects.for_system("a test")
    for value in ("any", "nda"):
        assert list(ContractFilterSet({"missing": value}, everything).qs) == [bare]
    assert list(ContractFilterSet({"missing": "sla"}, everything).qs) == []
    assert not ContractFilterSet({"missing": "novel"}, everything).is_valid()

    client = client_with_token(a_user("lea", "legal"), "contracts:read")
    answer = client.get("/api/v1/contracts/?missing_document=any").json()
    assert [row["id"] for row in answer["results"]] == [bare.pk]
    assert client.get("/api/v1/contracts/?missing_document=novel").status_code == 400
    assert whole.pk not in {row["id"] for row in answer["results"]}


def test_home_counts_what_its_link_lists_for_who_may_add_documents():
    contract = with_papers("nda")
    with_papers("nda", status="expired")
    lea = a_user("lea", "legal")
    assert list(documents_missing(lea, TODAY)) == [
        ("1 contract lacks a document", "/contracts/?status=in_force&missing=any")
    ]
    assert not list(documents_missing(a_user("rita", "finance"), TODAY))
    elsewhere = a_user("eve", "procurement", department=a_department("Elsewhere"))
    assert not list(documents_missing(elsewhere, TODAY))
    a_document(contract, kind="nda", is_read=False)
    assert not list(documents_missing(lea, TODAY))
