"""A database of its own for the measurement, filled with contracts whose terms vary."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench.harness import say, seconds
from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from renewals.actions.deadlines import recompute_deadlines

ACTOR = Actor.system("bench", channel="command")
CHUNK = 20_000
DEADLINES = 5_000

_OWNERS = """
INSERT INTO accounts_user (row_version, username, email, full_name, password, department_id, language, timezone,
    reminder_rhythm, is_active, is_staff, has_bounced, date_joined)
SELECT 1, 'owner' || n, 'owner' || n || '@termkeeper.invalid', 'Owner ' || n, '!', d.id, 'en', 'Europe/Berlin',
    'each', true, false, false, now()
FROM generate_series(1, 40) n JOIN accounts_department d ON d.name = 'Department ' || (1 + n %% 20)"""
_VENDORS = """
INSERT INTO vendors_vendor (row_version, name, name_key, country, registration_number, lei, vat_number, website,
    address, notes, is_active, created_at)
SELECT 1, 'Vendor ' || n || ' Ltd', 'vendor ' || n || ' ltd', 'GB', '', '', '', '', '', '', true, now()
FROM generate_series(1, %(vendors)s) n"""
_CONTRACTS = """
INSERT INTO contracts_app_contract (row_version, parts_version, number, title, description, type, status, vendor_id,
    department_id, owner_id, is_confidential, value_amount, value_currency, governing_law, source, external_id, created_at,
    search_vector)
SELECT 1, 1, 'B-' || n, words.title, '', (ARRAY['saas','hosting','license','maintenance','msa'])[1 + n %% 5],
    (ARRAY['active','active','active','active','expired'])[1 + n %% 5], v.id, d.id, o.id, n %% 50 = 0,
    (n %% 997) * 1000 + 0.5, (ARRAY['EUR','GBP','USD'])[1 + n %% 3], 'Germany', 'bench', n::text,
    now() - n * interval '1 minute',
    setweight(to_tsvector('simple', 'b ' || n || ' ' || lower(words.title)), 'A')
        || setweight(to_tsvector('simple', v.name_key), 'B')
FROM generate_series(%(first)s, %(last)s) n
CROSS JOIN LATERAL (SELECT (ARRAY['Hosting','Support','License','Network','Cloud','Payroll','Backup'])[1 + n %% 7]
    || ' ' || (ARRAY['framework','service','agreement','platform','bundle'])[1 + n %% 5] || ' ' || n AS title) words
JOIN vendors_vendor v ON v.name = 'Vendor ' || (1 + n %% %(vendors)s) || ' Ltd'
JOIN accounts_department d ON d.name = 'Department ' || (1 + n %% 20)
JOIN accounts_user o ON o.username = 'owner' || (1 + n %% 40)"""
_TERMS = """
INSERT INTO contracts_app_contractterms (row_version, contract_id, term_type, start_date, initial_term_quantity,
    initial_term_unit, renewal_term_quantity, renewal_term_unit, after_last_term, minimum_term_unit, clause_ref)
SELECT 1, c.id, 'auto_renew', DATE '2022-01-01' + (c.external_id::int %% 1400), 12, 'months', 12, 'months', 'lapse',
    '', '2.1'
FROM contracts_app_contract c WHERE c.source = 'bench' AND c.external_id::int BETWEEN %(first)s AND %(last)s"""
_RULES = """
INSERT INTO contracts_app_noticerule (row_version, contract_id, party, kind, quantity, unit, anchor, fixed_day, test,
    earliest_unit, roll, calendar, timezone, cure_period_unit, addressee, form, clause_ref, locked_reading,
    locked_reason)
SELECT 1, c.id, 'us', 'non_renewal', 3, 'months', 'term_end', '', 'received', '', 'none', '', '', '', '', '', '14.3',
    '', ''
FROM contracts_app_contract c WHERE c.source = 'bench' AND c.external_id::int BETWEEN %(first)s AND %(last)s"""


def create(name: str) -> None:
    """Drop and create the measurement's database on the same server, and migrate it."""
    _recreate(name)
    _use(name)
    migrate()


def migrate() -> None:
    """Bring the database to the models of this checkout."""
    call_command("migrate", verbosity=0)


@contextlib.contextmanager
def _server() -> Iterator[Any]:
    """Give a cursor on the server's own database, in which databases are made and dropped."""
    connections.close_all()
    asked = connection.get_connection_params() | {"dbname": "postgres"}
    server = psycopg2.connect(**{key: value for key, value in asked.items() if key != "cursor_factory"})
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            yield cursor
    finally:
        server.close()


def _recreate(name: str, template: str = "template1") -> None:
    _drop(name)
    with _server() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop(name: str) -> None:
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _use(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def execute(sql: str, **params: int) -> None:
    """Run one statement as the measurement's actor."""
    with acting(ACTOR), connection.cursor() as cursor:
        cursor.execute(sql, params)


def fill(rows: int) -> None:
    """Write ``rows`` contracts, triggers on, and let the product work out every deadline."""
    write(rows)
    analyze()
    _compute()
    analyze()


def write(rows: int) -> None:
    """Write ``rows`` contracts with vendors, departments, terms and notice rules."""
    vendors = max(10, rows // 50)
    execute(
        "INSERT INTO accounts_department (row_version, name, timezone, is_active)"
        " SELECT 1, 'Department ' || n, 'Europe/Berlin', true FROM generate_series(1, 20) n"
    )
    execute(_OWNERS)
    execute(_VENDORS, vendors=vendors)
    for first in range(1, rows + 1, CHUNK):
        last = min(first + CHUNK - 1, rows)
        params = {"first": first, "last": last, "vendors": vendors}
        took = seconds(lambda p=params: [execute(sql, **p) for sql in (_CONTRACTS, _TERMS, _RULES)])  # type: ignore[misc]
        say(f"  {last:,} of {rows:,} contracts ({took:.1f} s)")


def analyze() -> None:
    """Bring the planner's statistics up to date, as autovacuum does in a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _compute() -> None:
    """Let the product work out every deadline and plan every reminder."""
    now, ids = clock.now(), list(Contract.unscoped.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), DEADLINES):
        chunk = ids[start : start + DEADLINES]
        took = seconds(
            lambda some=chunk: recompute_deadlines(  # type: ignore[misc]
                actor=ACTOR, contract_ids=some, now=now, reason="The measurement."
            )
        )
        say(f"  {start + len(chunk):,} deadlines ({took:.1f} s)")


def leave_nothing_due() -> None:
    """Take what is due by tomorrow as not to be sent, so that a line measures only what it makes due itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_reminder SET state = 'skipped' WHERE state = 'planned' AND due_date <= %s",
            [clock.today() + dt.timedelta(days=1)],
        )


@contextlib.contextmanager
def copied(name: str) -> Iterator[None]:
    """Work on a copy of the database for the length of a block; the original stays as it is."""
    original = settings.DATABASES["default"]["NAME"]
    _recreate(name, template=original)
    _use(name)
    try:
        yield
    finally:
        _use(original)
        _drop(name)
