"""What contracts owe, recomputed from contracts alone: the reconciler's side.

This module shares nothing with the planner but the deadline rules themselves: it has tables of its own,
written out a second time on purpose, and never reads a stored deadline. A slip in either shows as a
difference. The rules it implements are those of ``docs/reminders.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts_app.models import Contract
from core.reminders.shapes import Rung
from renewals.models import ReminderPolicy
from renewals.reminders.given import with_what_was_given
from renewals.reminders.past import Past, pasts_of
from renewals.rules import DeadlineAnswer
from renewals.rules.batch import Question, deadlines_of

#: Days before, lead time, days before by which to decide, working days to acknowledge, day of the pack.
Policy = tuple[list[int], int, int, int, int]
_USUAL: Policy = ([0, 1, 3, 7, 14, 30, 60, 90, 120, 180], 0, 30, 5, 120)
_REVIEW_RUNGS = [0, 14]
_STATUSES_IN_FORCE = ["executed", "active", "notice_served", "holdover"]


def owed_by(contract_ids: Sequence[int], now: dt.datetime) -> Iterator[Rung]:
    """Yield every rung that the contracts owe at ``now``, sent ones and future ones alike."""
    scope = Contract.objects.for_system("the reconciler looks at every contract")
    chosen = scope.filter(pk__in=contract_ids, status__in=_STATUSES_IN_FORCE)
    policies = _policies()
    names = ("pk", "department__timezone", "type", "value_amount", "value_currency")
    columns: Iterable[Any] = chosen.values_list(*names)
    facts = {pk: (zone, _policy_of(policies, *worth)) for pk, zone, *worth in columns}
    past = pasts_of(contract_ids)
    records = with_what_was_given(chosen.deadline_inputs())
    answers = deadlines_of(
        [_question(record, *facts[pk], now) for pk, record in records.items()], explain=False
    )
    for (pk, record), answer in zip(records.items(), answers, strict=True):
        notice, policy = record["notice"] or {}, facts[pk][1]
        for what, day in _what(answer, record["status"]):
            if what == "renewals.act_by" and day is not None:
                gist = past.get((pk, str(day)), Past())
                yield from _until_answered(pk, record, answer, policy, day, gist)
            else:
                yield from _rungs(pk, notice, answer, policy[0], what, day)


def _question(record: Mapping[str, Any], zone: str, policy: Policy, now: dt.datetime) -> Question:
    """Return what is asked about a contract today, in its own zone."""
    own = (record["notice"] or {}).get("timezone")
    return Question(record, now.astimezone(_zone(own or zone)).date(), policy[1])


def _until_answered(
    pk: int, record: Mapping[str, Any], answer: DeadlineAnswer, policy: Policy, day: dt.date, past: Past
) -> Iterator[Rung]:
    """Yield what is owed of an act-by date, less what answers keep back, and what follows from them."""
    if past.is_over:
        return
    rungs, _, decision, patience, pack = policy
    notice, heard = record["notice"] or {}, set()
    most = {"month_end": 14, "quarter_end": 60}.get(notice.get("anchor") or "")
    is_urgent = most is None and record["term"]["type"] != "month_to_month"
    days = {
        *rungs,
        decision if most is None else min(most, decision),
        *((*range(8), pack) if is_urgent else ()),
    }
    for rung in _rungs(pk, notice, answer, days, "renewals.act_by", day):
        if not past.is_snoozed(rung.due_date):
            heard.add(rung.due_date)
            yield rung
    for until in past.ends_of_snoozes():
        if until not in heard:
            yield Rung("renewals.snoozed", pk, f"{day}>{until}", 0, until, until)
    if is_urgent:
        for kind, climb in past.climbs(day, patience, notice.get("calendar") or ""):
            yield Rung(kind, pk, str(day), 0, climb, climb)


def _policies() -> list[tuple[Any, ...]]:
    """Return the policies with the more general before the more special."""
    scope = ReminderPolicy.objects.for_system("the reconciler looks at every policy")
    names = ("contract_type", "minimum_amount", "currency")
    says = ("offsets", "lead_days", "decision_days", "acknowledge_days", "pack_days")
    rows = list(scope.values_list(*names, *says))
    return sorted(rows, key=lambda row: (row[0] != "", row[1] or 0))


def _policy_of(policies: Sequence[Any], kind: str, amount: Decimal | None, currency: str) -> Policy:
    chosen = _USUAL
    for of_kind, minimum, in_currency, *says in policies:
        is_of_kind = of_kind in ("", kind)
        is_worth_it = minimum is None or (
            amount is not None and in_currency == currency and not amount < minimum
        )
        if is_of_kind and is_worth_it:
            chosen = (says[0], says[1], says[2], says[3], says[4])
    return chosen


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _rungs(
    pk: int,
    notice: Mapping[str, Any],
    answer: DeadlineAnswer,
    rungs: Iterable[int],
    kind: str,
    day: dt.date | None,
) -> Iterator[Rung]:
    if day is None:
        return
    for offset in _REVIEW_RUNGS if kind == "renewals.review" else rungs:
        due = day - dt.timedelta(days=offset)
        is_before_the_term = kind != "renewals.review" and answer.term_start and due < answer.term_start
        is_too_far = kind == "renewals.act_by" and (
            (notice.get("anchor") == "month_end" and offset > 14)
            or (notice.get("anchor") == "quarter_end" and offset > 60)
        )
        if offset == 0 or not (is_before_the_term or is_too_far):
            yield Rung(kind, pk, str(day), offset, due, day)


def _what(answer: DeadlineAnswer, contract_status: str) -> Iterator[tuple[str, dt.date | None]]:
    status = answer.status.value
    if status == "no_deadline":
        yield "renewals.review", answer.next_review_date
    elif status != "expired" and answer.act_by_date is not None and contract_status != "notice_served":
        yield "renewals.act_by", answer.act_by_date
        if status == "missed" and answer.next_exit is not None:
            yield "renewals.act_by", answer.next_exit.act_by_date
    elif status != "expired":
        yield "renewals.term_ends", answer.term_end
