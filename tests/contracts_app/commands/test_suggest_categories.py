"""``manage.py suggest_categories``: for what is there already, as often as one likes."""

from io import StringIO

import pytest
from django.core.management import call_command

from contracts_app.models import ClauseCategory
from core.audit import acting
from tests.support.clause_categories import CAPPED, kept
from tests.support.contract_documents import TERMS, a_document, a_version
from tests.support.contracts import SYSTEM, a_contract

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("suggest_categories", stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_it_suggests_for_clauses_of_before_and_the_second_run_changes_nothing():
    document = a_document(a_contract(), CAPPED)
    a_version(document, TERMS)
    suggested = kept(document)
    with acting(SYSTEM):
        ClauseCategory.unscoped.all().delete()
    assert run() == "2 suggestions changed in 1 of 2 versions."
    assert kept(document) == suggested
    assert run() == "0 suggestions changed in 0 of 2 versions."


def test_without_any_document_it_says_so():
    assert run() == "0 suggestions changed in 0 of 0 versions."
