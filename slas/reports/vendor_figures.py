"""What vendors say that their figures were, each beside ours: how far apart, and what theirs would mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from core.pages.status import StatusWord
from slas.models import ResultVersion
from slas.reports.judged import figure_number, figure_of, figure_words, word_of
from slas.rules.agreed_target import figure_promise

_SMALLEST: Final = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class FigureBeside:
    """What the vendor says about the period of a result, beside the newest version of it.

    ``theirs`` is the vendor's figure, exact; ``note`` is where the vendor says so.
    """

    version: ResultVersion
    theirs: Fraction
    note: str

    @property
    def words(self) -> str:
        """The vendor's figure with the unit of ours."""
        return figure_words(self.theirs, self.version.terms)

    @property
    def ours(self) -> str:
        """Our figure with its unit."""
        return figure_words(figure_of(self.version), self.version.terms)

    @property
    def our_word(self) -> StatusWord:
        """How the promise was kept by our figure."""
        return word_of(self.version.is_met, figure_of(self.version))

    @property
    def apart(self) -> str:
        """How far the vendor's figure is from ours; blank where we have none."""
        return apart_words(figure_of(self.version), self.theirs)

    @property
    def word(self) -> StatusWord:
        """How the promise would be kept by the vendor's figure."""
        return word_of(figure_promise(self.version.terms).is_met(self.theirs), self.theirs)


def figures_beside(versions: Iterable[Any]) -> list[FigureBeside]:
    """Return those results of which the vendor's figure is on record, in the order given.

    Args:
        versions: The newest version of each result, read ``with_vendor_figures``, its terms at hand.
    """
    return [
        FigureBeside(one, Fraction(one.their_value), one.their_note)
        for one in versions
        if one.their_value is not None
    ]


def apart_words(ours: Fraction | None, theirs: Fraction) -> str:
    """Say how far the vendor's figure is from ours: ``0.05 higher``; blank where we have none."""
    if ours is None:
        return ""
    if ours == theirs:
        return "the same"
    apart, side = abs(theirs - ours), "higher" if theirs > ours else "lower"
    number = f"less than {figure_number(_SMALLEST)}" if apart < _SMALLEST else figure_number(apart)
    return f"{number} {side}"
