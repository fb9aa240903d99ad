"""The sweep over a million contracts, in a copy of the database with the same rows many times over."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from bench import database
from bench.harness import Figure, line, median, say, seconds
from core import clock
from core.models import Reminder
from core.reminders.settling import due_zones, settle_due
from core.reminders.sweeping import sweep

DUE = 10_000
COPY_NAME = "termkeeper_bench_sweep"
#: An idle sweep looks again at what was changed in the last minutes: so the filling must lie before them.
_LATER = dt.timedelta(minutes=30)
_STEP = 100_000_000  # ids of one copy lie so far from those of the next
_COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND column_name <> ALL(%s) AND is_generated = 'NEVER'"""
#: What PostgreSQL can do at best: take what is due, mark it, write one message for each, in thousands.
_FLOOR = """
WITH due AS (
  SELECT id FROM core_reminder WHERE state = 'planned' AND due_date <= %(today)s
  ORDER BY due_date, id LIMIT 1000 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE core_reminder r SET state = 'settled', settled_at = %(now)s, checked_at = %(now)s
  FROM due WHERE r.id = due.id RETURNING r.id, r.subject_id
)
INSERT INTO core_delivery (reminder_id, recipient_id, recipient_key, address, level, channel, state, message_id,
  reason, attempts, next_attempt_at, lease_key, last_error, is_under_way,
  is_possible_duplicate, late_days, created_at)
SELECT taken.id, u.id, 'user:' || u.id, u.email, 0, 'mail', 'pending', '<' || taken.id || '@bench>', '', 0, %(now)s,
  '', '', false, false, 0, %(now)s
FROM taken JOIN contracts_app_contract c ON c.id = taken.subject_id JOIN accounts_user u ON u.id = c.owner_id"""


@line("sweep")
def measure(*, rows: int, sweep_rows: int, **_rest: int) -> list[Figure]:
    """Measure finding that nothing is due, a whole idle sweep, and handing 10,000 reminders to delivery."""
    with database.copied(COPY_NAME):
        database.leave_nothing_due()
        took = seconds(lambda: _multiply(max(1, sweep_rows // rows)))
        planned = Reminder.objects.filter(state="planned").count()
        say(f"  {planned:,} planned reminders ({took:.0f} s)")
        now = clock.now() + _LATER
        sweep(now, is_sending=False)
        finding = median(lambda: due_zones(now), runs=5)
        idle = median(lambda: sweep(now, is_sending=False))  # few: the rotation must not come to the copies
        product, floor, settled = _claim(now)
    ratio = product / floor
    return [
        Figure(
            "sweep, finding that nothing is due", round(finding, 4), "s", None, "", None, "<= 0.2 s",
            finding <= 0.2, {"contracts": sweep_rows, "planned": planned},
        ),
        Figure("sweep, idle", round(idle, 3), "s", None, "", None, "<= 1 s", idle <= 1),
        Figure(
            f"sweep, claim of {settled:,} due", round(product, 2), "s", round(floor, 2), "batched SQL",
            round(ratio, 2), "<= 2 x", ratio <= 2, {"reminders_per_second": round(settled / product)},
        ),
    ]  # fmt: skip


def _multiply(times: int) -> None:
    """Add the current deadlines and planned reminders of every contract ``times - 1`` times more.

    The contracts themselves, and with them the foreign keys, are left out: the sweep only reads
    those of them that it touches.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, subject, condition in (
            ("renewals_deadline", "contract_id", "is_current"),
            ("core_reminder", "subject_id", "state = 'planned'"),
        ):
            cursor.execute(_COLUMNS, [table, ["id", subject]])
            columns = cursor.fetchone()[0]
            cursor.execute(
                f"INSERT INTO {table} ({subject}, {columns})"
                f" SELECT {subject} + copy::bigint * {_STEP}, {columns} FROM {table}"
                " CROSS JOIN generate_series(1, %s) copy WHERE " + condition,
                [times - 1],
            )
    database.analyze()


def _claim(now: dt.datetime) -> tuple[float, float, int]:
    """Return the seconds of the product and of the floor, and how many reminders there were."""
    _make_due(now)
    floor = seconds(lambda: _floor(now))
    _make_due(now)
    before = Reminder.objects.filter(state="settled").count()
    product = seconds(lambda: settle_due(now))
    return product, floor, Reminder.objects.filter(state="settled").count() - before


def _make_due(now: dt.datetime) -> None:
    """Let one reminder of each of 10,000 contracts be due today."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_reminder SET due_date = %s WHERE id IN (SELECT max(r.id) FROM core_reminder r"
            " JOIN contracts_app_contract c ON c.id = r.subject_id WHERE r.state = 'planned'"
            " GROUP BY r.subject_id ORDER BY r.subject_id LIMIT %s)",
            [now.date(), DUE],
        )


def _floor(now: dt.datetime) -> None:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_FLOOR, {"today": now.date(), "now": now})
            if not cursor.rowcount:
                return
