"""What a deadline rests on, as plain values in the shape that ``explain_terms`` reads.

1. Dates and times are ISO text; a period is ``{"n", "unit"}``; what is not known is None.
2. The notice that leads is ours: for an option the rule on its exercise, otherwise the one on
   non-renewal, otherwise the one on termination for convenience. The vendor's rules never lead.
3. Where another rule leads, ours on termination for convenience stands beside it: it may lead out sooner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from contracts_app.rules.draft import NoticeRuleDraft, TermsDraft

_TERM: Final = (
    "term_type", "start_date", "end_date", "initial_term_quantity", "initial_term_unit",
    "renewal_term_quantity", "renewal_term_unit", "max_renewals", "after_last_term",
    "minimum_term_quantity", "minimum_term_unit", "renewal_as_initial", "renewal_by_agreement",
    "start_event", "renewals_exercised", "end_event",
    "end_event_date", "minimum_event", "minimum_event_date", "clause_ref",
)  # fmt: skip
#: Of the terms: what most contracts do not say; left out where it is not said.
_AGREED: Final = (
    "renewal_as_initial",
    "renewal_by_agreement",
    "start_event",
    "renewals_exercised",
    "end_event",
    "minimum_event",
)
_RULE: Final = (
    "party", "kind", "quantity", "unit", "anchor", "fixed_day", "test", "earliest_quantity", "earliest_unit",
    "roll", "calendar", "timezone", "cutoff_time", "addressee", "form", "clause_ref", "locked_reading",
    "minimum_quantity", "minimum_unit",
)  # fmt: skip
#: Our column names and where the database has them, seen from a contract.
TERM_COLUMNS: Final = {f"t_{name}": f"terms__{name}" for name in _TERM}
RULE_COLUMNS: Final = {f"r_{name}": f"notice_rules__{name}" for name in _RULE}
METHOD_COLUMNS: Final = (
    "notice_rules__methods__rule",
    "notice_rules__methods__method",
    "notice_rules__methods__deemed_business_days",
    "notice_rules__methods__deemed_calendar_days",
    "notice_rules__methods__address",
)
LEADING_KINDS: Final = ("non_renewal", "convenience")


def leading(term_type: str | None, rules: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the notice rule of ours that decides the deadline, None where there is none.

    ``rules`` are entries of ``"rules"`` as :func:`deadline_inputs` gives them.
    """
    ours = {rule["kind"]: rule for rule in rules if rule["notice"]["party"] == "us"}
    kinds = ("option_exercise", *LEADING_KINDS) if term_type == "option" else LEADING_KINDS
    return next((ours[kind] for kind in kinds if kind in ours), None)


def deadline_inputs(
    terms: Iterable[Mapping[str, Any]],
    rules: Iterable[Mapping[str, Any]],
    methods: Iterable[tuple[int, str, int, int | None, str]],
) -> dict[int, dict[str, Any]]:
    """Return the inputs of many contracts by id, from rows with the columns named above.

    ``{"id", "status", "term", "notice", "locked_reading", "clause_ref", "rules"}``: ``term`` and
    ``notice`` (of the leading rule, or None) are exactly what ``explain_terms`` takes; ``clause_ref``
    is that of the terms; ``"convenience"`` is there where such a rule of ours stands beside the leading
    one; each of ``rules`` says its ``kind``, ``locked_reading``, ``notice`` and the
    ``addresses`` by method.
    """
    by_rule: dict[int, list[dict[str, Any]]] = {}
    for rule_id, method, business_days, any_days, address in methods:
        found = {"method": method, "address": address}
        found |= _deemed(business_days, any_days)
        by_rule.setdefault(rule_id, []).append(found)
    by_contract: dict[int, list[dict[str, Any]]] = {}
    for row in rules:
        by_contract.setdefault(row["id"], []).append(_rule(row, by_rule.get(row["rule_id"], [])))
    return {row["id"]: _input(row, by_contract.get(row["id"], [])) for row in terms}


def input_of(
    contract_id: int, status: str, terms: TermsDraft, rules: Sequence[NoticeRuleDraft]
) -> dict[str, Any]:
    """Return what a deadline would rest on if the terms of a contract were these; no reading is locked."""
    row = {"id": contract_id, "status": status} | {f"t_{name}": getattr(terms, name) for name in _TERM}
    columns = [
        {"id": contract_id, "rule_id": number} | {f"r_{name}": getattr(rule, name, "") for name in _RULE}
        for number, rule in enumerate(rules)
    ]
    methods = [
        (number, one.method, one.deemed_business_days, one.deemed_calendar_days, one.address)
        for number, rule in enumerate(rules)
        for one in rule.methods
    ]
    return deadline_inputs([row], columns, methods)[contract_id]


def _input(row: Mapping[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any]:
    term = {
        "type": row["t_term_type"] or None,
        "start_date": _iso(row["t_start_date"]),
        "end_date": _iso(row["t_end_date"]),
        "initial_term": _period(row, "t_initial_term"),
        "renewal_term": _period(row, "t_renewal_term"),
        "max_renewals": row["t_max_renewals"],
        "after_last_term": row["t_after_last_term"] or "lapse",
        "minimum_term": _period(row, "t_minimum_term"),
        **{name: row[f"t_{name}"] for name in _AGREED if row[f"t_{name}"]},
        **_where_said("end_event_date", _iso(row["t_end_event_date"])),
        **_where_said("minimum_event_date", _iso(row["t_minimum_event_date"])),
    }
    rule, beside = leading(term["type"], rules), _beside(term["type"], rules)
    found = {
        "id": row["id"],
        "status": row["status"],
        "term": term,
        "notice": rule["notice"] if rule else None,
        "locked_reading": (rule["locked_reading"] if rule else "") or None,
        "clause_ref": row["t_clause_ref"] or "",
        "rules": rules,
    }
    return found | {"convenience": beside["notice"]} if beside else found


def _beside(term_type: str | None, rules: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return our rule on termination for convenience, None where there is none or it leads itself."""
    ours = (rule for rule in rules if rule["notice"]["party"] == "us" and rule["kind"] == "convenience")
    rule = next(ours, None)
    return None if rule is leading(term_type, rules) else rule


def _rule(row: Mapping[str, Any], methods: list[dict[str, Any]]) -> dict[str, Any]:
    methods = sorted(methods, key=lambda entry: entry["method"])
    notice = {
        "party": row["r_party"],
        "quantity": row["r_quantity"],
        "unit": row["r_unit"] or None,
        "anchor": row["r_anchor"] or None,
        "fixed_day": row["r_fixed_day"] or None,
        "test": row["r_test"],
        "earliest": _period(row, "r_earliest"),
        "roll": row["r_roll"],
        "methods": [{name: value for name, value in entry.items() if name != "address"} for entry in methods],
        "calendar": row["r_calendar"] or None,
        "timezone": row["r_timezone"] or None,
        "cutoff_time": row["r_cutoff_time"] and row["r_cutoff_time"].strftime("%H:%M"),
        "addressee": row["r_addressee"],
        "form": row["r_form"],
        "clause_ref": row["r_clause_ref"],
        **_where_said("minimum", _period(row, "r_minimum")),
    }
    addresses = {entry["method"]: entry["address"] for entry in methods if entry["address"]}
    return {
        "kind": row["r_kind"],
        "locked_reading": row["r_locked_reading"],
        "notice": notice,
        "addresses": addresses,
    }


def _where_said(name: str, value: Any) -> dict[str, Any]:
    """Return what most contracts do not say; nothing where this one does not either."""
    return {} if value is None else {name: value}


def _deemed(business_days: int, calendar_days: int | None) -> dict[str, Any]:
    """Return after how many days a notice counts as received, under the name of what is counted."""
    if calendar_days is None:
        return {"deemed_business_days": business_days}
    return {"deemed_calendar_days": calendar_days}


def _period(row: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    quantity = row[f"{name}_quantity"]
    return None if quantity is None else {"n": quantity, "unit": row[f"{name}_unit"]}


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
