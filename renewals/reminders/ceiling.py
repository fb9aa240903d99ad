"""How high the price of a contract may be at its next renewal, for many contracts at once.

1. The price is the value of the contract, that of the present term; the renewal is that of its deadline.
2. Where options were exercised ahead, the rise of each term that they add counts. A price per year grows and
   shrinks with the length of the term asked about.
3. A rise counts as announced from the vendor's first notice of it that was received since the present term
   began. What was not recorded was not announced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts_app.models import Contract
from core.models import Delivery
from core.money import Money
from renewals.models import Deadline, Notice
from renewals.rules.terms_ahead import TermsAhead, terms_ahead
from spend.models import UpliftRule
from spend.reports.price import Renewal, prices_of, rules_seen
from spend.rules.term_length import Lengths, lengths_of

#: Narrows a manager to the rows that count, with their reader's rights or with a stated reason.
Seen = Callable[[Any], Any]


def by_reader(user: Any) -> Seen:
    """Return what lets a reader see what they may see."""
    return lambda manager: manager.visible_to(user)


def ceilings_in_mail(deliveries: Iterable[Delivery], current: Mapping[int, Deadline]) -> dict[int, Money]:
    """Return the ceiling of each contract that is reminded of and has one, in as few queries as for one.

    Whoever is reminded of a contract may see it, and with it what it costs.

    Args:
        deliveries: The messages; each is written on the day it was due, or as many days later as it is late.
        current: The present version of the deadline, by contract.
    """
    days: dict[int, dt.date] = {}
    for one in deliveries:
        pk, day = one.reminder.subject_id, one.reminder.due_date + dt.timedelta(days=one.late_days or 0)
        days[pk] = max(day, days.get(pk, day))
    asked = [deadline for pk, deadline in current.items() if pk in days]
    return ceilings_seen(asked, _for_mail, days)


def _for_mail(manager: Any) -> Any:
    return manager.for_system("the price in the reminder of a contract that its reader may see")


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
    found = prices_of(rules, renewals_asked(deadlines, rules, seen, days))
    return {pk: price.ceiling for pk, price in found.items() if price.ceiling is not None}


def renewals_asked(
    deadlines: Iterable[Deadline], rules: dict[int, UpliftRule], seen: Seen, days: Mapping[int, dt.date]
) -> list[Renewal]:
    """Return the renewal of each deadline whose contract has a rule and a value, to be priced."""
    known = [one for one in deadlines if one.contract_id in rules and one.renewal_date]
    ahead = _ahead(known, rules, seen, days)
    coming = {one.contract_id: _Coming.of(one, days, ahead.get(one.contract_id)) for one in known}
    duty = {pk: one for pk, one in coming.items() if rules[pk].announce_days is not None}
    announced = _announcements(duty, seen)
    found = []
    for one in known:
        pk, present, day = one.contract_id, present_price(one), one.renewal_date
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


def present_price(deadline: Deadline) -> Money | None:
    """Return what the present term costs: what is at stake; None where the contract has no value."""
    if deadline.amount_at_stake is None or not deadline.currency:
        return None
    return Money(deadline.amount_at_stake, deadline.currency)
