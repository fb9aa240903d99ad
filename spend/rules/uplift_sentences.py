"""The words of the price at renewal: from a step of the computation to a sentence in the reader's language.

``STEP_SENTENCES`` and the smaller tables hold every English string once. An upper layer that knows gettext
marks them for translation and passes its ``translate``; the names in braces stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from core.rules.wording import money_text, short_date, weekday_date
from spend.rules.index_period import Frequency, period_of, period_words
from spend.rules.index_series import plain
from spend.rules.term_length import Lengths, PricePer
from spend.rules.uplift import UpliftStep
from spend.rules.uplift_rule import Combination, UpliftKind, UpliftRule

Translate = Callable[[str], str]

STEP_SENTENCES: Final[dict[str, str]] = {
    "no_uplift": "No rise is agreed: the price stays as it is.",
    "percent": "The price rises by a fixed {percent}.",
    "amount": "The price rises by a fixed {amount}.",
    "index": "{series} was {base} in {base_month} and {reference} in {reference_month}: a change of {rate}.",
    "index_missing": "{series} has no value yet for {months}: the change of the index is not known.",
    "spread": "With {percent} on top of the index it is {rate}.",
    "lesser_of": "The lesser of that and {percent} counts.",
    "greater_of": "The greater of that and {percent} counts.",
    "cap": "The cap holds it at {percent}.",
    "floor": "The floor lifts it to {percent}.",
    "before_first_eligible": "No rise is possible before {first_eligible_date}: the price stays.",
    "announced_too_late": "The vendor announced a rise on {announced}, after the last day for it, "
    "{announce_by}: the price stays.",
    "not_announced": "The vendor had to announce a rise by {announce_by}, and no announcement is recorded: "
    "the price stays.",
    "longer_in_months": "The price is per year, and the term lasts {following} months instead of {present}.",
    "longer_in_days": "The price is per year, and the term lasts {following} days instead of {present}.",
    "per_term": "The price is that of a term, whatever its length.",
    "may_announce": "The vendor must announce a rise by {announce_by}; without that the price stays.",
    "was_announced": "The vendor announced a rise on {announced}, in time: the last day was {announce_by}.",
}

RULE_PHRASES: Final[dict[str, str]] = {
    "none": "no rise",
    "percent": "fixed {percent}",
    "amount": "fixed {amount}",
    "index": "change of {series}",
    "index_spread": "change of {series} plus {spread}",
    "lesser": "the lesser of the {index} and {percent}",
    "greater": "the greater of the {index} and {percent}",
    "cap": "at most {percent}",
    "floor": "at least {percent}",
    "simple": "each time of the first price",
}


@dataclass(frozen=True, slots=True)
class UpliftContext:
    """What a sentence names beside the parameters of its step.

    Attributes:
        currency: Of the price.
        series: Name of the index series; empty without one.
        frequency: Of the series, so that its periods are called as it calls them.
    """

    currency: str
    series: str = ""
    frequency: Frequency = Frequency.MONTHLY


def sentence_of(step: UpliftStep, context: UpliftContext, translate: Translate = str) -> str:
    """Return the sentence of a step.

    Args:
        step: A step of a price at renewal.
        context: The currency of the price, and its index.
        translate: Turns an English string of this module's tables into the reader's language.

    Raises:
        KeyError: The code has no sentence, or a parameter is absent.
    """
    code = step.code
    if code == "announced_too_late" and step.parameters["announced"] is None:
        code = "not_announced"
    words = {name: _word(name, value, context) for name, value in step.parameters.items()}
    return translate(STEP_SENTENCES[code]).format(**words, series=context.series)


def sentences_of(
    steps: Iterable[UpliftStep], context: UpliftContext, translate: Translate = str
) -> list[str]:
    """Return the sentences of a price's steps, in order."""
    return [sentence_of(step, context, translate) for step in steps]


def announcement_step(announce_by: date | None, announced: date | None, on: date) -> UpliftStep | None:
    """Return what is to be said of an announcement that is not late; None where nothing is.

    Args:
        announce_by: The last day to announce, inclusive; None without that duty.
        announced: When the vendor did; None where nothing is recorded.
        on: The day of asking.
    """
    if announce_by is None or (announced or on) > announce_by:
        return None
    facts: Mapping[str, object] = {"announce_by": announce_by, "announced": announced}
    return UpliftStep("was_announced" if announced else "may_announce", facts)


def length_step(price_per: str, lengths: Lengths | None) -> UpliftStep | None:
    """Return what is to be said of a term that is longer or shorter; None where nothing is.

    Args:
        price_per: ``year``, ``term``, or empty where that is not recorded.
        lengths: Of the present term and of the one asked about; None where they are alike or not known.
    """
    if lengths is None or not price_per:
        return None
    if price_per == PricePer.TERM:
        return UpliftStep("per_term", {})
    facts: Mapping[str, object] = {"following": lengths.following, "present": lengths.present}
    return UpliftStep(f"longer_in_{lengths.unit}", facts)


def rule_in_words(rule: UpliftRule, context: UpliftContext, translate: Translate = str) -> str:
    """Return what a contract agrees in one phrase: ``Change of CPI, at most 3 %``."""
    parts = [_rise(rule, context, translate)]
    for name in ("cap", "floor"):
        value = getattr(rule, f"{name}_percent")
        if value is not None:
            parts.append(translate(RULE_PHRASES[name]).format(percent=percent_words(value)))
    if not rule.is_compounding and rule.kind is not UpliftKind.NONE:
        parts.append(translate(RULE_PHRASES["simple"]))
    phrase = ", ".join(parts)
    return phrase[:1].upper() + phrase[1:]


def _rise(rule: UpliftRule, context: UpliftContext, translate: Translate) -> str:
    phrase = translate(RULE_PHRASES[rule.kind.value]).format(
        percent=percent_words(rule.percent or Decimal()),
        amount=money_text(rule.amount or Decimal(), context.currency),
        spread=percent_words(rule.spread or Decimal()),
        series=context.series,
    )
    if rule.combination is None:
        return phrase
    which = "lesser" if rule.combination is Combination.LESSER else "greater"
    percent = percent_words(rule.percent or Decimal())
    return translate(RULE_PHRASES[which]).format(index=phrase, percent=percent)


def percent_words(value: Decimal | Fraction) -> str:
    """Return a percentage with the decimals it has, and an exact share (a fraction) to three decimals."""
    if isinstance(value, Fraction):
        thousandths = value * 100_000
        sign = -1 if thousandths < 0 else 1
        whole = sign * int(abs(thousandths) + Fraction(1, 2))
        value = Decimal(whole).scaleb(-3)
    return f"{plain(value):f} %"


def _word(name: str, value: Any, context: UpliftContext) -> str:
    if name in ("announce_by", "announced"):
        return weekday_date(value) if value else ""
    if name in ("base_month", "reference_month"):
        return period_words(period_of(value, context.frequency), context.frequency)
    if name == "months":
        return missing_words(value, context.frequency)
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int):
        return f"{value:,}"
    if name == "amount":
        return money_text(value, context.currency)
    if name in ("percent", "rate"):
        return percent_words(value)
    return f"{plain(value):f}"


def missing_words(months: Iterable[date], frequency: Frequency) -> str:
    """Return the periods of an index that have no value: ``Oct 2025 and Oct 2026``."""
    periods = sorted({period_of(month, frequency) for month in months})
    return " and ".join(period_words(period, frequency) for period in periods)
