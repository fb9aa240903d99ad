"""Cells of a CSV that a spreadsheet opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from core.pages.export import safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "\t=1", "\r=1", "-cmd|' /C calc'!A0", "\n=1"]
)
def test_what_a_spreadsheet_would_run_is_made_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("-12.50"), "-12.50"),
        (-3, "-3"),
        ("-12.5", "-12.5"),
        ("a=1", "a=1"),
        (None, ""),
        (dt.date(2026, 11, 30), "2026-11-30"),
    ],
)
def test_numbers_dates_and_plain_text_stay_as_they_are(value, cell):
    assert safe_cell(value) == cell
