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
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.access import read_once
from core.money import Money
from renewals.models import Deadline
from renewals.reminders.ceiling import by_reader, ceilings_seen, present_price, renewals_asked
from spend.models import UpliftRule
from spend.reports.price import PriceInWords, prices_of, rules_seen
from spend.rules.term_length import Lengths, PricePer
from spend.rules.uplift import share_of


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
    rules = read_once(
        ("price rule", contract_id, user.pk), lambda: rules_seen([contract_id], by_reader(user))
    )
    rule = rules.get(contract_id)
    renewal_date = deadline.renewal_date if deadline else None
    present = present_price(deadline) if deadline else None
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
    (renewal,) = renewals_asked([deadline], {contract_id: rule}, by_reader(user), {contract_id: on})
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
