"""A correction is a new version, and a claim that was issued keeps what it was based on."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from slas.rules.claim import BEFORE_SUBMISSION, ClaimStatus
from slas.rules.claim_basis import (
    CorrectionError,
    FigureChange,
    ResultFigures,
    basis_of,
    changes_since,
    corrected,
    first_version,
)
from tests.slas.rules.schemes import money

APRIL = dt.datetime(2026, 4, 1, 6, tzinfo=dt.UTC)
MAY = dt.datetime(2026, 5, 2, 6, tzinfo=dt.UTC)
FIGURES = ResultFigures(
    availability=Fraction(9986, 100),
    down_minutes=Fraction(60),
    excluded_minutes=Fraction(0),
    total_minutes=Fraction(43_200),
    is_met=False,
    credit_percent=Fraction(10),
    credit=money("300"),
)
FIRST = first_version(dt.date(2026, 3, 1), dt.date(2026, 3, 31), FIGURES, at=APRIL)
EXCUSED = replace(FIGURES, excluded_minutes=Fraction(20), credit=money("0"), credit_percent=Fraction(0))
BOTH = corrected(FIRST, EXCUSED, reason=" maintenance was announced ", at=MAY)


def test_a_correction_makes_a_new_version_and_changes_none():
    assert [version.number for version in BOTH] == [1, 2]
    assert BOTH[0] is FIRST[0]
    assert (BOTH[1].reason, BOTH[1].period_last_date) == ("maintenance was announced", dt.date(2026, 3, 31))
    with pytest.raises(FrozenInstanceError):
        BOTH[0].number = 3


def test_the_same_figures_make_no_version():
    assert corrected(FIRST, replace(FIGURES), reason="", at=MAY) == FIRST


@pytest.mark.parametrize(
    ("versions", "reason", "at", "message"),
    [
        ((), "x", MAY, "no result yet"),
        (FIRST, " ", MAY, "Say why"),
        (BOTH, "x", APRIL, "comes after it"),
    ],
)
def test_a_correction_has_a_reason_and_comes_later(versions, reason, at, message):
    with pytest.raises(CorrectionError, match=message):
        corrected(versions, replace(FIGURES, down_minutes=Fraction(61)), reason=reason, at=at)


@pytest.mark.parametrize("status", list(ClaimStatus))
def test_a_claim_follows_corrections_until_it_is_submitted_and_then_keeps_its_basis(status):
    expected = BOTH[1] if status in BEFORE_SUBMISSION else BOTH[0]
    assert basis_of(status, BOTH, BOTH[0]) == expected
    assert basis_of(status, BOTH, None) == BOTH[1]


def test_what_changed_since_is_told_with_both_figures():
    assert changes_since(BOTH[0], BOTH) == (
        FigureChange("excluded_minutes", Fraction(0), Fraction(20)),
        FigureChange("credit_percent", Fraction(10), Fraction(0)),
        FigureChange("credit", money("300"), money("0")),
    )
    assert changes_since(BOTH[1], BOTH) == ()
