"""What a person sees of a register before mapping it: its columns, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from contracts_app.rules.register_guess import guess_columns, guess_date_format
from contracts_app.rules.register_mapping import RegisterMapping
from contracts_app.rules.register_record import read_header, read_records
from contracts_app.rules.register_text import clean

#: So many rows are looked at.
LOOKED_AT = 1_000
SHOWN = 3
LONGEST_SHOWN = 60
_SEPARATORS = (" | ", "|", "; ", ";")


@dataclass(frozen=True, slots=True)
class RegisterSample:
    """The columns of a register in order, each with distinct values of its first rows.

    Attributes:
        columns: Names of the columns; a name that stands twice is left out, because it cannot be mapped.
        values: Distinct values that are not blank, by column, in the order of the file.
    """

    columns: Sequence[str]
    values: Mapping[str, Sequence[str]]

    def shown(self, column: str) -> list[str]:
        """Return a few values of a column, cut to fit a line."""
        some = self.values[column][:SHOWN]
        return [text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…" for text in some]


def sample_register(text: str) -> RegisterSample:
    """Return the sample of a decoded register.

    Raises:
        UnreadableRegister: Its header cannot be used, or a quotation mark is out of place.
    """
    header = read_header(text)
    values: dict[str, dict[str, None]] = {
        name: {} for name in header.names if name and header.names.count(name) == 1
    }
    for _, cells in islice(read_records(text, header), LOOKED_AT):
        if len(cells) != len(header.names):
            continue  # its cells may have slipped into the wrong columns
        for name, cell in zip(header.names, cells, strict=True):
            if name in values and (value := clean(cell)):
                values[name].setdefault(value)
    return RegisterSample(list(values), {name: list(found) for name, found in values.items()})


def propose_mapping(sample: RegisterSample, earlier: RegisterMapping | None = None) -> RegisterMapping:
    """Return a mapping to start from: the one used before where its columns still exist, else guesses."""
    if earlier is not None and set(earlier.columns.values()) <= set(sample.columns):
        return earlier
    columns = guess_columns(sample.columns)
    if "title" not in columns and "external_id" in columns:
        columns["title"] = columns["external_id"]
    dates = [
        value
        for field in ("start_date", "end_date")
        for value in sample.values.get(columns.get(field, ""), ())
    ]
    stated = guess_date_format(dates)
    return RegisterMapping(
        columns=columns,
        date_formats=(stated,) if stated else (),
        decimal=_decimal(sample.values.get(columns.get("value", ""), ())),
        vendor_separator=_separator(sample.values.get(columns.get("vendor", ""), ())),
    )


def _decimal(values: Sequence[str]) -> str:
    has_point = any(re.search(r"\.\d{1,2}$", value) for value in values)
    has_comma = any(re.search(r",\d{1,2}$", value) for value in values)
    if has_point == has_comma:
        return ""
    return "." if has_point else ","


def _separator(values: Sequence[str]) -> str:
    return next((mark for mark in _SEPARATORS if any(mark in value for value in values)), "")
