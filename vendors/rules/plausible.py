"""What can be true of a vendor, a contact or an entity of ours, before anything is stored.

1. White space at the ends goes, runs of it become one blank; codes are capital letters.
2. A name has at least one letter or figure and at most as many characters as its column.
3. A country is an ISO 3166 code; an LEI has its check digits right.
4. A website begins with ``https://`` or ``http://`` and names a host.
5. A contact can be reached: it has an e-mail address, a telephone number or a postal address.
   The contact for notices needs an e-mail or a postal address, because nobody serves notice by telephone.
6. An e-mail address has one ``@`` with text on both sides, and a dot in the part after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from vendors.rules.country import country_names
from vendors.rules.draft import ContactDraft, EntityDraft, VendorDraft
from vendors.rules.lei import lei_problem

Problems = dict[str, list[str]]
D = TypeVar("D", VendorDraft, ContactDraft, EntityDraft)

CONTACT_ROLES: Final = ("notice", "billing", "technical", "security", "escalation", "account")
LONGEST: Final[Mapping[str, Mapping[str, int]]] = {
    "VendorDraft": {"name": 300, "registration_number": 60, "vat_number": 30, "website": 200},
    "ContactDraft": {"name": 200, "email": 254, "phone": 40},
    "EntityDraft": {"name": 200, "registration_number": 60, "vat_number": 30},
}
_KEEP_LINES: Final = frozenset({"address", "notes"})
_CAPITALS: Final = frozenset({"country", "lei", "vat_number"})
_BLANKS = re.compile(r"\s+")
_WEBSITE = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)*(:\d+)?(/\S*)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def tidied(draft: D) -> D:
    """Return ``draft`` with its white space and capitals as they are kept."""
    changes: dict[str, Any] = {}
    for field in fields(draft):
        value = getattr(draft, field.name)
        if not isinstance(value, str):
            continue
        if field.name in _KEEP_LINES:
            tidy = "\n".join(line.strip() for line in value.strip().splitlines())
        else:
            tidy = _BLANKS.sub(" ", value).strip()
        changes[field.name] = tidy.upper() if field.name in _CAPITALS else tidy
    return replace(draft, **changes)


def vendor_problems(draft: VendorDraft) -> Problems:
    """Return what cannot be true of a vendor, by field; empty when all can."""
    problems = _common(draft)
    if draft.website and not _WEBSITE.fullmatch(draft.website):
        _add(problems, "website", "Write the address in full, e.g. https://www.example.com.")
    return problems


def entity_problems(draft: EntityDraft) -> Problems:
    """Return what cannot be true of an entity of ours, by field; empty when all can."""
    return _common(draft)


def contact_problems(draft: ContactDraft) -> Problems:
    """Return what cannot be true of a contact, by field; empty when all can."""
    problems = _common(draft)
    if draft.role not in CONTACT_ROLES:
        _add(problems, "role", f"“{draft.role}” is not a role. Use one of {', '.join(CONTACT_ROLES)}.")
    if draft.email and not _EMAIL.fullmatch(draft.email):
        _add(problems, "email", f"“{draft.email}” is not an e-mail address. Write it as name@example.com.")
    if not (draft.email or draft.phone or draft.address):
        _add(problems, "email", "Enter an e-mail address, a telephone number or a postal address.")
    elif draft.role == "notice" and not (draft.email or draft.address):
        _add(problems, "email", "A contact for notices needs an e-mail address or a postal address.")
    return problems


def _common(draft: VendorDraft | ContactDraft | EntityDraft) -> Problems:
    """Return the problems of the fields that all three shapes share."""
    problems: Problems = {}
    if not any(character.isalnum() for character in draft.name):
        _add(problems, "name", "Enter a name.")
    for name, longest in LONGEST[type(draft).__name__].items():
        length = len(getattr(draft, name))
        if length > longest:
            _add(problems, name, f"This has {length} characters; {longest} fit. Shorten it.")
    country = getattr(draft, "country", "")
    if country and country not in country_names():
        _add(problems, "country", f"“{country}” is not a country code. Use two letters, e.g. DE.")
    if (lei := getattr(draft, "lei", "")) and (problem := lei_problem(lei)):
        _add(problems, "lei", problem)
    return problems


def _add(problems: Problems, field: str, message: str) -> None:
    problems.setdefault(field, []).append(message)
