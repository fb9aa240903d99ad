"""Single cells of a register: each field reads its text, or says what is wrong with it.

1. A text has at most as many characters as its field holds.
2. A supplier cell is split at the stated separator; the same name twice, in whatever spelling, is one.
3. A choice is written as our code or its label, in any case.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts_app.rules.register_format import OPEN_END, DateReader
from contracts_app.rules.register_mapping import REQUIRED, RegisterMapping
from contracts_app.rules.register_period import read_quantity
from contracts_app.rules.text import label
from core.money import known_currencies

LONGEST: Final = {
    "external_id": 200, "number": 60, "title": 500, "vendor": 300, "department": 200, "tags": 60,
    "start_event": 200,
}  # fmt: skip
MOST_PARTIES: Final = 1_000
_TAG_ENDS = re.compile(r"[,;|]")


@dataclass(slots=True)
class RegisterRow:
    """A row without errors; None and blank mean that the register says nothing there."""

    row: int = 0
    external_id: str = ""
    number: str = ""
    title: str = ""
    vendors: tuple[str, ...] = ()
    type: str = ""
    department: str = ""
    owner_id: int | None = None
    backup_owner_id: int | None = None
    value: Decimal | None = None
    currency: str = ""
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    term_type: str = ""
    renewal_quantity: int | None = None
    renewal_unit: str = ""
    renewal_as_initial: bool = False
    start_event: str = ""
    renewals_exercised: int = 0
    notice_quantity: int | None = None
    notice_unit: str = ""
    notice_anchor: str = ""
    status: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of a register can stand for.

    Attributes:
        choices: For ``type``, ``status``, ``term_type``, ``notice_anchor``: folded code or label to code.
        people: Folded user name or address to the id of an active person.
        name_key: Folds a name so that two spellings of it are one.
    """

    choices: Mapping[str, Mapping[str, str]]
    people: Mapping[str, int]
    name_key: Callable[[str], str]


class WrongCell(Exception):
    """What is wrong in one cell, for the row to report."""

    def __init__(self, field: str, value: str, message: str) -> None:
        super().__init__(message)
        self.field, self.value, self.message = field, value, message


class CellReader:
    """Reads the fields that need no other field, by one mapping."""

    def __init__(self, mapping: RegisterMapping, vocabulary: Vocabulary) -> None:
        self.mapping = mapping
        self.vocabulary = vocabulary
        self._dates = DateReader(mapping.date_formats)

    def parsers(self) -> list[tuple[str, Callable[[RegisterRow, str], None]]]:
        """Return, for each field of the mapping, what reads its text into a row."""
        table: dict[str, Callable[[RegisterRow, str], None]] = {
            "external_id": self._line("external_id"),
            "number": self._line("number"),
            "title": self._line("title"),
            "start_event": self._line("start_event"),
            "vendor": self._vendors,
            "department": self._line("department"),
            "type": self._choice("type"),
            "status": self._choice("status"),
            "term_type": self._choice("term_type"),
            "notice_anchor": self._choice("notice_anchor"),
            "owner": self._person("owner"),
            "backup_owner": self._person("backup_owner"),
            "renewals_exercised": self._exercised,
            "currency": self._currency,
            "start_date": self._date("start_date"),
            "end_date": self._date("end_date"),
            "tags": self._tags,
        }
        return [(field, parse) for field, parse in table.items() if field in self.mapping.fields]

    def _line(self, field: str) -> Callable[[RegisterRow, str], None]:
        longest, is_required = LONGEST[field], field in REQUIRED

        def parse(found: RegisterRow, text: str) -> None:
            if not text and is_required:
                raise WrongCell(field, "", "The cell is blank. It must have a value.")
            if len(text) > longest:
                raise WrongCell(field, text, f"{len(text)} characters; at most {longest} fit. Shorten it.")
            setattr(found, field, text)

        return parse

    def _vendors(self, found: RegisterRow, text: str) -> None:
        separator = self.mapping.vendor_separator.strip() or self.mapping.vendor_separator
        parts = text.split(separator) if separator else [text]
        named: dict[str, str] = {}
        for part in parts:
            if name := part.strip():
                named.setdefault(self.vocabulary.name_key(name), name)
        names = tuple(named.values())
        if not names:
            raise WrongCell("vendor", text, "No supplier is named. A contract needs its vendor.")
        if len(names) > MOST_PARTIES:
            raise WrongCell("vendor", text, f"{len(names)} suppliers; at most {MOST_PARTIES} can be parties.")
        for key, name in named.items():
            if not key or len(name) > LONGEST["vendor"] or len(key) > LONGEST["vendor"]:
                raise WrongCell(
                    "vendor", name, f"A supplier name has 1 to {LONGEST['vendor']} characters. Correct it."
                )
        found.vendors = names

    def _choice(self, field: str) -> Callable[[RegisterRow, str], None]:
        choices = self.vocabulary.choices[field]

        def parse(found: RegisterRow, text: str) -> None:
            if text:
                setattr(found, field, self._chosen(field, choices, text))

        return parse

    @staticmethod
    def _chosen(field: str, choices: Mapping[str, str], text: str) -> str:
        code = choices.get(text.casefold())
        if code is None:
            known = ", ".join(dict.fromkeys(choices.values()))
            raise WrongCell(
                field, text, f"Not known. Known are {known}; translate others in [values.{field}]."
            )
        return code

    def _person(self, field: str) -> Callable[[RegisterRow, str], None]:
        def parse(found: RegisterRow, text: str) -> None:
            if not text:
                return
            person = self.vocabulary.people.get(text.casefold())
            if person is None:
                raise WrongCell(
                    field,
                    text,
                    "No active person has this user name or e-mail address. Add the person, or clear it.",
                )
            setattr(found, f"{field}_id", person)

        return parse

    def _exercised(self, found: RegisterRow, text: str) -> None:
        try:
            found.renewals_exercised = read_quantity(text) if text else 0
        except ValueError as error:
            raise WrongCell("renewals_exercised", text, str(error)) from None

    def _currency(self, found: RegisterRow, text: str) -> None:
        code = text.upper()
        if code and code not in known_currencies():
            raise WrongCell("currency", text, "Not an ISO 4217 currency code such as EUR. Correct it.")
        found.currency = code

    def _date(self, field: str) -> Callable[[RegisterRow, str], None]:
        def parse(found: RegisterRow, text: str) -> None:
            if not text:
                return
            try:
                day = self._dates.read(text)
            except ValueError as error:
                raise WrongCell(field, text, str(error)) from None
            if day != OPEN_END:
                setattr(found, field, day)
            elif field != "end_date":
                raise WrongCell(field, text, "Only an end date can be open. Correct it.")

        return parse

    def _tags(self, found: RegisterRow, text: str) -> None:
        names = tuple(dict.fromkeys(name for part in _TAG_ENDS.split(text) if (name := label(part))))
        for name in names:
            if len(name) > LONGEST["tags"]:
                raise WrongCell("tags", name, f"A tag has at most {LONGEST['tags']} characters. Shorten it.")
        found.tags = names
