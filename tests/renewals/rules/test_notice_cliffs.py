"""Weeks and months in which unusually much is to be acted on: the table of docs/renewals.md."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules.bands import BANDS
from renewals.rules.cliff import FEWEST, MONTH_PERCENT, WEEK_PERCENT, DayLoad, cliffs_in

FIRST, LAST = dt.date(2026, 11, 20), dt.date(2027, 10, 31)


def load(day: str, count: int = 1, amount: int | None = 100, currency: str = "EUR") -> DayLoad:
    money = None if amount is None else Decimal(amount)
    return DayLoad(dt.date.fromisoformat(day), currency if amount is not None else "", count, money)


EVEN = [load(f"{year}-{month:02}-15") for year, month in [(2026, 12), *((2027, n) for n in range(1, 11))]]
TABLE = {
    "nothing": ([], []),
    "one in each month": (EVEN, []),
    "three in one week of fourteen": (
        [*EVEN, load("2027-03-01"), load("2027-03-03"), load("2027-03-07")],
        [("2027-03-01", "2027-03-07", "week", 3, 21, True, ["EUR 21"])],
    ),
    "a week ends with its Sunday": (
        [*EVEN, load("2027-03-01", 2), load("2027-03-08")],
        [("2027-03-01", "2027-03-31", "month", 4, 28, True, [])],
    ),
    "two are never a cliff, whatever they cost": ([*EVEN[:3], load("2027-03-02", 2, 10_000_000)], []),
    "a month of many weeks": (
        [*EVEN, *(load(f"2027-06-{day:02}") for day in (2, 9, 22, 29))],
        [("2027-06-01", "2027-06-30", "month", 5, 33, True, ["EUR 33"])],
    ),
    "much money in few": (
        [load("2027-01-15", 97), load("2027-03-02", 3, 100)],
        [
            ("2027-01-11", "2027-01-17", "week", 97, 97, True, ["EUR 50"]),
            ("2027-03-01", "2027-03-07", "week", 3, 3, False, ["EUR 50"]),
        ],
    ),
    "currencies are never added": (
        [
            load("2027-01-15", 3),
            load("2027-03-02", 3, 900, "USD"),
            *(load(f"2027-0{n}-10", 9) for n in (4, 6, 8)),
        ],
        [
            ("2027-01-11", "2027-01-17", "week", 3, 9, False, ["EUR 25"]),
            ("2027-03-01", "2027-03-07", "week", 3, 9, False, ["USD 100"]),
            ("2027-04-05", "2027-04-11", "week", 9, 27, True, ["EUR 25"]),
            ("2027-06-07", "2027-06-13", "week", 9, 27, True, ["EUR 25"]),
            ("2027-08-09", "2027-08-15", "week", 9, 27, True, ["EUR 25"]),
        ],
    ),
    "without values the number counts": (
        [load("2027-03-02", 3, None), *(load(f"2027-0{n}-10", 1, None) for n in (4, 6, 8))],
        [("2027-03-01", "2027-03-07", "week", 3, 50, True, [])],
    ),
    "what lies outside does not count": ([load("2026-11-19", 9), load("2027-11-01", 9)], []),
    "a week is cut at the first day": (
        [load("2026-11-21", 3), *EVEN],
        [("2026-11-20", "2026-11-22", "week", 3, 21, True, [])],
    ),
}


@pytest.mark.parametrize(("loads", "expected"), TABLE.values(), ids=TABLE.keys())
def test_the_table(loads, expected):
    found = [
        (
            cliff.first.isoformat(),
            cliff.last.isoformat(),
            "month" if cliff.is_month else "week",
            cliff.count,
            cliff.percent,
            cliff.is_many,
            [f"{share.currency} {share.percent}" for share in cliff.money],
        )
        for cliff in cliffs_in(loads, FIRST, LAST)
    ]
    assert found == expected


days = st.dates(FIRST - dt.timedelta(days=20), LAST + dt.timedelta(days=20))
loads = st.lists(
    st.builds(
        DayLoad,
        days,
        st.sampled_from(["EUR", "USD"]),
        st.integers(1, 6),
        st.none() | st.integers(0, 1_000).map(Decimal),
    ),
    max_size=30,
)


@given(loads)
def test_every_cliff_holds_what_it_says(entries: list[DayLoad]):
    inside = [one for one in entries if FIRST <= one.day <= LAST]
    total = sum(one.count for one in inside)
    for cliff in cliffs_in(entries, FIRST, LAST):
        own = [one for one in inside if cliff.first <= one.day <= cliff.last]
        least = MONTH_PERCENT if cliff.is_month else WEEK_PERCENT
        assert cliff.count == sum(one.count for one in own) >= FEWEST
        assert cliff.percent == 100 * cliff.count // total
        assert cliff.is_many == (cliff.percent >= least)
        assert cliff.is_many or cliff.money
        assert all(share.percent >= least for share in cliff.money)
        assert FIRST <= cliff.first <= cliff.last <= LAST


@given(loads)
def test_the_order_of_the_entries_decides_nothing(entries: list[DayLoad]):
    assert cliffs_in(entries, FIRST, LAST) == cliffs_in(list(reversed(entries)), FIRST, LAST)


@given(st.decimals(min_value=-10, max_value=10_000_000, places=4))
def test_each_amount_lies_in_exactly_one_band(amount: Decimal):
    assert sum(band.holds(amount) for band in BANDS) == 1
