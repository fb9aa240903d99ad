"""What excuses downtime: announced maintenance, force majeure, our own fault.

1. An exclusion excuses only what the contract agrees, with evidence, and approved by somebody.
2. Maintenance that must be announced so long ahead excuses only where it was.
3. An exclusion that does not hold excuses nothing, and the first reason why is told.
4. Where several exclusions that hold overlap, they excuse what each covers, once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from core.rules.choice import Word, settle
from slas.rules.interval import Interval, in_utc, interval


class ExclusionKind(Word):
    """Why downtime is not the vendor's to answer for."""

    MAINTENANCE = "maintenance"
    FORCE_MAJEURE = "force_majeure"
    OUR_FAULT = "our_fault"


class Denominator(Word):
    """What becomes of excluded time in the time that availability is a share of.

    ``STAYS``: nothing; it counts as service. ``LESS_EXCUSED``: excused downtime leaves it.
    ``LESS_EXCLUDED``: the whole exclusion leaves it, also while the service was up.
    """

    STAYS = "stays"
    LESS_EXCUSED = "less_excused"
    LESS_EXCLUDED = "less_excluded"


class Refusal(Word):
    """Why an exclusion excuses nothing."""

    NOT_AGREED = "not_agreed"
    NO_EVIDENCE = "no_evidence"
    NOT_APPROVED = "not_approved"
    NOT_ANNOUNCED = "not_announced"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch of time in which downtime may be excused.

    Attributes:
        start: When it begins; any zone, kept in UTC.
        end: When it ends.
        kind: Why.
        ref: What people call it.
        has_evidence: Whether there is evidence on record.
        is_approved: Whether somebody who may do so has approved it.
        announced_at: When maintenance was announced.

    Raises:
        NaiveInstantError: If a time has no zone.
        ValueError: If it ends before it starts.
    """

    start: dt.datetime
    end: dt.datetime
    kind: ExclusionKind
    ref: str = ""
    has_evidence: bool = False
    is_approved: bool = False
    announced_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        settle(self, kind=ExclusionKind)
        kept = interval(self.start, self.end)
        object.__setattr__(self, "start", kept.start)
        object.__setattr__(self, "end", kept.end)
        if self.announced_at is not None:
            object.__setattr__(self, "announced_at", in_utc(self.announced_at))

    @property
    def interval(self) -> Interval:
        """Return the time that it covers."""
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class ExclusionPolicy:
    """What a contract agrees about exclusions.

    Attributes:
        kinds: What excuses downtime.
        denominator: Whether excluded time leaves the denominator.
        notice: How long ahead maintenance must be announced; None where the contract does not say.
    """

    kinds: frozenset[ExclusionKind] = frozenset(ExclusionKind)
    denominator: Denominator = Denominator.STAYS
    notice: dt.timedelta | None = None

    def __post_init__(self) -> None:
        settle(self, denominator=Denominator)
        object.__setattr__(self, "kinds", frozenset(map(ExclusionKind, self.kinds)))

    def refusal(self, exclusion: Exclusion) -> Refusal | None:
        """Return why an exclusion excuses nothing; None where it holds."""
        if exclusion.kind not in self.kinds:
            return Refusal.NOT_AGREED
        if not exclusion.has_evidence:
            return Refusal.NO_EVIDENCE
        if not exclusion.is_approved:
            return Refusal.NOT_APPROVED
        if exclusion.kind is ExclusionKind.MAINTENANCE and not self._is_announced(exclusion):
            return Refusal.NOT_ANNOUNCED
        return None

    def _is_announced(self, exclusion: Exclusion) -> bool:
        if self.notice is None:
            return True
        at = exclusion.announced_at
        return at is not None and at + self.notice <= exclusion.start


@dataclass(frozen=True, slots=True)
class RefusedExclusion:
    """An exclusion that excuses nothing, and why."""

    exclusion: Exclusion
    reason: Refusal


def sorted_out(
    exclusions: Iterable[Exclusion], policy: ExclusionPolicy
) -> tuple[tuple[Exclusion, ...], tuple[RefusedExclusion, ...]]:
    """Return the exclusions that hold, and those that do not with the reason, each in order of time."""
    held, refused = [], []
    for exclusion in sorted(exclusions, key=lambda one: (one.start, one.end, one.ref)):
        reason = policy.refusal(exclusion)
        if reason is None:
            held.append(exclusion)
        else:
            refused.append(RefusedExclusion(exclusion, reason))
    return tuple(held), tuple(refused)
