"""What of a list's address belongs to a view."""

from __future__ import annotations

import pytest

from core.rules.address import is_same_view, kept_query


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("q=&status=", ""),
        ("status=draft&after=abc&format=csv&part=rows&count=1&pick=page&view=all", "status=draft"),
        ("columns=number&status=draft&columns=title", "status=draft&columns=number,title"),
        ("columns=number,title,number", "columns=number,title"),
        ("q=nord+cloud&sort=-value", "q=nord+cloud&sort=-value"),
        ("owner=a%26b%3Dc", "owner=a%26b%3Dc"),
    ],
)
def test_a_view_keeps_filters_order_and_columns_but_not_the_place(query: str, kept: str):
    assert kept_query(query) == kept
    assert kept_query(kept) == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("status=draft&owner=me", "owner=me&status=draft", True),
        ("columns=title,number", "columns=number&columns=title", True),
        ("owner=me", "owner=me&after=xyz&q=", True),
        ("", "view=all", True),
        ("owner=me", "owner=me&sort=title", False),
        ("owner=me", "owner=nobody", False),
        ("columns=title", "", False),
    ],
)
def test_two_addresses_show_the_same_view_when_they_keep_the_same(one: str, other: str, same: bool):
    assert is_same_view(one, other) is same
