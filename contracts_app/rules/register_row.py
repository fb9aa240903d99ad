"""One row of a register, checked cell by cell.

1. Every wrong cell of a row is reported, with the row number, their column, the value and what to do.
2. A blank cell takes the constant of ``[defaults]``; without one it is blank. ``external_id``, ``title``
   and ``vendor`` must not be blank; a value needs a currency, a unit of notice needs a quantity.
3. A translated value (``[values.<field>]``) stands for theirs; otherwise ours, or its label, must be written.
4. The first supplier of a cell is the vendor, the others are further parties; the same name twice is one.
5. An ``external_id``, or a contract number, that an earlier row of the file used is refused, naming that row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from contracts_app.rules.register_format import OPEN_END, AmountReader, DateReader
from contracts_app.rules.register_mapping import REQUIRED, BadMapping, RegisterMapping
from contracts_app.rules.register_period import NOTICE_UNITS, read_notice_unit, read_period, read_quantity, read_term
from contracts_app.rules.register_record import Header
from contracts_app.rules.register_text import clean
from contracts_app.rules.terms import OPEN_ENDED
from contracts_app.rules.text import label
from core.money import known_currencies

LONGEST: Final = {
    "external_id": 200, "number": 60, "title": 500, "vendor": 300, "department": 200, "tags": 60,
}  # fmt: skip
MOST_PARTIES: Final = 1_000
#: How much of a wrong value is shown.
SHOWN: Final = 200
_TAG_ENDS = re.compile(r"[,;|]")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell.

    Attributes:
        row: As a spreadsheet numbers it, the header being row 1.
        column: Their column, or our field when a constant filled it.
        value: What stands there, cut after 200 characters.
        message: What is wrong and what to do.
    """

    row: int
    column: str
    value: str
    message: str


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


class _WrongCell(Exception):
    def __init__(self, field: str, value: str, message: str) -> None:
        super().__init__(message)
        self.field, self.value, self.message = field, value, message


class RowReader:
    """Reads the rows of one register by its mapping and remembers what earlier rows used.

    Raises:
        UnreadableRegister: A mapped column is not in the header.
        BadMapping: A constant or a translation names a value of ours that does not exist.
    """

    def __init__(self, mapping: RegisterMapping, header: Header, vocabulary: Vocabulary) -> None:
        self.mapping = mapping
        self.width = len(header.names)
        self.vocabulary = vocabulary
        self.places = {field: header.index_of(column) for field, column in mapping.columns.items()}
        self._dates = DateReader(mapping.date_formats)
        self._amounts = AmountReader(mapping.decimal)
        self._simple = self._simple_parsers()
        self._seen: dict[str, dict[str, int]] = {"external_id": {}, "number": {}}
        self._check_constants()

    def read(self, row: int, cells: Sequence[str]) -> RegisterRow | list[RowError]:
        """Return the checked row, or everything that is wrong with it."""
        if len(cells) != self.width:
            message = (
                f"The row has {len(cells)} cells, the header has {self.width}. A separator inside a text needs"
                " quotation marks around the text."
            )
            return [RowError(row, "", "", message)]
        texts = self._texts(cells)
        found, errors = RegisterRow(row=row), []
        for field, parse in self._simple:
            try:
                parse(found, texts.get(field, ""))
            except _WrongCell as wrong:
                errors.append(self._error(row, wrong))
        for check in (self._value, self._renewal, self._notice, self._term):
            try:
                check(found, texts)
            except _WrongCell as wrong:
                errors.append(self._error(row, wrong))
        return errors or self._unless_used_before(found)

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        texts = dict(self.mapping.defaults)
        for field, place in self.places.items():
            if text := clean(cells[place]):
                translation = self.mapping.values.get(field)
                texts[field] = translation.get(text.casefold(), text) if translation else text
        return texts

    def _error(self, row: int, wrong: _WrongCell) -> RowError:
        return RowError(row, self.mapping.column_of(wrong.field), wrong.value[:SHOWN], wrong.message)

    def _unless_used_before(self, found: RegisterRow) -> RegisterRow | list[RowError]:
        errors = []
        for field, seen in self._seen.items():
            value = getattr(found, field)
            if value and value in seen:
                message = f"Row {seen[value]} of this file has the same value. Each contract needs its own."
                errors.append(RowError(found.row, self.mapping.column_of(field), value, message))
        for field, seen in self._seen.items():
            if not errors and (value := getattr(found, field)):
                seen[value] = found.row
        return errors or found

    # Single fields

    def _simple_parsers(self) -> list[tuple[str, Callable[[RegisterRow, str], None]]]:
        table: dict[str, Callable[[RegisterRow, str], None]] = {
            "external_id": self._line("external_id"),
            "number": self._line("number"),
            "title": self._line("title"),
            "vendor": self._vendors,
            "department": self._line("department"),
            "type": self._choice("type"),
            "status": self._choice("status"),
            "term_type": self._choice("term_type"),
            "notice_anchor": self._choice("notice_anchor"),
            "owner": self._person("owner"),
            "backup_owner": self._person("backup_owner"),
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
                raise _WrongCell(field, "", "The cell is blank. It must have a value.")
            if len(text) > longest:
                raise _WrongCell(field, text, f"{len(text)} characters; at most {longest} fit. Shorten it.")
            setattr(found, field, text)

        return parse

    def _vendors(self, found: RegisterRow, text: str) -> None:
        separator = self.mapping.vendor_separator.strip() or self.mapping.vendor_separator
        parts = text.split(separator) if separator else [text]
        named = {self.vocabulary.name_key(name): name for part in reversed(parts) if (name := part.strip())}
        names = tuple(reversed(named.values()))
        if not names:
            raise _WrongCell("vendor", text, "No supplier is named. A contract needs its vendor.")
        if len(names) > MOST_PARTIES:
            raise _WrongCell("vendor", text, f"{len(names)} suppliers; at most {MOST_PARTIES} can be parties.")
        for key, name in named.items():
            if not key or len(name) > LONGEST["vendor"] or len(key) > LONGEST["vendor"]:
                raise _WrongCell("vendor", name, f"A supplier name has 1 to {LONGEST['vendor']} characters. Correct it.")
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
            raise _WrongCell(field, text, f"Not known. Known are {known}; translate others in [values.{field}].")
        return code

    def _person(self, field: str) -> Callable[[RegisterRow, str], None]:
        def parse(found: RegisterRow, text: str) -> None:
            if not text:
                return
            person = self.vocabulary.people.get(text.casefold())
            if person is None:
                raise _WrongCell(field, text, "No active person has this user name or e-mail address. Add the person, or leave it blank.")
            setattr(found, f"{field}_id", person)

        return parse

    def _currency(self, found: RegisterRow, text: str) -> None:
        code = text.upper()
        if code and code not in known_currencies():
            raise _WrongCell("currency", text, "Not an ISO 4217 currency code such as EUR. Correct it.")
        found.currency = code

    def _date(self, field: str) -> Callable[[RegisterRow, str], None]:
        def parse(found: RegisterRow, text: str) -> None:
            if not text:
                return
            try:
                day = self._dates.read(text)
            except ValueError as error:
                raise _WrongCell(field, text, str(error)) from None
            if day != OPEN_END:
                setattr(found, field, day)
            elif field != "end_date":
                raise _WrongCell(field, text, "Only an end date can be open. Correct it.")

        return parse

    def _tags(self, found: RegisterRow, text: str) -> None:
        names = tuple(dict.fromkeys(name for part in _TAG_ENDS.split(text) if (name := label(part))))
        for name in names:
            if len(name) > LONGEST["tags"]:
                raise _WrongCell("tags", name, f"A tag has at most {LONGEST['tags']} characters. Shorten it.")
        found.tags = names

    # Fields that need one another

    def _value(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        text = texts.get("value", "")
        if not text:
            return
        try:
            found.value = self._amounts.read(text, found.currency)
        except ValueError as error:
            raise _WrongCell("value", text, str(error)) from None
        if not found.currency and not texts.get("currency"):
            raise _WrongCell("currency", "", "The value has no currency. Fill the column, or state a constant.")

    def _renewal(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        if text := texts.get("renewal_term", ""):
            try:
                found.renewal_quantity, found.renewal_unit = read_term(text)
            except ValueError as error:
                raise _WrongCell("renewal_term", text, str(error)) from None

    def _notice(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        quantity, unit = texts.get("notice_quantity", ""), texts.get("notice_unit", "")
        if not quantity:
            return
        if quantity.isdigit():
            found.notice_quantity = self._cell("notice_quantity", quantity, read_quantity)
            if not unit:
                raise _WrongCell("notice_unit", "", "The notice has a number and no unit. Fill it, or state a constant.")
            found.notice_unit = self._cell("notice_unit", unit, read_notice_unit)
        else:
            read = self._cell("notice_quantity", quantity, lambda text: read_period(text, NOTICE_UNITS))
            found.notice_quantity, found.notice_unit = read

    @staticmethod
    def _cell(field: str, text: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise _WrongCell(field, text, str(error)) from None

    def _term(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        if found.start_date and found.end_date and found.end_date < found.start_date:
            message = f"The end date is before the start date ({found.start_date.isoformat()}). Correct one of them."
            raise _WrongCell("end_date", texts["end_date"], message)
        if found.term_type in OPEN_ENDED and found.end_date:
            message = f"An open-ended contract ({found.term_type}) has no end date. Correct one of them."
            raise _WrongCell("end_date", texts["end_date"], message)
        if found.term_type in {"fixed", "perpetual"} and found.renewal_quantity:
            message = f"A {found.term_type} term does not renew. Clear the renewal term, or correct the kind of term."
            raise _WrongCell("renewal_term", texts["renewal_term"], message)

    # Constants

    def _check_constants(self) -> None:
        problems = []
        for field, ours in self._constants():
            for name, parse in self._simple:
                if name == field:
                    try:
                        parse(RegisterRow(), ours)
                    except _WrongCell as wrong:
                        problems.append(f"{field} = “{ours}”: {wrong.message}")
        if problems:
            raise BadMapping(problems)

    def _constants(self) -> list[tuple[str, str]]:
        translated = [(field, ours) for field, table in self.mapping.values.items() for ours in table.values() if ours]
        return [*self.mapping.defaults.items(), *translated]
