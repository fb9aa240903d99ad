"""The history of a clause: through all versions of its document and the amendments laid over them.

The steps are the versions in the order of their numbers; behind each version stand the amendments that are
laid over it, in the order in which they count. Where a clause came from is told by
:mod:`contracts_app.rules.blame`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from contracts_app.actions.amended_text import for_reader, step_of, versions_of
from contracts_app.models import Amendment, Clause, Document, DocumentVersion
from contracts_app.reports.clause_amended import laid_over
from contracts_app.reports.comparison import ShownRow, shown_row
from contracts_app.reports.comparison_sides import Side, clauses_by_version, clauses_of_text
from contracts_app.rules.blame import Stage, Step, Way, Ways, ways_of, whole_way
from contracts_app.rules.clause import Clause as ClauseOfText
from contracts_app.rules.consolidation import TextClause, consolidate
from contracts_app.rules.word_change_text import words_of


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One text on a document's way: a version, or what an amendment left of it.

    Attributes:
        step: As the rules see it.
        ids: The row of each clause; None for one that came with an amendment.
        version: The version, or the one that the amendment is laid over.
        amendment: The amendment; None for a version.
    """

    step: Step
    ids: tuple[int | None, ...]
    version: DocumentVersion
    amendment: Amendment | None


@dataclass(frozen=True, slots=True)
class ShownStage:
    """What became of a clause at one step: rows to draw; none where it was taken out.

    ``is_first`` is where the clause first appeared, ``is_back`` where it had been taken out and came back.
    """

    at: HistoryStep
    rows: tuple[ShownRow, ...]
    is_first: bool
    is_back: bool
    is_news: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Words in a row that came with one step."""

    at: HistoryStep
    gap: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseHistory:
    """A clause through all steps: what became of it at each, and with which step its words came.

    ``steps`` counts all steps of the document; ``stages`` are those in which the clause stood, or was taken
    out; ``credits`` are of its words at ``standing``.
    """

    stages: tuple[ShownStage, ...]
    credits: tuple[Credit, ...]
    standing: HistoryStep
    steps: int

    @property
    def news(self) -> list[ShownStage]:
        """The stages at which something happened, the first appearance among them."""
        return [stage for stage in self.stages if stage.is_news or stage.is_first]

    @property
    def sources(self) -> list[HistoryStep]:
        """The steps that words of the clause came with, the earliest first."""
        found = {id(one.at): one.at for one in self.credits}
        return sorted(found.values(), key=lambda one: (one.version.number, one.amendment is not None))


def history_of(user: Any, clause: Clause) -> ClauseHistory:
    """Return the history of a clause that ``user`` sees, with its version and document joined.

    Its words are those that stand last over its version: as the amendments that are laid over it left them.
    """
    steps = tuple(steps_of(user, clause.version.document))
    ways = _ways(tuple(one.step for one in steps))
    place = next(index for index, one in enumerate(steps) if _is(one, clause))
    order = steps[place].ids.index(clause.pk)
    way = whole_way(ways, place, order)
    stages = tuple(_shown(stage, steps, is_first=not index) for index, stage in enumerate(way.stages))
    last, standing = _as_amended(way, clause, steps)
    credits = tuple(_credits(ways.by_step[last][standing], steps[last].step.clauses[standing], steps))
    return ClauseHistory(stages, credits, steps[last], len(steps))


def words_in(user: Any, side: Side, order: int) -> tuple[Credit, ...]:
    """Return with which step the words of a clause of a version, or of a text in force, came.

    Args:
        user: Who reads; sees the side.
        side: The text.
        order: Place of the clause in it; none is told of a place that it does not have.
    """
    steps = tuple(steps_of(user, side.document))
    wanted = _said(side.clauses)
    place = next((at for at in reversed(range(len(steps))) if _stands(steps[at], side, wanted)), None)
    if place is None or not 0 <= order < len(wanted):
        return ()
    ways = _ways(tuple(one.step for one in steps))
    return tuple(_credits(ways.by_step[place][order], side.clauses[order], steps))


def steps_of(user: Any, document: Document) -> Iterator[HistoryStep]:
    """Yield the texts of a document in order: each version that has one, then what amendments made of it."""
    scope = for_reader(user)
    versions = scope(DocumentVersion).filter(document=document).select_related("created_by", "document")
    versions = list(versions.order_by("number"))
    clauses = clauses_by_version(user, [one.pk for one in versions])
    dates = versions_of(scope, [document.pk])[document.pk]
    amendments = scope(Amendment).filter(document=document).standing().select_related("recorded_by")
    by_base = laid_over(list(amendments.prefetch_related("changes").in_order()), dates)
    for version in versions:
        found, ids = clauses[version.pk]
        if not found:
            continue
        yield HistoryStep(_version_step(version, tuple(found)), tuple(ids), version, None)
        yield from _amended(version, found, ids, by_base.get(version.pk, []))


def _amended(
    version: DocumentVersion, clauses: list[ClauseOfText], ids: list[int], amendments: list[Amendment]
) -> Iterator[HistoryStep]:
    base = [
        TextClause(one.number, one.heading, one.level, one.text, source=pk)
        for one, pk in zip(clauses, ids, strict=True)
    ]
    for count, amendment in enumerate(amendments, 1):
        text = consolidate(base, [step_of(one) for one in amendments[:count]])
        found, rows = clauses_of_text(text.clauses)
        by = str(amendment.recorded_by) if amendment.recorded_by else ""
        step = Step(amendment.title, amendment.effective_date, by, found)
        yield HistoryStep(step, rows, version, amendment)


def _version_step(version: DocumentVersion, clauses: tuple[ClauseOfText, ...]) -> Step:
    day = version.effective_date or version.created_at.date()
    by = str(version.created_by) if version.created_by else ""
    return Step(f"Version {version.number}", day, by, clauses)


@lru_cache(maxsize=8)
def _ways(steps: tuple[Step, ...]) -> Ways:
    """Return the ways through the steps of a document; who reads one clause soon reads another."""
    return ways_of(steps)


def _is(step: HistoryStep, clause: Clause) -> bool:
    return step.amendment is None and step.version.pk == clause.version_id


def _as_amended(way: Way, clause: Clause, steps: tuple[HistoryStep, ...]) -> tuple[int, int]:
    """Return the last step over the version of a clause in which it stands, and its place there."""
    return max(
        (stage.step, stage.order)
        for stage in way.stages
        if stage.order is not None and steps[stage.step].version.pk == clause.version_id
    )


def _said(clauses: Iterable[ClauseOfText]) -> list[tuple[str, str]]:
    return [(one.number, one.text) for one in clauses]


def _stands(step: HistoryStep, side: Side, wanted: list[tuple[str, str]]) -> bool:
    """Tell whether a step is the text of a side: the version itself, or the same words over it."""
    if side.version is None or step.version.pk != side.version.pk:
        return False
    if side.day is None:
        return step.amendment is None
    return _said(step.step.clauses) == wanted


def _shown(stage: Stage, steps: tuple[HistoryStep, ...], *, is_first: bool) -> ShownStage:
    at = steps[stage.step]
    before = steps[stage.step - 1] if stage.step else None
    old, old_ids = (before.step.clauses, before.ids) if before else ((), ())
    rows = tuple(
        shown_row(row, place, (old, old_ids), (at.step.clauses, at.ids))
        for place, row in enumerate(stage.rows, 1)
    )
    return ShownStage(at, rows, is_first, stage.is_back, stage.is_news)


def _credits(way: Way, clause: ClauseOfText, steps: tuple[HistoryStep, ...]) -> Iterator[Credit]:
    words = words_of(clause.text, clause.number)
    places = range(len(words))
    for origin, group in groupby(places, key=lambda place: way.origins[place]):
        found = list(group)
        part = words.part(found[0], found[-1] + 1)
        yield Credit(steps[origin], part.gaps[0] if found[0] else "", part.text)
