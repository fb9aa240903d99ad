"""Rows that are right in themselves but do not fit what is recorded, or what the person may do.

1. A row of a contract that the person may not see is refused in one wording, whether or not it differs from
   what is recorded, and nothing else is said of it: the answer must not tell what the contract holds.
2. A row that would change a contract that the person sees but may not edit is refused in the same wording.
3. A row that would change nothing in a contract that the person sees is unchanged; where the person may not
   edit the contract, the import leaves no trace there.
"""

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
#: Options exercised: of a kind of term that has none, or more than are recorded as agreed.
_EXERCISED = """
SELECT s.row, s.renewals_exercised::text FROM register_stage s
  LEFT JOIN contracts_app_contractterms t ON t.contract_id = s.contract_id
 WHERE s.outcome IN ('', 'updated') AND s.renewals_exercised > 0 AND {wrong}
"""
_NO_OPTIONS = (
    "{kind} NOT IN ('', 'option') AND NOT ({kind} = 'fixed' AND coalesce(t.renewal_by_agreement, false))"
)
_DEPARTMENTS = """
SELECT s.row, coalesce(d.name, s.department_key) FROM register_stage s
  LEFT JOIN register_name d ON d.kind = 'department' AND d.key = s.department_key
 WHERE s.outcome IN ('', 'updated') AND s.department_key <> ''
   AND NOT coalesce(s.department_id = ANY(%s), false)
"""
_CONTRACTS = "SELECT s.row, s.contract_id, s.outcome FROM register_stage s WHERE s.contract_id IS NOT NULL"
_UNREMEMBERED = "UPDATE register_stage SET outcome = 'unchanged' WHERE row = ANY(%s)"
_CLOSED = "You may not change the contract that this row belongs to. Ask its department."


def refused_rows(mapping: RegisterMapping, user: User | None) -> list[RowError]:
    """Return the errors of staged rows that cannot be written, one for each reason.

    Args:
        mapping: Names the columns.
        user: The person whose rights count, None for the system.
    """
    closed, unseen = _closed_rows(user)
    taken = "Another contract has this number. Correct it, or leave it blank to draw a new one."
    errors = [_error(mapping, "number", row, value, taken) for row, value in _rows(_NUMBER_TAKEN)]
    errors += _crossing_dates(mapping)
    errors += _wrongly_exercised(mapping)
    errors += _closed_departments(mapping, user) if user is not None else []
    errors = [error for error in errors if error.row not in unseen]
    return errors + [_error(mapping, "external_id", row, "", _CLOSED) for row in sorted(closed)]


def _crossing_dates(mapping: RegisterMapping) -> list[RowError]:
    stated = sorted(mapping.fields & {"start_date", "end_date"})
    if len(stated) != 1:
        return []
    field = stated[0]
    start, end = ("s.start_date", "t.end_date") if field == "start_date" else ("t.start_date", "s.end_date")
    found = _rows(_DATES_CROSS.format(stated=f"s.{field}", start=start, end=end))
    message = "The contract would end before its first day in force. Correct the date."
    return [_error(mapping, field, row, value, message) for row, value in found]


def _wrongly_exercised(mapping: RegisterMapping) -> list[RowError]:
    if "renewals_exercised" not in mapping.fields:
        return []
    kind = "s.term_type" if "term_type" in mapping.fields else "coalesce(t.term_type, '')"
    reasons = (
        (_NO_OPTIONS.format(kind=kind), "This kind of term has no options. Clear it, or correct the kind."),
        (
            "s.renewals_exercised > t.max_renewals",
            "The contract has fewer renewals than that. Correct it, or the renewals of the contract first.",
        ),
    )
    return [
        _error(mapping, "renewals_exercised", row, value, message)
        for wrong, message in reasons
        for row, value in _rows(_EXERCISED.format(wrong=wrong))
    ]


def _closed_departments(mapping: RegisterMapping, user: User) -> list[RowError]:
    departments = user.departments_with("contracts.edit")
    if departments is None:
        return []
    message = "You may not record contracts in this department. Ask an administrator for a role there."
    found = _rows(_DEPARTMENTS, departments)
    return [_error(mapping, "department", row, value, message) for row, value in found]


def _closed_rows(user: User | None) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows of contracts that are closed to ``user``, and of these the ones of unseen contracts.

    Rows that agree with a contract which the person sees but may not edit are marked as unchanged: the import
    then does not even remember what the register said about it.
    """
    known = _rows(_CONTRACTS)
    if user is None or not known:
        return frozenset(), frozenset()
    visible = Contract.objects.visible_to(user).filter(pk__in={pk for _, pk, _ in known})
    seen = dict(visible.values_list("pk", "department_id"))
    departments = user.departments_with("contracts.edit")
    editable = {pk for pk, department in seen.items() if departments is None or department in departments}
    unseen = frozenset(row for row, pk, _ in known if pk not in seen)
    fixed = {row: outcome for row, pk, outcome in known if pk in seen and pk not in editable}
    with connection.cursor() as cursor:
        cursor.execute(_UNREMEMBERED, [[row for row, outcome in fixed.items() if outcome == "equal"]])
    return unseen | {row for row, outcome in fixed.items() if outcome == "updated"}, unseen


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params) or None)
        return list(cursor.fetchall())


def _error(mapping: RegisterMapping, field: str, row: int, value: str, message: str) -> RowError:
    return RowError(row, mapping.column_of(field), value[:SHOWN], message)
