"""What a published credit table leaves open or contradicts, told when a scheme is entered.

1. A gap is a stretch below the kept promise that no row holds; an overlap one that several hold.
2. Reversed is a row that gives less for worse service than the next better one: most likely a slip.
3. A finding is open until a person has recorded the choice, also where a reading applies meanwhile. A
   reversed pair has no choice: the row is corrected, or stays as it was agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from slas.rules.credit_choice import Applied, FindingKind, Reading
from slas.rules.credit_scheme import CreditScheme
from slas.rules.credit_step import Step


@dataclass(frozen=True, slots=True)
class CreditFinding:
    """One finding.

    Attributes:
        kind: Gap, overlap or reversed.
        low: Where it begins, in percent, inclusive.
        high: Where it ends, exclusive.
        bands: Numbers of the rows concerned, from 1; none of a gap.
        band: The row that applies; None for no credit, or as long as nothing is decided.
        reading: Why that applies; None where nothing is decided.
    """

    kind: FindingKind
    low: Fraction
    high: Fraction
    bands: tuple[int, ...]
    band: int | None = None
    reading: Reading | None = None

    @property
    def needs_choice(self) -> bool:
        """Whether a person has still to record a choice."""
        return self.kind is not FindingKind.REVERSED and self.reading is not Reading.CHOSEN

    def steps(self) -> tuple[Step, ...]:
        """Return the finding in steps, for :mod:`.credit_sentences`."""
        bounds = Step(str(self.kind), {"low": self.low, "high": self.high, "bands": self.bands})
        if self.kind is FindingKind.REVERSED:
            return (bounds,)
        if self.reading is None:
            return bounds, Step(f"{self.kind}_undecided")
        if self.band is None:
            return bounds, Step("chosen_no_credit")
        return bounds, Step(f"reading_{self.reading}", {"band": self.band})


def finding_of(one: Applied) -> CreditFinding | None:
    """Return what there is to find about a stretch; None where exactly one row holds it."""
    if one.kind is None:
        return None
    stretch = one.stretch
    return CreditFinding(one.kind, stretch.low, stretch.high, stretch.bands, one.band, one.reading)


def findings(scheme: CreditScheme) -> tuple[CreditFinding, ...]:
    """Return what the table of a scheme leaves open or contradicts, from the lowest availability up."""
    found = [finding for one in scheme.laid() if (finding := finding_of(one))]
    found += _reversed(scheme)
    return tuple(sorted(found, key=lambda one: (one.low, one.high)))


def open_findings(scheme: CreditScheme) -> tuple[CreditFinding, ...]:
    """Return the findings that a person has still to record a choice about."""
    return tuple(finding for finding in findings(scheme) if finding.needs_choice)


def _reversed(scheme: CreditScheme) -> list[CreditFinding]:
    """Return each pair of neighbours on the scale where worse service gives less."""
    laid = [(one, one.band) for one in scheme.laid() if one.is_decided]
    found = []
    for (worse, low_band), (better, high_band) in pairwise(laid):
        if high_band is None or low_band == high_band:
            continue
        less = scheme.band(low_band).credit if low_band is not None else Fraction(0)
        if less < scheme.band(high_band).credit:
            rows = tuple(number for number in (low_band, high_band) if number is not None)
            found.append(CreditFinding(FindingKind.REVERSED, worse.stretch.low, better.stretch.high, rows))
    return found
