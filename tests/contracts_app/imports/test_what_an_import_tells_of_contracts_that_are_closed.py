"""An import is no way to find out what a contract holds that the person may not see."""

from __future__ import annotations

import pytest

from accounts.models import RoleAssignment
from contracts_app.actions.register_imports import compare_register
from contracts_app.models import Contract, ContractTerms, ImportedRow
from core.audit import Actor, acting
from tests.support.people import a_department, a_user
from tests.support.registers import HEAD, MAPPING, ROWS, a_register, import_rows

pytestmark = pytest.mark.django_db
WORDS = "You may not change the contract that this row belongs to. Ask its department."
BARE = "A-2,Voice,Delta Telecom,Finance,,,,2026-02-01,,,,,expired,\n"


@pytest.fixture
def eva():
    """Record the register, make one of its contracts confidential, and return who does not see it."""
    a_user("ana", "procurement")
    import_rows()
    with acting(Actor.system("test")):
        Contract.unscoped.filter(external_id="A-2").update(is_confidential=True)
    return a_user("eva", "procurement", department=a_department("IT"))


@pytest.mark.parametrize(
    "row",
    [
        BARE,
        BARE.replace("Voice", "Video"),
        BARE.replace(",Finance,", ",IT,"),
        "A-2,Voice,Somebody,Legal,,99,EUR,,,,,,,\n",
    ],
)
def test_a_row_of_an_unseen_contract_is_refused_alike_whether_it_agrees_or_not(eva, row):
    checked = compare_register(a_register(HEAD + row, skips=True), eva)
    assert (checked.unchanged, checked.updated, checked.created) == (0, 0, 0)
    assert [(error.column, error.value, error.message) for error in checked.errors] == [("Ref", "", WORDS)]


@pytest.mark.parametrize("start", ["2020-01-01", "2026-02-01", "2030-01-01"])
def test_a_single_date_is_not_held_against_the_dates_of_an_unseen_contract(eva, start):
    with acting(Actor.system("test")):
        ContractTerms.unscoped.filter(contract__external_id="A-2").update(end_date="2027-01-31")
    mapping = MAPPING.replace('end_date = "End"\n', "")
    checked = compare_register(a_register(HEAD + BARE.replace("2026-02-01", start), mapping), eva)
    assert [(error.column, error.message) for error in checked.errors] == [("Ref", WORDS)]


def test_nothing_is_remembered_of_a_row_of_an_unseen_contract(eva):
    before = ImportedRow.objects.get(contract__external_id="A-2").digest
    without_tags = MAPPING.replace('tags = "Labels"\n', "")
    assert import_rows(mapping=without_tags, user=eva, skips=True).failed == 1
    assert ImportedRow.objects.get(contract__external_id="A-2").digest == before


def test_a_row_that_agrees_with_a_contract_seen_but_not_edited_is_unchanged_and_not_remembered(eva):
    reader = a_user("rea", "procurement", department=a_department("Finance"))
    with acting(Actor.system("test")):
        RoleAssignment.unscoped.create(user=reader, role="finance")
    one = Contract.unscoped.get(external_id="A-1")
    before = ImportedRow.objects.get(contract=one).digest
    mapping = MAPPING.replace('tags = "Labels"\n', "")
    row = ROWS.splitlines(keepends=True)[0]
    outcome = import_rows(HEAD + row, mapping, user=reader)
    assert (outcome.unchanged, outcome.failed) == (1, 0)
    assert ImportedRow.objects.get(contract=one).digest == before
    refused = import_rows(HEAD + row.replace("Hosting", "Housing"), mapping, user=reader, skips=True)
    assert WORDS in [error.message for error in refused.errors]
    assert Contract.unscoped.get(pk=one.pk).title == "Hosting"


def test_the_command_acts_for_the_system_and_is_refused_nothing(eva):
    assert compare_register(a_register(), None).unchanged == 3
