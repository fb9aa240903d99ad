"""Versions of a result, and what a claim was based on.

The business rules, numbered (``docs/rules/claims.md`` has the same table):

1. A correction makes a new version with its reason; no version is changed. The same figures make none.
2. A claim that is not submitted follows the newest version. From its submission on it keeps the version
   that it was submitted with, whatever is corrected afterwards.
3. What has changed since is told, with the figures before and after, so that somebody can decide to contest
   or to withdraw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction

from core.money import Money
from slas.rules.claim import BEFORE_SUBMISSION


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFigures:
    """The figures of one promise and period.

    Attributes:
        availability: In percent, exact; None where there is no data.
        down_minutes: Minutes down that count.
        excluded_minutes: Minutes down that do not.
        total_minutes: Minutes of the period.
        is_met: Whether the promise was kept; None where that is not known.
        credit_percent: Of the fee; None where it is not known or the scheme gives none.
        credit: What is owed as it can be paid; None where it is not known.
        terms_version: Version of the agreed target that they rest on.
    """

    availability: Fraction | None
    down_minutes: Fraction | None
    excluded_minutes: Fraction | None
    total_minutes: Fraction | None
    is_met: bool | None
    credit_percent: Fraction | None = None
    credit: Money | None = None
    terms_version: int = 1


@dataclass(frozen=True, slots=True)
class ResultVersion:
    """One version of a result.

    Attributes:
        number: From 1.
        period_first_date: First day of the period.
        period_last_date: Its last day.
        figures: What was computed.
        reason: Why it was computed anew; empty for the first.
        recorded_at: When.
    """

    number: int
    period_first_date: date
    period_last_date: date
    figures: ResultFigures
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is not what the claim was based on: its name, then and now."""

    name: str
    then: object
    now: object


class CorrectionError(ValueError):
    """Raised for a correction that cannot be; the message says why."""


def corrected(
    versions: Sequence[ResultVersion], figures: ResultFigures, *, reason: str, at: datetime
) -> tuple[ResultVersion, ...]:
    """Return the versions of a result with a new one, or as they are where the figures are the same.

    Raises:
        CorrectionError: If there is nothing to correct, no reason, or it lies before the newest version.
    """
    if not versions:
        raise CorrectionError("There is no result yet that could be corrected.")
    newest = versions[-1]
    if figures == newest.figures:
        return tuple(versions)
    if not reason.strip():
        raise CorrectionError("Say why the result is corrected.")
    if at < newest.recorded_at:
        raise CorrectionError(f"The newest version is of {newest.recorded_at}: a correction comes after it.")
    following = ResultVersion(
        newest.number + 1, newest.period_first_date, newest.period_last_date, figures, reason.strip(), at
    )
    return (*versions, following)


def first_version(
    period_first_date: date, period_last_date: date, figures: ResultFigures, *, at: datetime
) -> tuple[ResultVersion, ...]:
    """Return the versions of a result that is computed for the first time."""
    return (ResultVersion(1, period_first_date, period_last_date, figures, "", at),)


def basis_of(
    status: str, versions: Sequence[ResultVersion], submitted_with: ResultVersion | None
) -> ResultVersion:
    """Return the version that a claim rests on: the newest, or the one it was submitted with.

    Args:
        status: A ``ClaimStatus``.
        versions: Of its result, in order.
        submitted_with: Kept since its submission; None for a claim that never was.
    """
    if submitted_with is not None and status not in BEFORE_SUBMISSION:
        return submitted_with
    return versions[-1]


def changes_since(basis: ResultVersion, versions: Sequence[ResultVersion]) -> tuple[FigureChange, ...]:
    """Return the figures of the newest version that are not those of a claim's basis."""
    then, now = basis.figures, versions[-1].figures
    return tuple(
        FigureChange(field.name, getattr(then, field.name), getattr(now, field.name))
        for field in fields(ResultFigures)
        if getattr(then, field.name) != getattr(now, field.name)
    )
