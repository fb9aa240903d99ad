"""What holds of every table and availability, whatever is published."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from slas.rules.credit import Credit, CreditFacts, CreditStatus, applied_at, credit_for
from slas.rules.credit_band import CreditBand
from slas.rules.credit_choice import CreditChoice, FindingKind
from slas.rules.credit_finding import findings, open_findings
from slas.rules.credit_rounding import ROUNDINGS, CreditRounding, rounded_amount
from slas.rules.credit_scheme import CreditKind, CreditScheme
from slas.rules.credit_sentences import finding_words, sentences_of
from slas.rules.credit_terms import CapScope, CreditCap, CreditTerms, Stacking
from slas.rules.credit_total import CapFacts, total_credit
from tests.slas.rules.schemes import money

MODERATE = settings(max_examples=200, deadline=None)

points = st.integers(0, 1000).map(lambda number: Fraction(number, 10))
availabilities = st.one_of(points, st.fractions(0, 100, max_denominator=44_640))
percents = st.integers(0, 100).map(Fraction)


@st.composite
def bands(draw: st.DrawFn) -> CreditBand:
    """Return a row that can be meant, with or without a lower bound."""
    low, high = sorted(draw(st.lists(points, min_size=2, max_size=2, unique=True)))
    return CreditBand(high, draw(st.sampled_from([low, None])), draw(percents))


@st.composite
def ladders(draw: st.DrawFn) -> CreditScheme:
    """Return a table without fault: rows that follow each other, and give more the worse it gets."""
    bounds = sorted(draw(st.sets(points.filter(bool), min_size=1, max_size=6)), reverse=True)
    credits = sorted(draw(st.lists(percents, min_size=len(bounds), max_size=len(bounds))))
    lows = [*bounds[1:], None]
    rows = zip(bounds, lows, credits, strict=True)
    return CreditScheme(kind=CreditKind.TIERS, bands=tuple(CreditBand(*row) for row in rows))


schemes = st.lists(bands(), min_size=1, max_size=6).map(
    lambda rows: CreditScheme(kind=CreditKind.TIERS, bands=tuple(rows))
)


@MODERATE
@given(schemes, availabilities)
def test_each_availability_has_one_row_or_a_reported_gap_or_overlap_or_the_promise_was_kept(
    scheme: CreditScheme, availability: Fraction
):
    holding = [number for number, band in enumerate(scheme.bands, start=1) if band.holds(availability)]
    top = max(band.below for band in scheme.bands)
    told = [one for one in findings(scheme) if one.kind != "reversed" and one.low <= availability < one.high]
    found = credit_for(scheme, CreditFacts(availability=availability))
    if availability >= top:
        assert (holding, told, found.status) == ([], [], CreditStatus.NOT_DUE)
    elif len(holding) == 1:
        assert (told, found.band, found.percent) == ([], holding[0], scheme.band(holding[0]).credit)
    else:
        assert [one.bands for one in told] == [tuple(holding)]
        assert (told[0].kind == "gap") == (not holding)
        assert (found.status is CreditStatus.UNDECIDED) == (told[0].reading is None)
        assert found.percent is None or scheme.band(told[0].band).credit == found.percent
    assert all(sentences_of(found.steps))


@MODERATE
@given(schemes)
def test_stretches_lie_end_to_end_from_nothing_to_the_kept_promise(scheme: CreditScheme):
    laid = [one.stretch for one in scheme.laid()]
    assert laid[0].low == 0
    assert laid[-1].high == max(band.below for band in scheme.bands)
    assert all(
        earlier.high == later.low and earlier.bands != later.bands for earlier, later in pairwise(laid)
    )
    assert all(finding_words(finding) for finding in findings(scheme))


@MODERATE
@given(ladders(), availabilities, availabilities)
def test_a_credit_never_rises_with_availability_once_the_table_is_without_fault(
    scheme: CreditScheme, one: Fraction, other: Fraction
):
    assert findings(scheme) == ()
    worse, better = sorted((one, other))
    given_worse = credit_for(scheme, CreditFacts(availability=worse)).percent
    given_better = credit_for(scheme, CreditFacts(availability=better)).percent
    assert given_worse >= given_better


@MODERATE
@given(ladders(), st.data(), availabilities)
def test_lower_bounds_that_are_not_published_change_no_credit(scheme, data, availability):
    rows = [
        CreditBand(band.below, data.draw(st.sampled_from([band.at_least, None])), band.credit)
        for band in scheme.bands
    ]
    open_below = CreditScheme(kind=CreditKind.TIERS, bands=tuple(data.draw(st.permutations(rows))))
    facts = CreditFacts(availability=availability)
    assert credit_for(open_below, facts).percent == credit_for(scheme, facts).percent


@MODERATE
@given(schemes, st.data())
def test_once_every_choice_is_recorded_everything_is_known(scheme: CreditScheme, data: st.DataObject):
    choices = []
    for finding in open_findings(scheme):
        rows = finding.bands or (None, *range(1, len(scheme.bands) + 1))
        row = data.draw(st.sampled_from(rows))
        choices.append(CreditChoice(FindingKind(finding.kind), finding.low, finding.high, row, "lea", "said"))
    decided = CreditScheme(kind=CreditKind.TIERS, bands=scheme.bands, choices=tuple(choices))
    assert open_findings(decided) == ()
    availability = data.draw(availabilities)
    found = credit_for(decided, CreditFacts(availability=availability))
    assert found.percent is not None
    applied = applied_at(decided, availability)
    assert applied is None or found.band == applied.band


amounts = st.integers(0, 10**9).map(lambda cents: Fraction(cents, 300))


@MODERATE
@given(
    st.lists(amounts, min_size=1, max_size=5),
    st.sampled_from(list(Stacking)),
    percents,
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_caps_are_never_exceeded(figures, stacking, percent, fees, used):
    terms = CreditTerms(
        stacking=stacking,
        caps=(CreditCap(CapScope.MONTH, percent=percent), CreditCap(CapScope.TERM, amount=money("5000"))),
    )
    scopes = {
        CapScope.MONTH: CapFacts(fees=money(str(fees))),
        CapScope.TERM: CapFacts(used=money(str(used))),
    }
    owed = [Credit(status=CreditStatus.DUE, amount=figure, currency="EUR") for figure in figures]
    found = total_credit(terms, owed, scopes)
    ceiling = max(min(Fraction(fees) * percent / 100, Fraction(5000 - used)), Fraction(0))
    uncapped = sum(figures) if stacking is Stacking.SUM else max(figures)
    assert found.amount == min(uncapped, ceiling)
    assert 0 <= Fraction(found.asked.amount) <= ceiling
    assert abs(Fraction(found.asked.amount) - found.amount) < Fraction(1, 100)
    assert all(sentences_of(found.steps))


@MODERATE
@given(amounts, st.sampled_from(sorted(ROUNDINGS)), st.integers(0, 4))
def test_a_rounding_moves_an_amount_by_less_than_one_of_its_last_figure(amount, mode, decimals):
    found = Fraction(rounded_amount(amount, "EUR", CreditRounding(mode, decimals)))
    assert abs(found - amount) < Fraction(1, 10**decimals)
    assert (found * 10**decimals).denominator == 1
    assert mode != "ROUND_DOWN" or found <= amount
    assert mode != "ROUND_UP" or found >= amount
