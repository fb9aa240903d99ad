"""Credit schemes to start from: the shapes that contracts use, to be brought to what the contract says.

1. Each is a starting point, never an agreement: its figures are those that occur most in such contracts.
2. Each is complete: no gap, no overlap, nothing that a person has still to choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class LibraryScheme:
    """A scheme to start from: its key, what it is called, and its plain values (:mod:`.scheme_text`)."""

    key: str
    label: str
    scheme: dict[str, Any]


def _tiers(*bands: tuple[str, str | None, str], target: str | None = None) -> dict[str, Any]:
    return {
        "kind": "tiers",
        "unit": "fee_percent",
        "target": target,
        "bands": [{"below": below, "at_least": least, "credit": credit} for below, least, credit in bands],
    }


LIBRARY: Final[tuple[LibraryScheme, ...]] = (
    LibraryScheme(
        "tiers_9990",
        "Three tiers below 99.9 %: 10, 25, 100 % of the fee",
        _tiers(("99.9", "99", "10"), ("99", "95", "25"), ("95", None, "100")),
    ),
    LibraryScheme(
        "tiers_9995",
        "Three tiers below 99.95 %: 10, 25, 100 % of the fee",
        _tiers(("99.95", "99", "10"), ("99", "95", "25"), ("95", None, "100")),
    ),
    LibraryScheme(
        "tiers_9999",
        "Three tiers below 99.99 %: 10, 30, 100 % of the fee",
        _tiers(("99.99", "99", "10"), ("99", "95", "30"), ("95", None, "100")),
    ),
    LibraryScheme(
        "tiers_halves",
        "Two tiers below 99.5 %: 5, 10 % of the fee",
        _tiers(("99.5", "98", "5"), ("98", None, "10")),
    ),
    LibraryScheme(
        "lost_time",
        "The fee of the lost time, ten times over",
        {"kind": "per_minute", "unit": "lost_time_percent", "rate": "1000", "due_below": "99.9"},
    ),
    LibraryScheme(
        "per_hour",
        "2 % of the fee for each full hour down",
        {"kind": "per_minute", "unit": "fee_percent", "rate": "2", "every_minutes": 60, "due_below": "99.9"},
    ),
    LibraryScheme(
        "per_incident",
        "1 % of the fee for each incident",
        {"kind": "per_incident", "unit": "fee_percent", "rate": "1"},
    ),
    LibraryScheme(
        "extension",
        "The lost time is added to the term",
        {"kind": "term_extension", "unit": "lost_time_percent", "rate": "100", "due_below": "99.9"},
    ),
)


def library_scheme(key: str) -> LibraryScheme | None:
    """Return the scheme of a key; None for one that is not known."""
    return next((one for one in LIBRARY if one.key == key), None)
