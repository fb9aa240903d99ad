"""Raw terms, checked: from the JSON shape of ``explain_terms`` to the values of the engine.

1. Every wrong field is named at once, with what is wrong and what would do.
2. ``null`` and absence are the same: the fact is not known. Not knowing is no error here; the engine
   answers ``unknown`` and names what is missing.
3. A field that has no meaning is refused: a slip in a name must not change a date. Beside the term and
   the notice a question may carry notes of its own (``"title"``), but no second ``"Notice"`` or ``"terms"``.
4. Contradictions are refused: see :mod:`renewals.rules.contradiction`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from renewals.rules.contradiction import contradictions
from renewals.rules.field_input import LONGEST, Fields
from renewals.rules.notice import Anchor, DeliveryMethod, NoticeRule, NoticeTest, NoticeUnit, Party, Roll
from renewals.rules.term import AfterLastTerm, Term, TermType

TERM_FIELDS: Final = frozenset(
    {
        "type",
        "start_date",
        "initial_term",
        "end_date",
        "renewal_term",
        "max_renewals",
        "after_last_term",
        "minimum_term",
        "renewals_exercised",
    }
)
REQUEST_FIELDS: Final = frozenset({"id", "as_of", "term", "notice"})
NOTICE_FIELDS: Final = frozenset(
    {
        "quantity",
        "unit",
        "anchor",
        "fixed_day",
        "test",
        "earliest",
        "roll",
        "methods",
        "calendar",
        "timezone",
        "cutoff_time",
        "party",
        "addressee",
        "form",
        "clause_ref",
    }
)


class TermsInputError(ValueError):
    """Raised for terms that cannot be meant.

    Attributes:
        fields: For each wrong field, by its full name such as ``term.end_date``, what is wrong.
    """

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields
        super().__init__("; ".join(f"{name}: {', '.join(said)}" for name, said in fields.items()))


@dataclass(frozen=True, slots=True)
class TermsRequest:
    """One line of ``explain_terms``: its id as given, the day asked about, the terms, the rule."""

    id: Any
    as_of: date
    term: Term
    notice: NoticeRule | None


def parse_terms(raw: Mapping[str, Any]) -> tuple[Term, NoticeRule | None]:
    """Return the terms and the notice rule of ``{"term": {...}, "notice": {...} or null}``.

    Raises:
        TermsInputError: Naming every field that is wrong or contradicts another.
    """
    errors: dict[str, list[str]] = {}
    found = _parse(Fields(raw, "", errors))
    if errors:
        raise TermsInputError(errors)
    return found


def parse_request(raw: object) -> TermsRequest:
    """Return one request ``{"id", "as_of", "term", "notice"}``.

    Raises:
        TermsInputError: Naming every field that is wrong or contradicts another.
    """
    if not isinstance(raw, Mapping):
        raise TermsInputError({"line": ["must be a JSON object"]})
    errors: dict[str, list[str]] = {}
    fields = Fields(raw, "", errors)
    as_of = fields.day("as_of")
    if raw.get("as_of") is None:
        fields.wrong("as_of", "is required: a day as YYYY-MM-DD")
    _check_id(fields)
    _refuse_second(fields)
    term, notice = _parse(fields)
    if errors or as_of is None:
        raise TermsInputError(errors)
    return TermsRequest(raw.get("id"), as_of, term, notice)


def can_be_given_back(value: object) -> bool:
    """Return whether a value can be written as JSON."""
    if value is None or isinstance(value, str | int):
        return True
    try:
        json.dumps(value, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _check_id(fields: Fields) -> None:
    """Note an id that could not be given back as JSON, such as a number without end."""
    if not can_be_given_back(fields.raw.get("id")):
        fields.wrong("id", "cannot be given back: use text or a whole number")


def _refuse_second(fields: Fields) -> None:
    """Note what looks like the term or the notice under a name that nobody would read."""
    for key, value in fields.raw.items():
        is_meant = str(key).strip().lower().startswith(("term", "notice")) and key not in ("term", "notice")
        if is_meant and isinstance(value, Mapping | list):
            fields.wrong_name(str(key), REQUEST_FIELDS)


def _parse(fields: Fields) -> tuple[Term, NoticeRule | None]:
    inside = fields.child("term")
    if fields.raw.get("term") is None:
        fields.wrong("term", "is required: an object with the type and the dates")
    term = _term(inside) if inside else Term()
    rule = fields.child("notice")
    notice = _notice(rule) if rule else None
    if not fields.errors:
        for names, message in contradictions(term, notice):
            for name in names:
                fields.wrong(name, message)
    return term, notice


def _term(fields: Fields) -> Term:
    fields.refuse_unknown(TERM_FIELDS)
    return Term(
        type=fields.choice("type", TermType),
        start_date=fields.day("start_date"),
        initial_term=fields.period("initial_term"),
        end_date=fields.day("end_date"),
        renewal_term=fields.period("renewal_term"),
        max_renewals=fields.count("max_renewals"),
        after_last_term=fields.choice("after_last_term", AfterLastTerm) or AfterLastTerm.LAPSE,
        minimum_term=fields.period("minimum_term"),
        renewals_exercised=fields.count("renewals_exercised") or 0,
    )


def _notice(fields: Fields) -> NoticeRule:
    fields = _with_fixed_day(fields)
    fields.refuse_unknown(NOTICE_FIELDS)
    unit = fields.choice("unit", NoticeUnit)
    return NoticeRule(
        quantity=fields.count("quantity", LONGEST[unit] if unit else 10_000),
        unit=unit,
        anchor=fields.choice("anchor", Anchor),
        test=fields.choice("test", NoticeTest) or NoticeTest.RECEIVED,
        earliest=fields.span("earliest"),
        roll=fields.choice("roll", Roll) or Roll.NONE,
        methods=_methods(fields),
        calendar=fields.calendar("calendar"),
        timezone=fields.time_zone("timezone"),
        cutoff_time=fields.clock_time("cutoff_time"),
        fixed_day=fields.month_day("fixed_day"),
        party=fields.choice("party", Party) or Party.US,
        addressee=fields.text("addressee"),
        form=fields.text("form"),
        clause_ref=fields.text("clause_ref"),
    )


def _with_fixed_day(fields: Fields) -> Fields:
    """Return the fields with ``"anchor": "MM-DD"`` read as a fixed day of the year."""
    anchor = fields.raw.get("anchor")
    if not isinstance(anchor, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", anchor):
        return fields
    raw = {**fields.raw, "anchor": Anchor.FIXED_DAY.value, "fixed_day": anchor}
    return Fields(raw, fields.path, fields.errors)


def _methods(fields: Fields) -> tuple[DeliveryMethod, ...]:
    raw = fields.raw.get("methods")
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple):
        fields.wrong("methods", "must be a list")
        return ()
    found: list[DeliveryMethod] = []
    for index, item in enumerate(raw):
        if not isinstance(item, Mapping):
            fields.wrong(f"methods[{index}]", "must be an object with method and deemed_business_days")
            continue
        inside = Fields(item, fields.name(f"methods[{index}]"), fields.errors)
        inside.refuse_unknown(frozenset({"method", "deemed_business_days"}))
        name = inside.text("method")
        if not name and "method" not in inside.errors:
            inside.wrong("method", "is required: how the notice is sent")
        found.append(DeliveryMethod(name, inside.count("deemed_business_days", 366)))
    return tuple(found)
