"""Changing a contract and its parts: state, history, versions, signal, a second call, refusals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from contracts_app.actions.contracts import (
    InvalidContract,
    NoticeMethodDraft,
    NoticeRuleDraft,
    TermsDraft,
    change_contract,
)
from contracts_app.actions.parties import hand_over, name_person, unname_person
from contracts_app.actions.tags import set_tags
from contracts_app.actions.terms import change_terms
from contracts_app.models import Contract, NoticeMethod, NoticeRule, Tag, etag_of
from contracts_app.signals import contract_terms_changed
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from tests.support.contracts import SYSTEM, TODAY, a_contract, a_vendor, history_of
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db

RULE = NoticeRuleDraft(quantity=3, unit="months", methods=(NoticeMethodDraft(method="courier"),))


@pytest.fixture
def heard():
    ids = []

    def hear(sender, contract_ids, **kwargs):
        ids.extend(contract_ids)

    contract_terms_changed.connect(hear)
    yield ids
    contract_terms_changed.disconnect(hear)


def change(contract, *, actor=SYSTEM, expected_version=None, **changes):
    return change_contract(
        actor=actor, contract=contract, changes=changes, on=TODAY, expected_version=expected_version
    )


def test_what_is_named_changes_and_the_rest_stays():
    contract = a_contract(tags=("cloud",), value_amount=Decimal("10"), value_currency="EUR")

    change(contract, title="Voice", value_amount=None, value_currency="")

    fresh = Contract.unscoped.get(pk=contract.pk)
    assert (fresh.title, fresh.value_amount, fresh.value_currency) == ("Voice", None, "")
    assert list(fresh.tag_links.values_list("tag__name", flat=True)) == ["cloud"]
    assert history_of(contract) == ["+", "~"]


def test_the_same_change_again_leaves_no_history_no_version_and_no_signal(heard):
    contract = a_contract(terms=TermsDraft(start_date=TODAY), notice_rules=(RULE,), tags=("cloud",))
    changed = change(
        contract, title="Voice", tags=("voice",), terms=TermsDraft(start_date=dt.date(2026, 1, 1))
    )
    heard.clear()

    again = change(contract, title="Voice", tags=("voice",), terms=TermsDraft(start_date=dt.date(2026, 1, 1)))

    assert again.version == changed.version
    assert history_of(contract) == ["+", "~"]
    assert history_of(contract.terms) == ["+", "~"]
    assert heard == []


@pytest.mark.parametrize(
    ("changes", "is_heard"),
    [
        ({"title": "Voice"}, True),
        ({"value_amount": Decimal("1"), "value_currency": "EUR"}, True),
        ({"is_confidential": True, "owner_id": "ana"}, True),
        ({"terms": TermsDraft(start_date=TODAY)}, True),
        ({"notice_rules": ()}, True),
        ({"description": "Long"}, False),
        ({"tags": ("voice",)}, False),
        ({"governing_law": "England"}, False),
    ],
)
def test_deadlines_hear_of_what_they_rest_on_and_of_nothing_else(heard, changes, is_heard):
    contract = a_contract(notice_rules=(RULE,))
    if "owner_id" in changes:
        changes = {**changes, "owner_id": a_user("ana").pk}
    heard.clear()

    change(contract, **changes)

    assert heard == ([contract.pk] if is_heard else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"terms": TermsDraft(start_date=TODAY)},
        {"notice_rules": (RULE,)},
        {"tags": ("voice",)},
        {"further_vendor_ids": ("vendor",)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_change_of_a_part_changes_the_entity_tag_without_an_empty_history_row(changes):
    contract = a_contract()
    if "further_vendor_ids" in changes:
        changes = {"further_vendor_ids": (a_vendor("Blue Ltd").pk,)}

    changed = change(contract, **changes)

    assert etag_of(changed) != etag_of(contract)
    assert etag_of(Contract.unscoped.get(pk=contract.pk)) == etag_of(changed)
    assert history_of(contract) == ["+"]


def test_who_read_an_older_version_is_refused_whether_the_contract_or_a_part_moved():
    contract = a_contract()
    read = contract.version
    set_tags(actor=SYSTEM, contract=contract, tags=("cloud",), on=TODAY)

    with pytest.raises(StaleObject, match=contract.number):
        change(contract, title="Voice", expected_version=read)

    assert Contract.unscoped.get(pk=contract.pk).title == "Hosting framework"


def test_a_field_that_does_not_exist_or_the_status_is_a_mistake_of_the_program():
    contract = a_contract()
    for field in ("status", "colour"):
        with pytest.raises(TypeError, match=field):
            change(contract, **{field: "active"})


def test_notice_rules_are_matched_by_party_and_kind_and_keep_their_rows():
    contract = a_contract(notice_rules=(RULE, NoticeRuleDraft(party="vendor", quantity=6, unit="months")))
    ours = NoticeRule.unscoped.get(contract=contract, party="us")
    post = NoticeMethodDraft(method="registered post", deemed_business_days=3)

    change_terms(
        actor=SYSTEM,
        contract=contract,
        terms=TermsDraft(),
        notice_rules=(NoticeRuleDraft(quantity=4, unit="months", methods=(post,)),),
        on=TODAY,
    )

    assert NoticeRule.unscoped.get(contract=contract) == ours
    assert history_of(ours) == ["+", "~"]
    assert list(NoticeMethod.unscoped.values_list("method", flat=True)) == ["registered post"]
    assert NoticeMethod.history.filter(history_type="-", method="courier").count() == 1


def test_a_circle_of_contracts_is_refused():
    framework = a_contract()
    order = a_contract(parent_id=framework.pk)
    amendment = a_contract(parent_id=order.pk)

    for parent in (framework, order, amendment):
        with pytest.raises(InvalidContract) as refusal:
            change(framework, parent_id=parent.pk)
        assert list(refusal.value.fields) == ["parent_id"]


def test_a_vendor_out_of_use_stays_on_its_contract_but_is_not_chosen_anew():
    contract, other = a_contract(), a_contract(vendor_id=a_vendor("Blue Ltd").pk)
    from core.audit import acting

    with acting(SYSTEM):
        contract.vendor.is_active = False
        contract.vendor.save()

    assert change(contract, title="Voice").title == "Voice"
    with pytest.raises(InvalidContract):
        change(other, vendor_id=contract.vendor_id)


def test_moving_a_contract_to_another_department_needs_the_right_there_too():
    here, there = a_department("IT"), a_department("Marketing")
    contract = a_contract(department_id=here.pk)
    ana = a_user("ana", "procurement", department=here)

    with pytest.raises(NotAllowed):
        change(contract, actor=Actor.person(ana), department_id=there.pk)

    assert Contract.unscoped.get(pk=contract.pk).department == here


def test_who_sees_a_contract_without_the_right_to_change_it_is_refused():
    contract = a_contract(owner_id=a_user("tom", "finance").pk)

    with pytest.raises(NotAllowed):
        change(contract, actor=Actor.person(contract.owner), title="Voice")


def test_an_administrator_does_not_change_a_confidential_contract():
    contract = a_contract(is_confidential=True, owner_id=a_user("tom").pk)
    boss = a_user("boss", "administrator")

    with pytest.raises(NotAllowed):
        change(contract, actor=Actor.person(boss), is_confidential=False)


def test_tags_of_other_spellings_are_one_tag():
    a_contract(tags=("Cloud",))
    contract = set_tags(actor=SYSTEM, contract=a_contract(), tags=("CLOUD", "cloud", "Edge"), on=TODAY)

    assert sorted(contract.tag_links.values_list("tag__name", flat=True)) == ["cloud", "edge"]
    assert Tag.unscoped.count() == 2


def test_naming_a_person_opens_a_confidential_contract_and_taking_them_off_closes_it():
    tom, kim = a_user("tom"), a_user("kim", "procurement")
    contract = a_contract(is_confidential=True, owner_id=tom.pk)
    assert not Contract.objects.visible_to(kim).exists()

    for _ in range(2):
        name_person(actor=SYSTEM, contract=contract, user=kim, on=TODAY)
    assert Contract.objects.visible_to(kim).get() == contract
    assert contract.accesses.count() == 1

    for _ in range(2):
        unname_person(actor=SYSTEM, contract=contract, user=kim, on=TODAY)
    assert not Contract.objects.visible_to(kim).exists()


def test_nobody_takes_away_their_own_sight_of_a_confidential_contract():
    kim = a_user("kim", "procurement")
    contract = a_contract(is_confidential=True, owner_id=a_user("tom").pk, named_user_ids=(kim.pk,))

    with pytest.raises(InvalidContract):
        unname_person(actor=Actor.person(kim), contract=contract, user=kim, on=TODAY)

    assert contract.accesses.count() == 1


def test_handing_over_keeps_the_reason_in_the_history_and_tells_the_deadlines(heard):
    ana, tom = a_user("ana"), a_user("tom")
    contract = a_contract(owner_id=ana.pk)
    heard.clear()

    hand_over(
        actor=SYSTEM.with_reason("Ana leaves"),
        contract=contract,
        owner_id=tom.pk,
        backup_owner_id=None,
        on=TODAY,
    )

    last = Contract.history.filter(id=contract.pk).latest("history_id")
    assert (last.owner_id, last.history_change_reason, last.history_actor) == (
        tom.pk,
        "Ana leaves",
        "system:test",
    )
    assert heard == [contract.pk]
