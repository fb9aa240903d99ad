"""Importing a register, validated and audited, beside COPY with the same statement triggers."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from django.db import connection, transaction

from bench.database import ACTOR
from bench.harness import Figure, line, say, seconds
from contracts_app.actions.register_imports import Register, import_register, next_run_id
from contracts_app.actions.register_reading import check_register
from contracts_app.models import Contract
from contracts_app.rules.register_mapping import parse_mapping
from core import clock
from core.audit import Actor
from core.audit.action import tell_database

SHARED = Path(os.environ.get("TERMKEEPER_SHARED", Path(__file__).resolve().parents[3] / "shared"))
REAL = SHARED / "data" / "registers" / "uk_contracts_finder" / "awards_joined.csv"
GENERATED_ROWS = 20_000
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
_COLUMNS = """row_version, parts_version, number, title, description, type, status, vendor_id, department_id,
    is_confidential, value_amount, value_currency, governing_law, source, external_id, created_at"""


@line("import")
def measure(**_rest: int) -> list[Figure]:
    """Measure a first import and the same file again, which must change nothing."""
    raw = _register()
    floor = _copied(raw.count(b"\n"))
    first = seconds(lambda: _import(raw))
    again = seconds(lambda: _import(raw))
    rows = raw.count(b"\n") - 1
    ratio = first / floor
    return [
        Figure(
            f"register import of {rows:,} rows", round(first, 1), "s", round(floor, 2), "COPY + triggers",
            round(ratio, 1), "<= 10 s and <= 10 x", first <= 10 and ratio <= 10,
            {"rows_per_second": round(rows / first), "again_seconds": round(again, 1)},
        )
    ]  # fmt: skip


def _import(raw: bytes) -> None:
    mapping = parse_mapping(MAPPING)
    register = Register(
        source="measured", file_name="register.csv", sha256="", mapping=mapping,
        checked=check_register(raw, mapping), is_skipping_bad_rows=True,
    )  # fmt: skip
    outcome = import_register(
        actor=Actor.importing(next_run_id(), None), register=register, now=clock.now(), on=clock.today()
    )
    say(f"  {outcome.created:,} created, {outcome.unchanged:,} unchanged, {outcome.failed:,} refused")


def _register() -> bytes:
    """Return the published register where it lies beside the checkout, else rows like it."""
    if REAL.is_file():
        return REAL.read_bytes()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["award_id", "buyer", "suppliers", "supplier_ids", "value", "currency", "start", "end", "status"]
    )
    for number in range(GENERATED_ROWS):
        writer.writerow(
            [f"a-{number}", f"Buyer {number % 900}", f"Supplier {number % 9000} Ltd", "", f"{number}.5", "GBP",
             "2024-01-01", "2027-12-31", "active"]
        )  # fmt: skip
    return text.getvalue().encode()


def _copied(count: int) -> float:
    """Return how long COPY of ``count`` contracts takes, triggers on; the rows are rolled back."""
    like = Contract.unscoped.values_list("vendor_id", "department_id").first()
    text = io.StringIO()
    for number in range(count):
        text.write(
            f"1\t1\tF-{number}\tBuyer {number}\t\tother\tactive\t{like[0]}\t{like[1]}\tf\t1.5\tGBP\t\t"
            f"floor\t{number}\t2026-01-01 00:00+00\n"
        )
    text.seek(0)
    with transaction.atomic():
        tell_database(ACTOR)
        with connection.cursor() as cursor:
            took = seconds(
                lambda: cursor.copy_expert(f"COPY contracts_app_contract ({_COLUMNS}) FROM STDIN", text)
            )
        transaction.set_rollback(True)
    return took
