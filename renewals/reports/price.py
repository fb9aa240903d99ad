"""What a contract may cost once it renews: the price rule of ``spend`` at the renewal of the deadline.

1. The price is the value of the contract, that of the present term; the renewal is the one after which the
   next term would begin.
2. A rise counts as announced from the first notice of a price increase that the vendor gave since the present
   term began. What was not recorded was not announced.
3. Where nothing bounds the price yet, because a figure of the index is not published, there is no ceiling and
   the figure is named; it is never taken as no rise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.money import Money
from renewals.models import Deadline, Notice
from spend.models import UpliftRule
from spend.reports.price import PriceInWords, Renewal, prices_of, rules_of


@dataclass(frozen=True, slots=True)
class PriceOutlook:
    """What is known of a contract's price at its next renewal.

    Attributes:
        rule: What the contract agrees; None where nothing is recorded.
        renewal_date: The first day of the next term; None where none follows.
        present: What the present term costs; None where the contract has no value.
        found: The price; None where ``missing`` says what it needs.
        missing: What must be known or true for a price, in words.
    """

    rule: UpliftRule | None
    renewal_date: dt.date | None
    present: Money | None
    found: PriceInWords | None
    missing: tuple[str, ...]

    @property
    def ceiling(self) -> Money | None:
        """The highest price that the vendor may ask; None where none is known."""
        return self.found.ceiling if self.found else None

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
    rule = rules_of([contract_id], user).get(contract_id)
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
    found = prices_of({contract_id: rule}, _renewals([deadline], {contract_id: rule}, user, on))
    price = found[contract_id]
    if price.missing:
        missing.append(f"the value of {price.rule.series.name} for {price.missing}")  # type: ignore[union-attr]
    return PriceOutlook(rule, renewal_date, present, price, tuple(missing))


def ceilings_of(deadlines: Sequence[Deadline], user: Any, on: dt.date) -> dict[int, Money]:
    """Return the ceiling of each contract that has one, by contract; at most three queries."""
    rules = rules_of([deadline.contract_id for deadline in deadlines], user)
    if not rules:
        return {}
    found = prices_of(rules, _renewals(deadlines, rules, user, on))
    return {pk: price.ceiling for pk, price in found.items() if price.ceiling is not None}


def _renewals(
    deadlines: Iterable[Deadline], rules: dict[int, UpliftRule], user: Any, on: dt.date
) -> list[Renewal]:
    known = [one for one in deadlines if one.contract_id in rules]
    announced = _announcements(
        [one for one in known if rules[one.contract_id].announce_days is not None], user, on
    )
    found = []
    for one in known:
        present, day = _present(one), one.renewal_date
        if present is not None and day is not None:
            told = announced.get(one.contract_id, {})
            before = tuple(_days_of(one, on)[:-1])
            found.append(
                Renewal(
                    contract_id=one.contract_id, date=day, price=present, on=on, announced=told, before=before
                )
            )
    return found


def _days_of(deadline: Deadline, on: dt.date) -> list[dt.date]:
    """Return the renewals that are still to come, up to that of the deadline.

    Two, where the deadline is that of a term which an exercised option or an agreement adds.
    """
    start, renewal = deadline.term_start, deadline.renewal_date
    assert renewal is not None
    return [start, renewal] if start is not None and on < start and _has_begun(deadline) else [renewal]


def _has_begun(deadline: Deadline) -> bool:
    """Tell whether the contract runs: a term of it comes before that of the deadline."""
    return (deadline.term_number or 1) > 1


def _announcements(
    deadlines: Sequence[Deadline], user: Any, on: dt.date
) -> dict[int, dict[dt.date, dt.date]]:
    """Return when the vendor first announced a rise, by contract and the renewal that it is about.

    An announcement is about the renewal that comes next after it. One further back than a term is about none.
    """
    if not deadlines:
        return {}
    coming = {one.contract_id: (one, _days_of(one, on)) for one in deadlines if one.renewal_date}
    notices = Notice.objects.visible_to(user).theirs()
    rises = notices.filter(contract__in=coming, kind=Notice.Kind.PRICE_INCREASE, received_date__isnull=False)
    rises = rises.exclude(outcome=Notice.Outcome.WITHDRAWN)
    found: dict[int, dict[dt.date, dt.date]] = {}
    for contract_id, day in rises.order_by("-received_date").values_list("contract_id", "received_date"):
        deadline, renewals = coming[contract_id]
        about = next((renewal for renewal in renewals if day is not None and day < renewal), None)
        if day is not None and about is not None and _earliest(deadline, renewals) <= day:
            found.setdefault(contract_id, {})[about] = day
    return found


def _earliest(deadline: Deadline, renewals: Sequence[dt.date]) -> dt.date:
    """Return the first day of the present term; of one before an added term, by the length of that."""
    start = deadline.term_start
    if start is None:
        return dt.date.min
    return start if len(renewals) == 1 else start - (renewals[-1] - start)


def _present(deadline: Deadline) -> Money | None:
    if deadline.amount_at_stake is None or not deadline.currency:
        return None
    return Money(deadline.amount_at_stake, deadline.currency)
