"""Keyset pages show every row exactly once, in every order, and refuse foreign cursors."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Department
from contracts_app.models import Contract, ContractTerms
from core.audit import Actor, acting
from core.paging import BadCursor, BadOrdering, Order, count_up_to, fetch_page, parse_ordering
from vendors.models import Vendor

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ORDERS = ["pk", "number", "title", "value_amount", "terms__end_date", "vendor__name", "due", "created_at"]
values = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "ß", ""]),
        st.sampled_from([None, "1.00", "2.5000", "9999999999999.0001"]),
        st.sampled_from([None, "missing", dt.date(2026, 1, 31), dt.date(2027, 1, 31)]),
    ),
    max_size=14,
)
slow_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def store(rows: list[tuple[Any, ...]]) -> None:
    """Replace every contract by ``rows`` of (title, amount, end date or "missing" for no terms)."""
    with acting(Actor.system("test")):
        ContractTerms.unscoped.all().delete()
        Contract.unscoped.all().delete()
        department, _ = Department.unscoped.get_or_create(name="IT")
        vendors = [
            Vendor.unscoped.get_or_create(name=name, name_key=name, defaults={"created_at": NOW})[0]
            for name in ("nord", "sud")
        ]
        for number, (title, amount, end) in enumerate(rows):
            contract = Contract.unscoped.create(
                number=f"C{number:03}", title=title, type="saas", department=department, created_at=NOW,
                vendor=vendors[number % 2], value_amount=amount, value_currency="EUR" if amount else "",
            )  # fmt: skip
            if end != "missing":
                ContractTerms.unscoped.create(contract=contract, end_date=end)


def contracts() -> Any:
    return Contract.objects.for_system("test").annotate(due=F("terms__end_date"))


def walk(queryset: Any, order: Order, size: int) -> list[list[Any]]:
    """Return every page forwards, having checked that walking back shows the same pages' rows."""
    pages, cursors, cursor = [], [""], ""
    while True:
        page = fetch_page(queryset, order, size=size, cursor=cursor)
        pages.append(page.rows)
        if not page.next_cursor:
            break
        cursor = page.next_cursor
        cursors.append(cursor)
        assert len(cursors) < 100
    backwards: list[Any] = []
    previous = page.previous_cursor
    while previous:
        page = fetch_page(queryset, order, size=size, cursor=previous)
        backwards = page.rows + backwards
        previous = page.previous_cursor
    assert backwards == [row for rows in pages[:-1] for row in rows]
    return pages


@pytest.mark.django_db
@slow_database
@given(values, st.sampled_from(ORDERS), st.booleans(), st.integers(1, 5))
def test_walking_all_pages_shows_each_row_once_in_the_order_of_the_database(rows, column, descending, size):
    store(rows)
    order = Order(column, is_descending=descending)
    seen = [row.pk for page in walk(contracts(), order, size) for row in page]
    ordering = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    expected = contracts().order_by(ordering, "-pk" if descending else "pk")
    assert seen == [row.pk for row in expected]


@pytest.mark.django_db
@slow_database
@given(values, st.booleans(), st.integers(1, 5))
def test_saying_which_rows_have_a_value_changes_no_page(rows, descending, size):
    store(rows)
    dated = ContractTerms.unscoped.filter(contract=OuterRef("pk"), end_date__isnull=False)
    plain = Order("due", is_descending=descending)
    told = Order("due", is_descending=descending, presence=Exists(dated))

    assert walk(contracts(), told, size) == walk(contracts(), plain, size)


@pytest.mark.django_db
@slow_database
@given(values, st.sampled_from(ORDERS), st.booleans())
def test_dictionaries_are_walked_like_objects_and_carry_only_what_was_asked(rows, column, descending):
    store(rows)
    order = Order(column, is_descending=descending)
    pages = walk(contracts().values("number", "title"), order, 3)
    assert all(set(row) == {"number", "title"} for page in pages for row in page)
    assert [r["number"] for p in pages for r in p] == [
        r.number for p in walk(contracts(), order, 3) for r in p
    ]


@pytest.mark.django_db
def test_a_row_added_before_the_cursor_moves_nothing_on_the_next_page():
    store([("b", None, None), ("c", None, None), ("d", None, None)])
    first = fetch_page(contracts(), Order("title"), size=2)
    store_more("a")
    second = fetch_page(contracts(), Order("title"), size=2, cursor=first.next_cursor)
    assert [row.title for row in second.rows] == ["d"]


def store_more(title: str) -> None:
    with acting(Actor.system("test")):
        Contract.unscoped.create(
            number=f"X-{title}", title=title, type="saas", department=Department.unscoped.first(),
            created_at=NOW, vendor=Vendor.unscoped.first(),
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["x", "{}x", "x{}", "AAAA", "ü" * 30, "\x00", "a" * 5000])
def test_a_damaged_cursor_is_refused_with_a_sentence(damage):
    store([("a", None, None), ("b", None, None)])
    cursor = fetch_page(contracts(), Order("title"), size=1).next_cursor
    with pytest.raises(BadCursor) as refusal:
        fetch_page(contracts(), Order("title"), size=1, cursor=damage.format(cursor))
    assert refusal.value.status == 400
    assert "first page" in refusal.value.message


@pytest.mark.django_db
def test_a_cursor_of_another_order_is_refused():
    store([("a", None, None), ("b", None, None)])
    cursor = fetch_page(contracts(), Order("title"), size=1).next_cursor
    with pytest.raises(BadCursor):
        fetch_page(contracts(), Order("title", is_descending=True), size=1, cursor=cursor)


@pytest.mark.django_db
def test_counting_stops_at_the_limit_and_says_so():
    store([("a", None, None)] * 4)
    assert str(count_up_to(contracts(), 4)) == "4"
    assert str(count_up_to(contracts(), 3)) == "3+"
    assert count_up_to(contracts(), 3).is_capped


def test_an_order_that_the_list_does_not_offer_is_refused_naming_those_it_does():
    with pytest.raises(BadOrdering, match="title, value"):
        parse_ordering("password", {"title": "title", "value": "value_amount"}, "title")


def test_an_order_is_read_with_its_direction_and_the_default_when_empty():
    offered = {"title": "title", "value": "value_amount"}
    assert parse_ordering("-value", offered, "title") == Order("value_amount", True, "value")
    assert parse_ordering("", offered, "-value").text == "-value"


@pytest.mark.django_db
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("column", "index"),
    [
        ("title", "contracts_by_title"),
        ("value_amount", "contracts_by_value"),
        ("status", "contracts_by_status"),
    ],
)
def test_the_next_page_starts_at_its_place_in_the_index(column, index, descending):
    store([(f"T{number % 3}", "1.00", None) for number in range(6)])
    order = Order(column, is_descending=descending)
    cursor = fetch_page(contracts().values("pk"), order, size=2).next_cursor
    with CaptureQueriesContext(connection) as captured:
        fetch_page(contracts().values("pk"), order, size=2, cursor=cursor)
    with connection.cursor() as database:
        database.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        database.execute(f"EXPLAIN {captured.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in database.fetchall())
    assert index in plan
    assert "Index Cond: (ROW(" in plan or "Index Cond: ((value_amount IS NOT NULL) AND (ROW(" in plan
    assert "Sort" not in plan
