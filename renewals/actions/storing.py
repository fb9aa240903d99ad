"""Storing versions of deadlines in bulk, by COPY: three times as fast as inserting objects."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from renewals.reminders.planning import Computed
from renewals.rules.answer_output import details_as_json, steps_as_json

_DATES: Final = (
    "term_start", "term_end", "renewal_date", "earliest_notice_date", "notice_by_date", "send_by_date",
    "act_by_date", "earliest_exit_date", "next_review_date", "next_change_date",
)  # fmt: skip
_COLUMNS: Final = (
    "contract_id", "status", "term_number", *_DATES, "if_nobody_acts", "readings", "steps", "missing",
    "details", "calendar", "calendar_version", "clause_ref", "amount_at_stake", "currency", "timezone",
    "digest", "version", "is_current", "reason", "computed_at",
)  # fmt: skip
_COPY: Final = f"COPY renewals_deadline ({', '.join(_COLUMNS)}) FROM STDIN"
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A deadline ready to be stored: its values in the order of the columns, and what tells it apart."""

    contract_id: int
    values: tuple[Any, ...]
    digest: str


def prepare(one: Computed, amount: Any, currency: str) -> Prepared:
    """Return a deadline ready to be stored.

    The digest leaves out the day asked about and, where it moves with each day, the earliest exit.
    """
    answer = one.answer
    readings = [[reading.rule, reading.notice_by_date.isoformat()] for reading in answer.readings]
    details = details_as_json(answer)
    details.pop("as_of")
    values = (
        one.contract_id,
        answer.status.value,
        answer.term_number,
        *(getattr(answer, name) for name in _DATES),
        answer.if_nobody_acts.value if answer.if_nobody_acts else "",
        json.dumps([{"rule": rule, "notice_by_date": day} for rule, day in readings]),
        json.dumps(steps_as_json(answer.steps)),
        json.dumps(list(answer.missing)),
        json.dumps(details),
        answer.calendar or "",
        answer.calendar_version or "",
        answer.clause_ref[:60],
        amount,
        currency,
        one.timezone,
    )
    pairs = zip(_COLUMNS, values, strict=False)
    said = [value for name, value in pairs if _counts(name, answer.is_exit_moving)]
    return Prepared(one.contract_id, values, hashlib.sha256(repr(said).encode()).hexdigest()[:32])


def _counts(column: str, is_exit_moving: bool) -> bool:
    return not (is_exit_moving and column == "earliest_exit_date")


def store(rows: Iterable[tuple[Prepared, int]], *, now: dt.datetime, reason: str) -> None:
    """Store deadlines with their version numbers as the current ones."""
    text = io.StringIO()
    for row, version in rows:
        text.write(_line([*row.values, row.digest, version, True, reason[:200], now.isoformat()]))
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(_COPY, text)


def _line(values: Sequence[Any]) -> str:
    return "\t".join(r"\N" if value is None else str(value).translate(_ESCAPES) for value in values) + "\n"
