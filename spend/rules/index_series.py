"""What an index series is called, and what an import of it does.

1. A series is known by its code: 1 to 40 letters, digits, ``.``, ``_``, ``-`` and ``/``, in capitals.
2. A new series needs a name and a frequency. What is not stated about a known one stays; what is stated
   replaces it, but for the frequency, which never changes once there are values.
3. A value that is recorded already is unchanged when it is the same number, whatever its noughts; another
   number is a revision, which replaces it and is reported with both.
4. A period that a file does not name keeps its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from contracts_app.rules.register_row import RowError
from contracts_app.rules.text import clean_line
from core.money import decimals_of
from spend.rules.index_file import CheckedIndex, IndexRow
from spend.rules.index_period import Frequency, period_code

LONGEST: Final = {"code": 40, "name": 200, "publisher": 200, "source": 300, "base": 100}
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFacts:
    """What is stated about a series; an empty text says nothing.

    Attributes:
        code: Its short name here, such as ``DE-CPI``.
        name: What it measures.
        publisher: Who publishes it.
        source: Where its figures were taken from.
        base: What stands for 100, such as ``2020 = 100``.
        frequency: A ``Frequency``.
    """

    code: str
    name: str = ""
    publisher: str = ""
    source: str = ""
    base: str = ""
    frequency: str = ""


def tidied(facts: SeriesFacts) -> SeriesFacts:
    """Return the facts as they are kept: blanks single, the code in capitals."""
    cleaned = {field.name: clean_line(getattr(facts, field.name)) for field in fields(facts)}
    return SeriesFacts(
        **{**cleaned, "code": cleaned["code"].upper(), "frequency": cleaned["frequency"].lower()}
    )


def series_problems(
    facts: SeriesFacts, known_frequency: str | None, *, has_values: bool
) -> dict[str, list[str]]:
    """Return what is wrong with tidied facts, by field.

    Args:
        facts: What is stated.
        known_frequency: That of the series on record; None where the series is new.
        has_values: Whether the series on record has values.
    """
    problems: dict[str, list[str]] = {}
    if not _CODE.fullmatch(facts.code):
        problems["code"] = ["A code has 1 to 40 letters, digits and . _ - /, such as DE-CPI. Correct it."]
    for name in ("name", "publisher", "source", "base"):
        if len(getattr(facts, name)) > LONGEST[name]:
            problems[name] = [f"At most {LONGEST[name]} characters fit. Shorten it."]
    if facts.frequency and facts.frequency not in set(Frequency):
        problems["frequency"] = ["An index is monthly, quarterly or yearly. Choose one."]
    elif known_frequency is None and not facts.frequency:
        problems["frequency"] = ["This series is new. Say whether it is monthly, quarterly or yearly."]
    elif has_values and facts.frequency not in ("", known_frequency):
        words = (
            f"{facts.code} is {known_frequency}, and it has values. Import the other one under a new code."
        )
        problems["frequency"] = [words]
    if known_frequency is None and not facts.name:
        problems.setdefault("name", ["This series is new. Say what it is called."])
    return problems


@dataclass(frozen=True, slots=True)
class Revision:
    """A value that was recorded and is another one now."""

    period: date
    old: Decimal
    new: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexOutcome:
    """What an import does, or would do.

    Attributes:
        code: Of the series.
        frequency: Of the series.
        is_new: Whether the series is recorded by it.
        rows: Rows of the file.
        created: The values that are new.
        revised: The values that change.
        unchanged: How many values stand already.
        facts: Names of what changes about the series itself.
        errors: What is wrong in the file; then nothing is written.
    """

    code: str
    frequency: Frequency
    is_new: bool = False
    rows: int = 0
    created: tuple[IndexRow, ...] = ()
    revised: tuple[Revision, ...] = ()
    unchanged: int = 0
    facts: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()

    @property
    def failed(self) -> int:
        """How many rows are refused."""
        return len({error.row for error in self.errors})

    @property
    def changes_anything(self) -> bool:
        """Tell whether anything is written."""
        return bool(not self.errors and (self.is_new or self.created or self.revised or self.facts))

    @property
    def digest(self) -> str:
        """Tell one outcome from another, so that only what was seen is confirmed."""
        return sha256(repr(self).encode()).hexdigest()[:24]

    def as_json(self) -> dict[str, Any]:
        """Return the outcome for programs: counts, revisions and errors."""
        revised = [
            {"period": period_code(one.period, self.frequency), "old": f"{one.old:f}", "new": f"{one.new:f}"}
            for one in self.revised
        ]
        return {
            "series": self.code,
            "is_new": self.is_new,
            "rows": self.rows,
            "created": len(self.created),
            "changed": len(self.revised),
            "unchanged": self.unchanged,
            "failed": self.failed,
            "facts_changed": list(self.facts),
            "revisions": revised,
            "errors": [
                {"row": one.row, "column": one.column, "value": one.value, "message": one.message}
                for one in self.errors
            ],
        }


def compared(
    facts: SeriesFacts,
    frequency: Frequency,
    checked: CheckedIndex,
    *,
    known: Mapping[date, Decimal],
    changed_facts: Sequence[str],
    is_new: bool,
) -> IndexOutcome:
    """Return what importing a checked file does to a series with the ``known`` values."""
    created, revised, unchanged = [], [], 0
    for row in sorted(checked.rows, key=lambda one: one.period):
        old = known.get(row.period)
        if old is None:
            created.append(row)
        elif old == row.value:
            unchanged += 1
        else:
            revised.append(Revision(row.period, plain(old), plain(row.value)))
    return IndexOutcome(
        code=facts.code,
        frequency=frequency,
        is_new=is_new,
        rows=checked.row_count,
        created=tuple(created),
        revised=tuple(revised),
        unchanged=unchanged,
        facts=tuple(changed_facts),
        errors=checked.errors,
    )


def figures(values: Sequence[Decimal]) -> list[str]:
    """Return values with as many decimals as the finest of them needs, so that they align."""
    places = max((decimals_of(value) for value in values), default=0)
    return [f"{value:.{places}f}" for value in values]


def plain(value: Decimal) -> Decimal:
    """Return a value without noughts at its end: 118.200000 is 118.2, and 120.000000 is 120."""
    shortened = value.normalize()
    exponent = shortened.as_tuple().exponent
    return shortened.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else shortened
