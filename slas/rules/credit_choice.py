"""What a person decided about a gap or an overlap of a published table, and which row applies then.

The business rules, numbered (``docs/rules/service-credits.md`` has the same table):

1. A choice names the stretch that it is about, who made it and why. It says which of the overlapping rows
   wins; of a gap, which row fills it, or that it gives no credit.
2. A choice about a stretch that the table does not have is refused: the table has changed since.
3. Without a choice: where one of the overlapping rows states no lower bound, the lowest matching row
   applies (the one with the lowest upper bound); where all give the same, that. Else nothing applies, and
   the credit is not known.
4. What applies without a choice is a finding all the same, until a person has recorded the choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.rules.choice import Word, settle
from slas.rules.credit_band import CreditBand, Stretch
from slas.rules.credit_number import percent_text


class FindingKind(Word):
    """What is wrong with a published table."""

    GAP = "gap"
    OVERLAP = "overlap"
    REVERSED = "reversed"


class Reading(Word):
    """Why a row applies to a stretch that is not held by exactly one."""

    CHOSEN = "chosen"
    LOWEST_BAND = "lowest_band"
    SAME_CREDIT = "same_credit"


@dataclass(frozen=True, slots=True)
class CreditChoice:
    """A choice that a person recorded.

    Attributes:
        kind: Gap or overlap.
        low: Where the stretch begins, inclusive.
        high: Where it ends, exclusive.
        band: The row that applies, from 1; None: no credit (of a gap alone).
        chosen_by: Who decided.
        reason: Why, in that person's words.
        chosen_date: When; None where it is not recorded.
    """

    kind: FindingKind
    low: Fraction
    high: Fraction
    band: int | None
    chosen_by: str
    reason: str
    chosen_date: date | None = None

    def __post_init__(self) -> None:
        settle(self, kind=FindingKind)


@dataclass(frozen=True, slots=True)
class Applied:
    """Which row applies to a stretch: ``band`` from 1, or None for no credit; undecided without a reading.

    A stretch that exactly one row holds has that row and no reading.
    """

    stretch: Stretch
    band: int | None
    reading: Reading | None

    @property
    def is_plain(self) -> bool:
        """Whether exactly one row holds the stretch."""
        return len(self.stretch.bands) == 1

    @property
    def is_decided(self) -> bool:
        """Whether it is known what the stretch gives."""
        return self.is_plain or self.reading is not None

    @property
    def kind(self) -> FindingKind | None:
        """Gap or overlap; None for a stretch that exactly one row holds."""
        if self.is_plain:
            return None
        return FindingKind.OVERLAP if self.stretch.bands else FindingKind.GAP


def applied(stretch: Stretch, bands: Sequence[CreditBand], choices: Sequence[CreditChoice]) -> Applied:
    """Return which row applies to a stretch."""
    if len(stretch.bands) == 1:
        return Applied(stretch, stretch.bands[0], None)
    for choice in choices:
        if _is_about(choice, stretch):
            return Applied(stretch, choice.band, Reading.CHOSEN)
    if not stretch.bands:
        return Applied(stretch, None, None)
    lowest = min(bands[number - 1].below for number in stretch.bands)
    last = [number for number in stretch.bands if bands[number - 1].below == lowest]
    if len({bands[number - 1].credit for number in stretch.bands}) == 1:
        return Applied(stretch, last[0], Reading.SAME_CREDIT)
    is_open = any(bands[number - 1].at_least is None for number in stretch.bands)
    if is_open and len({bands[number - 1].credit for number in last}) == 1:
        return Applied(stretch, last[0], Reading.LOWEST_BAND)
    return Applied(stretch, None, None)


def _is_about(choice: CreditChoice, stretch: Stretch) -> bool:
    kind = FindingKind.OVERLAP if stretch.bands else FindingKind.GAP
    return (choice.kind, choice.low, choice.high) == (kind, stretch.low, stretch.high)


def choice_problems(
    choices: Sequence[CreditChoice], bands: Sequence[CreditBand], laid: Sequence[Stretch]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with recorded choices, by field such as ``choices[0].band``."""
    seen: set[tuple[FindingKind, Fraction, Fraction]] = set()
    for index, choice in enumerate(choices):
        name = f"choices[{index}]"
        if not choice.chosen_by.strip():
            yield f"{name}.chosen_by", "Say who decided."
        if not choice.reason.strip():
            yield f"{name}.reason", "Say why."
        stretch = next((one for one in laid if len(one.bands) != 1 and _is_about(choice, one)), None)
        if stretch is None:
            yield (
                name,
                f"The table has no {choice.kind} from {percent_text(choice.low)} to below "
                f"{percent_text(choice.high)}. Remove the choice, or correct its bounds.",
            )
            continue
        key = (choice.kind, choice.low, choice.high)
        if key in seen:
            yield name, "A choice about the same stretch is recorded already. Keep one of them."
        seen.add(key)
        if message := _why_not(choice, stretch, len(bands)):
            yield f"{name}.band", message


def _why_not(choice: CreditChoice, stretch: Stretch, rows: int) -> str:
    """Return why a row cannot be chosen; empty for one that can."""
    if stretch.bands and choice.band not in stretch.bands:
        among = " or ".join(str(number) for number in stretch.bands)
        return f"In an overlap one of its rows wins: {among}."
    if choice.band is not None and not 1 <= choice.band <= rows:
        return f"A row is a number from 1 to {rows}; leave it out for no credit."
    return ""
