"""How the promises of a contract were kept in a month: the table, and how each figure came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.urls import reverse

from core.rules.section import Cell, SectionTable
from core.rules.wording import short_date
from slas.actions.asking import Asked
from slas.actions.happened import facts_about
from slas.models import Result, ResultVersion, SlaTarget, TargetVersion
from slas.reports.agreed import ShownTarget, promise_words
from slas.reports.judged import (
    VERDICTS,
    computation_of,
    credit_words,
    figure_of,
    figure_words,
    minutes_words,
    timer_rows,
    word_of,
)
from slas.reports.monthly.figures import beside_table, named_alone, owners_table
from slas.reports.sections import Columns, ReportSection, cells, table_of
from slas.reports.vendor_figures import FigureBeside
from slas.rules.agreed_target import period_rule
from slas.rules.availability_result import Availability
from slas.rules.availability_terms import Verdict
from slas.rules.interval import Interval
from slas.rules.judging import Judged, judge
from slas.rules.report_month import ReportMonth

MOST_TICKETS: Final = 100
MOST_FIGURES: Final = 300
_KEPT: Final[Columns] = (
    ("Service and target", "long"),
    ("Promised", "text"),
    ("Figure", "measured"),
    ("State", "status"),
    ("Result", "text"),
    ("Credit before caps", "money"),
)
_MINUTES: Final[Columns] = (("Downtime", "long"), ("Minutes", "money"), ("Exclusions and outages", "long"))
_TICKETS: Final[Columns] = (
    ("Ticket", "long"),
    ("Opened (UTC)", "moment"),
    ("Minutes", "money"),
    ("It is", "text"),
)


@dataclass(frozen=True, slots=True)
class MonthResult:
    """The newest version of a result, and what its period comes to by what is recorded now."""

    version: ResultVersion
    found: Judged

    @property
    def target(self) -> SlaTarget:
        """The target."""
        target: SlaTarget = self.version.result.target
        return target

    @property
    def is_behind(self) -> bool:
        """Whether what is recorded has changed since it was judged."""
        return self.found.fingerprint != self.version.input_sha256


def judged_of(versions: Sequence[ResultVersion], now: dt.datetime) -> list[MonthResult]:
    """Return results with the minutes behind them, what happened read once for all.

    Args:
        versions: With results, targets, services and the contract with its terms joined.
        now: The present instant.
    """
    if not versions:
        return []
    asked = []
    for one in versions:
        one.terms.target = one.result.target
        period = period_rule(one.terms).period_on(one.result.period_first_date)
        asked.append(Asked(one.result.target, one.terms, period))
    reaches = [one.reach for one in asked]
    span = Interval(min(one.start for one in reaches), max(one.end for one in reaches))
    facts = facts_about([one.target for one in asked], span)
    return [
        MonthResult(version, judge(one.question(now), facts.of(one.target)))
        for version, one in zip(versions, asked, strict=True)
    ]


def kept_section(
    targets: Sequence[ShownTarget],
    results: Sequence[MonthResult],
    beside: Sequence[FigureBeside],
    month: ReportMonth,
) -> ReportSection:
    """Return services and targets with what became of each, who answers for it, and what the vendor says."""
    by_target: dict[int, list[ResultVersion]] = {}
    for one in results:
        by_target.setdefault(one.version.result.target_id, []).append(one.version)
    rows: list[tuple[Cell, ...]] = []
    for shown in targets:
        found = by_target.get(shown.target.pk, [])
        rows += [kept_row(version) for version in found] or [_without_result(shown, month)]
    empty = "Nothing is promised about services of this contract."
    tables = [
        table_of("Each target with its figure", _KEPT, rows, empty=empty),
        owners_table(shown.target for shown in targets),
        beside_table(beside, named_alone, MOST_FIGURES) if results else None,
    ]
    return ReportSection(
        key="kept", label="Services and targets", tables=tuple(one for one in tables if one is not None)
    )


def kept_row(version: ResultVersion) -> tuple[Cell, ...]:
    """Return a result as a row: target, promise, exact figure, state, version and credit."""
    result, figure = version.result, figure_of(version)
    word = word_of(version.is_met, figure)
    return cells(
        Cell(str(result.target), url=reverse("sla_target", args=[result.target_id])),
        promise_words(version.terms) + _clause(version.terms),
        figure_words(figure, version.terms),
        Cell(word.text, word.kind),
        Cell(result_words(version), url=reverse("sla_result", args=[result.pk])),
        credit_words(version),
    )


def result_words(version: ResultVersion) -> str:
    """Say which version counts and whether somebody signed it off."""
    return f"version {version.number}, {_signed(version.result)}"


def is_awaited(terms: TargetVersion | None, month: ReportMonth) -> bool:
    """Tell whether a target under some terms must have a result of a month: a period of it ends in there."""
    return terms is not None and month.period_ending_in(period_rule(terms)) is not None


def kept_words(versions: Sequence[ResultVersion], waiting: int) -> str:
    """Say how many results of a month were kept, missed and without data, and how many are not judged yet."""
    kept = sum(1 for one in versions if one.is_met is True)
    missed = sum(1 for one in versions if one.is_met is False)
    counts = {
        "kept": kept,
        "missed": missed,
        "without data": len(versions) - kept - missed,
        "not judged yet": waiting,
    }
    told = [f"{count:,} {word}" for word, count in counts.items() if count]
    return ", ".join(told) or "none was to be judged in this month"


def _without_result(shown: ShownTarget, month: ReportMonth) -> tuple[Cell, ...]:
    terms = shown.version
    word, why = Cell(""), "no period of it ends in this month"
    if terms is None:
        why = "nothing was promised yet"
    elif is_awaited(terms, month):
        word, why = Cell("Not judged", "unknown"), "not judged yet"
    promised = promise_words(terms) + _clause(terms) if terms else ""
    url = reverse("sla_target", args=[shown.target.pk])
    return cells(Cell(str(shown.target), url=url), promised, "", word, why, "")


def _clause(terms: TargetVersion) -> str:
    return f" (clause {terms.clause_ref})" if terms.clause_ref else ""


def _signed(result: Result) -> str:
    if result.signed_off_at is None:
        return "not signed off"
    by = f" by {result.signed_off_by}" if result.signed_off_by else ""
    return f"signed off {short_date(result.signed_off_at.date())}{by}"


def computed_sections(results: Iterable[MonthResult]) -> Iterator[ReportSection]:
    """Yield how each figure came about: in sentences, with the minutes that count and those that do not."""
    for one in results:
        terms = one.version.terms
        steps = computation_of(one.found, terms)
        if one.is_behind:
            live = figure_words(one.found.figure, terms)
            steps.insert(
                0,
                f"What is recorded has changed since version {one.version.number}: by what is known now the"
                f" figure is {live}. What stands here is known now.",
            )
        tables = [table for table in (_minutes(one.found.availability), _tickets(one.found)) if table]
        yield ReportSection(
            key=f"result-{one.version.result_id}",
            label=f"How it came about: {one.target}",
            steps=tuple(steps),
            tables=tuple(tables),
        )


def _minutes(found: Availability | None) -> SectionTable | None:
    """Return the minutes of downtime by whether they count, or why not; None without any."""
    if found is None or not found.stretches:
        return None
    rows = []
    for verdict in Verdict:
        of_it = [one for one in found.stretches if one.verdict is verdict]
        if of_it:
            named = dict.fromkeys(name for one in of_it for name in (*one.exclusions, *one.outages))
            minutes = sum((one.minutes for one in of_it), Fraction(0))
            rows.append(cells(VERDICTS[verdict].capitalize(), minutes_words(minutes), ", ".join(named)))
    return table_of("Minutes of downtime", _MINUTES, rows, empty="")


def _tickets(found: Judged) -> SectionTable | None:
    """Return the tickets that were not in time; None where the target is not about tickets."""
    if not found.timers:
        return None
    late = [row for row in timer_rows(found) if row[3] != "in time"]
    in_time = len(found.timers) - len(late)
    note = f"{in_time:,} of {len(found.timers):,} in time." if in_time else ""
    rows = [cells(*row) for row in late[:MOST_TICKETS]]
    if len(late) > MOST_TICKETS:
        note += f" {len(late) - MOST_TICKETS:,} more stand on the page of the result."
    return table_of(
        "Tickets that are late or open", _TICKETS, rows, empty="Every ticket was in time.", note=note
    )
