"""Reading a register with what is recorded here: people, and the words of our fields."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from contracts_app.models import Contract, ContractTerms, NoticeRule
from contracts_app.rules.register_mapping import RegisterMapping
from contracts_app.rules.register_outcome import CheckedRegister, Report, silent
from contracts_app.rules.register_record import read_header, read_records
from contracts_app.rules.register_row import RegisterRow, RowError, RowReader, Vocabulary
from contracts_app.rules.register_text import decode_register
from core.search import name_key

TOLD_EVERY = 1_000
_CHOICES: dict[str, Any] = {
    "type": Contract.Type,
    "status": Contract.Status,
    "term_type": ContractTerms.TermType,
    "notice_anchor": NoticeRule.Anchor,
}


def vocabulary() -> Vocabulary:
    """Return the words that a register may use for our choices, and the people it may name."""
    choices = {}
    for field, options in _CHOICES.items():
        words: dict[str, str] = {}
        for code, label in options.choices:
            for word in (code, code.replace("_", " "), code.replace("_", "-"), str(label).casefold()):
                words[word] = code
        choices[field] = words
    people: dict[str, int] = {}
    for pk, username, email in User.objects.filter(is_active=True).values_list("pk", "username", "email"):
        people[username.casefold()] = pk
        if email:
            people.setdefault(email.casefold(), pk)
    return Vocabulary(choices, people, name_key)


def check_register(raw: bytes, mapping: RegisterMapping, report: Report = silent) -> CheckedRegister:
    """Return the rows of a register file, checked cell by cell; nothing is written.

    Raises:
        UnreadableRegister: The file, its encoding or its header cannot be used.
        BadMapping: A constant or translation of the mapping cannot be used.
        UserError: Whatever ``report`` raises to stop the work.
    """
    text = decode_register(raw)
    header = read_header(text)
    reader = RowReader(mapping, header, vocabulary())
    estimate = max(text.count("\n"), text.count("\r"), 1)
    rows: list[RegisterRow] = []
    errors: list[RowError] = []
    count = 0
    for row, cells in read_records(text, header):
        count += 1
        result = reader.read(row, cells)
        if isinstance(result, RegisterRow):
            rows.append(result)
        else:
            errors.extend(result)
        if count % TOLD_EVERY == 0:
            report(
                count, 2 * max(estimate, count), f"Reading row {count:,} of about {max(estimate, count):,}"
            )
    return CheckedRegister(rows, errors, count)
