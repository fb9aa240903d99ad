"""What a contract agrees about its price is recorded, changed and removed like any other term."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.audit import Actor, acting
from core.errors import NotAllowed, StaleObject
from spend.actions.uplift import InvalidUplift, remove_uplift_rule, set_uplift_rule
from spend.models import UpliftRule
from spend.rules.uplift_draft import UpliftDraft
from tests.support.contracts import SYSTEM, a_contract, history_of
from tests.support.people import a_department, a_user
from tests.support.prices import a_series, an_uplift

pytestmark = pytest.mark.django_db
D = Decimal
FIXED = UpliftDraft(kind="percent", percent=D(3))


@pytest.fixture
def contract():
    return a_contract(value_amount=D(100_000), value_currency="EUR", status="active")


def test_every_field_is_recorded(contract):
    series = a_series()
    draft = UpliftDraft(
        kind="index_spread",
        series_id=series.pk,
        base_month=dt.date(2025, 10, 1),
        lag_months=3,
        spread=D("1.5"),
        combination="lesser",
        percent=D(5),
        cap_percent=D(4),
        floor_percent=D(0),
        is_compounding=False,
        first_eligible_date=dt.date(2027, 1, 1),
        announce_days=60,
        clause_ref=" 7.3\t(b) ",
    )
    made = set_uplift_rule(actor=SYSTEM, contract=contract, draft=draft)
    stored = UpliftRule.unscoped.get()
    assert made == stored
    assert stored.draft == UpliftDraft(
        **{**{n: getattr(draft, n) for n in draft.__slots__}, "clause_ref": "7.3 (b)"}
    )
    assert stored.rule.spread == D("1.5")
    assert history_of(stored) == ["+"]
    assert stored.words("EUR") == (
        "The lesser of the change of Consumer prices plus 1.5 % and 5 %, at most 4 %, at least 0 %,"
        " each time of the first price"
    )


def test_the_same_again_writes_nothing_and_a_change_is_one_row(contract):
    made = an_uplift(contract)
    assert set_uplift_rule(actor=SYSTEM, contract=contract, draft=FIXED).row_version == 1
    assert history_of(made) == ["+"]
    changed = set_uplift_rule(
        actor=SYSTEM, contract=contract, draft=UpliftDraft(kind="percent", percent=D(4))
    )
    assert (changed.pk, changed.percent, changed.row_version) == (made.pk, D(4), 2)
    assert history_of(made) == ["+", "~"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(contract):
    an_uplift(contract)
    with pytest.raises(StaleObject, match="changed by somebody else"):
        set_uplift_rule(actor=SYSTEM, contract=contract, draft=FIXED, expected_version=0)
    set_uplift_rule(
        actor=SYSTEM, contract=contract, draft=UpliftDraft(kind="percent", percent=D(2)), expected_version=1
    )
    with pytest.raises(StaleObject):
        set_uplift_rule(actor=SYSTEM, contract=contract, draft=FIXED, expected_version=1)
    assert UpliftRule.unscoped.get().percent == D(2)


def test_a_contradiction_is_refused_naming_the_fields_and_nothing_is_stored(contract):
    with pytest.raises(InvalidUplift) as refused:
        an_uplift(contract, cap_percent=D(1), floor_percent=D(2))
    assert set(refused.value.fields) == {"cap_percent", "floor_percent"}
    with pytest.raises(InvalidUplift) as refused:
        an_uplift(contract, "index", series_id=999_999)
    assert refused.value.fields == {"series_id": ["There is no such index series. Choose one of the list."]}
    assert not UpliftRule.unscoped.exists()


def test_removing_asks_why_and_leaves_the_history(contract):
    made = an_uplift(contract)
    with pytest.raises(InvalidUplift, match="Say why"):
        remove_uplift_rule(actor=SYSTEM, contract=contract)
    because = SYSTEM.with_reason("Recorded for the wrong contract.")
    with pytest.raises(StaleObject):
        remove_uplift_rule(actor=because, contract=contract, expected_version=7)
    remove_uplift_rule(actor=because, contract=contract, expected_version=1)
    assert not UpliftRule.unscoped.exists()
    assert history_of(made) == ["+", "-"]
    assert UpliftRule.history.latest("history_id").history_change_reason == "Recorded for the wrong contract."
    with pytest.raises(InvalidUplift, match="Nothing is recorded"):
        remove_uplift_rule(actor=because, contract=contract)


def test_who_may_not_change_the_contract_may_not_change_its_price(contract):
    reader = a_user("rita", "requester", department=contract.department)
    elsewhere = a_user("paul", "procurement", department=a_department("Elsewhere"))
    for user in (reader, elsewhere):
        with pytest.raises(NotAllowed):
            an_uplift(contract, by=user)
        with pytest.raises(NotAllowed):
            remove_uplift_rule(actor=Actor.person(user, reason="x"), contract=contract)
    editor = a_user("ana", "procurement", department=contract.department)
    assert an_uplift(contract, by=editor).percent == D(3)
    assert UpliftRule.history.get().history_actor == f"user:{editor.pk}"


def test_the_price_of_a_confidential_contract_is_as_confidential_as_the_contract():
    owner = a_user("olga", "procurement")
    kept = a_contract(is_confidential=True, owner_id=owner.pk, value_amount=D(1), value_currency="EUR")
    an_uplift(kept)
    others = [a_user("paul", "procurement"), a_user("adam", "administrator"), a_user("nobody")]
    for user in others:
        assert not UpliftRule.objects.visible_to(user).exists()
    for user in (owner, a_user("aud", "auditor")):
        assert UpliftRule.objects.visible_to(user).get().contract == kept
    with pytest.raises(NotAllowed):
        an_uplift(kept, by=others[0], percent=D(9))


def test_the_database_itself_refuses_an_index_rule_without_a_series(contract):
    with acting(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        UpliftRule.unscoped.create(contract=contract, kind="index", base_month=dt.date(2025, 10, 1))
