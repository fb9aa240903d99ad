"""Reads the portfolio report: the contracts as recorded, with their deadlines for the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any

from accounts.models import Department, User
from compliance.reports.recorded import end_of_day, recorded
from compliance.rules.portfolio import Portfolio, PortfolioFilters, PortfolioRow
from contracts_app.models import Contract, ContractTerms, NoticeMethod, NoticeRule
from contracts_app.rules.deadline_input import METHOD_COLUMNS, RULE_COLUMNS, TERM_COLUMNS, deadline_inputs
from contracts_app.rules.lifecycle import ENDED, IN_FORCE, NOT_YET_IN_FORCE
from renewals.models import Notice, ReminderPolicy
from renewals.rules import DeadlineAnswer, DeadlineStatus
from renewals.rules.batch import Question, deadlines_of
from renewals.rules.ending import NOTICE_COLUMNS, with_notices
from renewals.rules.policy import ReminderRule, rule_for
from vendors.models import Vendor

STATUS_GROUPS = {"in_force": IN_FORCE, "not_yet": NOT_YET_IN_FORCE, "ended": ENDED, "all": None}
_FIELDS = (
    "number", "title", "type", "status", "vendor_id", "department_id", "owner_id", "value_amount",
    "value_currency",
)  # fmt: skip
_TERM_FIELDS = {ours: path.removeprefix("terms__") for ours, path in TERM_COLUMNS.items()}
_RULE_FIELDS = {ours: path.removeprefix("notice_rules__") for ours, path in RULE_COLUMNS.items()}
#: How many contracts are computed between two reports of progress.
_TOGETHER = 1_000
Progress = Callable[[int, int], None]


def read_portfolio(
    *,
    user: User | None,
    as_of: dt.date,
    filters: PortfolioFilters,
    progress: Progress = lambda done, total: None,
) -> Portfolio:
    """Return the content of the report.

    Args:
        user: Whose view it is; None for the product's own reports, which hold every contract.
        as_of: The as-of day, inclusive.
        filters: What to narrow to.
        progress: Told how many contracts are computed.
    """
    before = end_of_day(as_of)
    contracts = _contracts(user, before, filters)
    inputs = _inputs(contracts, before)
    names, policies = _names(before), _policies(before)
    rows = []
    for start in range(0, len(contracts), _TOGETHER):
        progress(start, len(contracts))
        some = contracts[start : start + _TOGETHER]
        answers = _answers(some, inputs, policies, as_of)
        rows += [_row(contract, answers.get(contract["id"]), names) for contract in some]
    rows.sort(key=lambda row: (row.vendor.casefold(), row.number))
    return Portfolio(as_of, filters, tuple(rows))


def _contracts(user: User | None, before: dt.datetime, filters: PortfolioFilters) -> list[dict[str, Any]]:
    reading = Contract.objects.visible_to(user) if user else Contract.objects.for_system("portfolio report")
    rows = recorded(Contract, before, *_FIELDS, id__in=reading.values("id"))
    group = STATUS_GROUPS[filters.status_group]
    wanted = {
        "department_id": filters.department_id,
        "vendor_id": filters.vendor_id,
        "type": filters.type or None,
    }
    asked = {name: value for name, value in wanted.items() if value is not None}
    return [
        row
        for row in rows
        if (group is None or row["status"] in group)
        and all(row[name] == value for name, value in asked.items())
    ]


def _inputs(contracts: Iterable[dict[str, Any]], before: dt.datetime) -> dict[int, dict[str, Any]]:
    statuses = {row["id"]: row["status"] for row in contracts}
    terms = {
        row["contract_id"]: row
        for row in recorded(ContractTerms, before, "contract_id", *_TERM_FIELDS.values())
        if row["contract_id"] in statuses
    }
    blank = dict.fromkeys(_TERM_FIELDS.values())
    term_rows = [
        {"id": pk, "status": status}
        | {ours: (terms.get(pk) or blank)[path] for ours, path in _TERM_FIELDS.items()}
        for pk, status in statuses.items()
    ]
    rule_rows = [
        {"id": row["contract_id"], "rule_id": row["id"]}
        | {ours: row[path] for ours, path in _RULE_FIELDS.items()}
        for row in recorded(NoticeRule, before, "contract_id", *_RULE_FIELDS.values())
        if row["contract_id"] in statuses
    ]
    return with_notices(deadline_inputs(term_rows, rule_rows, _methods(before)), _notices(before, statuses))


def _notices(before: dt.datetime, contract_ids: Container[int]) -> Iterator[dict[str, Any]]:
    """Yield the notices that were closed at that time."""
    for row in recorded(Notice, before, "status", *NOTICE_COLUMNS):
        if row["status"] == Notice.Status.CLOSED and row["contract_id"] in contract_ids:
            yield row


def _methods(before: dt.datetime) -> list[tuple[Any, ...]]:
    names = [column.removeprefix("notice_rules__methods__") for column in METHOD_COLUMNS]
    names[0] = "rule_id"
    return [tuple(row[name] for name in names) for row in recorded(NoticeMethod, before, *names)]


def _policies(before: dt.datetime) -> list[ReminderRule]:
    """Return the reminder policies of that time: their lead times are part of act-by."""
    names = ("contract_type", "minimum_amount", "currency", "lead_days")
    rows = recorded(ReminderPolicy, before, *names)
    return [ReminderRule(**{name: row[name] for name in names}) for row in rows]


def _answers(
    contracts: Sequence[dict[str, Any]],
    inputs: dict[int, dict[str, Any]],
    policies: list[ReminderRule],
    as_of: dt.date,
) -> dict[int, DeadlineAnswer]:
    """Return the deadlines of those contracts that are in force."""
    questions = {}
    for contract in contracts:
        if contract["status"] in IN_FORCE:
            amount, currency = contract["value_amount"], contract["value_currency"]
            policy = rule_for(policies, contract_type=contract["type"], amount=amount, currency=currency)
            questions[contract["id"]] = Question(inputs[contract["id"]], as_of, policy.lead_days)
    return dict(zip(questions, deadlines_of(list(questions.values()), explain=False), strict=True))


def _names(before: dt.datetime) -> dict[str, dict[int | None, str]]:
    people = {
        row["id"]: row["full_name"] or row["username"]
        for row in recorded(User, before, "full_name", "username")
    }
    return {
        "vendor": {row["id"]: row["name"] for row in recorded(Vendor, before, "name")},
        "department": {row["id"]: row["name"] for row in recorded(Department, before, "name")},
        "owner": people,
    }


def _row(
    contract: dict[str, Any], answer: DeadlineAnswer | None, names: dict[str, dict[int | None, str]]
) -> PortfolioRow:
    status = answer.status.value if answer else ""
    found = answer or DeadlineAnswer(status=DeadlineStatus.NO_DEADLINE, as_of=dt.date.min)
    return PortfolioRow(
        contract_id=contract["id"],
        number=contract["number"],
        title=contract["title"],
        vendor=names["vendor"].get(contract["vendor_id"], ""),
        department=names["department"].get(contract["department_id"], ""),
        owner=names["owner"].get(contract["owner_id"], ""),
        type_label=str(Contract.Type(contract["type"]).label),
        status=contract["status"],
        status_label=str(Contract.Status(contract["status"]).label),
        value_amount=contract["value_amount"],
        value_currency=contract["value_currency"],
        term_end=found.term_end,
        renewal_date=found.renewal_date,
        notice_by_date=found.notice_by_date,
        send_by_date=found.send_by_date,
        act_by_date=found.act_by_date,
        deadline_status=status,
        missing=found.missing if answer else (),
    )
