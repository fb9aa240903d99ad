"""Whose the figures of a monthly report are: who answers for key figures, and what vendors say of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.urls import reverse

from core.rules.section import Cell, SectionTable
from slas.models import ResultVersion, SlaTarget
from slas.reports.judged import figure_of, figure_words, word_of
from slas.reports.sections import Columns, ReportSection, cells, left_out, table_of
from slas.reports.vendor_figures import FigureBeside
from slas.rules.agreed_target import IndicatorKind

_OWNED: Final[Columns] = (
    ("Key figure", "long"),
    ("Answers for it", "text"),
    ("Readings come from", "long"),
)
_OWNED_OVER_ALL: Final[Columns] = (
    ("Contract and key figure", "long"),
    ("Figure", "measured"),
    ("State", "status"),
    ("Answers for it", "text"),
    ("Readings come from", "long"),
)
_BESIDE: Final[Columns] = (
    ("Service and target", "long"),
    ("Ours", "measured"),
    ("The vendor's", "text"),
    ("Theirs is", "text"),
    ("By theirs", "status"),
)
_NOBODY: Final = "nobody is named"
_NOWHERE: Final = "not recorded"
Named = Callable[[SlaTarget], Cell]


def is_key_figure(target: SlaTarget) -> bool:
    """Tell whether somebody answers for a target: each key figure, and what has an owner or a source."""
    is_one: bool = target.indicator == IndicatorKind.KEY_FIGURE
    return is_one or target.owner_id is not None or bool(target.source)


def owners_table(targets: Iterable[SlaTarget]) -> SectionTable | None:
    """Return who answers for each key figure of a contract and where it comes from; None without any."""
    rows = [cells(named_alone(one), *_whose(one)) for one in targets if is_key_figure(one)]
    return table_of("Who answers for the key figures", _OWNED, rows, empty="") if rows else None


def key_figures_section(versions: Iterable[ResultVersion], named: Named, most: int) -> ReportSection:
    """Return the key figures of a month over all contracts, with who answers for each.

    Args:
        versions: The newest versions of the results of the month, with the owners of their targets joined.
        named: How a target is called.
        most: How many rows are shown.
    """
    found = [one for one in versions if is_key_figure(one.result.target)]
    table = table_of(
        "Figures that somebody answers for, by vendor and contract",
        _OWNED_OVER_ALL,
        [_owned_row(one, named) for one in found[:most]],
        empty="No key figure was to be judged in this month.",
        note=left_out(len(found), most, "key figures"),
    )
    return ReportSection(key="key-figures", label="Key figures", tables=(table,))


def beside_table(found: Sequence[FigureBeside], named: Named, most: int) -> SectionTable:
    """Return what vendors say that their figures were, each beside ours with the difference."""
    return table_of(
        "The vendor's own figures beside ours",
        _BESIDE,
        [_beside_row(one, named) for one in found[:most]],
        empty="No figure of the vendor's own is on record for this month.",
        note=left_out(len(found), most, "figures"),
    )


def beside_section(found: Sequence[FigureBeside], named: Named, most: int) -> ReportSection:
    """Return the section of the vendors' own figures over all contracts."""
    return ReportSection(
        key="vendor-figures", label="What vendors say", tables=(beside_table(found, named, most),)
    )


def named_alone(target: SlaTarget) -> Cell:
    """Return the name of a target within its contract."""
    return Cell(str(target), url=reverse("sla_target", args=[target.pk]))


def _owned_row(version: ResultVersion, named: Named) -> tuple[Cell, ...]:
    figure = figure_of(version)
    word = word_of(version.is_met, figure)
    told = Cell(figure_words(figure, version.terms), url=reverse("sla_result", args=[version.result_id]))
    return cells(
        named(version.result.target), told, Cell(word.text, word.kind), *_whose(version.result.target)
    )


def _whose(target: SlaTarget) -> tuple[str, str]:
    return str(target.owner) if target.owner else _NOBODY, target.source or _NOWHERE


def _beside_row(one: FigureBeside, named: Named) -> tuple[Cell, ...]:
    """Return a figure of the vendor's as a row; where the promise would be kept otherwise, ours is told."""
    lines = [one.apart or "not comparable"]
    if one.word != one.our_word:
        lines.append(f"by ours {one.our_word.text.lower()}")
    return cells(
        named(one.version.result.target),
        Cell(one.ours, url=reverse("sla_result", args=[one.version.result_id])),
        "\n".join(part for part in (one.words, one.note) if part),
        "\n".join(lines),
        Cell(one.word.text, one.word.kind),
    )
