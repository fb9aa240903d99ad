"""Terms and notice rules as named values: what an amendment changes, written as text.

1. ``terms.<field>`` is a field of the terms; ``notice.<party>.<kind>.<field>`` one of a notice rule;
   ``notice.<party>.<kind>`` says ``yes`` where there is such a rule.
2. A value is text that says the same whoever wrote it: dates and times in ISO 8601, whole numbers in figures,
   ``yes`` and ``no``, permitted methods as JSON; empty for what is not known, or has its usual value.
3. Reading back what was written gives the same draft.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, Final

from contracts_app.rules.draft import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.terms import KINDS, PARTIES

Values = dict[str, str]
YES: Final = "yes"
NO: Final = "no"
_TERMS: Final = {one.name: one for one in fields(TermsDraft)}
_RULE: Final = {one.name: one for one in fields(NoticeRuleDraft) if one.name not in ("party", "kind")}


class UnknownTerm(ValueError):
    """There is no term of that name, or the text is no value of it."""


def written(value: Any) -> str:
    """Return a value of a draft as text."""
    if isinstance(value, bool):
        return YES if value else NO
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, tuple):
        methods = [asdict(one) for one in value]
        return json.dumps(methods, ensure_ascii=False, sort_keys=True) if methods else ""
    return str(value)


def values_of(terms: TermsDraft, rules: Iterable[NoticeRuleDraft]) -> Values:
    """Return everything that terms and notice rules say, by field; what has its usual value is left out."""
    found = {f"terms.{name}": written(getattr(terms, name)) for name in _TERMS if not _is_usual(terms, name)}
    for rule in rules:
        at = rule_field(rule.party, rule.kind)
        found[at] = YES
        found |= {f"{at}.{name}": written(getattr(rule, name)) for name in _RULE if not _is_usual(rule, name)}
    return found


def drafts_of(values: Mapping[str, str]) -> tuple[TermsDraft, tuple[NoticeRuleDraft, ...]]:
    """Return the terms and notice rules that ``values`` say; a rule is one where ``yes`` is said.

    Raises:
        UnknownTerm: A field does not exist, or its text is no value of it.
    """
    terms: dict[str, Any] = {}
    rules: dict[str, dict[str, Any]] = {}
    for name, text in values.items():
        head, _, rest = name.partition(".")
        if head == "terms" and rest in _TERMS:
            terms[rest] = _read(_TERMS[rest], name, text)
            continue
        at, own = _rule_of(name)
        rule = rules.setdefault(at, {})
        if own:
            rule[own] = _read(_RULE[own], name, text)
        else:
            rule[""] = text == YES
    kept = (_rule_draft(at, rule) for at, rule in rules.items() if rule.get(""))
    return TermsDraft(**terms), tuple(kept)


def _rule_draft(at: str, values: Mapping[str, Any]) -> NoticeRuleDraft:
    _, party, kind = at.split(".")
    return NoticeRuleDraft(party=party, kind=kind, **{name: one for name, one in values.items() if name})


def rule_field(party: str, kind: str) -> str:
    """Return the name under which a notice rule exists."""
    return f"notice.{party}.{kind}"


def rule_name_of(name: str) -> str:
    """Return the name of the notice rule that a field belongs to; empty for a field of the terms."""
    return "" if name.startswith("terms.") else _rule_of(name)[0]


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> Values:
    """Return what must be set for ``before`` to become ``after``; empty text where it is usual again.

    A notice rule that goes takes along every field that it can have, so that what an amendment of before
    would set in it is part of what went.
    """
    found = {name: text for name, text in after.items() if before.get(name, "") != text}
    found |= {name: "" for name in before if name not in after}
    for name, text in list(found.items()):
        if not text and name == rule_name_of(name):
            found |= {f"{name}.{own}": "" for own in _RULE}
    return found


def check_name(name: str) -> None:
    """Refuse the name of a field that does not exist.

    Raises:
        UnknownTerm: There is none of that name.
    """
    if name.removeprefix("terms.") in _TERMS and name.startswith("terms."):
        return
    _rule_of(name)


def _rule_of(name: str) -> tuple[str, str]:
    """Return the notice rule that a field belongs to, and its name there (empty for the rule itself)."""
    parts = name.split(".")
    if parts[0] == "notice" and len(parts) in (3, 4) and parts[1] in PARTIES and parts[2] in KINDS:
        own = parts[3] if len(parts) == 4 else ""
        if own in _RULE or len(parts) == 3:
            return ".".join(parts[:3]), own
    raise UnknownTerm(f"There is no term called {name}.")


def _is_usual(draft: Any, name: str) -> bool:
    usual = {one.name: one.default for one in fields(draft)}[name]
    return bool(getattr(draft, name) == usual)


def _read(field: Any, name: str, text: str) -> Any:
    if text == "":
        if field.default is MISSING:
            raise UnknownTerm(f"{name} has no usual value.")
        return field.default
    kind = str(field.type)
    try:
        if kind == "bool":
            return {YES: True, NO: False}[text]
        if "dt.date" in kind:
            return dt.date.fromisoformat(text)
        if "dt.time" in kind:
            return dt.time.fromisoformat(text)
        if "NoticeMethodDraft" in kind:
            return tuple(NoticeMethodDraft(**one) for one in json.loads(text))
        return int(text) if kind.startswith("int") else text
    except (ValueError, KeyError, TypeError) as error:
        raise UnknownTerm(f"“{text}” is no value of {name}.") from error
