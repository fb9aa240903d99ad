"""Terms and what amendments change in them, in words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from contracts_app.models import ContractTerms, NoticeRule
from contracts_app.rules.draft import NoticeRuleDraft, TermsDraft
from contracts_app.rules.term_fields import NO, YES, Values, rule_name_of, written
from contracts_app.rules.term_labels import label_of
from core.rules.wording import short_date

_NOT_STATED: Final = "not stated"
_USUAL: Final = {one.name: one.default for draft in (NoticeRuleDraft, TermsDraft) for one in fields(draft)}
_QUANTITY, _UNIT = "_quantity", "_unit"


@dataclass(frozen=True, slots=True)
class TermFact:
    """One thing that the terms say; ``source`` is the amendment that it came with, empty for none."""

    label: str
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The term, or one notice rule, with what it says."""

    title: str
    facts: tuple[TermFact, ...]


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A field that an amendment changes: what it said before, where that is known, and what it says then."""

    label: str
    old: str
    new: str


def words_of(name: str, text: str) -> str:
    """Say the value of a field: "6", "months", "30 Nov 2026", "not stated"."""
    rule = rule_name_of(name)
    if name == rule:
        return "agreed" if text == YES else "none"
    own = name.rpartition(".")[2]
    text = text or written(_USUAL[own])
    if not text:
        return _NOT_STATED
    if text in (YES, NO):
        return text
    if own == "methods":
        return _methods(text)
    if own.endswith("_date"):
        return short_date(dt.date.fromisoformat(text))
    field: Any = (NoticeRule if rule else ContractTerms)._meta.get_field(own)
    return str(dict(field.choices or ()).get(text, text))


def changed_terms(changes: Mapping[str, tuple[str, str]]) -> list[ChangedTerm]:
    """Say what changes, field by field.

    Args:
        changes: Old and new value by field. Fields of a rule that comes or goes are told by the rule alone
            where they say nothing.
    """
    told = [
        (name, old, new) for name, (old, new) in changes.items() if old != new or rule_name_of(name) == ""
    ]
    return [
        ChangedTerm(_capital(label_of(name)), words_of(name, old), words_of(name, new))
        for name, old, new in told
    ]


def groups_of(values: Values, sources: Mapping[str, str]) -> list[TermGroup]:
    """Say everything that terms and notice rules say.

    Args:
        values: By field.
        sources: The title of the amendment that a field's value came with.
    """
    names = [f"terms.{one.name}" for one in fields(TermsDraft)]
    groups = [TermGroup("Term", _facts(names, values, sources))]
    for rule in sorted({rule_name_of(name) for name in values} - {""}):
        if values.get(rule) != YES:
            continue
        names = [f"{rule}.{one.name}" for one in fields(NoticeRuleDraft)[2:]]
        title = _capital(label_of(rule).removeprefix("notice rule: "))
        groups.append(TermGroup(title, _facts(names, values, sources)))
    return groups


def _facts(names: list[str], values: Values, sources: Mapping[str, str]) -> tuple[TermFact, ...]:
    found = []
    for name in names:
        if name.endswith(_UNIT) or name.rpartition(".")[2] == "unit" or not values.get(name):
            continue
        words = words_of(name, values[name])
        unit = name.removesuffix("quantity") + "unit"
        if name.endswith("quantity") and values.get(unit):
            words = f"{words} {words_of(unit, values[unit])}"
        label = _capital(label_of(name).partition(" (")[0])
        found.append(TermFact(label, words, sources.get(name) or sources.get(unit, "")))
    return tuple(found)


def _methods(text: str) -> str:
    said = []
    for one in json.loads(text):
        days, kind = one["deemed_calendar_days"], "calendar"
        if days is None:
            days, kind = one["deemed_business_days"], "business"
        after = (
            f"received after {days} {kind} day{'s' if days != 1 else ''}" if days else "received the same day"
        )
        said.append(f"{one['method']} ({after})")
    return ", ".join(said)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
