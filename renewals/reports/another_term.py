"""What another term of a contract would cost, in one sentence: at most, where the contract says how far."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from core.rules.wording import short_date
from renewals.models import Deadline, Notice
from renewals.reports.price import price_outlook
from renewals.reports.price_words import cost_in_words
from renewals.rules.another_term import AnotherTerm, another_term
from spend.rules.term_length import PricePer

#: Terms of twelve months differ by a day or two; one that differs by more is another length.
_SAME_LENGTH_DAYS: Final = 3


def another_term_of(deadline: Deadline, user: Any, on: dt.date) -> str:
    """Say from when to when another term would run and what it would cost; empty where none follows.

    Args:
        deadline: The current deadline of a contract that ``user`` may see.
        user: The reader.
        on: The day of asking in the contract's own time zone.
    """
    day = deadline.term_start or deadline.term_end
    if day is None:
        return ""
    record = Notice.objects.record_of(deadline.contract_id, user)
    following = another_term(record, day) if "ending" not in record else None
    if following is None:
        return ""
    span = f"{short_date(following.start)} to {short_date(following.end)}"
    length = f"{following.days:,} day{'' if following.days == 1 else 's'}"
    outlook = price_outlook(deadline, deadline.contract_id, user, on)
    if outlook.present is None:
        return f"Term {following.number}, {span} ({length}); its cost is not known."
    price_per = outlook.rule.price_per if outlook.rule else ""
    cost = f"{cost_in_words(outlook)}{_other_length(deadline, following, price_per)}"
    return f"Term {following.number}, {span} ({length}): {cost}."


def _other_length(deadline: Deadline, following: AnotherTerm, price_per: str) -> str:
    """Say for how long the cost is, where the next term is of another length than the present one.

    A price per year has said it already.
    """
    if deadline.term_start is None or deadline.term_end is None or price_per == PricePer.YEAR:
        return ""
    present = (deadline.term_end - deadline.term_start).days + 1
    if abs(following.days - present) <= _SAME_LENGTH_DAYS:
        return ""
    if price_per == PricePer.TERM:
        return ", whatever the length of the term"
    return f", for a term as long as the present one ({present:,} days)"
