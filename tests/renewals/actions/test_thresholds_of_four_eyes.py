"""From which amount on a second person is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.audit import Actor
from core.errors import NotAllowed
from renewals.actions.thresholds import UnableToSetThreshold, remove_threshold, set_threshold
from renewals.models import DecisionThreshold
from tests.support.contracts import history_of
from tests.support.reminding import a_department, a_person, a_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> Actor:
    person = a_person("fin")
    a_role(person, "finance")
    return Actor.person(person)


def test_a_threshold_is_set_changed_and_left_alone_when_it_is_the_same(finance):
    made = set_threshold(actor=finance, currency="eur ", amount=Decimal(100_000))
    set_threshold(actor=finance, currency="EUR", amount=Decimal(100_000))
    set_threshold(actor=finance, currency="EUR", amount=Decimal(50_000))
    assert str(DecisionThreshold.unscoped.get()) == "EUR 50000"
    assert history_of(made) == ["+", "~"]


@pytest.mark.parametrize(
    ("currency", "amount", "field"),
    [
        ("EURO", Decimal(1), "currency"),
        ("", Decimal(1), "currency"),
        ("EUR", Decimal(-1), "amount"),
        ("EUR", Decimal(10) ** 13, "amount"),
        ("JPY", Decimal("1.5"), "amount"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(finance, currency, amount, field):
    with pytest.raises(UnableToSetThreshold) as refused:
        set_threshold(actor=finance, currency=currency, amount=amount)
    assert list(refused.value.fields) == [field]


def test_a_threshold_is_removed_once(finance):
    made = set_threshold(actor=finance, currency="EUR", amount=Decimal(1))
    remove_threshold(actor=finance, threshold=made)
    assert history_of(made) == ["+", "-"]
    assert not DecisionThreshold.unscoped.exists()
    with pytest.raises(UnableToSetThreshold, match="removed meanwhile"):
        remove_threshold(actor=finance, threshold=made)


def test_thresholds_are_about_every_department_and_set_by_finance_or_administrators(finance):
    local = a_person("local")
    a_role(local, "finance", a_department("One"))
    buyer = a_person("buyer")
    a_role(buyer, "procurement")
    for person in (local, buyer):
        with pytest.raises(NotAllowed):
            set_threshold(actor=Actor.person(person), currency="EUR", amount=Decimal(1))
    made = set_threshold(actor=finance, currency="EUR", amount=Decimal(1))
    with pytest.raises(NotAllowed):
        remove_threshold(actor=Actor.person(buyer), threshold=made)
