"""The words about a contract's price at its next renewal: for its panel, and for what a decision keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from core.money import Money
from core.pages.status import StatusWord
from core.reminders.shapes import date_in
from core.rules.section import SectionContent, content_of
from core.rules.wording import money_text, short_date, weekday_date
from renewals.models import Deadline
from renewals.reports.price import PriceOutlook, price_outlook
from spend.rules.uplift import UpliftStatus
from spend.rules.uplift_sentences import missing_words, percent_words


def cost_in_words(outlook: PriceOutlook) -> str:
    """Say what the next term costs: its ceiling, else the present value and what is open."""
    if outlook.present is None:
        return "its cost is not known"
    present = _text(outlook.present)
    if outlook.found is None:
        return f"{present} at the present value"
    if outlook.ceiling is None:
        open_until = f"{outlook.found.missing} of the index is published"
        start = f"{_text(outlook.unchanged or outlook.present)}{_for(outlook)} at the present value"
        return f"{start}; how far it may rise is open until {open_until}"
    if outlook.lengths is not None:
        now = f"{present} for {_length(outlook.lengths.present, outlook.lengths.unit)} now"
        return f"at most {_text(outlook.ceiling)}{_for(outlook)} ({now})"
    if outlook.ceiling == outlook.present:
        return f"at most {present}, as now"
    return f"at most {_text(outlook.ceiling)} ({present} now)"


def _for(outlook: PriceOutlook) -> str:
    """Say for how long the next term runs, where the price goes by that."""
    lengths = outlook.lengths
    return f" for {_length(lengths.following, lengths.unit)}" if lengths else ""


def _length(n: int, unit: str) -> str:
    return f"{n:,} {unit.removesuffix('s') if n == 1 else unit}"


def _text(money: Money) -> str:
    return money_text(money.amount, money.currency)


def price_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent | None:
    """Return how far the price may rise at the next renewal, and why; None where nothing is recorded."""
    deadline = Deadline.objects.current_of(contract.pk, user)
    if deadline is None:
        return None
    outlook = price_outlook(deadline, contract.pk, user, date_in(deadline.timezone, now))
    if outlook.rule is None:
        return None
    steps = outlook.found.sentences if outlook.found else ()
    return content_of(list(_facts(outlook)), list(steps))


def _facts(outlook: PriceOutlook) -> Iterable[tuple[str, str]]:
    rule = outlook.rule
    assert rule is not None
    yield "Agreed", rule.words(outlook.present.currency if outlook.present else "")
    yield "Clause", rule.clause_ref
    yield "Price from", short_date(outlook.renewal_date) if outlook.renewal_date else ""
    yield "Another term", cost_in_words(outlook)
    yield "Rise", rise_in_words(outlook)
    if outlook.announce_by:
        yield "Vendor announces by", weekday_date(outlook.announce_by)
    if outlook.missing:
        yield "Missing", "; ".join(outlook.missing)


def word_of_price(outlook: PriceOutlook) -> StatusWord:
    """Return how sure the price at the next renewal is, as a status word."""
    found = outlook.found
    if found is None:
        return StatusWord("unknown", "Price not known")
    if found.result.status is UpliftStatus.NOT_ELIGIBLE:
        return StatusWord("active", "No rise possible")
    if found.result.status is UpliftStatus.FINAL:
        return StatusWord("active", "Price known")
    if outlook.ceiling is None:
        return StatusWord("missed", "Price open")
    return StatusWord("review", "Ceiling known")


def rise_in_words(outlook: PriceOutlook) -> str:
    """Say by how much the ceiling lies above what the present term costs; empty where either is not known."""
    if outlook.ceiling is None or outlook.unchanged is None:
        return ""
    length = f"{_for(outlook).removeprefix(' for')} cost now" if outlook.lengths else " now"
    more = outlook.ceiling - outlook.unchanged
    if not more:
        return "as now" if outlook.lengths is None else f"as much as{length}"
    size, which = (more, "more") if more.amount > 0 else (-more, "less")
    if not outlook.unchanged:
        return f"{_text(size)} {which} than{length}"
    share = Fraction(size.amount) / Fraction(outlook.unchanged.amount)
    return f"{_text(size)}, {percent_words(share)}, {which} than{length}"


def rule_facts(outlook: PriceOutlook, currency: str) -> list[tuple[str, str]]:
    """Return what the contract agrees, as pairs of label and words."""
    rule = outlook.rule
    if rule is None:
        return []
    context = rule.context(currency)
    facts = [("Agreed", rule.words(currency))]
    if rule.price_per:
        facts.append(("The price is", rule.get_price_per_display()))
    if rule.base_month is not None:
        facts.append(("Index compared with", missing_words([rule.base_month], context.frequency)))
        lag = f"{rule.lag_months} month{'' if rule.lag_months == 1 else 's'} before the renewal"
        facts.append(("Index looked at", lag if rule.lag_months else "that of the renewal’s own month"))
    if rule.first_eligible_date is not None:
        facts.append(("No rise before", short_date(rule.first_eligible_date)))
    if rule.announce_days is not None:
        days = f"{rule.announce_days} day{'' if rule.announce_days == 1 else 's'}"
        facts.append(("Vendor must announce", f"{days} before the renewal at the latest"))
    if rule.clause_ref:
        facts.append(("Clause", rule.clause_ref))
    return facts
