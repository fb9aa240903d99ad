"""How a target was kept, in words and figures: for the page of a result, lists, and letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from core.pages.status import StatusWord
from core.rules.wording import money_text, short_date
from slas.models import Exclusion, ResultVersion, SlaTarget, TargetVersion
from slas.reports.agreed import promise_words
from slas.rules.agreed_target import TIMES, IndicatorKind
from slas.rules.availability_result import Availability
from slas.rules.availability_terms import Verdict
from slas.rules.credit_number import exact_decimal, number_text
from slas.rules.credit_sentences import sentence_of
from slas.rules.exclusion import Refusal
from slas.rules.interval import Interval, in_minutes
from slas.rules.judging import Judged
from slas.rules.service_timer import TimerState
from slas.rules.wall_clock import zone_named

if TYPE_CHECKING:
    from accounts.models import User

VERDICTS: Final = {
    Verdict.COUNTED: "counts",
    Verdict.EXCUSED: "excused",
    Verdict.TOO_SHORT: "shorter than what counts",
    Verdict.OUTSIDE_PERIOD: "outside the period",
    Verdict.OUTSIDE_CONTRACT: "outside the term of the contract",
    Verdict.NOT_MONITORED: "before it was watched",
    Verdict.OUTSIDE_HOURS: "outside the service hours",
}
REFUSALS: Final = {
    Refusal.NOT_AGREED: "The contract does not excuse this kind.",
    Refusal.NO_EVIDENCE: "There is no evidence on record.",
    Refusal.NOT_APPROVED: "Nobody has approved it yet.",
    Refusal.NOT_ANNOUNCED: "It was not announced as long ahead as agreed.",
}
TIMERS: Final = {
    TimerState.MET: "in time",
    TimerState.MISSED: "late",
    TimerState.RUNNING: "still open",
    TimerState.PAUSED: "waiting",
}
_SHOWN: Final = Decimal(1).scaleb(-6)


@dataclass(frozen=True, slots=True)
class ShownStretch:
    """A stretch of downtime, in UTC and where the contract counts, with its fate and its outages."""

    start: str
    end: str
    local_start: str
    local_end: str
    minutes: str
    verdict: str
    counts: bool
    outages: str
    exclusions: str


def word_of(is_met: bool | None, figure: Fraction | None) -> StatusWord:
    """Return the word for how a target was kept."""
    if figure is None:
        return StatusWord("review", "No data")
    if is_met is None:
        return StatusWord("review", "Open")
    return StatusWord("active", "Kept") if is_met else StatusWord("missed", "Missed")


def figure_of(version: ResultVersion) -> Fraction | None:
    """Return the exact figure of a version; None without data."""
    if version.figure_numerator is None or version.figure_denominator is None:
        return None
    return Fraction(int(version.figure_numerator), int(version.figure_denominator))


def unit_of(terms: TargetVersion) -> str:
    """Return what the figures of a version are in; empty where that is not stated."""
    unit: str = "%" if terms.share_percent is not None else terms.unit or terms.target.unit
    return unit


def figure_words(figure: Fraction | None, terms: TargetVersion) -> str:
    """Return a figure with its unit; one without an end by six decimals, which is said with ≈."""
    if figure is None:
        return "no data"
    return f"{figure_number(figure)} {unit_of(terms)}".strip()


def figure_number(figure: Fraction) -> str:
    """Return a figure; one without an end, or with many decimals, by six of them, which is said with ≈."""
    exact = exact_decimal(figure)
    if exact is not None and len(format(exact, "f")) <= 14:
        return f"{exact:f}"
    shown = (Decimal(figure.numerator) / Decimal(figure.denominator)).quantize(_SHOWN, ROUND_HALF_EVEN)
    return f"≈ {shown:f}"


def credit_words(version: ResultVersion) -> str:
    """Say what the scheme gives; empty where none is agreed or none is due."""
    if version.credit_status in ("", "not_due"):
        return ""
    if version.credit_amount is not None:
        return money_text(version.credit_amount, version.credit_currency)
    if version.credit_days is not None:
        return f"{version.credit_days.normalize():f} days"
    if version.credit_percent is not None:
        return f"{version.credit_percent.normalize():f} % of the fee"
    return {"no_data": "no data", "undecided": "to decide"}.get(version.credit_status, "not known")


def period_name(first: dt.date, last: dt.date) -> str:
    """Return what a period is called: ``Jun 2026`` for a month, its two days otherwise."""
    next_day = last + dt.timedelta(days=1)
    if (
        first.day == 1
        and next_day.day == 1
        and (next_day.year * 12 + next_day.month) == (first.year * 12 + first.month + 1)
    ):
        return f"{first:%b %Y}"
    return f"{short_date(first)} to {short_date(last)}"


def stretches_of(found: Availability, zone: str) -> list[ShownStretch]:
    """Return every stretch of downtime of a period, in order."""
    local = zone_named(zone)
    return [
        ShownStretch(
            start=moment_words(one.start),
            end=moment_words(one.end),
            local_start=moment_words(one.start.astimezone(local)),
            local_end=moment_words(one.end.astimezone(local)),
            minutes=minutes_words(one.minutes),
            verdict=VERDICTS[one.verdict],
            counts=one.verdict is Verdict.COUNTED,
            outages=", ".join(one.outages),
            exclusions=", ".join(one.exclusions),
        )
        for one in found.stretches
    ]


def computation_of(found: Judged, terms: TargetVersion) -> list[str]:
    """Say in sentences how a figure came about, and whether the promise was kept."""
    return list(_computation(found, terms))


def credit_steps(found: Judged) -> list[str]:
    """Say in sentences what decided about the credit; nothing where none is agreed."""
    return [sentence_of(step) for step in found.credit.steps] if found.credit else []


def refused_words(found: Judged) -> list[tuple[str, str]]:
    """Name the exclusions that excuse nothing, with the reason."""
    if found.availability is None:
        return []
    return [
        (
            f"{one.ref}, {moment_words(one.start)} to {moment_words(one.end)} UTC",
            REFUSALS[reason],
        )
        for one, reason in ((refused.exclusion, refused.reason) for refused in found.availability.refused)
    ]


def rejected_words(user: User, target: SlaTarget, period: Interval) -> list[tuple[str, str]]:
    """Name the exclusions that share time with a period and that somebody rejected, with the reason.

    Only an availability can be excused. The target has its service joined.
    """
    if target.indicator != IndicatorKind.AVAILABILITY:
        return []
    seen = Exclusion.objects.visible_to(user).filter(contract_id=target.service.contract_id)
    of_it = seen.filter(Q(service__isnull=True) | Q(service=target.service_id)).exclude(rejected_reason="")
    return [
        (
            f"{one.ref or one.get_kind_display()}, {moment_words(one.start_at)} to"
            f" {moment_words(one.end_at)} UTC",
            f"It was rejected: {one.rejected_reason}",
        )
        for one in of_it.touching(*period).order_by("start_at", "pk")
    ]


def timer_rows(found: Judged) -> list[tuple[str, str, str, str]]:
    """Return each ticket with when it was opened, how long it ran and what became of it."""
    return [
        (ticket.ref, moment_words(ticket.opened_at), minutes_words(timer.minutes), TIMERS[timer.state])
        for ticket, timer in found.timers
    ]


def changes_between(before: ResultVersion, after: ResultVersion) -> list[str]:
    """Say which figures of a version are not those of the version before."""
    told = []
    old, new = figure_of(before), figure_of(after)
    if old != new:
        told.append(f"{figure_words(old, before.terms)} became {figure_words(new, after.terms)}")
    if before.is_met != after.is_met:
        words = (word_of(one.is_met, figure_of(one)).text.lower() for one in (before, after))
        told.append("{} became {}".format(*words))
    if credit_words(before) != credit_words(after):
        told.append(f"credit {credit_words(before) or 'none'} became {credit_words(after) or 'none'}")
    return told


def _computation(found: Judged, terms: TargetVersion) -> Iterator[str]:
    measured = found.availability
    if measured is not None:
        yield from _of_availability(measured)
    elif found.percentile is not None:
        rank, count = found.percentile.rank, found.percentile.count
        yield f"Of {count:,} readings in order the {rank:,}th is taken (nearest rank)."
    elif IndicatorKind(terms.target.indicator) in TIMES:
        open_count = sum(1 for _, timer in found.timers if timer.is_met is None)
        opened = "1 ticket was" if found.count == 1 else f"{found.count:,} tickets were"
        waiting = f"; {open_count:,} of them not judged yet" if open_count else ""
        yield f"{opened} opened in the period{waiting}."
    else:
        taken = "1 reading was" if found.count == 1 else f"{found.count:,} readings were"
        yield f"{taken} taken in the period."
    if found.figure is None:
        yield "There is no data: it is neither kept nor missed."
        return
    yield f"The figure is {figure_words(found.figure, terms)}{_exactly(found.figure)}."
    kept = {True: "is kept", False: "is missed", None: "is open"}[found.is_met]
    rounded = ", after it is rounded as agreed" if terms.rounding_mode else ", compared exactly"
    yield f"Promised is {promise_words(terms)}: the promise {kept}{rounded}."


def _of_availability(found: Availability) -> Iterator[str]:
    yield f"{minutes_words(in_minutes(found.total))} minutes of the period count."
    yield f"It was down for {minutes_words(in_minutes(found.down))} minutes of them."
    if found.excused:
        yield f"{minutes_words(in_minutes(found.excused))} minutes of that are excused."
    if found.left_out:
        yield f"{minutes_words(in_minutes(found.left_out))} minutes leave the time that counts."


def _exactly(figure: Fraction) -> str:
    return "" if exact_decimal(figure) is not None else f", exactly {figure.numerator}/{figure.denominator}"


def minutes_words(minutes: Fraction) -> str:
    """Write minutes with all their figures; those without an end by three decimals."""
    exact = exact_decimal(minutes)
    if exact is not None and len(format(exact, "f")) <= 12:
        return f"{exact:,f}"
    return (
        f"{Decimal(minutes.numerator) / Decimal(minutes.denominator):,.3f}"
        if exact is None
        else number_text(minutes)
    )


def moment_words(at: dt.datetime) -> str:
    """Write an instant as its clock shows it, to the second where it is not a full minute."""
    seconds = f"{at:%H:%M:%S}" if at.second or at.microsecond else f"{at:%H:%M}"
    return f"{short_date(at.date())} {seconds}"
