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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from renewals.rules.contradiction import contradictions
from renewals.rules.field_input import LONGEST, Fields
from renewals.rules.notice import Anchor, DeliveryMethod, NoticeRule, NoticeTest, NoticeUnit, Party, Roll
from renewals.rules.term import AfterLastTerm, Term, TermType

_Reader = Callable[[Fields, str], Any]

_MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
_DEEMED: Final = ("deemed_business_days", "deemed_calendar_days")
_METHOD_FIELDS: Final = dict.fromkeys(("method", *_DEEMED))
_MOST_KEPT: Final = 2_000
_LONGEST_KEPT: Final = 1_000
_NOTICES: Final[dict[str, NoticeRule]] = {}
"""Notice rules without a mistake, by the words they were given in."""
REQUEST_FIELDS: Final = frozenset({"id", "as_of", "term", "notice", "convenience"})


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
    """One line of ``explain_terms``: its id as given, the day asked about, the terms, the rule.

    ``convenience`` is a rule on termination for convenience beside ``notice``.
    """

    id: Any
    as_of: date
    term: Term
    notice: NoticeRule | None
    convenience: NoticeRule | None = None


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


def parse_convenience(raw: Mapping[str, Any]) -> NoticeRule | None:
    """Return the rule on termination for convenience of ``{"term": {...}, "convenience": {...} or null}``.

    Raises:
        TermsInputError: Naming every field that is wrong or contradicts another.
    """
    if raw.get("convenience") is None:
        return None
    errors: dict[str, list[str]] = {}
    fields = Fields(raw, "", errors)
    inside = fields.child("term")
    rule = _rule(fields, "convenience", _term(inside) if inside else Term())
    if errors:
        raise TermsInputError(errors)
    return rule


def parse_request(raw: object) -> TermsRequest:
    """Return one request ``{"id", "as_of", "term", "notice"}``, and ``"convenience"`` where there is one.

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
    convenience = _rule(fields, "convenience", term)
    if errors or as_of is None:
        raise TermsInputError(errors)
    return TermsRequest(raw.get("id"), as_of, term, notice, convenience)


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


def _rule(fields: Fields, key: str, term: Term) -> NoticeRule | None:
    """Return a rule beside the one that leads; its fields are named after ``key``."""
    inside = fields.child(key)
    rule = _notice(inside) if inside else None
    if rule is not None and not fields.errors:
        for names, message in contradictions(term, rule):
            for name in names:
                fields.wrong(name.replace("notice.", f"{key}.", 1), message)
    return rule


def _term(fields: Fields) -> Term:
    return Term(**_given(fields, _TERM_READERS))


def _notice(fields: Fields) -> NoticeRule:
    """Return a notice rule; what a portfolio says in the same words again and again is read once."""
    key = repr(fields.raw) if type(fields.raw) is dict else ""
    known = _NOTICES.get(key)
    if known is not None:
        return known
    mistakes = len(fields.errors)
    rule = NoticeRule(**_given(_with_fixed_day(fields), _NOTICE_READERS))
    if len(fields.errors) == mistakes and 0 < len(key) <= _LONGEST_KEPT:
        if len(_NOTICES) >= _MOST_KEPT:
            _NOTICES.clear()
        _NOTICES[key] = rule
    return rule


def _given(fields: Fields, readers: Mapping[str, _Reader]) -> dict[str, Any]:
    """Return the value of each field that is given and right; what is absent keeps its usual value."""
    fields.refuse_unknown(readers.keys())
    found = {}
    for key, value in fields.raw.items():
        if value is not None and key in readers:
            read = readers[key](fields, key)
            if read is not None:
                found[key] = read
    return found


def _one_of(kind: type[StrEnum]) -> _Reader:
    return lambda fields, key: fields.choice(key, kind)


def _quantity(fields: Fields, key: str) -> int | None:
    """Return how many units of notice; the longest that can be meant depends on the unit."""
    unit = fields.raw.get("unit")
    return fields.count(key, LONGEST.get(unit, 10_000) if isinstance(unit, str) else 10_000)


def _with_fixed_day(fields: Fields) -> Fields:
    """Return the fields with ``"anchor": "MM-DD"`` read as a fixed day of the year."""
    anchor = fields.raw.get("anchor")
    if not isinstance(anchor, str) or not _MONTH_DAY.fullmatch(anchor):
        return fields
    raw = {**fields.raw, "anchor": Anchor.FIXED_DAY.value, "fixed_day": anchor}
    return Fields(raw, fields.path, fields.errors)


def _methods(fields: Fields, key: str) -> tuple[DeliveryMethod, ...]:
    raw = fields.raw[key]
    if not isinstance(raw, list | tuple):
        fields.wrong(key, "must be a list")
        return ()
    found: list[DeliveryMethod] = []
    for index, item in enumerate(raw):
        if not isinstance(item, Mapping):
            fields.wrong(f"methods[{index}]", f"must be an object with {', '.join(_METHOD_FIELDS)}")
            continue
        inside = Fields(item, fields.name(f"methods[{index}]"), fields.errors)
        inside.refuse_unknown(_METHOD_FIELDS.keys())
        name = inside.text("method")
        if not name and "method" not in inside.errors:
            inside.wrong("method", "is required: how the notice is sent")
        days = [inside.count(key, 366) for key in _DEEMED]
        if None not in days:
            for key in _DEEMED:
                inside.wrong(key, "business days or calendar days until receipt, not both: leave one out")
        found.append(DeliveryMethod(name, *days))
    return tuple(found)


_TERM_READERS: Final[Mapping[str, _Reader]] = {
    "type": _one_of(TermType),
    "start_date": Fields.day,
    "initial_term": Fields.period,
    "end_date": Fields.day,
    "renewal_term": Fields.period,
    "max_renewals": Fields.count,
    "after_last_term": _one_of(AfterLastTerm),
    "minimum_term": Fields.period,
    "renewals_exercised": Fields.count,
    "renewal_as_initial": Fields.flag,
    "renewal_by_agreement": Fields.flag,
    "start_event": Fields.text,
    "end_event": Fields.text,
    "end_event_date": Fields.day,
    "minimum_event": Fields.text,
    "minimum_event_date": Fields.day,
}
_NOTICE_READERS: Final[Mapping[str, _Reader]] = {
    "quantity": _quantity,
    "unit": _one_of(NoticeUnit),
    "anchor": _one_of(Anchor),
    "fixed_day": Fields.month_day,
    "test": _one_of(NoticeTest),
    "earliest": Fields.span,
    "roll": _one_of(Roll),
    "minimum": Fields.period,
    "methods": _methods,
    "calendar": Fields.calendar,
    "timezone": Fields.time_zone,
    "cutoff_time": Fields.clock_time,
    "party": _one_of(Party),
    "addressee": Fields.text,
    "form": Fields.text,
    "clause_ref": Fields.text,
}
TERM_FIELDS: Final = frozenset(_TERM_READERS)
NOTICE_FIELDS: Final = frozenset(_NOTICE_READERS)
