"""Rows that are right in themselves but do not fit what is recorded, or what the person may do."""

from __future__ import annotations

from typing import Any

from django.db import connection

from accounts.models import User
from contracts_app.models import Contract
from contracts_app.rules.register_mapping import RegisterMapping
from contracts_app.rules.register_row import SHOWN, RowError

_NUMBER_TAKEN = """
SELECT s.row, s.number FROM register_stage s JOIN contracts_app_contract c ON c.number = s.number
 WHERE s.number <> '' AND s.outcome <> 'unchanged' AND c.id IS DISTINCT FROM s.contract_id
"""
#: A register that states only one of the two dates is held against the recorded other one.
_DATES_CROSS = """
SELECT s.row, {stated}::text FROM register_stage s
  JOIN contracts_app_contractterms t ON t.contract_id = s.contract_id
 WHERE s.outcome = 'updated' AND {end} < {start}
"""
_DEPARTMENTS = """
SELECT s.row, coalesce(d.name, s.department_key) FROM register_stage s
  LEFT JOIN register_name d ON d.kind = 'department' AND d.key = s.department_key
 WHERE s.outcome IN ('', 'updated') AND s.department_key <> ''
   AND NOT coalesce(s.department_id = ANY(%s), false)
"""
_CONTRACTS = "SELECT s.row, s.contract_id FROM register_stage s WHERE s.outcome = 'updated'"


def refused_rows(mapping: RegisterMapping, user: User | None) -> list[RowError]:
    """Return the errors of staged rows that cannot be written, one for each reason.

    Args:
        mapping: Names the columns.
        user: The person whose rights count, None for the system.
    """
    taken = "Another contract has this number. Correct it, or leave it blank to draw a new one."
    errors = [_error(mapping, "number", row, value, taken) for row, value in _rows(_NUMBER_TAKEN)]
    errors += _crossing_dates(mapping)
    return errors + (_not_allowed(mapping, user) if user is not None else [])


def _crossing_dates(mapping: RegisterMapping) -> list[RowError]:
    stated = sorted(mapping.fields & {"start_date", "end_date"})
    if len(stated) != 1:
        return []
    field = stated[0]
    start, end = ("s.start_date", "t.end_date") if field == "start_date" else ("t.start_date", "s.end_date")
    found = _rows(_DATES_CROSS.format(stated=f"s.{field}", start=start, end=end))
    message = "The contract would end before its first day in force. Correct the date."
    return [_error(mapping, field, row, value, message) for row, value in found]


def _not_allowed(mapping: RegisterMapping, user: User) -> list[RowError]:
    departments = user.departments_with("contracts.edit")
    errors = []
    if departments is not None:
        message = "You may not record contracts in this department. Ask an administrator for a role there."
        errors = [
            _error(mapping, "department", row, value, message)
            for row, value in _rows(_DEPARTMENTS, departments)
        ]
    changed = dict(_rows(_CONTRACTS))
    allowed = Contract.objects.visible_to(user)
    if departments is not None:
        allowed = allowed.filter(department__in=departments)
    editable = set(allowed.filter(pk__in=changed.values()).values_list("pk", flat=True)) if changed else set()
    message = "You may not change the contract that this row belongs to. Ask its department."
    denied = [row for row, pk in changed.items() if pk not in editable]
    return errors + [_error(mapping, "external_id", row, "", message) for row in sorted(denied)]


def _rows(sql: str, *params: Any) -> list[tuple[Any, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params) or None)
        return list(cursor.fetchall())


def _error(mapping: RegisterMapping, field: str, row: int, value: str, message: str) -> RowError:
    return RowError(row, mapping.column_of(field), value[:SHOWN], message)
