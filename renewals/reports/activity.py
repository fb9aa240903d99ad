"""What was answered, decided, noticed and served, in the activity of a contract: a phrase for each occasion.

A phrase follows a name: "Ana Ruiz decided: terminate". Where one occasion touched several things the first of
``_RANK`` speaks for it: a decision that supersedes another is the new decision, a notice brings its tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from core.ledger import ActivityEntry
from core.rules.wording import short_date
from renewals.models import Decision, ExitTask, Notice, ReminderResponse, Service
from renewals.rules.both_rules import CONVENIENCE

Names = dict[tuple[str, Any], str]
Values = Mapping[str, str]

_DECISION, _NOTICE = Decision._meta.label_lower, Notice._meta.label_lower
_SERVICE, _TASK = Service._meta.label_lower, ExitTask._meta.label_lower
_RESPONSE = ReminderResponse._meta.label_lower


def names_of(contract: Any) -> Names:
    """Return every answer, decision, notice, service and exit task about a contract, with what to call it."""
    names: Names = {}
    for decision in Decision.unscoped.filter(contract=contract).only("kind", "notice_rule"):
        under = ", for convenience" if decision.notice_rule == CONVENIENCE else ""
        names[_DECISION, decision.pk] = decision.get_kind_display().lower() + under
    for notice in Notice.unscoped.filter(contract=contract).only("kind", "direction"):
        whose = "the notice" if notice.direction == Notice.Direction.OURS else "the vendor’s notice"
        names[_NOTICE, notice.pk] = f"{whose}: {notice.get_kind_display().lower()}"
    for service in Service.unscoped.filter(notice__contract=contract).only("method"):
        names[_SERVICE, service.pk] = service.method
    for task in ExitTask.unscoped.filter(notice__contract=contract).only("kind"):
        names[_TASK, task.pk] = task.get_kind_display().lower()
    for answer in ReminderResponse.unscoped.filter(contract=contract):
        names[_RESPONSE, answer.pk] = _name_of_answer(answer)
    return names


def _name_of_answer(answer: ReminderResponse) -> str:
    if answer.snoozed_until is None:
        return f"acknowledged the deadline: act by {short_date(answer.act_by_date)}"
    return f"snoozed the reminders until {short_date(answer.snoozed_until)}: “{answer.reason}”"


def phrase_of(entries: Sequence[ActivityEntry], names: Names) -> str:
    """Return what was done on one occasion, as a phrase that follows a name; empty where nothing is to tell.

    Args:
        entries: The changes of things that :func:`names_of` named.
        names: What to call them.
    """
    ranked = sorted(entries, key=lambda entry: (_RANK[entry.model], entry.verb != "created"))
    said = (_phrase(entry, names.get((entry.model, entry.subject_id), "")) for entry in ranked)
    return next((one for one in said if one), "")


def _phrase(entry: ActivityEntry, name: str) -> str:
    now = {change.name: change.new for change in entry.changes}
    return _SAY[entry.model](entry.verb == "created", now, name)


def _say_decision(is_new: bool, now: Values, name: str) -> str:
    status = now.get("status", "")
    if is_new:
        return f"proposed: {name}" if status == Decision.Status.PROPOSED.label else f"decided: {name}"
    verb = {
        Decision.Status.IN_FORCE.label: "confirmed",
        Decision.Status.REJECTED.label: "rejected",
        Decision.Status.WITHDRAWN.label: "withdrew",
        Decision.Status.SUPERSEDED.label: "replaced",
    }.get(status)
    return f"{verb} the decision: {name}" if verb else ""


_OUTCOMES: Final = {
    Notice.Outcome.ACCEPTED.label: "accepted",
    Notice.Outcome.REFUSED.label: "refused",
    Notice.Outcome.SETTLED.label: "dealt with",
    Notice.Outcome.WITHDRAWN.label: "recorded that the vendor withdrew",
}


def _say_notice(is_new: bool, now: Values, name: str) -> str:
    is_ours = name.startswith("the notice")
    if is_new:
        return f"prepared {name}" if is_ours else f"recorded {name}"
    if verb := _OUTCOMES.get(now.get("outcome", "")):
        return f"{verb} {name}"
    if status := now.get("status"):
        return f"closed {name}" if status == Notice.Status.CLOSED.label else f"opened {name} again"
    if "vendor_letter" in now:
        return f"attached the letter of {name}"
    if not is_ours:
        return f"corrected {name}"
    return f"made the letter of {name}" if now.get("letter_pdf") else f"changed the letter of {name}"


def _say_service(is_new: bool, now: Values, name: str) -> str:
    if is_new:
        return f"recorded that notice was sent by {name}"
    if status := now.get("status"):
        return f"recorded the service by {name} as {status.lower()}"
    return f"attached the proof of the service by {name}" if now.get("proof") else ""


def _say_task(is_new: bool, now: Values, name: str) -> str:
    if is_new:
        return ""
    if "done_at" in now:
        return f"ticked: {name}" if now["done_at"] else f"reopened: {name}"
    return f"changed the task: {name}"


def _say_answer(is_new: bool, now: Values, name: str) -> str:
    return name if is_new else ""


_RANK: Final = {_DECISION: 0, _NOTICE: 1, _SERVICE: 2, _TASK: 3, _RESPONSE: 4}
_SAY: Final[dict[str, Callable[[bool, Values, str], str]]] = {
    _DECISION: _say_decision,
    _NOTICE: _say_notice,
    _SERVICE: _say_service,
    _TASK: _say_task,
    _RESPONSE: _say_answer,
}
