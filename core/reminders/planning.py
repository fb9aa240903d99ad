"""Writing down what is owed, set-based, in the transaction of the change that causes it.

1. Each period gives one row per rung of its ladder; the unique key admits each once.
2. A row that was withdrawn is taken up again when its date comes back, and is handed to delivery anew: it
   may be covered by a later one by then, or be for others. One that was sent is not. Where the date comes
   back when it is past, it is skipped.
3. What is no longer owed is withdrawn and kept; messages not yet sent are superseded and kept.
4. Where only time has passed, rows that are due already stay: they are still owed.
5. A policy that changes adds no message about days that had passed (``Period.passed_before``): such rungs are
   recorded as not sent, for good. Only where the change withdraws what was due and not sent yet are they sent
   late: then there is a message to be made up for.
"""
# ruff: noqa: S608 - the statements are put together from the constants of this module alone

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from core.reminders.shapes import Period, zone_name
from core.reminders.together import told_as

PASSED_BEFORE: Final = "Its day had passed when the reminder policy changed."

_WANTED = """
WITH wanted AS (
  SELECT p.kind, p.subject_id, p.period_key, o.days::smallint AS offset_days,
         (p.reference_date - o.days) AS due_date, p.timezone, p.reference_date,
         CASE WHEN p.skip_reason = '' AND p.reference_date - o.days < p.passed_before THEN %(passed)s
              ELSE p.skip_reason END AS skip_reason
  FROM unnest(%(kinds)s::text[], %(ids)s::bigint[], %(keys)s::text[], %(references)s::date[],
              %(zones)s::text[], %(ladders)s::text[], %(floors)s::date[], %(skips)s::text[],
              %(passed_before)s::date[])
       AS p(kind, subject_id, period_key, reference_date, timezone, ladder, floor_date, skip_reason,
            passed_before)
  CROSS JOIN LATERAL unnest(string_to_array(p.ladder, ',')::int[]) AS o(days)
  WHERE o.days = 0 OR p.reference_date - o.days >= p.floor_date
)
"""
_SAME = (
    "r.subject_type = %(type)s AND r.subject_id = w.subject_id AND r.kind = w.kind"
    " AND r.period_key = w.period_key AND r.offset_days = w.offset_days"
)
_RESUME = f"""{_WANTED}
UPDATE core_reminder r
SET state = CASE WHEN r.state = 'planned' OR w.skip_reason = '' THEN 'planned' ELSE 'skipped' END,
    withdrawn_at = NULL, timezone = w.timezone, due_date = w.due_date, reference_date = w.reference_date,
    reason = CASE WHEN r.state = 'planned' THEN r.reason WHEN w.skip_reason = '' THEN %(resumed)s
                  ELSE w.skip_reason END
FROM wanted w
WHERE {_SAME} AND (r.state = 'withdrawn' OR (r.state = 'skipped' AND r.reason <> %(passed)s
                                              AND w.skip_reason IN ('', %(passed)s))
                   OR (r.state = 'planned' AND (r.timezone <> w.timezone OR r.due_date <> w.due_date)))"""
_RESUME_MAIL = f"""{_WANTED}
UPDATE core_delivery d SET state = 'pending', next_attempt_at = %(now)s, bundle = NULL,
    reason = d.reason || ' ' || %(resumed)s
FROM core_reminder r, wanted w
WHERE d.reminder_id = r.id AND d.state = 'superseded' AND r.state = 'settled' AND {_SAME}"""
_INSERT = f"""{_WANTED}
INSERT INTO core_reminder (kind, subject_type, subject_id, period_key, offset_days, due_date, timezone,
                           reference_date, state, reason, planned_at)
SELECT w.kind, %(type)s, w.subject_id, w.period_key, w.offset_days, w.due_date, w.timezone,
       w.reference_date, CASE WHEN w.skip_reason = '' THEN 'planned' ELSE 'skipped' END,
       w.skip_reason, %(now)s
FROM wanted w
ON CONFLICT DO NOTHING"""
_GONE = f"""
  r.subject_type = %(type)s AND r.subject_id = ANY(%(subjects)s)
  AND NOT EXISTS (SELECT 1 FROM wanted w WHERE {_SAME})
  AND (%(today)s::date IS NULL OR r.due_date > %(today)s::date)"""
_SUPERSEDE = f"""{_WANTED}
UPDATE core_delivery d SET state = 'superseded', reason = d.reason || ' ' || %(why)s
FROM core_reminder r
WHERE d.reminder_id = r.id AND d.state = 'pending' AND {_GONE}"""
_WITHDRAW = f"""{_WANTED}
UPDATE core_reminder r SET state = 'withdrawn', withdrawn_at = %(now)s, reason = %(why)s
WHERE r.state IN ('planned', 'unroutable', 'settled') AND {_GONE}
  AND NOT EXISTS (SELECT 1 FROM core_delivery d
                  WHERE d.reminder_id = r.id AND d.state = 'sent')
RETURNING r.subject_id, r.kind, r.due_date"""


def plan_reminders(
    *,
    subject_type: str,
    subject_ids: Sequence[int],
    periods: Sequence[Period],
    now: dt.datetime,
    why: str,
    passed_until: dt.date | None = None,
) -> int:
    """Make the rows of ``subject_ids`` say exactly what ``periods`` owe; return how many were added.

    Call it inside the transaction of the change. A second call with the same periods changes nothing.

    Args:
        subject_type: Key of the subject type, e.g. ``contract``.
        subject_ids: Every subject that is planned anew; one without a period owes nothing.
        periods: What is owed.
        now: The instant of planning.
        why: Kept on what is withdrawn or superseded, e.g. ``The dates changed.``
        passed_until: Where only time has passed: rows due up to this day stay owed.
            None where facts changed.
    """
    if not subject_ids:
        return 0
    given = _arguments(subject_type, subject_ids, periods, now, why, passed_until)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM core_reminder"
            " WHERE subject_type = %(type)s AND subject_id = ANY(%(subjects)s) LIMIT 1",
            given,
        )
        if cursor.fetchone():
            cursor.execute(_SUPERSEDE, given)
            cursor.execute(_WITHDRAW, given)
            given["passed_before"] = _passed_before(periods, cursor.fetchall())
            cursor.execute(_RESUME, given)
            cursor.execute(_RESUME_MAIL, given)
        if not periods:
            return 0
        cursor.execute(_INSERT, given)
        return cursor.rowcount


def _passed_before(periods: Sequence[Period], withdrawn: Sequence[Any]) -> list[dt.date | None]:
    """Return before which day each period's rungs are not sent, given what was just withdrawn unsent.

    Args:
        periods: What is owed.
        withdrawn: Subject, kind and due date of each reminder.
    """
    first: dict[tuple[int, str], dt.date] = {}
    for subject_id, kind, due in withdrawn:
        key = (subject_id, told_as(kind))
        first[key] = min(due, first.get(key, due))
    found = []
    for period in periods:
        day, due = period.passed_before, first.get((period.subject_id, told_as(period.kind)))
        found.append(None if day and due and due <= day else day)
    return found


def plan_more(*, subject_type: str, periods: Sequence[Period], now: dt.datetime) -> int:
    """Add what ``periods`` owe to what is planned, and leave all else alone; return how many were added.

    Rows that were withdrawn when their date went are taken up again.
    """
    if not periods:
        return 0
    given = _arguments(subject_type, [], periods, now, "", None)
    with connection.cursor() as cursor:
        cursor.execute(_RESUME, given)
        cursor.execute(_INSERT, given)
        return cursor.rowcount


def _arguments(
    subject_type: str,
    subject_ids: Sequence[int],
    periods: Sequence[Period],
    now: dt.datetime,
    why: str,
    passed_until: dt.date | None,
) -> dict[str, Any]:
    return {
        "type": subject_type,
        "subjects": list(subject_ids),
        "kinds": [period.kind for period in periods],
        "ids": [period.subject_id for period in periods],
        "keys": [period.period_key for period in periods],
        "references": [period.reference_date for period in periods],
        "zones": [zone_name(period.timezone) for period in periods],
        "ladders": [",".join(map(str, sorted(set(period.ladder), reverse=True))) for period in periods],
        "floors": [period.floor_date for period in periods],
        "skips": [period.skip_reason for period in periods],
        "passed_before": [period.passed_before for period in periods],
        "passed": PASSED_BEFORE,
        "now": now,
        "why": why,
        "resumed": "The date came back before this was sent.",
        "today": passed_until,
    }
