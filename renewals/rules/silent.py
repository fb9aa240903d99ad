"""Silent renewals: terms that rolled over although nobody had decided that they should.

1. A renewal shows as two versions of a deadline that follow each other: the later one states a higher term
   number and begins no earlier than the day on which the earlier one said that the contract renews.
2. It counts only where the earlier version said that the contract renews by itself if nobody acts.
3. It is silent unless a decision about the earlier version's act-by date was in force by its notice-by,
   inclusive, the last day on which the renewal could be stopped. Where no notice-by was known, a decision in
   force before the renewal does. A decision that came into force in time counts although it was superseded
   or withdrawn later.
4. After notice was given for a later exit the present term may still renew: what the versions before said of
   the same term counts then.
5. It costs what is at stake in the new term; where that is not known it is counted without an amount.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from renewals.rules.answer import Consequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one version of a deadline says, as far as renewals rest on it."""

    contract_id: int
    term_number: int | None
    term_start: dt.date | None
    term_end: dt.date | None
    renewal_date: dt.date | None
    notice_by_date: dt.date | None
    act_by_date: dt.date | None
    if_nobody_acts: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentRenewal:
    """A renewal that nobody decided.

    Attributes:
        contract_id: Of which contract.
        term_number: The number of the term it began.
        renewed_on_date: The day on which it renewed.
        term_end: The last day of the new term; None where it has none.
        notice_by_date: The last day on which it could be stopped; None where that was not known.
        act_by_date: What had to be decided by then; None where nothing had.
        amount: What the new term costs; None where that is not known.
        currency: Its currency.
    """

    contract_id: int
    term_number: int
    renewed_on_date: dt.date
    term_end: dt.date | None
    notice_by_date: dt.date | None
    act_by_date: dt.date | None
    amount: Decimal | None
    currency: str

    @property
    def days(self) -> int | None:
        """How many days the new term lasts; None where it has no end."""
        return (self.term_end - self.renewed_on_date).days + 1 if self.term_end else None


def renewals_in(versions: Iterable[Version]) -> Iterator[SilentRenewal]:
    """Yield the renewals that versions show, whether decided or not.

    Args:
        versions: All of each contract, together and oldest first.
    """
    earlier: Version | None = None
    for version in versions:
        if version.term_number is None:
            continue
        found = _renewal(earlier, version)
        if found is not None:
            yield found
        earlier = _as_before(earlier, version)


def _as_before(earlier: Version | None, version: Version) -> Version:
    """Return a version, with what the one before said of the same term where a notice has ended it since."""
    is_same_term = (
        earlier is not None
        and earlier.contract_id == version.contract_id
        and earlier.term_number == version.term_number
    )
    if not is_same_term or earlier is None or version.if_nobody_acts != Consequence.ENDS_BY_NOTICE:
        return version
    return replace(
        version,
        if_nobody_acts=earlier.if_nobody_acts,
        notice_by_date=earlier.notice_by_date,
        act_by_date=earlier.act_by_date,
    )


def _renewal(earlier: Version | None, later: Version) -> SilentRenewal | None:
    if earlier is None or earlier.contract_id != later.contract_id:
        return None
    renewed = earlier.renewal_date
    if renewed is None or earlier.if_nobody_acts != Consequence.RENEWS:
        return None
    assert earlier.term_number is not None
    assert later.term_number is not None
    if later.term_number <= earlier.term_number or later.term_start is None or later.term_start < renewed:
        return None
    return SilentRenewal(
        contract_id=later.contract_id,
        term_number=later.term_number,
        renewed_on_date=later.term_start,
        term_end=later.term_end,
        notice_by_date=earlier.notice_by_date,
        act_by_date=earlier.act_by_date,
        amount=later.amount,
        currency=later.currency,
    )


def silent_among(
    renewals: Iterable[SilentRenewal], decided: Iterable[tuple[int, dt.date | None, dt.date]]
) -> list[SilentRenewal]:
    """Return the renewals that nobody had decided in time, in their order.

    Args:
        renewals: What :func:`renewals_in` gave.
        decided: Contract, act-by date and the day of coming into force of each decision that ever was.
    """
    first: dict[Any, dt.date] = {}
    for contract_id, act_by, since in decided:
        key = contract_id, act_by
        first[key] = min(first.get(key, since), since)
    return [one for one in renewals if _is_silent(one, first.get((one.contract_id, one.act_by_date)))]


def _is_silent(renewal: SilentRenewal, decided_on: dt.date | None) -> bool:
    last = renewal.notice_by_date or renewal.renewed_on_date - dt.timedelta(days=1)
    return decided_on is None or decided_on > last
