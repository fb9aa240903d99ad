"""What a section of a dossier says: facts, reasons and tables, in words, the same on a page and in a PDF.

1. A section says what its reader may see, in words that are ready to be shown; it is content, not layout.
2. A fact without a value is left out; a section that says nothing is not shown.
3. A table is shown without rows too: then ``empty`` says so in its place, so that a reader can tell.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text; ``kind`` of a status word, ``url`` of where it leads."""

    text: str
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; ``kind`` is ``text``, ``long`` (the rest), ``date``, ``status`` or ``money``."""

    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table: ``caption`` says what it lists, ``empty`` what is said without rows, ``note`` stands below."""

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    note: str = ""

    @property
    def labelled(self) -> list[list[tuple[Heading, Cell]]]:
        """Return the rows with each cell beside the head of its column."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class SectionContent:
    """What a section says.

    Attributes:
        facts: Pairs of label and value.
        steps: Why, one sentence a step, in order.
        tables: What is listed.
        note: A sentence that stands alone, such as that there is nothing to tell.
    """

    facts: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    tables: tuple[SectionTable, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.facts or self.steps or self.tables or self.note)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Facts and steps as pairs of label and value, for where nothing else is kept."""
        numbered = enumerate(self.steps, start=1)
        return [*self.facts, *((f"Why, step {number}", sentence) for number, sentence in numbered)]


def content_of(facts: list[tuple[str, str]], steps: list[str] | None = None) -> SectionContent:
    """Return a section of the facts that have a value, with the reasons for them."""
    return SectionContent(tuple((label, value) for label, value in facts if value), tuple(steps or ()))
