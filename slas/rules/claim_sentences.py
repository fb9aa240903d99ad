"""The words of claim windows and of chronic failure: from a step to a sentence in the reader's language.

``STEP_SENTENCES`` and the smaller tables hold every English string once. An upper layer that knows gettext
marks them for translation and passes its ``translate``; the names in braces stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from core.money import Money
from core.rules.wording import MONTHS, money_text, weekday_date
from slas.rules.credit_step import Step, StepValue

Translate = Callable[[str], str]

STEP_SENTENCES: Final[dict[str, str]] = {
    "period_end": "The period ended on {anchor_date}.",
    "billing_cycle_end": "The billing cycle of the incident ended on {anchor_date}.",
    "incident_start": "The incident began on {anchor_date}.",
    "incident_end": "The incident ended on {anchor_date}.",
    "no_incident": "The window counts from an incident, and none is recorded.",
    "counted_calendar_days": "{length} after {anchor_date} is {last_date}.",
    "counted_business_days": "{length} after {anchor_date} is {last_date}.",
    "counted_months": "{length} after {anchor_date}, read as {rule}, is {last_date}.",
    "counted_billing_cycles": "{length} after {anchor_date} ends on {last_date}.",
    "readings_differ": "The earliest counts, {last_date}; the claim is lost only after {latest_date}.",
    "received_by": "The claim must be received by {last_date}; that day still counts.",
    "sent_by": "The claim must be sent by {last_date}; that day still counts.",
    "last_day_zone": "The last day ends at midnight in {zone}.",
    "clause": "This rests on clause {clause}.",
    "month_kept": "{month}: the promise was kept.",
    "month_no_data": "{month}: there is no data, which counts as neither kept nor missed.",
    "month_counts": "{month}: missed, and notified on {notified_date}, in time until {last_date}.",
    "month_counts_unnotified": "{month}: missed.",
    "month_notify": "{month}: missed. Notify the vendor from {first_date} to {last_date}, or the month does "
    "not count.",
    "month_early": "{month}: missed, but notified on {notified_date}, before {first_date}, and not again by "
    "{last_date}: it does not count.",
    "month_late": "{month}: missed, but notified on {notified_date}, after {last_date}: it does not count.",
    "month_not_notified": "{month}: missed, but not notified by {last_date}: it does not count.",
    "right_arises": "Missed in {count} of {window} consecutive months, {first_month} to {last_month}: the "
    "contract can be terminated since {since_date}.",
    "right_ends": "The right can be used until {until_date}.",
    "right_pending": "Missed in {count} of {window} consecutive months, {first_month} to {last_month}: with "
    "notice by {last_date} the contract can be terminated.",
    "no_right": "It was not missed in {missed} of any {window} consecutive months.",
}

LENGTHS: Final[dict[str, tuple[str, str]]] = {
    "calendar_days": ("{n} day", "{n} days"),
    "business_days": ("{n} business day", "{n} business days"),
    "months": ("{n} month", "{n} months"),
    "billing_cycles": ("Billing cycle {n}", "Billing cycle {n}"),
}

READINGS: Final[dict[str, str]] = {
    "corresponding_date": "the corresponding date",
    "whole_months": "whole months",
}
_MONTH_NAMES: Final = frozenset({"month", "first_month", "last_month"})


def sentence_of(
    step: Step, translate: Translate = str, format_date: Callable[[date], str] = weekday_date
) -> str:
    """Return the sentence of a step.

    Args:
        step: A step of a claim window or of chronic failure.
        translate: Turns an English string of this module's tables into the reader's language.
        format_date: Writes a date.

    Raises:
        KeyError: If the code has no sentence, or a parameter is absent.
    """
    words = {name: _word(name, value, translate, format_date) for name, value in step.params.items()}
    if "unit" in step.params:
        n = int(str(step.params["quantity"]))
        one, many = LENGTHS[str(step.params["unit"])]
        words["length"] = translate(one if n == 1 else many).format(n=n)
    return translate(STEP_SENTENCES[step.code]).format(**words)


def sentences_of(
    steps: Iterable[Step], translate: Translate = str, format_date: Callable[[date], str] = weekday_date
) -> list[str]:
    """Return the sentences of steps, in order."""
    return [sentence_of(step, translate, format_date) for step in steps]


def _word(name: str, value: StepValue, translate: Translate, format_date: Callable[[date], str]) -> str:
    if isinstance(value, date):
        return f"{MONTHS[value.month - 1]} {value.year}" if name in _MONTH_NAMES else format_date(value)
    if isinstance(value, Money):
        return money_text(value.amount, value.currency)
    known = READINGS.get(str(value)) if name == "rule" else None
    return translate(known) if known else str(value)
