"""Every step of a price at renewal is a plain sentence, in the reader's language."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from core.money import Money
from spend.rules import uplift
from spend.rules.index_period import Frequency
from spend.rules.uplift import prices_at_renewals
from spend.rules.uplift_draft import UpliftDraft, rule_of
from spend.rules.uplift_sentences import (
    STEP_SENTENCES,
    UpliftContext,
    announcement_step,
    percent_words,
    rule_in_words,
    sentence_of,
    sentences_of,
)

D = Decimal
BASE, REFERENCE = dt.date(2025, 10, 1), dt.date(2026, 10, 1)
RENEWAL = dt.date(2027, 1, 1)
ROSE = {BASE: D("118.200000"), REFERENCE: D("122.900000")}
INDEX = {"kind": "index", "base_month": BASE, "lag_months": 3}
CPI = UpliftContext("EUR", "Consumer prices")
EARLY = dt.date(2026, 1, 1)


def told(facts, index=None, on=EARLY, announced=None, context=CPI):
    price = Money(D(100_000), "EUR")
    given = {RENEWAL: announced} if announced else None
    (found,) = prices_at_renewals(
        rule_of(UpliftDraft(**facts)), price, [RENEWAL], index or {}, on=on, announced=given
    )
    return sentences_of(found.steps, context)


def test_the_index_is_told_with_its_figures_its_change_and_its_cap():
    assert told(INDEX | {"cap_percent": D(3)}, ROSE) == [
        "Consumer prices was 118.2 in Oct 2025 and 122.9 in Oct 2026: a change of 3.976 %.",
        "The cap holds it at 3 %.",
    ]


def test_spread_and_the_lesser_of_are_told():
    facts = INDEX | {"kind": "index_spread", "spread": D(2), "combination": "lesser", "percent": D(5)}
    assert told(facts, ROSE)[1:] == [
        "With 2 % on top of the index it is 5.976 %.",
        "The lesser of that and 5 % counts.",
    ]


def test_a_figure_that_is_not_published_is_named():
    assert told(INDEX, {BASE: D("118.2")}) == [
        "Consumer prices has no value yet for Oct 2026: the change of the index is not known."
    ]


def test_periods_are_called_as_the_series_calls_them():
    quarterly = UpliftContext("EUR", "Wages", Frequency.QUARTERLY)
    assert "no value yet for Q4 2025 and Q4 2026" in told(INDEX, context=quarterly)[0]


def test_why_no_rise_is_possible_is_told():
    fixed = {"kind": "percent", "percent": D(3)}
    assert told(fixed | {"first_eligible_date": dt.date(2028, 1, 1)}) == [
        "No rise is possible before 1 Jan 2028: the price stays."
    ]
    duty = fixed | {"announce_days": 60}
    assert told(duty, on=dt.date(2026, 11, 3)) == [
        "The vendor had to announce a rise by Mon 2 Nov 2026, and no announcement is recorded: "
        "the price stays."
    ]
    assert told(duty, announced=dt.date(2026, 11, 4)) == [
        "The vendor announced a rise on Wed 4 Nov 2026, after the last day for it, Mon 2 Nov 2026: "
        "the price stays."
    ]
    assert told({"kind": "none"}) == ["No rise is agreed: the price stays as it is."]


def test_an_announcement_that_can_still_come_or_came_in_time_is_told():
    last = dt.date(2026, 11, 2)
    open_step = announcement_step(last, None, last)
    assert sentence_of(open_step, CPI) == (
        "The vendor must announce a rise by Mon 2 Nov 2026; without that the price stays."
    )
    given = announcement_step(last, last, dt.date(2026, 12, 1))
    assert sentence_of(given, CPI).endswith("in time: the last day was Mon 2 Nov 2026.")
    assert announcement_step(last, None, dt.date(2026, 11, 3)) is None
    assert announcement_step(None, None, EARLY) is None


def test_every_step_that_the_rules_give_has_a_sentence():
    codes = set(re.findall(r'UpliftStep\("(\w+)"', inspect.getsource(uplift))) | {"lesser_of", "greater_of"}
    assert len(codes) >= 10
    assert codes <= set(STEP_SENTENCES)


def test_sentences_can_be_translated():
    german = {STEP_SENTENCES["percent"]: "Der Preis steigt fest um {percent}."}
    (step,) = prices_at_renewals(
        rule_of(UpliftDraft(kind="percent", percent=D(3))), Money(D(1), "EUR"), [RENEWAL], {}, on=EARLY
    )[0].steps
    assert sentence_of(step, CPI, lambda text: german[text]) == "Der Preis steigt fest um 3 %."


PHRASES = {
    "none": ({"kind": "none"}, "No rise"),
    "percent": ({"kind": "percent", "percent": D("5.0000")}, "Fixed 5 %"),
    "amount": (
        {"kind": "amount", "amount": D(2500), "is_compounding": False},
        "Fixed €\u00a02,500, each time of the first price",
    ),
    "collar": (
        INDEX | {"cap_percent": D(3), "floor_percent": D(0)},
        "Change of Consumer prices, at most 3 %, at least 0 %",
    ),
    "lesser": (
        INDEX | {"kind": "index_spread", "spread": D(2), "combination": "lesser", "percent": D(5)},
        "The lesser of the change of Consumer prices plus 2 % and 5 %",
    ),
}


@pytest.mark.parametrize(("facts", "words"), PHRASES.values(), ids=PHRASES.keys())
def test_a_rule_is_told_in_one_phrase(facts, words):
    assert rule_in_words(rule_of(UpliftDraft(**facts)), CPI) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (D("3.0000"), "3 %"),
        (D("120"), "120 %"),
        (Fraction(47, 1182), "3.976 %"),
        (Fraction(-47, 1229), "-3.824 %"),
        (Fraction(0), "0 %"),
    ],
)
def test_percentages_have_the_decimals_they_need(value, words):
    assert percent_words(value) == words
