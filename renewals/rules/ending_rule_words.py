"""The words for the rules under which we end a contract: a choice, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.rules.wording import short_date, weekday_date
from renewals.rules.ending_rule import EndingRule
from renewals.rules.notice import NoticeTest


def leaves_on(rule: EndingRule) -> str:
    """Return when a rule leads out, ``31 Dec 2026``, with by when notice must be given where that moves."""
    if rule.exit_date is None:
        return ""
    return short_date(rule.exit_date) + condition_of(rule)


def condition_of(rule: EndingRule) -> str:
    """Return ``, if received by 26 Nov 2026`` where the exit moves with the day; else nothing."""
    if rule.given_by_date is None:
        return ""
    given = "sent" if rule.test is NoticeTest.SENT else "received"
    return f", if {given} by {short_date(rule.given_by_date)}"


def choice_words(rule: EndingRule) -> str:
    """Return a rule as a choice: its name, clause, exit and last days, in a line."""
    name = rule.label + (f" (clause {rule.clause_ref})" if rule.clause_ref else "")
    if rule.exit_date is None:
        return f"{name}. Where it leads out is not known."
    return f"{name}. Leaves on {leaves_on(rule)}. {_last_days(rule)}"


def _last_days(rule: EndingRule) -> str:
    if rule.notice_by_date is None:
        return "Notice at any time; each day later it may lead out later."
    said = f"Notice by {weekday_date(rule.notice_by_date)}"
    if rule.send_by_date and rule.send_by_date != rule.notice_by_date:
        return f"Send by {weekday_date(rule.send_by_date)}. {said}."
    return f"{said}."


def rows_of(rule: EndingRule) -> Iterator[tuple[str, str]]:
    """Yield what a decision keeps about the rule that was chosen: label and value, empty ones left out."""
    yield "Rule", rule.label
    if rule.clause_ref:
        yield "Clause", rule.clause_ref
    if rule.send_by_date:
        yield "Send by", weekday_date(rule.send_by_date)
    if rule.notice_by_date:
        yield "Notice by", weekday_date(rule.notice_by_date)
    elif rule.exit_date:
        yield "Notice by", "at any time"
    yield "Leaves on", leaves_on(rule) or "not known"


def who_is_out_first(ours: date, theirs: date) -> str:
    """Say which of two ends comes first, ours or the vendor's, by how many days, and what it means."""
    days = abs((theirs - ours).days)
    by = "1 day" if days == 1 else f"{days} days"
    if ours < theirs:
        return (
            f"That is {by} before the vendor's end: a notice of ours would end it first. Decide before you"
            " accept the vendor's."
        )
    if ours > theirs:
        return f"The vendor's notice ends it {by} before: a notice of ours would not end it sooner."
    return "That is the day of the vendor's end: a notice of ours would not end it sooner."
