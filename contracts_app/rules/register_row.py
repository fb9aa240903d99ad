"""One row of a register, checked cell by cell.

1. Every wrong cell of a row is reported, with the row number, their column, the value and what to do.
2. A blank cell takes the constant of ``[defaults]``; without one it is blank. ``external_id``, ``title``
   and ``vendor`` must not be blank; a value needs a currency, a unit of notice needs a quantity.
3. A translated value (``[values.<field>]``) stands for theirs; otherwise ours, or its label, must be written.
4. The first supplier of a cell is the vendor, the others are further parties; the same name twice is one.
5. An ``external_id``, or a contract number, that an earlier row of the file used is refused, naming that row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.rules.register_cell import CellReader, RegisterRow, Vocabulary, WrongCell
from contracts_app.rules.register_format import AmountReader
from contracts_app.rules.register_mapping import BadMapping, RegisterMapping
from contracts_app.rules.register_period import (
    NOTICE_UNITS,
    read_notice_unit,
    read_period,
    read_quantity,
    read_term,
)
from contracts_app.rules.register_record import Header
from contracts_app.rules.register_text import clean
from contracts_app.rules.terms import OPEN_ENDED

#: How much of a wrong value is shown.
SHOWN: Final = 200
#: What a register says for a renewal that lasts as long as the first term.
AS_THE_FIRST: Final = frozenset({"same", "as the first term", "same as the first term", "initial term"})


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
        self._amounts = AmountReader(mapping.decimal)
        self._simple = CellReader(mapping, vocabulary).parsers()
        self._seen: dict[str, dict[str, int]] = {"external_id": {}, "number": {}}
        self._check_constants()

    def read(self, row: int, cells: Sequence[str]) -> RegisterRow | list[RowError]:
        """Return the checked row, or everything that is wrong with it."""
        if len(cells) != self.width:
            message = (
                f"The row has {len(cells)} cells, the header has {self.width}. A separator inside a text"
                " needs quotation marks around the text."
            )
            return [RowError(row, "", "", message)]
        texts = self._texts(cells)
        found, errors = RegisterRow(row=row), []
        for field, parse in self._simple:
            try:
                parse(found, texts.get(field, ""))
            except WrongCell as wrong:
                errors.append(self._error(row, wrong))
        for check in (self._value, self._renewal, self._notice, self._term):
            try:
                check(found, texts)
            except WrongCell as wrong:
                errors.append(self._error(row, wrong))
        return errors or self._unless_used_before(found)

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        texts = dict(self.mapping.defaults)
        for field, place in self.places.items():
            if text := clean(cells[place]):
                translation = self.mapping.values.get(field)
                texts[field] = translation.get(text.casefold(), text) if translation else text
        return texts

    def _error(self, row: int, wrong: WrongCell) -> RowError:
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

    # Fields that need one another

    def _value(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        text = texts.get("value", "")
        if not text:
            return
        try:
            found.value = self._amounts.read(text, found.currency)
        except ValueError as error:
            raise WrongCell("value", text, str(error)) from None
        if not found.currency and not texts.get("currency"):
            raise WrongCell(
                "currency", "", "The value has no currency. Fill the column, or state a constant."
            )

    def _renewal(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        if text := texts.get("renewal_term", ""):
            if text.casefold() in AS_THE_FIRST:
                found.renewal_as_initial = True
                return
            try:
                found.renewal_quantity, found.renewal_unit = read_term(text)
            except ValueError as error:
                raise WrongCell("renewal_term", text, str(error)) from None

    def _notice(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        quantity, unit = texts.get("notice_quantity", ""), texts.get("notice_unit", "")
        if not quantity:
            return
        if quantity.isdigit():
            found.notice_quantity = self._cell("notice_quantity", quantity, read_quantity)
            if not unit:
                raise WrongCell(
                    "notice_unit", "", "The notice has a number and no unit. Fill it, or state a constant."
                )
            found.notice_unit = self._cell("notice_unit", unit, read_notice_unit)
        else:
            read = self._cell("notice_quantity", quantity, lambda text: read_period(text, NOTICE_UNITS))
            found.notice_quantity, found.notice_unit = read

    @staticmethod
    def _cell(field: str, text: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise WrongCell(field, text, str(error)) from None

    def _term(self, found: RegisterRow, texts: Mapping[str, str]) -> None:
        if found.start_date and found.end_date and found.end_date < found.start_date:
            first = found.start_date.isoformat()
            message = f"The end date is before the start date ({first}). Correct one of them."
            raise WrongCell("end_date", texts["end_date"], message)
        if found.term_type in OPEN_ENDED and found.end_date:
            message = f"An open-ended contract ({found.term_type}) has no end date. Correct one of them."
            raise WrongCell("end_date", texts["end_date"], message)
        renews = found.renewal_quantity or found.renewal_as_initial
        if found.term_type in {"fixed", "perpetual"} and renews:
            message = f"A {found.term_type} term does not renew. Clear the renewal term, or correct the kind."
            raise WrongCell("renewal_term", texts["renewal_term"], message)

    # Constants

    def _check_constants(self) -> None:
        problems = []
        for field, ours in self._constants():
            for name, parse in self._simple:
                if name == field:
                    try:
                        parse(RegisterRow(), ours)
                    except WrongCell as wrong:
                        problems.append(f"{field} = “{ours}”: {wrong.message}")
        if problems:
            raise BadMapping(problems)

    def _constants(self) -> list[tuple[str, str]]:
        translated = [
            (field, ours) for field, table in self.mapping.values.items() for ours in table.values() if ours
        ]
        return [*self.mapping.defaults.items(), *translated]
