"""Recording a contract: state, history, search, signal, numbers, refusals."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection

from contracts_app.actions.contracts import (
    InvalidContract,
    NoticeMethodDraft,
    NoticeRuleDraft,
    TermsDraft,
    create_contract,
)
from contracts_app.models import Contract, ContractTerms, NoticeMethod, NoticeRule, Tag
from contracts_app.signals import contract_terms_changed
from core.audit import Actor
from core.errors import NotAllowed
from tests.support.contracts import NOW, SYSTEM, TODAY, a_contract, a_draft, a_vendor, an_entity, history_of
from tests.support.people import a_department, a_user

TERMS = TermsDraft(
    term_type="auto_renew",
    start_date=dt.date(2026, 3, 1),
    initial_term_quantity=12,
    initial_term_unit="months",
    renewal_term_quantity=12,
    renewal_term_unit="months",
    clause_ref="14.2",
)
POST = NoticeMethodDraft(method="registered post", deemed_business_days=3, address="1 Main St")
NOTICE = NoticeRuleDraft(quantity=3, unit="months", calendar="de-by", methods=(POST,))


@pytest.mark.django_db
def test_everything_entered_is_recorded(actor):
    owner, backup, named = a_user("ana"), a_user("tom"), a_user("kim")
    further, entity = a_vendor("Blue Security Ltd"), an_entity()
    contract = a_contract(
        title="  Hosting\tframework ",
        type="saas",
        entity_id=entity.pk,
        owner_id=owner.pk,
        backup_owner_id=backup.pk,
        is_confidential=True,
        value_amount=Decimal("412000.50"),
        value_currency="EUR",
        tags=("Cloud", "cloud ", "Framework"),
        further_vendor_ids=(further.pk,),
        named_user_ids=(named.pk,),
        terms=TERMS,
        notice_rules=(NOTICE,),
    )

    fresh = Contract.unscoped.get(pk=contract.pk)
    assert (fresh.title, fresh.type, fresh.status) == ("Hosting framework", "saas", "draft")
    assert (fresh.value_amount, fresh.value_currency) == (Decimal("412000.5"), "EUR")
    assert (fresh.owner, fresh.backup_owner, fresh.entity) == (owner, backup, entity)
    assert sorted(fresh.tag_links.values_list("tag__name", flat=True)) == ["cloud", "framework"]
    assert list(fresh.further_vendors.values_list("vendor", flat=True)) == [further.pk]
    assert list(fresh.accesses.values_list("user", flat=True)) == [named.pk]
    assert fresh.created_at == NOW
    rule = NoticeRule.unscoped.get(contract=fresh)
    assert (rule.quantity, rule.unit, rule.calendar) == (3, "months", "DE-BY")
    assert NoticeMethod.unscoped.get(rule=rule).deemed_business_days == 3
    assert ContractTerms.unscoped.get(contract=fresh).renewal_term_quantity == 12


@pytest.mark.django_db
def test_recording_leaves_one_history_row_for_each_row_and_a_fresh_version():
    contract = a_contract(terms=TERMS, notice_rules=(NOTICE,), tags=("cloud",))

    assert history_of(contract) == history_of(contract.terms) == ["+"]
    assert Tag.history.count() == 1
    assert contract.version == "1.1"


@pytest.mark.django_db
def test_deadlines_hear_of_a_new_contract_inside_the_transaction():
    heard = []

    def hear(sender, contract_ids, actor, on, **kwargs):
        heard.append((contract_ids, actor, on, connection.in_atomic_block))

    contract_terms_changed.connect(hear)
    try:
        contract = a_contract()
    finally:
        contract_terms_changed.disconnect(hear)

    assert heard == [([contract.pk], SYSTEM, TODAY, True)]


@pytest.mark.django_db
def test_a_contract_without_terms_has_blank_ones():
    assert a_contract(terms=None).terms.start_date is None


@pytest.mark.django_db
def test_a_blank_number_takes_the_next_free_one_and_leaves_out_those_taken():
    first = int(a_contract(number=" ").number.removeprefix("C-"))
    a_contract(number=f"C-{first + 1}")

    assert a_contract().number == f"C-{first + 2}"


@pytest.mark.django_db
def test_a_number_that_is_taken_is_refused_by_name():
    a_contract(number="VTR-7")

    with pytest.raises(InvalidContract, match="VTR-7") as refusal:
        a_contract(number=" VTR-7 ")

    assert refusal.value.code == "number_taken"
    assert list(refusal.value.fields) == ["number"]
    assert Contract.unscoped.count() == 1


def test_twenty_people_at_once_get_twenty_numbers(committed_db):
    draft = a_draft()
    failures = []

    def record():
        try:
            create_contract(actor=SYSTEM, draft=draft, now=NOW, on=TODAY)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=record) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Contract.unscoped.values("number").distinct().count() == 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "\u202e \u200b"}, "title"),
        ({"vendor_id": 0}, "vendor_id"),
        ({"department_id": 0}, "department_id"),
        ({"entity_id": 0}, "entity_id"),
        ({"owner_id": 0}, "owner_id"),
        ({"named_user_ids": (0,)}, "named_user_ids"),
        ({"further_vendor_ids": (0,)}, "further_vendor_ids"),
        ({"further_entity_ids": (0,)}, "further_entity_ids"),
        ({"parent_id": 0}, "parent_id"),
        ({"supersedes_id": 0}, "supersedes_id"),
        ({"value_amount": Decimal("1.001"), "value_currency": "GBP"}, "value_amount"),
        ({"terms": TermsDraft(start_date=TODAY, end_date=dt.date(2020, 1, 1))}, "terms.end_date"),
    ],
)
def test_what_is_wrong_is_refused_under_its_field_and_nothing_is_stored(facts, field):
    with pytest.raises(InvalidContract) as refusal:
        a_contract(**facts)

    assert list(refusal.value.fields) == [field]
    assert refusal.value.status == 422
    assert not Contract.unscoped.exists()
    assert not ContractTerms.unscoped.exists()


@pytest.mark.django_db
def test_several_mistakes_are_named_at_once():
    with pytest.raises(InvalidContract, match="2 entries are wrong") as refusal:
        a_contract(title="", value_amount=Decimal("NaN"), value_currency="EUR")

    assert set(refusal.value.fields) == {"title", "value_amount"}


@pytest.mark.django_db
def test_somebody_who_left_cannot_become_owner():
    with pytest.raises(InvalidContract) as refusal:
        a_contract(owner_id=a_user("gone", is_active=False).pk)

    assert list(refusal.value.fields) == ["owner_id"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("requester", False),
        ("procurement", True),
        ("legal", True),
        ("finance", False),
        ("vendor_manager", False),
        ("auditor", False),
        ("administrator", True),
    ],
)
def test_who_records_contracts_is_the_role_table(role, allowed):
    person = a_user("ana", role, department=a_department())
    if allowed:
        assert a_contract(actor=Actor.person(person)).pk
    else:
        with pytest.raises(NotAllowed):
            a_contract(actor=Actor.person(person))


@pytest.mark.django_db
def test_a_role_in_another_department_does_not_count():
    person = a_user("ana", "procurement", department=a_department("Marketing"))

    with pytest.raises(NotAllowed):
        a_contract(actor=Actor.person(person))


@pytest.mark.django_db
def test_who_records_a_confidential_contract_for_somebody_else_is_named_on_it():
    ana, tom = a_user("ana", "procurement"), a_user("tom")
    contract = a_contract(actor=Actor.person(ana), is_confidential=True, owner_id=tom.pk)

    assert list(contract.accesses.values_list("user", flat=True)) == [ana.pk]


@pytest.mark.django_db
def test_a_confidential_contract_of_nobody_is_refused():
    with pytest.raises(InvalidContract) as refusal:
        a_contract(is_confidential=True)

    assert list(refusal.value.fields) == ["named_user_ids"]


@pytest.mark.django_db
def test_nobody_hangs_a_contract_under_one_that_they_may_not_see():
    secret = a_contract(is_confidential=True, owner_id=a_user("tom").pk)
    ana = a_user("ana", "procurement")

    with pytest.raises(InvalidContract) as refusal:
        a_contract(actor=Actor.person(ana), parent_id=secret.pk)

    assert list(refusal.value.fields) == ["parent_id"]
    assert secret.title not in str(refusal.value.fields)
