"""Options that were exercised before: imported, changed, cleared, and refused where they cannot be."""

from __future__ import annotations

import pytest

from contracts_app.actions.register_imports import RefusedRegister
from contracts_app.models import Contract, ContractTerms
from core.audit import Actor, acting
from tests.support.people import a_user
from tests.support.registers import HEAD, ROWS, import_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ana():
    """Let the owner that the rows name be known."""
    return a_user("ana")


EXERCISED = """
[columns]
external_id = "ref"
title = "title"
vendor = "supplier"
renewals_exercised = "used"
"""
OF_A_KIND = EXERCISED + 'term_type = "kind"\n'


def used(external_id: str = "A-1") -> int:
    return Contract.unscoped.get(source="erp", external_id=external_id).terms.renewals_exercised


def test_options_exercised_before_are_imported_changed_and_cleared():
    head = "ref,title,supplier,used,kind\n"
    import_rows(f"{head}A-1,Hosting,Nord,2,option\n", OF_A_KIND)
    assert used() == 2
    assert import_rows(f"{head}A-1,Hosting,Nord,3,option\n", OF_A_KIND).updated == 1
    assert used() == 3
    assert import_rows(f"{head}A-1,Hosting,Nord,3,option\n", OF_A_KIND).unchanged == 1
    assert import_rows(f"{head}A-1,Hosting,Nord,,option\n", OF_A_KIND).updated == 1
    assert used() == 0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A-1,Hosting,Nord,two,option", "Not a whole number"),
        ("A-1,Hosting,Nord,2,auto_renew", "no options"),
        ("A-1,Hosting,Nord,1,fixed", "no options"),
    ],
    ids=["no number", "renews by itself", "fixed"],
)
def test_options_exercised_that_cannot_be_are_refused_with_their_column(row, words):
    with pytest.raises(RefusedRegister) as refused:
        import_rows(f"ref,title,supplier,used,kind\n{row}\n", OF_A_KIND)
    assert [(e.row, e.column) for e in refused.value.outcome.errors] == [(2, "used")]
    assert words in refused.value.outcome.errors[0].message


def test_a_row_with_more_options_exercised_than_are_recorded_is_refused():
    head = "ref,title,supplier,used\n"
    import_rows("ref,title,supplier,used,kind\nA-1,Hosting,Nord,1,option\n", OF_A_KIND)
    with acting(Actor.system("test")):
        ContractTerms.unscoped.filter(contract__external_id="A-1").update(max_renewals=2)
    assert import_rows(f"{head}A-1,Hosting,Nord,2\n", EXERCISED).updated == 1
    outcome = import_rows(f"{head}A-1,Hosting,Nord,3\n", EXERCISED, skips=True)
    assert (outcome.failed, outcome.errors[0].column, used()) == (1, "used", 2)
    assert "fewer renewals" in outcome.errors[0].message


def test_what_an_import_makes_renew_by_itself_has_no_options_exercised_any_more():
    option = (HEAD + ROWS).replace("auto_renew", "option")
    import_rows(option)
    with acting(Actor.system("test")):
        ContractTerms.unscoped.filter(contract__external_id="A-1").update(renewals_exercised=2)
    import_rows(option.replace("Hosting", "Housing", 1))
    assert used() == 2
    import_rows(HEAD + ROWS)
    assert used() == 0
