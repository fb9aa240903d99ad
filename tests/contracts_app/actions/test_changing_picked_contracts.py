"""Changing many picked contracts at once: all or none, few statements, history, search, deadlines."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts_app.actions.drafting import InvalidContract
from contracts_app.actions.selections import (
    MOST_AT_ONCE,
    UnableToChangeSelection,
    add_tag_to_contracts,
    change_backup_owner_of_contracts,
    change_owner_of_contracts,
    remove_tag_from_contracts,
)
from contracts_app.models import Contract, ContractAccess, ContractTag, Tag
from contracts_app.rules.contract import MOST_TAGS
from contracts_app.signals import contract_terms_changed
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from tests.support.contracts import SYSTEM, TODAY, a_contract, history_of
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_user("ana", "procurement", department=a_department())


@pytest.fixture
def tom():
    return a_user("tom", full_name="Tom Weiss")


@pytest.fixture
def heard():
    calls = []

    def hear(sender, contract_ids, actor, **kwargs):
        calls.append((sorted(contract_ids), actor.reason))

    contract_terms_changed.connect(hear)
    yield calls
    contract_terms_changed.disconnect(hear)


def tags_of(contract) -> set[str]:
    return set(contract.tag_links.values_list("tag__name", flat=True))


def found(words: str) -> set[int]:
    everything = Contract.objects.for_system("test of the search")
    return set(everything.matching(words).values_list("pk", flat=True))


def ids(*contracts) -> list[int]:
    return [contract.pk for contract in contracts]


def give(contracts, owner, *, actor=SYSTEM, versions=None):
    return change_owner_of_contracts(
        actor=actor,
        contract_ids=ids(*contracts),
        owner_id=owner.pk if owner else None,
        on=TODAY,
        versions=versions,
    )


def back_up(contracts, backup, *, actor=SYSTEM, versions=None):
    return change_backup_owner_of_contracts(
        actor=actor,
        contract_ids=ids(*contracts),
        backup_owner_id=backup.pk if backup else None,
        on=TODAY,
        versions=versions,
    )


def test_a_tag_comes_on_every_contract_once_and_is_found_by_the_search(ana):
    one, two = a_contract(tags=("strategic",)), a_contract(title="Voice")

    changed = add_tag_to_contracts(actor=Actor.person(ana), contract_ids=ids(one, two), tag=" Strategic ")

    assert changed == [two.pk]
    assert tags_of(one) == tags_of(two) == {"strategic"}
    assert found("strategic") == {one.pk, two.pk}
    two.refresh_from_db()
    assert (two.row_version, two.parts_version) == (1, 2)
    link = ContractTag.history.filter(contract_id=two.pk).get()
    assert (link.history_type, link.history_actor) == ("+", f"user:{ana.pk}")


def test_adding_the_same_tag_again_changes_nothing(ana):
    one = a_contract(tags=("strategic",))

    assert add_tag_to_contracts(actor=Actor.person(ana), contract_ids=ids(one), tag="strategic") == []
    one.refresh_from_db()
    assert one.parts_version == 1


def test_a_tag_goes_from_those_that_have_it_and_from_the_search(ana):
    one, two = a_contract(tags=("strategic", "keep")), a_contract(title="Voice")

    changed = remove_tag_from_contracts(actor=Actor.person(ana), contract_ids=ids(one, two), tag="STRATEGIC")

    assert changed == [one.pk]
    assert tags_of(one) == {"keep"}
    assert found("strategic") == set()
    kinds = ContractTag.history.filter(contract_id=one.pk).values_list("history_type", flat=True)
    assert sorted(kinds) == ["+", "+", "-"]


def test_a_tag_that_none_of_them_has_is_refused(ana):
    with pytest.raises(InvalidContract, match="None of the picked"):
        remove_tag_from_contracts(actor=Actor.person(ana), contract_ids=ids(a_contract()), tag="cloud")


@pytest.mark.parametrize("tag", ["", "   ", "x" * 61])
def test_a_tag_that_is_empty_or_too_long_is_refused_at_its_field(ana, tag):
    with pytest.raises(InvalidContract) as refused:
        add_tag_to_contracts(actor=Actor.person(ana), contract_ids=ids(a_contract()), tag=tag)

    assert set(refused.value.fields) == {"tag"}
    assert not Tag.unscoped.exists()


def test_a_contract_without_room_for_a_tag_is_named_and_no_other_gets_it(ana):
    full = a_contract(tags=tuple(f"tag {number}" for number in range(MOST_TAGS)))
    free = a_contract(title="Voice")

    with pytest.raises(UnableToChangeSelection, match=full.number):
        add_tag_to_contracts(actor=Actor.person(ana), contract_ids=ids(full, free), tag="cloud")
    assert tags_of(free) == set()


def test_another_owner_is_written_with_history_reason_and_new_deadlines(ana, tom, heard):
    one, two, three = a_contract(owner_id=ana.pk), a_contract(title="Voice"), a_contract(owner_id=tom.pk)
    heard.clear()

    changed = give([one, two, three], tom, actor=Actor.person(ana).with_reason("Ana leaves"))

    assert changed == ids(one, two)
    assert set(Contract.unscoped.values_list("owner_id", flat=True)) == {tom.pk}
    assert heard == [(ids(one, two), "Ana leaves")]
    assert history_of(one) == ["+", "~"]
    assert history_of(three) == ["+"]
    last = Contract.history.filter(id=one.pk).latest("history_id")
    assert (last.history_actor, last.history_change_reason) == (f"user:{ana.pk}", "Ana leaves")


def test_contracts_may_be_left_without_an_owner(ana):
    one = a_contract(owner_id=ana.pk)

    assert give([one], None, actor=Actor.person(ana)) == [one.pk]
    one.refresh_from_db()
    assert one.owner_id is None


def test_the_owner_cannot_be_the_backup_owner_and_a_backup_needs_an_owner(ana, tom):
    backed = a_contract(owner_id=ana.pk, backup_owner_id=tom.pk)
    ownerless = a_contract(title="Voice")

    for refused, contracts, person in (
        (give, [backed, ownerless], tom),
        (give, [backed], None),
        (back_up, [backed], ana),
        (back_up, [ownerless], tom),
    ):
        with pytest.raises(UnableToChangeSelection, match="C-"):
            refused(contracts, person, actor=Actor.person(ana))
    assert history_of(ownerless) == ["+"]


def test_another_backup_owner_is_written(ana, tom, heard):
    one = a_contract(owner_id=ana.pk)
    heard.clear()

    assert back_up([one], tom, actor=Actor.person(ana)) == [one.pk]
    assert back_up([one], tom, actor=Actor.person(ana)) == []
    one.refresh_from_db()
    assert one.backup_owner_id == tom.pk
    assert [changed for changed, _ in heard] == [[one.pk]]


def test_somebody_who_left_gets_no_contracts(ana):
    gone = a_user("gone", is_active=False)
    for change in (give, back_up):
        with pytest.raises(InvalidContract, match="no such active person"):
            change([a_contract(owner_id=ana.pk)], gone, actor=Actor.person(ana))


def test_one_contract_that_may_not_be_changed_is_named_and_none_is(ana, tom):
    own = a_contract()
    foreign = a_contract(title="Campaign", department_id=a_department("Marketing").pk, owner_id=ana.pk)

    for change in (
        lambda: give([own, foreign], tom, actor=Actor.person(ana)),
        lambda: add_tag_to_contracts(actor=Actor.person(ana), contract_ids=ids(own, foreign), tag="x"),
    ):
        with pytest.raises(NotAllowed, match=foreign.number) as refused:
            change()
        assert own.number not in refused.value.message
    assert history_of(own) == ["+"]
    assert tags_of(own) == set()


def test_a_contract_that_is_not_seen_is_counted_but_never_named(ana, tom):
    hidden = a_contract(title="Secret", is_confidential=True, owner_id=tom.pk)

    with pytest.raises(UnableToChangeSelection) as refused:
        give([a_contract(), hidden], ana, actor=Actor.person(ana))
    assert "1 of the picked contracts is no longer there" in refused.value.message
    assert hidden.number not in refused.value.message


def test_a_contract_that_changed_meanwhile_stops_all(ana, tom):
    one, two = a_contract(), a_contract(title="Voice")
    read = {one.pk: one.version, two.pk: two.version}
    add_tag_to_contracts(actor=SYSTEM, contract_ids=ids(two), tag="cloud")

    for change in (give, back_up):
        with pytest.raises(StaleObject, match=two.number):
            change([one, two], tom, actor=Actor.person(ana), versions=read)
    assert history_of(one) == ["+"]


def test_who_hands_over_a_confidential_contract_stays_named_on_it(ana, tom):
    secret = a_contract(is_confidential=True, owner_id=ana.pk)

    give([secret], tom, actor=Actor.person(ana))

    assert ContractAccess.unscoped.get().user == ana
    assert Contract.objects.visible_to(ana).filter(pk=secret.pk).exists()


def test_the_product_leaves_no_confidential_contract_to_nobody(ana):
    with pytest.raises(UnableToChangeSelection, match="Nobody could work"):
        give([a_contract(is_confidential=True, owner_id=ana.pk)], None)


@pytest.mark.parametrize("number", [0, MOST_AT_ONCE + 1])
def test_none_and_too_many_are_refused(ana, number):
    with pytest.raises(UnableToChangeSelection, match="Pick 1 to 500"):
        add_tag_to_contracts(actor=Actor.person(ana), contract_ids=range(1, number + 1), tag="x")


def test_the_number_of_statements_does_not_grow_with_the_contracts(ana, tom):
    def statements(change) -> int:
        with CaptureQueriesContext(connection) as context:
            change()
        return len(context)

    figures = []
    for number in (2, 12):
        many = [a_contract(title=f"Contract {each}", owner_id=ana.pk) for each in range(number)]
        actor = Actor.person(type(ana).objects.get(pk=ana.pk))
        keys = ids(*many)
        figures.append(
            [
                statements(lambda: give(many, tom, actor=actor)),  # noqa: B023 - called at once
                statements(lambda: add_tag_to_contracts(actor=actor, contract_ids=keys, tag="x")),  # noqa: B023
                statements(lambda: remove_tag_from_contracts(actor=actor, contract_ids=keys, tag="x")),  # noqa: B023
            ]
        )
    few, many = figures
    assert many[0] <= few[0] + 1
    assert many[1] <= few[1]
    assert many[2] <= few[2]
    assert max(many[1:]) <= 16
