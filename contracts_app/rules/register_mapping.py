"""The mapping of a register: which of its columns is which of our fields, stated in TOML.

1. ``[columns]`` our field = their column. ``[defaults]`` our field = constant, used where the field has no
   column or its cell is blank. ``[formats]`` ``date``, ``decimal``, ``vendor_separator``.
   ``[values.<field>]`` theirs = ours. Nothing else is accepted: a misspelt key is an error, not a silence.
2. ``external_id``, ``title`` and ``vendor`` are required; ``external_id`` and ``number`` are never constants.
3. A field that the mapping does not name is left alone when a row is imported again.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contracts_app.rules.register_format import compile_date_format
from contracts_app.rules.register_text import clean
from core.errors import UserError

FIELDS: Final = {
    "external_id": "Their reference",
    "number": "Our contract number",
    "title": "Title",
    "vendor": "Vendor",
    "type": "Type",
    "department": "Department",
    "owner": "Owner",
    "backup_owner": "Backup owner",
    "value": "Value",
    "currency": "Currency",
    "start_date": "First day in force",
    "end_date": "Last day in force",
    "start_event": "Begins with (event)",
    "term_type": "Kind of term",
    "renewal_term": "Renewal term",
    "renewals_exercised": "Options exercised",
    "notice_quantity": "Notice: how many",
    "notice_unit": "Notice: unit",
    "notice_anchor": "Notice: before what",
    "status": "Status",
    "tags": "Tags",
}
REQUIRED: Final = ("external_id", "title", "vendor")
NEVER_CONSTANT: Final = ("external_id", "number")
#: Fields whose values can be translated by ``[values.<field>]``.
TRANSLATABLE: Final = (
    "type", "department", "owner", "backup_owner", "currency", "term_type", "notice_unit", "notice_anchor",
    "status",
)  # fmt: skip
DECIMALS: Final = {".": ".", ",": ",", "point": ".", "comma": ",", "dot": "."}
_SECTIONS: Final = ("columns", "defaults", "formats", "values")
_FORMATS: Final = ("date", "decimal", "vendor_separator")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class BadMapping(UserError):
    """The mapping cannot be used; the message names every key that is wrong."""

    code = "bad_mapping"
    status = 422

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__(f"The mapping cannot be used: {'; '.join(self.problems)}.")


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """A checked mapping.

    Attributes:
        columns: Our field to their column.
        defaults: Our field to a constant.
        date_formats: Stated formats, empty for ``YYYY-MM-DD``.
        decimal: ``.`` or ``,``; empty when not stated.
        vendor_separator: What stands between several suppliers in one cell; empty: a cell is one vendor.
        values: Our field to its translation, their value (folded) to ours.
    """

    columns: Mapping[str, str]
    defaults: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    decimal: str = ""
    vendor_separator: str = ""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """Our fields that the register speaks about."""
        return frozenset(self.columns) | frozenset(self.defaults)

    def column_of(self, name: str) -> str:
        """Return how to name a field in an error: their column, or our field when a constant fills it."""
        return self.columns.get(name, name)

    def to_toml(self) -> str:
        """Return the mapping as the TOML that ``parse_mapping`` reads."""
        formats: dict[str, Any] = {}
        if self.date_formats:
            formats["date"] = list(self.date_formats) if len(self.date_formats) > 1 else self.date_formats[0]
        if self.decimal:
            formats["decimal"] = self.decimal
        if self.vendor_separator:
            formats["vendor_separator"] = self.vendor_separator
        tables = {"columns": self.columns, "defaults": self.defaults, "formats": formats}
        tables |= {f"values.{name}": table for name, table in self.values.items()}
        return "\n".join(_table(name, table) for name, table in tables.items() if table)


def _table(name: str, entries: Mapping[str, Any]) -> str:
    lines = [
        f"{key if _BARE.fullmatch(key) else _quoted(key)} = {_quoted(value)}"
        for key, value in entries.items()
    ]
    return "\n".join([f"[{name}]", *lines, ""])


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def parse_mapping(text: str) -> RegisterMapping:
    """Return the mapping that a TOML text states.

    Raises:
        BadMapping: Not TOML, or keys or values that cannot be used; all of them are named.
    """
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise BadMapping([f"not valid TOML: {error}"]) from None
    return build_mapping(tables)


def build_mapping(tables: Mapping[str, Any]) -> RegisterMapping:
    """Return the mapping that nested tables state.

    Raises:
        BadMapping: Keys or values that cannot be used; all of them are named.
    """
    problems = [_unknown(f"[{key}]", key, _SECTIONS) for key in tables if key not in _SECTIONS]
    problems += [f"[{key}] must be a table" for key in _SECTIONS if not isinstance(tables.get(key, {}), dict)]
    if problems:
        raise BadMapping(problems)
    columns = _texts("columns", tables.get("columns", {}), problems)
    defaults = _texts("defaults", tables.get("defaults", {}), problems)
    problems += [f"[defaults] {name} cannot be a constant" for name in NEVER_CONSTANT if name in defaults]
    problems += [
        f"[columns] {name} is missing: it is required"
        for name in REQUIRED
        if name not in columns and name not in defaults
    ]
    formats = _formats(tables.get("formats", {}), problems)
    values = _values(tables.get("values", {}), problems)
    if problems:
        raise BadMapping(problems)
    return RegisterMapping(columns=columns, defaults=defaults, values=values, **formats)


def _unknown(where: str, key: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, list(known), n=1)
    hint = f"did you mean {close[0]}" if close else f"known are {', '.join(known)}"
    return f"{where} is not known, {hint}"


def _texts(section: str, table: Mapping[str, Any], problems: list[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in table.items():
        if key not in FIELDS:
            problems.append(_unknown(f"[{section}] {key}", key, FIELDS))
        elif isinstance(value, (bool, dict, list)) or not (text := clean(_as_text(value))):
            problems.append(f"[{section}] {key} must be a text in quotation marks")
        else:
            texts[key] = text
    return texts


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _formats(table: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    problems += [_unknown(f"[formats] {key}", key, _FORMATS) for key in table if key not in _FORMATS]
    stated = table.get("date", [])
    dates = (
        tuple([stated] if isinstance(stated, str) else stated) if isinstance(stated, (str, list)) else (None,)
    )
    for date in dates:
        try:
            compile_date_format(date if isinstance(date, str) else "")
        except ValueError as error:
            problems.append(f"[formats] date: {error}")
    decimal = DECIMALS.get(str(table.get("decimal", "")), "")
    if "decimal" in table and not decimal:
        problems.append('[formats] decimal must be "." or ","')
    separator = table.get("vendor_separator", "")
    if not isinstance(separator, str) or ("vendor_separator" in table and not separator):
        problems.append('[formats] vendor_separator must be a text such as " | "')
    return {"date_formats": dates, "decimal": decimal, "vendor_separator": separator}


def _values(table: Mapping[str, Any], problems: list[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, entries in table.items():
        if name not in TRANSLATABLE:
            problems.append(_unknown(f"[values.{name}]", name, TRANSLATABLE))
        elif not isinstance(entries, dict) or not all(isinstance(ours, str) for ours in entries.values()):
            problems.append(f'[values.{name}] must hold lines theirs = "ours"')
        else:
            found[name] = {clean(theirs).casefold(): clean(ours) for theirs, ours in entries.items()}
    return found
