"""The rule about one contract and its twin in SQL agree for every persona."""

from __future__ import annotations

import itertools

import pytest

from accounts.models import RoleAssignment
from accounts.rules.roles import ROLE_LABELS
from contracts_app import permissions
from contracts_app.actions.contracts import NoticeMethodDraft, NoticeRuleDraft
from contracts_app.models import Contract, ContractTag, ContractTerms, NoticeMethod, NoticeRule
from core.audit import acting
from tests.support.contracts import SYSTEM, a_contract
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db

#: Who sees which of the contracts below; "mine" are those on which the person stands.
SEEN = {
    "requester": {"open here"},
    "procurement": {"open here"},
    "legal": {"open here"},
    "finance": {"open here"},
    "vendor_manager": {"open here"},
    "auditor": {"open here", "secret here"},
    "administrator": {"open here"},
}
VERBS = ("can_edit", "can_transition")
EVERYWHERE = {"open here": "open there", "secret here": "secret there"}


@pytest.fixture
def contracts() -> dict[str, Contract]:
    tom = a_user("tom")
    made = {}
    for where, name in (("here", "IT"), ("there", "Marketing")):
        for kind in ("open", "secret"):
            made[f"{kind} {where}"] = a_contract(
                department_id=a_department(name).pk, is_confidential=kind == "secret", owner_id=tom.pk
            )
    return made


def seen_by(person, contracts) -> set[str]:
    """Return what the person sees, and check that both twins, the count and the parts say the same."""
    visible = Contract.objects.visible_to(person)
    in_sql = {name for name, contract in contracts.items() if visible.filter(pk=contract.pk).exists()}
    by_rule = {name for name, contract in contracts.items() if permissions.can_view(person, contract)}
    assert in_sql == by_rule
    assert visible.count() == len(in_sql)
    terms = ContractTerms.objects.visible_to(person).values_list("contract_id", flat=True)
    assert set(terms) == {contracts[name].pk for name in in_sql}
    return in_sql


@pytest.mark.parametrize("role", list(ROLE_LABELS))
def test_a_role_in_one_department_shows_its_contracts(contracts, role):
    assert seen_by(a_user("ana", role, department=a_department("IT")), contracts) == SEEN[role]


@pytest.mark.parametrize("role", list(ROLE_LABELS))
def test_a_role_everywhere_shows_the_contracts_of_every_department(contracts, role):
    expected = SEEN[role] | {EVERYWHERE[name] for name in SEEN[role]}
    assert seen_by(a_user("ana", role), contracts) == expected


def test_two_roles_in_two_departments_do_not_mix(contracts):

    ana, marketing = a_user("ana", "auditor", department=a_department("IT")), a_department("Marketing")
    with acting(SYSTEM):
        RoleAssignment.unscoped.create(user=ana, role="procurement", department=marketing)

    assert seen_by(ana, contracts) == {"open here", "secret here", "open there"}


@pytest.mark.parametrize("standing", ["owner_id", "backup_owner_id", "named_user_ids"])
@pytest.mark.parametrize("is_confidential", [False, True])
def test_who_stands_on_a_contract_sees_it_without_any_role(standing, is_confidential):
    ana, tom = a_user("ana"), a_user("tom")
    facts = {"owner_id": tom.pk} | {standing: (ana.pk,) if standing == "named_user_ids" else ana.pk}
    contract = a_contract(is_confidential=is_confidential, **facts)

    assert seen_by(ana, {"mine": contract}) == {"mine"}
    assert not permissions.can_edit(ana, contract)
    assert not permissions.can_transition(ana, contract)


@pytest.mark.parametrize("standing", ["owner_id", "backup_owner_id", "named_user_ids"])
def test_who_sees_every_department_sees_of_the_confidential_ones_only_their_own(contracts, standing):
    ana, tom = a_user("ana", "procurement"), contracts["secret here"].owner
    facts = {"owner_id": tom.pk} | {standing: (ana.pk,) if standing == "named_user_ids" else ana.pk}
    contracts["mine"] = a_contract(is_confidential=True, **facts)

    assert seen_by(ana, contracts) == {"open here", "open there", "mine"}


def test_nobody_without_role_or_standing_sees_anything(contracts):
    assert seen_by(a_user("ana"), contracts) == set()


def test_somebody_who_left_sees_nothing_any_more():
    gone = a_user("gone", "auditor", is_active=False)
    contract = a_contract(named_user_ids=(gone.pk,) if gone.is_active else ())

    assert seen_by(gone, {"any": contract}) == set()


@pytest.mark.parametrize(("role", "verb"), list(itertools.product(ROLE_LABELS, VERBS)))
def test_nobody_changes_or_moves_what_they_do_not_see(contracts, role, verb):
    ana = a_user("ana", role)
    for contract in contracts.values():
        if getattr(permissions, verb)(ana, contract):
            assert permissions.can_view(ana, contract)


def test_tags_parts_and_methods_are_seen_with_their_contract():

    rule = NoticeRuleDraft(quantity=3, unit="months", methods=(NoticeMethodDraft(method="post"),))
    tom, ana = a_user("tom"), a_user("ana", "procurement")
    a_contract(is_confidential=True, owner_id=tom.pk, notice_rules=(rule,), tags=("secret",))

    for part in (ContractTerms, NoticeRule, NoticeMethod, ContractTag):
        assert part.objects.visible_to(tom).count() == 1
        assert part.objects.visible_to(ana).count() == 0
