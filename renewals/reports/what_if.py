"""Answers side by side: what the terms on record say, and what other terms would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from core.pages.status import StatusWord
from core.rules.wording import short_date, weekday_date
from renewals.models import Deadline
from renewals.reminders.consequence import consequence_of
from renewals.reports.words import word_for
from renewals.rules import DeadlineAnswer
from renewals.rules.comparison import Change, changes_between
from renewals.rules.sentences import FIELDS

_DATES: Final = (
    ("act_by_date", "Act by"),
    ("send_by_date", "Send by"),
    ("notice_by_date", "Notice by"),
    ("earliest_notice_date", "Window opens"),
    ("term_start", "Term begins"),
    ("term_end", "Term ends"),
    ("renewal_date", "Renews on"),
    ("earliest_exit_date", "Earliest exit"),
    ("next_review_date", "Review by"),
)
_LABELS: Final = dict(_DATES)
#: Dates on which somebody must act stand with their weekday.
_TO_ACT_ON: Final = ("act_by_date", "send_by_date", "notice_by_date", "next_review_date")
_STATUSES: Final = dict(Deadline.Status.choices)


@dataclass(frozen=True, slots=True)
class Facts:
    """One line of the comparison; ``before`` is None where nothing is compared or there is no such fact."""

    label: str
    before: Any
    after: Any
    is_changed: bool


def word_of_answer(answer: DeadlineAnswer) -> StatusWord | None:
    """Return the status word of an answer on the day that it is about."""
    return word_for(
        status=answer.status.value,
        act_by_date=answer.act_by_date,
        notice_by_date=answer.notice_by_date,
        term_end=answer.term_end,
        missing=answer.missing,
        contract_status="",
        on=answer.as_of,
    )


def facts_of(before: DeadlineAnswer | None, after: DeadlineAnswer) -> list[Facts]:
    """Return what two answers say, line by line; what neither says is left out."""
    one, other = dict(_facts(before)) if before else {}, dict(_facts(after))
    labels = [*other, *(label for label in one if label not in other)]
    found = []
    for label in labels:
        left, right = one.get(label), other.get(label)
        if left or right:
            found.append(Facts(label, left, right, before is not None and left != right))
    return found


def _facts(answer: DeadlineAnswer) -> Iterator[tuple[str, Any]]:
    yield "Status", word_of_answer(answer)
    for name, label in _DATES:
        day = getattr(answer, name)
        yield label, day and (weekday_date(day) if name in _TO_ACT_ON else short_date(day))
    yield "Term", answer.term_number and str(answer.term_number)
    yield "If nobody acts", _then(answer)
    apart = answer.spread_days
    yield "Readings", f"{apart} day{'' if apart == 1 else 's'} apart" if apart else None
    yield "Missing", ", ".join(FIELDS.get(name, name) for name in answer.missing)


def _then(answer: DeadlineAnswer) -> str:
    if answer.status.value in ("expired", "unknown"):
        return ""
    said = Deadline(
        status=answer.status.value,
        renewal_date=answer.renewal_date,
        term_end=answer.term_end,
        if_nobody_acts=answer.if_nobody_acts.value if answer.if_nobody_acts else "",
    )
    return consequence_of(said, with_money=False)


def change_sentences(before: DeadlineAnswer, after: DeadlineAnswer) -> list[str]:
    """Return what changes from one answer to the other, most urgent first; empty where nothing does."""
    return [said for change in changes_between(before, after) if (said := _sentence(change))]


def _sentence(change: Change) -> str:
    name, one, other = change.name, change.before, change.after
    if name == "status":
        return f"Status: {_STATUSES[one.value]} becomes {_STATUSES[other.value]}."
    if name not in _LABELS:
        return ""
    label = _LABELS[name]
    if one is None:
        return f"{label}: {weekday_date(other)}, where there was no date."
    if other is None:
        return f"{label}: no date any more (it was {weekday_date(one)})."
    return f"{label}: {weekday_date(one)} becomes {weekday_date(other)}, {_distance(change.days or 0)}."


def _distance(days: int) -> str:
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"
