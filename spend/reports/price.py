"""The price of a contract at its next renewal, with what decided it in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.money import Money
from spend.models import IndexValue, UpliftRule
from spend.rules.index_period import Frequency, by_month, period_of
from spend.rules.term_length import Lengths, PricePer
from spend.rules.uplift import RenewalPrice, prices_at_renewals, reference_month
from spend.rules.uplift_sentences import (
    announcement_step,
    length_step,
    missing_words,
    sentence_of,
    sentences_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """A renewal whose price is asked about.

    Attributes:
        contract_id: Of which contract.
        date: The first day of the new term.
        before: First days of terms that begin until then and are not in ``price`` yet, ascending.
        price: What the present term costs.
        on: The day of asking, in the contract's own time zone.
        announced: When the vendor announced a rise, by the renewal that it is about.
        lengths: Of the present term and of the new one, where they differ and that is known.
    """

    contract_id: int
    date: dt.date
    price: Money
    on: dt.date
    announced: Mapping[dt.date, dt.date] = field(default_factory=dict)
    before: tuple[dt.date, ...] = ()
    lengths: Lengths | None = None

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The renewals to count up to the one asked about, ascending."""
        return (*self.before, self.date)


@dataclass(frozen=True, slots=True)
class PriceInWords:
    """The price at one renewal.

    Attributes:
        rule: What the contract agrees.
        result: What follows.
        sentences: Why, in order.
        missing: The periods of the index without a value; empty where all is known.
    """

    rule: UpliftRule
    result: RenewalPrice
    sentences: tuple[str, ...]
    missing: str

    @property
    def ceiling(self) -> Money | None:
        """The highest price that the vendor may ask; None where nothing bounds it yet."""
        return self.result.ceiling


def rules_seen(contract_ids: Collection[int], seen: Callable[[Any], Any]) -> dict[int, UpliftRule]:
    """Return the rules of contracts, with their series; ``seen`` narrows a manager to the rows that count."""
    rules = seen(UpliftRule.objects).filter(contract_id__in=contract_ids)
    return {rule.contract_id: rule for rule in rules.select_related("series")}


def prices_of(rules: dict[int, UpliftRule], renewals: Iterable[Renewal]) -> dict[int, PriceInWords]:
    """Return the price at each renewal whose contract has a rule, in one query however many there are."""
    asked = [renewal for renewal in renewals if renewal.contract_id in rules]
    values = _values(rules, asked)
    return {one.contract_id: _priced(rules[one.contract_id], one, values) for one in asked}


_Values = dict[int, dict[dt.date, Decimal]]


def _values(rules: dict[int, UpliftRule], renewals: list[Renewal]) -> _Values:
    """Read the index values that the renewals rest on, by series."""
    wanted: dict[int, set[dt.date]] = {}
    for renewal in renewals:
        row = rules[renewal.contract_id]
        if row.series is None or row.base_month is None:
            continue
        frequency = Frequency(row.series.frequency)
        months = (row.base_month, *(reference_month(row.rule, day) for day in renewal.dates))
        wanted.setdefault(row.series.pk, set()).update(period_of(month, frequency) for month in months)
    if not wanted:
        return {}
    scope = IndexValue.objects.for_system("published figures that a rule rests on, whose contract is seen")
    found: _Values = {}
    rows = scope.filter(series__in=wanted, period__in=set().union(*wanted.values()))
    for series_id, period, value in rows.values_list("series_id", "period", "value"):
        found.setdefault(series_id, {})[period] = value
    return found


def _priced(row: UpliftRule, renewal: Renewal, values: _Values) -> PriceInWords:
    rule, context = row.rule, row.context(renewal.price.currency)
    index = by_month(values.get(row.series_id or 0, {}), context.frequency)
    shares = None
    if row.price_per == PricePer.YEAR and renewal.lengths is not None:
        shares = {renewal.date: renewal.lengths.share}
    *_, result = prices_at_renewals(
        rule,
        renewal.price,
        renewal.dates,
        index,
        on=renewal.on,
        announced=renewal.announced,
        shares=shares,
    )
    sentences = sentences_of(result.steps, context)
    told = renewal.announced.get(renewal.date)
    further = (
        length_step(row.price_per, renewal.lengths),
        announcement_step(result.announce_by, told, renewal.on),
    )
    sentences += [sentence_of(step, context) for step in further if step is not None]
    missing = missing_words(result.missing_months, context.frequency)
    return PriceInWords(row, result, tuple(sentences), missing)
