"""Answers to reminders: somebody has a deadline in hand, or wants to be reminded again later.

An answer changes what is owed, so both are one transaction: what a snooze keeps quiet and what would have
climbed is withdrawn, and the day on which a snooze ends is planned.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.reminders.shapes import date_in
from core.rules.wording import weekday_date
from renewals.actions.deadlines import write_deadlines
from renewals.models import Deadline, ReminderResponse
from renewals.permissions import may_respond
from renewals.reminders.asked import Asked, asked_of

ANSWERED = "Somebody has it in hand."


class UnableToRespond(UserError):
    """Reminders cannot be answered like this; ``fields`` says why where a field is at fault."""

    code = "unable_to_respond"


@dataclass(frozen=True, slots=True)
class _Question:
    """The contract that is locked, what people are asked about it, and today in its zone."""

    contract: Contract
    asked: Asked
    today: dt.date


@action
def acknowledge_deadline(
    *, actor: Actor, contract_id: int, act_by_date: dt.date, now: dt.datetime
) -> ReminderResponse:
    """Say that somebody has the deadline in hand; it climbs no further. A second time changes nothing.

    Args:
        actor: A person: the owner, the backup owner, or who answers reminders in the department.
        contract_id: The contract.
        act_by_date: The date that the person saw; for another one the answer would not count.
        now: The instant of the answer.

    Raises:
        NotAllowed: The person may not answer reminders of this contract.
        UnableToRespond: Nothing is asked, or the date has moved meanwhile.
    """
    question = _question(actor, contract_id, act_by_date, now)
    last = _responses(question).last()
    if last is not None and last.kind == ReminderResponse.Kind.ACKNOWLEDGED and last.user == actor.user:
        return last
    return _answer(actor, question, ReminderResponse(kind=ReminderResponse.Kind.ACKNOWLEDGED), now)


@action
def snooze_deadline(
    *, actor: Actor, contract_id: int, act_by_date: dt.date, until: dt.date, reason: str, now: dt.datetime
) -> ReminderResponse:
    """Keep the reminders of a deadline quiet until a day, on which people are reminded again.

    Args:
        actor: A person: the owner, the backup owner, or who answers reminders in the department.
        contract_id: The contract.
        act_by_date: The date that the person saw.
        until: The day of the next reminder: after today, and at the latest the day the decision is due.
        reason: Why; kept with the answer.
        now: The instant of the answer.

    Raises:
        NotAllowed: The person may not answer reminders of this contract.
        UnableToRespond: ``fields`` says what is wrong with day or reason; or the date has moved meanwhile.
    """
    question = _question(actor, contract_id, act_by_date, now)
    _check_snooze(question, until, reason)
    row = ReminderResponse(
        kind=ReminderResponse.Kind.SNOOZED, snoozed_until=until, reason=" ".join(reason.split())
    )
    return _answer(actor, question, row, now)


def _question(actor: Actor, contract_id: int, act_by_date: dt.date, now: dt.datetime) -> _Question:
    contract = Contract.unscoped.select_for_update().get(pk=contract_id)
    require(actor.user is not None and may_respond(actor.user, contract), "answer reminders of this contract")
    scope = Deadline.objects.for_system("what is asked of who answers")
    asked = asked_of(contract, scope.current().filter(contract=contract).first())
    if asked is None:
        raise UnableToRespond("Nothing is asked: this contract has no date to act by now.")
    if asked.act_by_date != act_by_date:
        moved = weekday_date(asked.act_by_date)
        raise UnableToRespond(f"The date to act by is {moved} now. Look at it, and answer again.")
    return _Question(contract, asked, date_in(asked.timezone, now))


def _responses(question: _Question) -> QuerySet[ReminderResponse]:
    scope = ReminderResponse.objects.for_system("what was answered before")
    of_period: QuerySet[ReminderResponse] = scope.filter(
        contract=question.contract, act_by_date=question.asked.act_by_date
    ).in_order()
    return of_period


def _check_snooze(question: _Question, until: dt.date, reason: str) -> None:
    last, problems = question.asked.decide_by_date, dict[str, list[str]]()
    if last <= question.today:
        text = f"The decision is due {weekday_date(last)}, so reminders go on. Acknowledge it, or decide."
        problems["until"] = [text]
    elif not question.today < until <= last:
        text = f"Choose a day after today, and at the latest {weekday_date(last)}, when the decision is due."
        problems["until"] = [text]
    if not reason.strip():
        problems["reason"] = ["Say why it can wait; it is kept with the contract."]
    if problems:
        raise UnableToRespond(next(iter(problems.values()))[0], fields=problems)


def _answer(actor: Actor, question: _Question, row: ReminderResponse, now: dt.datetime) -> ReminderResponse:
    assert actor.user is not None
    row.contract, row.act_by_date = question.contract, question.asked.act_by_date
    row.on_date, row.user, row.responded_at = question.today, actor.user, now
    row.save()
    why = f"Snoozed until {weekday_date(row.snoozed_until)}." if row.snoozed_until else ANSWERED
    write_deadlines([question.contract.pk], now=now, reason=why, why=why)
    return row
