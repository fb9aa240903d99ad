"""The board: the twelve months ahead by month, owner and value, each figure with the list behind it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.renewals.views.portfolio import posted_in
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import a_department, deactivate, due_in

pytestmark = pytest.mark.django_db
PAGE = reverse("board")
WAYS = ("month", "owner", "value")


@pytest.fixture
def department():
    return a_department("IT")


@pytest.fixture
def user(department):
    return a_user("pia", "procurement", department=department)


@pytest.fixture
def pia(user):
    return signed_in(user)


@pytest.fixture
def portfolio(user, department):
    """Record contracts of several owners, currencies and values, due at several times."""
    left = a_user("lena", full_name="Lena Left")
    posted_in(2, department=department, owner=user, value_amount=Decimal("9999.99"), value_currency="EUR")
    for days, amount, currency, owner in (
        (2, "10000", "EUR", user),
        (3, "50000", "EUR", left),
        (4, "2000000", "USD", None),
        (90, "0", "EUR", None),
        (200, None, "", left),
    ):
        value = None if amount is None else Decimal(amount)
        due_in(days, department=department, owner=owner, value_amount=value, value_currency=currency)
    deactivate(left)


def columns(client, **query):
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer.context["columns"]


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("mine", ["", "true"])
def test_each_figure_leads_to_the_rows_it_counts(pia, portfolio, by, mine):
    found = columns(pia, by=by, mine=mine)
    total = 0
    for column, url in found:
        listing = pia.get(url).context["listing"]
        assert listing.filterset.form.is_valid(), (column.group.title, listing.filterset.form.errors)
        assert listing.count.value == column.group.sums.count, column.group.title
        total += column.group.sums.count
    assert total == (2 if mine else 6)


@pytest.mark.parametrize("by", WAYS)
def test_the_contracts_of_a_column_are_those_that_it_counts(pia, portfolio, by):
    for column, url in columns(pia, by=by):
        page = pia.get(url).content.decode()
        assert len(column.cards) == column.group.sums.count
        assert all(f"/contracts/{card.contract_id}/deadline/" in page for card in column.cards)


def test_by_month_the_overdue_come_first_and_there_are_twelve_months(pia, portfolio):
    titles = [column.group.title for column, _ in columns(pia)]
    assert titles[0] == "Act-by passed"
    assert len(titles) == 13


def test_by_owner_nobody_comes_first_and_who_left_is_still_named(pia, portfolio):
    titles = [column.group.title for column, _ in columns(pia, by="owner")]
    assert titles[0] == "Nobody"
    assert "Lena Left" in titles


def test_by_value_an_amount_at_an_edge_lies_in_the_upper_band(pia, portfolio):
    counts = {column.group.title: column.group.sums.count for column, _ in columns(pia, by="value")}
    assert counts == {
        "€\xa050,000 to €\xa0250,000": 1,
        "€\xa010,000 to €\xa050,000": 1,
        "Under €\xa010,000": 2,
        "$\xa01,000,000 and more": 1,
        "Value not known": 1,
    }


def test_currencies_stand_side_by_side(pia, portfolio, department):
    page = pia.get(PAGE).content.decode()
    assert "$\xa02,000,000" in page
    assert "2,060,000" not in page


def test_a_long_column_shows_its_first_contracts_and_leads_to_all(pia, department):
    for _ in range(7):
        due_in(40, department=department)
    (column,) = [column for column, _ in columns(pia) if column.group.sums.count]
    assert len(column.cards) == 5
    assert column.more == 2
    assert "Show all 7" in pia.get(PAGE).content.decode()


def test_more_owners_than_fit_are_one_click_away(pia, department):
    for number in range(14):
        due_in(30, department=department, owner=a_user(f"owner{number:02}"))
    assert len(columns(pia, by="owner")) == 12
    assert "Show all owners (2 more)" in pia.get(PAGE, {"by": "owner"}).content.decode()
    assert len(columns(pia, by="owner", all="true")) == 14


def test_a_week_that_holds_unusually_many_is_pointed_out_and_leads_to_its_rows(pia, department):
    for _ in range(4):
        due_in(100, department=department)
    answer = pia.get(PAGE)
    ((when, words, url),) = answer.context["cliffs"]
    assert "4 deadlines, 100 % of those of the next twelve months" in words
    assert "100 % of what is at stake in EUR" in words
    assert pia.get(url).context["listing"].count.value == 4
    assert when in answer.content.decode()


def test_a_confidential_contract_is_in_no_column_no_figure_and_no_cliff_of_a_stranger(pia, department):
    olga = a_user("olga")
    for _ in range(3):
        due_in(30, department=department, owner=olga, is_confidential=True, title="Secret")
    for by in WAYS:
        answer = pia.get(PAGE, {"by": by})
        assert not [column for column, _ in answer.context["columns"] if column.group.sums.count]
        assert not answer.context["cliffs"]
        assert "Secret" not in answer.content.decode()
        assert "olga" not in answer.content.decode()


def test_an_empty_board_says_what_belongs_on_it(pia):
    assert "Nothing to act on until" in pia.get(PAGE, {"by": "owner"}).content.decode()


def test_an_unknown_way_of_looking_is_the_first(pia, portfolio):
    assert len(columns(pia, by="color")) == 13


@pytest.mark.parametrize("by", WAYS)
def test_the_board_needs_the_same_few_queries_however_many_contracts(
    pia, department, by, django_assert_max_num_queries
):
    for days in range(8):
        due_in(days * 30, department=department, owner=a_user(f"o{days}"))
    pia.get(PAGE)
    with django_assert_max_num_queries(12):
        pia.get(PAGE, {"by": by})
