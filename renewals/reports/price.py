"""What a contract may cost once it renews: the price rule of ``spend`` at the renewal of the deadline.

1. The price is the value of the contract, that of the present term; the renewal is the one after which the
   next term would begin.
2. A rise counts as announced from the first notice of a price increase that the vendor gave since the present
   term began. What was not recorded was not announced.
3. Where options were exercised ahead, the rise of each term that they add counts. A price per year grows and
   shrinks with the length of the term asked about.
4. Where nothing bounds the price yet, because a figure of the index is not published, there is no ceiling and
   the figure is named; it is never taken as no rise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts_app.models import Contract
from core.money import Money
from renewals.models import Deadline, Notice
from renewals.rules.terms_ahead import TermsAhead, terms_ahead
from spend.models import UpliftRule
from spend.reports.price import PriceInWords, Renewal, prices_of, rules_seen
from spend.rules.term_length import Lengths, PricePer, lengths_of
from spend.rules.uplift import share_of

#: Narrows a manager to the rows that count, with their reader's rights or with a stated reason.
Seen = Callable[[Any], Any]


def by_reader(user: Any) -> Seen:
    """Return what lets a reader see what they may see."""
    return lambda manager: manager.visible_to(user)


@dataclass(frozen=True, slots=True)
class PriceOutlook:
    """What is known of a contract's price at its next renewal.

    Attributes:
        rule: What the contract agrees; None where nothing is recorded.
        renewal_date: The first day of the next term; None where none follows.
        present: What the present term costs; None where the contract has no value.
        found: The price; None where ``missing`` says what it needs.
        missing: What must be known or true for a price, in words.
        lengths: Of the present term and the next, where the price is per year and they differ.
    """

    rule: UpliftRule | None
    renewal_date: dt.date | None
    present: Money | None
    found: PriceInWords | None
    missing: tuple[str, ...]
    lengths: Lengths | None = None

    @property
    def ceiling(self) -> Money | None:
        """The highest price that the vendor may ask; None where none is known."""
        return self.found.ceiling if self.found else None

    @property
    def unchanged(self) -> Money | None:
        """What the next term would cost without any rise; None without a value."""
        if self.present is None or self.lengths is None:
            return self.present
        return share_of(self.present, self.lengths.share)

    @property
    def announce_by(self) -> dt.date | None:
        """The last day on which the vendor can announce a rise; None without that duty."""
        return self.found.result.announce_by if self.found else None


def price_outlook(deadline: Deadline | None, contract_id: int, user: Any, on: dt.date) -> PriceOutlook:
    """Return what ``user`` may know of the price of a contract at its next renewal.

    Args:
        deadline: The current deadline of the contract; None where none runs.
        contract_id: The contract.
        user: The reader.
        on: The day of asking in the contract's own time zone.
    """
    rule = rules_seen([contract_id], by_reader(user)).get(contract_id)
    renewal_date = deadline.renewal_date if deadline else None
    present = _present(deadline) if deadline else None
    missing = []
    if rule is None:
        missing.append("what the contract agrees about its price at renewal")
    if deadline is None:
        missing.append("a renewal: the contract is not in force")
    elif renewal_date is None:
        missing.append("a renewal: no term follows by itself or by an option")
    if deadline is not None and present is None:
        missing.append("the value of the contract")
    if rule is None or deadline is None or missing:
        return PriceOutlook(rule, renewal_date, present, None, tuple(missing))
    (renewal,) = _renewals([deadline], {contract_id: rule}, by_reader(user), {contract_id: on})
    price = prices_of({contract_id: rule}, [renewal])[contract_id]
    if price.missing:
        missing.append(f"the value of {price.rule.series.name} for {price.missing}")  # type: ignore[union-attr]
    lengths = renewal.lengths if rule.price_per == PricePer.YEAR else None
    return PriceOutlook(rule, renewal_date, present, price, tuple(missing), lengths)


def ceilings_of(deadlines: Sequence[Deadline], user: Any, on: dt.date) -> dict[int, Money]:
    """Return the ceiling of each contract that has one and that ``user`` may see, by contract.

    At most three queries, and four more where a contract has options exercised ahead or a price per year.
    """
    return ceilings_seen(deadlines, by_reader(user), {one.contract_id: on for one in deadlines})


def ceilings_seen(deadlines: Sequence[Deadline], seen: Seen, days: Mapping[int, dt.date]) -> dict[int, Money]:
    """Return the ceiling of each contract that has one, by contract, in as few queries as ``ceilings_of``.

    Args:
        deadlines: The current deadlines, one of a contract.
        seen: Which rows count.
        days: The day of asking of each contract, in its own time zone.
    """
    rules = rules_seen([deadline.contract_id for deadline in deadlines], seen)
    if not rules:
        return {}
    found = prices_of(rules, _renewals(deadlines, rules, seen, days))
    return {pk: price.ceiling for pk, price in found.items() if price.ceiling is not None}


def _renewals(
    deadlines: Iterable[Deadline], rules: dict[int, UpliftRule], seen: Seen, days: Mapping[int, dt.date]
) -> list[Renewal]:
    known = [one for one in deadlines if one.contract_id in rules and one.renewal_date]
    ahead = _ahead(known, rules, seen, days)
    coming = {one.contract_id: _Coming.of(one, days, ahead.get(one.contract_id)) for one in known}
    duty = {pk: one for pk, one in coming.items() if rules[pk].announce_days is not None}
    announced = _announcements(duty, seen)
    found = []
    for one in known:
        pk, present, day = one.contract_id, _present(one), one.renewal_date
        if present is not None and day is not None:
            found.append(
                Renewal(
                    contract_id=pk,
                    date=day,
                    price=present,
                    on=days[pk],
                    announced=announced.get(pk, {}),
                    before=coming[pk].renewals[:-1],
                    lengths=_lengths(ahead.get(pk)),
                )
            )
    return found


def _ahead(
    deadlines: Iterable[Deadline], rules: dict[int, UpliftRule], seen: Seen, days: Mapping[int, dt.date]
) -> dict[int, TermsAhead]:
    """Return the terms ahead of those contracts whose price rests on them; four queries, or none."""
    asked = {
        one.contract_id: one.renewal_date
        for one in deadlines
        if one.renewal_date and (_is_ahead(one, days) or rules[one.contract_id].price_per)
    }
    if not asked:
        return {}
    records = seen(Notice.objects).records_of(seen(Contract.objects).filter(pk__in=asked))
    found = {pk: terms_ahead(record, days[pk], asked[pk]) for pk, record in records.items()}
    return {pk: one for pk, one in found.items() if one is not None}


def _is_ahead(deadline: Deadline, days: Mapping[int, dt.date]) -> bool:
    """Tell whether the deadline is of a term that an exercised option or an agreement adds after this one."""
    start = deadline.term_start
    return start is not None and days[deadline.contract_id] < start and (deadline.term_number or 1) > 1


def _lengths(ahead: TermsAhead | None) -> Lengths | None:
    if ahead is None or ahead.lengths is None or ahead.days is None:
        return None
    return lengths_of(ahead.lengths, ahead.days)


@dataclass(frozen=True, slots=True)
class _Coming:
    """The renewals of a contract that are still to come, the last that of its deadline.

    ``since`` is the first day of the present term; where that is not known, the earliest of all.
    """

    renewals: tuple[dt.date, ...]
    since: dt.date

    @classmethod
    def of(cls, deadline: Deadline, days: Mapping[int, dt.date], ahead: TermsAhead | None) -> _Coming:
        renewal, start = deadline.renewal_date, deadline.term_start
        assert renewal is not None
        if not _is_ahead(deadline, days) or start is None:
            return cls((renewal,), start or dt.date.min)
        if ahead is None:
            return cls((start, renewal), start - (renewal - start))
        return cls(tuple(first for first, _ in ahead.following), ahead.present[0] or dt.date.min)


def _announcements(coming: Mapping[int, _Coming], seen: Seen) -> dict[int, dict[dt.date, dt.date]]:
    """Return when the vendor first announced a rise, by contract and the renewal that it is about.

    An announcement is about the renewal that comes next after it; one from before the present term is about
    none.
    """
    if not coming:
        return {}
    rises = seen(Notice.objects).theirs().filter(contract__in=coming, kind=Notice.Kind.PRICE_INCREASE)
    rises = rises.filter(received_date__isnull=False).exclude(outcome=Notice.Outcome.WITHDRAWN)
    found: dict[int, dict[dt.date, dt.date]] = {}
    for contract_id, day in rises.order_by("-received_date").values_list("contract_id", "received_date"):
        known = coming[contract_id]
        about = next((renewal for renewal in known.renewals if day is not None and day < renewal), None)
        if day is not None and about is not None and known.since <= day:
            found.setdefault(contract_id, {})[about] = day
    return found


def _present(deadline: Deadline) -> Money | None:
    if deadline.amount_at_stake is None or not deadline.currency:
        return None
    return Money(deadline.amount_at_stake, deadline.currency)
