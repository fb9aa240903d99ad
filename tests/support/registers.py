"""Registers for tests: a mapping, a file, and importing it as the command does."""

from __future__ import annotations

import datetime as dt
import hashlib

from accounts.models import User
from contracts_app.actions.register_imports import Register, import_register, next_run_id
from contracts_app.actions.register_reading import check_register
from contracts_app.rules.register_mapping import parse_mapping
from contracts_app.rules.register_outcome import ImportOutcome
from core.audit import Actor

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
HEAD = "Ref,Name,Supplier,Dept,Owner,Value,Cur,Start,End,Term,Renews,Notice,Status,Labels\n"
MAPPING = """
[columns]
external_id = "Ref"
title = "Name"
vendor = "Supplier"
department = "Dept"
owner = "Owner"
value = "Value"
currency = "Cur"
start_date = "Start"
end_date = "End"
term_type = "Term"
renewal_term = "Renews"
notice_quantity = "Notice"
status = "Status"
tags = "Labels"
[formats]
vendor_separator = "|"
"""
ROWS = (
    "A-1,Hosting,Nord Cloud | Süd &amp; Co,IT,ana,1200.50,EUR,2026-01-01,2026-12-31,auto_renew,12 months,"
    '3 months,active,"cloud, mail"\n'
    "A-2,Voice,Delta Telecom,Finance,,,,2026-02-01,,,,,expired,\n"
    "A-3,Mail,NORD CLOUD,it,,10,GBP,,,,,,,\n"
)


def a_register(
    csv: str = HEAD + ROWS, mapping: str = MAPPING, *, source: str = "erp", skips: bool = False
) -> Register:
    """Return a checked register of ``csv``."""
    raw = csv.encode()
    read = parse_mapping(mapping)
    digest = hashlib.sha256(raw).hexdigest()
    return Register(source, "register.csv", digest, read, check_register(raw, read), skips)


def import_rows(
    csv: str = HEAD + ROWS,
    mapping: str = MAPPING,
    *,
    user: User | None = None,
    source: str = "erp",
    skips: bool = False,
) -> ImportOutcome:
    """Import ``csv`` as ``user`` (None: as the command does)."""
    return import_register(
        actor=Actor.importing(next_run_id(), user),
        register=a_register(csv, mapping, source=source, skips=skips),
        now=NOW,
        on=TODAY,
    )
