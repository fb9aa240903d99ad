"""The words of a credit: from a step, or a finding, to a sentence in the reader's language.

``STEP_SENTENCES`` holds every English string once. An upper layer that knows gettext marks them for
translation and passes its ``translate``; the names in braces stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from core.money import Money
from core.rules.wording import money_text
from slas.rules.credit_finding import CreditFinding
from slas.rules.credit_number import number_text, percent_text
from slas.rules.credit_step import Step, StepValue

Translate = Callable[[str], str]

STEP_SENTENCES: Final[dict[str, str]] = {
    "no_data": "There is no data for the period: the credit is not known.",
    "kept": "It was available for {availability}, and the promise is kept from {bound} on: no credit.",
    "measured": "It was available for {availability}.",
    "kept_share": "It came to {availability}, and the promise is kept from {bound} on: no credit.",
    "measured_share": "It came to {availability}.",
    "band": "That is below {below} and at least {at_least}: row {band} of the table.",
    "band_open": "That is below {below}: row {band} of the table.",
    "gap": "No row of the table holds from {low} to below {high}.",
    "overlap": "Rows {bands} of the table all hold from {low} to below {high}.",
    "reversed": "From {low} to below {high}, worse service gives less than better: see rows {bands}.",
    "gap_undecided": "Nobody has decided what that gives. Record the choice: a row, or no credit.",
    "overlap_undecided": "Nobody has decided which of them wins. Record the choice.",
    "chosen_no_credit": "By the recorded choice there is no credit.",
    "reading_chosen": "By the recorded choice, row {band} applies.",
    "reading_lowest_band": "One of them states no lower bound, so the lowest that matches applies, row "
    "{band}, unless somebody records another choice.",
    "reading_same_credit": "They give the same; row {band} is taken.",
    "percent": "It gives {percent} of the fee.",
    "incidents": "{count} incidents count.",
    "minutes": "{minutes} minutes down count.",
    "stretches": "{minutes} minutes down hold {count} full stretches of {every} minutes.",
    "lost_time": "It gives {percent} of the lost time of {minutes} minutes.",
    "days": "It adds {days} days to the term.",
    "rounded_as_agreed": "Rounded to {decimals} decimals, as agreed.",
    "amount": "That is {amount}.",
    "total_unknown": "The sum is not known as long as one of the credits is not.",
    "stacked_sum": "The {count} credits of the period add up.",
    "stacked_maximum": "Of the {count} credits of the period the largest counts.",
    "cap_month": "At most {most} a month: {used} used, {left} left.",
    "cap_year": "At most {most} a year: {used} used, {left} left.",
    "cap_term": "At most {most} over the term: {used} used, {left} left.",
    "no_fees_month": "The cap a month is a percentage of its fees, which are not known.",
    "no_fees_year": "The cap a year is a percentage of its fees, which are not known.",
    "no_fees_term": "The cap over the term is a percentage of its fees, which are not known.",
    "capped": "The cap holds it at {amount}.",
    "days_capped_month": "The cap of the month leaves {days} days.",
    "days_capped_year": "The cap of the year leaves {days} days.",
    "days_capped_term": "The cap of the term leaves {days} days.",
    "below_minimum": "That is less than the {amount} that a credit must reach: no credit.",
    "not_above_minimum": "That is not more than the {amount} that a credit must exceed: no credit.",
    "asked": "To be paid it is {amount}.",
}
_PERCENTAGES: Final = frozenset({"availability", "bound", "below", "at_least", "low", "high", "percent"})


def sentence_of(step: Step, translate: Translate = str) -> str:
    """Return the sentence of a step.

    Raises:
        KeyError: If the code has no sentence, or a parameter is absent.
    """
    words = {name: _word(name, value) for name, value in step.params.items()}
    return translate(STEP_SENTENCES[step.code]).format(**words)


def sentences_of(steps: Iterable[Step], translate: Translate = str) -> list[str]:
    """Return the sentences of steps, in order."""
    return [sentence_of(step, translate) for step in steps]


def finding_words(finding: CreditFinding, translate: Translate = str) -> str:
    """Return a finding in words: what it is, and what applies meanwhile."""
    return " ".join(sentences_of(finding.steps(), translate))


def _word(name: str, value: StepValue) -> str:
    if isinstance(value, Money):
        return money_text(value.amount, value.currency)
    if isinstance(value, Fraction):
        return percent_text(value) if name in _PERCENTAGES else number_text(value)
    if isinstance(value, tuple):
        return ", ".join(str(number) for number in value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
