"""The reminders of one contract: what was and will be sent to whom, and why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.models import Delivery, Reminder
from core.pages.status import StatusWord
from renewals.rules.climb import TO_LEGAL, TO_MANAGER
from renewals.rules.ladder import ACT_BY, REVIEW, SNOOZED, TERM_ENDS

_WORDS = {
    Reminder.State.PLANNED: ("review", "Planned"),
    Reminder.State.SETTLED: ("done", "Sent"),
    Reminder.State.COLLAPSED: ("draft", "Covered by a later one"),
    Reminder.State.UNROUTABLE: ("missed", "Reaches nobody"),
    Reminder.State.WITHDRAWN: ("draft", "Withdrawn"),
    Reminder.State.SKIPPED: ("draft", "Not sent"),
}
_MAIL_WORDS = {
    Delivery.State.PENDING: ("review", "Waiting"),
    Delivery.State.SENDING: ("review", "Being sent"),
    Delivery.State.SENT: ("done", "Sent"),
    Delivery.State.DEAD: ("missed", "Given up"),
    Delivery.State.SUPERSEDED: ("draft", "Superseded"),
    Delivery.State.WITHDRAWN: ("draft", "Withdrawn"),
}
_BEFORE = {ACT_BY: "act-by", TERM_ENDS: "the term's end", REVIEW: "the review"}
_SINGLE = {
    SNOOZED: "snoozed until this day",
    TO_MANAGER: "not acknowledged: to the manager",
    TO_LEGAL: "not acknowledged: to legal and the head of procurement",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a reminder: to whom, its state, and why."""

    to: str
    word: StatusWord
    sent_at: dt.datetime | None
    reason: str
    is_possible_duplicate: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """A reminder with its messages."""

    due_date: dt.date
    when: str
    word: StatusWord
    reason: str
    messages: tuple[Message, ...]


def word_of_delivery(delivery: Delivery) -> StatusWord:
    """Return the status word of a message."""
    return StatusWord(*_MAIL_WORDS[Delivery.State(delivery.state)])


def rungs_of(contract_id: int, limit: int = 60) -> list[Rung]:
    """Return the reminders of a contract that the caller's reader may see, by due date, the latest last."""
    rows = Reminder.objects.filter(subject_type="contract", subject_id=contract_id)
    newest = rows.order_by("-due_date", "-id").prefetch_related("deliveries")[:limit]
    return [_rung(row) for row in reversed(newest)]


def _rung(row: Reminder) -> Rung:
    messages = tuple(_message(delivery) for delivery in row.deliveries.all())
    days = {0: "on the day of", 1: "1 day before"}.get(row.offset_days, f"{row.offset_days} days before")
    word = StatusWord(*_WORDS[Reminder.State(row.state)])
    if row.state == Reminder.State.SETTLED and not any(message.sent_at for message in messages):
        word = StatusWord("review", "Waiting")
    when = _SINGLE.get(row.kind) or f"{days} {_BEFORE.get(row.kind, '')}".strip()
    return Rung(row.due_date, when, word, row.reason, messages)


def _message(delivery: Delivery) -> Message:
    reason = (
        f"{delivery.reason} {delivery.last_error}"
        if delivery.state != Delivery.State.SENT
        else delivery.reason
    )
    return Message(
        delivery.address,
        word_of_delivery(delivery),
        delivery.sent_at,
        reason.strip(),
        delivery.is_possible_duplicate,
    )
