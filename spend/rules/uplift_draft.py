"""A rule of the price at renewal as somebody enters it, and what cannot be true of it.

1. What ``UpliftRule`` refuses is refused here too, by the same field.
2. A field that the kind does not use is refused and not ignored: whoever entered it meant something.
3. An index rule names a series; an amount needs a contract whose value has a currency, and has no more
   decimals than can be paid in it.
4. Percentages have at most 4 decimals and are at most 1,000; the lag is at most 60 months, the
   announcement at most 3,650 days ahead; days lie between 1900 and 2999.
5. Of every kind it may be recorded what the price is for: a year or a term.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts_app.rules.text import clean_line
from core.money import decimals_of, minor_units
from core.rules.day import why_no_day
from spend.rules.term_length import PricePer
from spend.rules.uplift_rule import INDEX_KINDS, Combination, UpliftKind, UpliftRule, UpliftRuleError

MOST_PERCENT: Final = Decimal(1_000)
PERCENT_DECIMALS: Final = 4
MOST_LAG: Final = 60
MOST_ANNOUNCE: Final = 3_650
LONGEST_CLAUSE: Final = 60
_LARGEST: Final = Decimal(10) ** 13
_PERCENTAGES: Final = ("percent", "spread", "cap_percent", "floor_percent")
#: What each field says when it is not entered.
_SILENT: Final[dict[str, Any]] = {"lag_months": 0, "combination": ""}

KIND_LABELS: Final[dict[UpliftKind, str]] = {
    UpliftKind.NONE: "No rise",
    UpliftKind.PERCENT: "Fixed percentage",
    UpliftKind.AMOUNT: "Fixed amount",
    UpliftKind.INDEX: "Change of an index",
    UpliftKind.INDEX_SPREAD: "Change of an index plus a spread",
}
COMBINATION_LABELS: Final[dict[Combination, str]] = {
    Combination.LESSER: "The lesser of the index and the percentage",
    Combination.GREATER: "The greater of the index and the percentage",
}
PRICE_PER_LABELS: Final[dict[PricePer, str]] = {
    PricePer.YEAR: "Per year: a longer term costs more",
    PricePer.TERM: "Per term, whatever its length",
}
LABELS: Final[dict[str, str]] = {
    "percent": "percentage",
    "amount": "amount",
    "series_id": "index series",
    "base_month": "base month",
    "lag_months": "lag",
    "spread": "spread",
    "combination": "lesser or greater of",
    "cap_percent": "cap",
    "floor_percent": "floor",
    "first_eligible_date": "first renewal with a rise",
    "announce_days": "announcement",
}
_ALWAYS: Final = frozenset({"cap_percent", "floor_percent", "first_eligible_date", "announce_days"})
_INDEX: Final = _ALWAYS | {"series_id", "base_month", "lag_months", "combination", "percent"}
_USED: Final[dict[UpliftKind, frozenset[str]]] = {
    UpliftKind.NONE: frozenset(),
    UpliftKind.PERCENT: _ALWAYS | {"percent"},
    UpliftKind.AMOUNT: _ALWAYS | {"amount"},
    UpliftKind.INDEX: _INDEX,
    UpliftKind.INDEX_SPREAD: _INDEX | {"spread"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpliftDraft:
    """What was entered; the attributes are those of ``UpliftRule``, with the series and the clause."""

    kind: str = ""
    percent: Decimal | None = None
    amount: Decimal | None = None
    series_id: int | None = None
    base_month: date | None = None
    lag_months: int = 0
    spread: Decimal | None = None
    combination: str = ""
    cap_percent: Decimal | None = None
    floor_percent: Decimal | None = None
    is_compounding: bool = True
    first_eligible_date: date | None = None
    announce_days: int | None = None
    price_per: str = ""
    clause_ref: str = ""


def tidied(draft: UpliftDraft) -> UpliftDraft:
    """Return the draft as it is kept: the clause as one line."""
    values = {field.name: getattr(draft, field.name) for field in fields(draft)}
    return UpliftDraft(**{**values, "clause_ref": clean_line(draft.clause_ref)})


def rule_of(draft: UpliftDraft) -> UpliftRule:
    """Return the rule that a draft describes.

    Raises:
        UpliftRuleError: Its fields contradict one another.
        ValueError: Kind or combination is no known word.
    """
    values = {field.name: getattr(draft, field.name) for field in fields(UpliftRule)}
    values["kind"] = UpliftKind(draft.kind)
    values["combination"] = Combination(draft.combination) if draft.combination else None
    return UpliftRule(**values)


def uplift_problems(draft: UpliftDraft, currency: str) -> dict[str, list[str]]:
    """Return what is wrong with a tidied draft, by field.

    Args:
        draft: What was entered.
        currency: That of the contract's value; empty where it has none.
    """
    if draft.kind not in set(UpliftKind):
        return {"kind": ["Choose what the rise is made of."]}
    if draft.combination not in {"", *Combination}:
        return {"combination": ["Choose the lesser or the greater, or neither."]}
    if draft.price_per not in {"", *PricePer}:
        return {"price_per": ["Choose per year or per term, or leave it open."]}
    found: dict[str, list[str]] = {}
    for name, message in (
        *_unused(draft),
        *_contradictions(draft),
        *_percentages(draft),
        *_limits(draft),
        *_amount(draft, currency),
    ):
        found.setdefault(name, []).append(message)
    return {name: messages[:1] for name, messages in found.items()}


def _unused(draft: UpliftDraft) -> Iterator[tuple[str, str]]:
    kind = UpliftKind(draft.kind)
    for name, label in LABELS.items():
        if getattr(draft, name) != _SILENT.get(name) and name not in _USED[kind]:
            yield name, f"“{KIND_LABELS[kind]}” has no {label}. Clear it, or choose another kind."
    if kind in INDEX_KINDS and draft.percent is not None and not draft.combination:
        yield "percent", "Say whether the lesser or the greater of index and percentage counts, or clear it."
    if kind in INDEX_KINDS and draft.series_id is None:
        yield "series_id", "An index needs its series. Choose one, or import it first."


def _contradictions(draft: UpliftDraft) -> Iterator[tuple[str, str]]:
    try:
        rule_of(draft)
    except UpliftRuleError as error:
        yield from error.problems.items()
        if "cap_percent" in error.problems and "below the floor" in error.problems["cap_percent"]:
            yield "floor_percent", "The floor is above the cap. Correct one of them."


def _percentages(draft: UpliftDraft) -> Iterator[tuple[str, str]]:
    for name in _PERCENTAGES:
        value = getattr(draft, name)
        if value is not None and value > MOST_PERCENT:
            yield name, f"At most {MOST_PERCENT:,} %. Write 3 for 3 %."
        if value is not None and decimals_of(value) > PERCENT_DECIMALS:
            yield name, f"At most {PERCENT_DECIMALS} decimals."


def _limits(draft: UpliftDraft) -> Iterator[tuple[str, str]]:
    if draft.lag_months > MOST_LAG:
        yield "lag_months", f"At most {MOST_LAG} months."
    if draft.announce_days is not None and draft.announce_days > MOST_ANNOUNCE:
        yield "announce_days", f"At most {MOST_ANNOUNCE:,} days."
    for name in ("base_month", "first_eligible_date"):
        value = getattr(draft, name)
        if value is not None and (wrong := why_no_day(value)):
            yield name, wrong
    if len(draft.clause_ref) > LONGEST_CLAUSE:
        yield "clause_ref", f"At most {LONGEST_CLAUSE} characters fit. Shorten it."


def _amount(draft: UpliftDraft, currency: str) -> Iterator[tuple[str, str]]:
    if draft.amount is None:
        return
    if not 0 <= draft.amount < _LARGEST:
        yield "amount", "The amount is what is added: 0 or more, and less than 10,000,000,000,000."
    elif not currency:
        yield (
            "amount",
            "The contract has no value with a currency that it could be added to. Record it first.",
        )
    elif decimals_of(draft.amount) > minor_units(currency):
        yield "amount", f"An amount in {currency} has at most {minor_units(currency)} decimals."
