"""What reports about services are made of: sections of facts, sentences, tables, and charts with tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.rules.section import Cell, Heading, SectionTable
from slas.reports.pipeline import ShownPipeline
from slas.rules.trend import TrendChart

#: The columns of a table: the label of each with its kind.
Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChartWithTable:
    """A chart with the table of its figures below it.

    Attributes:
        caption: What it shows.
        words: The same for who does not see it, with what stands out.
        trend: The chart of figures by period; None where no period has a figure.
        pipeline: The chart of money by state; None for a trend.
        table: The figures.
    """

    caption: str
    words: str
    table: SectionTable
    trend: TrendChart | None = None
    pipeline: ShownPipeline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section of a report; ``note`` is a sentence that stands alone."""

    key: str
    label: str
    facts: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    note: str = ""
    tables: tuple[SectionTable, ...] = ()
    charts: tuple[ChartWithTable, ...] = ()


def table_of(
    caption: str, columns: Columns, rows: Iterable[tuple[Cell, ...]], *, empty: str, note: str = ""
) -> SectionTable:
    """Return a table with its columns by label and kind."""
    headings = tuple(Heading(label, kind) for label, kind in columns)
    return SectionTable(caption, headings, tuple(rows), empty, note)


def cells(*values: str | Cell) -> tuple[Cell, ...]:
    """Return the cells of a row; what is mere text becomes a cell."""
    return tuple(one if isinstance(one, Cell) else Cell(one) for one in values)


def left_out(total: int, shown: int, what: str) -> str:
    """Say how many rows a table leaves out; blank for none."""
    return f"{total - shown:,} more {what} are left out." if total > shown else ""
