"""The CSV that PostgreSQL writes has the same cells as the one that is drawn row by row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts_app.actions.contracts import TermsDraft
from contracts_app.views import listing as contracts
from core import registry
from tests.support.contracts import a_contract, a_vendor
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
LIST = reverse("contract_list")
TITLES = (
    "Plain", '=HYPERLINK("x")', "+49 30 1234", "-12.50", "-12.50 off", "@cmd", "\tTab", "Two\nlines",
    'Quote " and, comma', "100 % sure", "Zoë’s",
)  # fmt: skip


def rows(client, query: str = "") -> list[list[str]]:
    response = client.get(f"{LIST}?format=csv{query}")
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def ana():
    return a_user("ana", "procurement")


@pytest.fixture
def portfolio(ana):
    vendor = a_vendor("=Nord & Söhne")
    for number, title in enumerate(TITLES):
        a_contract(
            title=title, vendor_id=vendor.pk, type="saas", status="active" if number % 2 else "draft",
            owner_id=ana.pk if number % 3 else None, value_currency="EUR" if number else "",
            value_amount=Decimal("10.50") * number if number else None,
            terms=TermsDraft(start_date=dt.date(2025, 1, 1), end_date=dt.date(2027, 1, number + 1)),
        )  # fmt: skip


@pytest.mark.parametrize("sort", ["title", "-value", "act_by", "ends", "-recorded"])
def test_both_ways_give_the_same_cells_in_the_same_order(ana, portfolio, monkeypatch, sort):
    client = signed_in(ana)
    copied = rows(client, f"&sort={sort}")
    assert len(copied) == 1 + len(TITLES)

    declared = contracts.contracts_listing()
    drawn = replace(declared, columns=tuple(replace(column, export=None) for column in declared.columns))
    monkeypatch.setattr(contracts, "contracts_listing", lambda: drawn)
    assert rows(client, f"&sort={sort}") == copied


def test_every_column_of_the_contract_list_can_be_copied():
    added = registry.entries_for(registry.list_columns, "contracts")
    assert all(column.export is not None for column in [*contracts.contracts_listing().columns, *added])


def test_a_list_without_rows_has_its_head_alone(ana, portfolio):
    assert len(rows(signed_in(ana), "&q=nothinglikethis")) == 1
    assert len(rows(signed_in(ana), "&status=nonsense")) == 1
