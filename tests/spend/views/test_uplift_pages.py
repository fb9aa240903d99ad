"""The form of a contract's price at renewal: contradictions are named, and input is kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from spend.models import UpliftRule
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.prices import a_series, an_uplift

pytestmark = pytest.mark.django_db
FIXED = {"kind": "percent", "percent": "3", "is_compounding": "true", "version": "0"}


@pytest.fixture
def contract():
    return a_contract(value_amount=Decimal(100_000), value_currency="EUR", status="active")


@pytest.fixture
def ana(contract):
    return signed_in(a_user("ana", "procurement", department=contract.department))


def test_a_rule_is_recorded_and_shown(ana, contract):
    address = reverse("uplift_edit", args=[contract.pk])
    assert "in EUR (it is €\u00a0100,000 now)" in ana.get(address).content.decode()
    answer = ana.post(address, FIXED)
    assert answer.url == reverse("contract_price", args=[contract.pk])
    assert UpliftRule.unscoped.get().percent == Decimal(3)
    assert "Fixed 3 %" in ana.get(answer.url).content.decode()


def test_an_index_rule_takes_a_month_as_people_write_it(ana, contract):
    series = a_series()
    given = {
        "kind": "index", "series_id": series.pk, "base_month": "Oct 2025", "lag_months": "3",
        "cap_percent": "3", "is_compounding": "true", "version": "0",
    }  # fmt: skip
    assert ana.post(reverse("uplift_edit", args=[contract.pk]), given).status_code == 302
    rule = UpliftRule.unscoped.get()
    assert (rule.series, rule.base_month, rule.lag_months) == (series, dt.date(2025, 10, 1), 3)
    page = ana.get(reverse("uplift_edit", args=[contract.pk])).content.decode()
    assert 'value="2025-10"' in page
    assert 'value="3"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Choose one."),
        ({"percent": ""}, "A fixed percentage is missing."),
        ({"cap_percent": "1", "floor_percent": "2"}, "The cap is below the floor"),
        ({"amount": "5"}, "“Fixed percentage” has no amount"),
        ({"base_month": "10/11"}, "This is not a month"),
        ({"percent": "three"}, "Enter a number"),
        ({"announce_days": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(ana, contract, changes, message):
    answer = ana.post(reverse("uplift_edit", args=[contract.pk]), FIXED | {"clause_ref": "7.3"} | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert 'value="7.3"' in page
    assert not UpliftRule.unscoped.exists()


def test_a_change_on_top_of_somebody_elses_is_refused_with_the_input_kept(ana, contract):
    an_uplift(contract)
    answer = ana.post(reverse("uplift_edit", args=[contract.pk]), FIXED | {"percent": "9"})
    assert answer.status_code == 422
    assert "changed by somebody else" in answer.content.decode()
    assert UpliftRule.unscoped.get().percent == Decimal(3)


def test_removing_asks_why(ana, contract):
    an_uplift(contract)
    address = reverse("uplift_remove", args=[contract.pk])
    assert "Recorded is: Fixed 3 %." in ana.get(address).content.decode()
    assert ana.post(address, {"reason": ""}).status_code == 422
    assert ana.post(address, {"reason": "Wrong contract."}).url == reverse(
        "contract_price", args=[contract.pk]
    )
    assert not UpliftRule.unscoped.exists()
    assert ana.get(address).url == reverse("contract_price", args=[contract.pk])


def test_who_may_not_change_the_contract_is_refused_and_who_does_not_see_it_finds_nothing(contract):
    reader = signed_in(a_user("rita", "requester", department=contract.department))
    stranger = signed_in(a_user("paul", "procurement", department=a_department("Elsewhere")))
    an_uplift(contract)
    for name in ("uplift_edit", "uplift_remove"):
        address = reverse(name, args=[contract.pk])
        assert reader.get(address).status_code == 403
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, FIXED | {"reason": "x"}).status_code == 404
    assert UpliftRule.unscoped.get().percent == Decimal(3)
