"""The published register of 20,778 awards: everything in it is imported or reported, and only once."""

from __future__ import annotations

import pytest
from django.db.models import Max

from contracts_app.models import Contract
from core.models import LedgerEntry
from tests.support.needs import needs_shared
from tests.support.registers import import_rows
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
REGISTER = needs_shared("data/registers/uk_contracts_finder/awards_joined.csv")
MAPPING = """
[columns]
external_id = "award_id"
title = "buyer"
vendor = "suppliers"
department = "buyer"
value = "value"
currency = "currency"
start_date = "start"
end_date = "end"
status = "status"
[defaults]
type = "other"
term_type = "fixed"
[formats]
date = "YYYY-MM-DD"
decimal = "."
vendor_separator = " | "
[values.status]
active = "active"
"""


def test_every_row_is_imported_or_reported_and_a_second_run_changes_nothing():
    text = REGISTER.read_text(encoding="utf-8-sig")
    first = import_rows(text, MAPPING, source="contracts finder", skips=True)
    assert first.rows == 20_778
    assert 59 <= first.failed <= 80
    assert first.created == first.rows - first.failed == Contract.unscoped.count()
    assert sum(error.column == "suppliers" for error in first.errors) == 59
    assert {error.value for error in first.errors if error.column == "value"} == {
        "221.047", "16853.772", "1.374", "23444.389",
    }  # fmt: skip
    assert Contract.history.count() == first.created
    assert not Vendor.unscoped.filter(name__contains="&amp;").exists()
    assert Contract.unscoped.filter(value_amount__isnull=True).count() > 0
    assert Contract.unscoped.aggregate(most=Max("value_amount"))["most"] == 30_000_000_000
    ledger = LedgerEntry.objects.count()

    second = import_rows(text, MAPPING, source="contracts finder", skips=True)
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert LedgerEntry.objects.count() == ledger
