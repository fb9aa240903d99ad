"""A published scheme as a record of JSON: ``{"tiers": [{"uptime_below_pct", …}], …}``, read and checked.

1. Every wrong field is named at once, with what is wrong and what would do: ``tiers[0].uptime_below_pct``.
2. ``uptime_below_pct`` is strictly less than, ``uptime_at_least_pct`` greater than or equal; null or absent
   is no lower bound. ``credit_pct`` is of the period's fee.
3. A tier has these three fields and no other: words in place of a figure are refused and never guessed at.
4. ``choices`` hold what a person decided about gaps and overlaps: ``kind``, ``from_pct``, ``below_pct``,
   ``tier`` (from 1; null: no credit), ``chosen_by``, ``reason``.
5. Other fields of the record are notes. Notes that would change the credit if they could be read
   (:func:`unread_notes`) are named, so that nobody takes them for applied.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from json import JSONDecodeError
from typing import Any, Final

from slas.rules.credit_band import CreditBand
from slas.rules.credit_choice import CreditChoice, FindingKind
from slas.rules.credit_number import CreditNumberError, read_number, shown
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_scheme import CreditKind, CreditScheme

BELOW: Final = "uptime_below_pct"
AT_LEAST: Final = "uptime_at_least_pct"
CREDIT: Final = "credit_pct"
TIER_FIELDS: Final = (BELOW, AT_LEAST, CREDIT)
CHOICE_FIELDS: Final = ("kind", "from_pct", "below_pct", "tier", "chosen_by", "reason")
UNREAD_NOTES: Final = ("minimum_credit_verbatim", "credit_cap_verbatim")
LARGEST_FILE: Final = 1_000_000
_NAMES: Final = {"below": BELOW, "at_least": AT_LEAST, "credit": CREDIT}

Errors = dict[str, list[str]]


class CreditRecordError(ValueError):
    """Raised for a record that cannot be meant; ``fields`` has the messages by field."""

    def __init__(self, fields: Errors) -> None:
        self.fields = fields
        super().__init__("; ".join(f"{name}: {', '.join(said)}" for name, said in fields.items()))


def read_record_file(raw: bytes) -> CreditScheme:
    """Return the scheme of a file with one record.

    Raises:
        CreditRecordError: If it is no JSON, or a field is wrong.
    """
    return read_record(read_json(raw))


def read_json(raw: bytes) -> Any:
    """Return the value of a file of JSON; its numbers are decimals, never floats.

    Raises:
        CreditRecordError: If it is no JSON that can be meant; a field that stands twice is named.
    """
    twice: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice.extend(shown(name) for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(pairs)

    if len(raw) > LARGEST_FILE:
        raise CreditRecordError({"file": [f"is longer than {LARGEST_FILE:,} bytes"]})
    try:
        found = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=collect, parse_float=Decimal, parse_constant=Decimal
        )
    except UnicodeDecodeError as error:
        raise CreditRecordError({"file": [f"is not UTF-8 text (byte {error.start + 1})"]}) from None
    except JSONDecodeError as error:
        said = f"is not JSON: {error.msg} (line {error.lineno}, character {error.colno})"
        raise CreditRecordError({"file": [said]}) from None
    except (RecursionError, ValueError, ArithmeticError):
        said = "is not JSON that can be read: nested too deeply, or a number is too long"
        raise CreditRecordError({"file": [said]}) from None
    if twice:
        raise CreditRecordError({name: ["stands twice in one object"] for name in twice})
    return found


def read_record(raw: object) -> CreditScheme:
    """Return the scheme of a record.

    Raises:
        CreditRecordError: Naming every field that is wrong.
    """
    if not isinstance(raw, Mapping):
        raise CreditRecordError({"file": ["must hold one JSON object, the record of a scheme"]})
    errors: Errors = {}
    bands = tuple(_band(item, f"tiers[{index}]", errors) for index, item in enumerate(_tiers(raw, errors)))
    choices = tuple(
        _choice(item, f"choices[{index}]", errors) for index, item in enumerate(_list(raw, "choices", errors))
    )
    if errors:
        raise CreditRecordError(errors)
    try:
        return CreditScheme(
            kind=CreditKind.TIERS,
            bands=tuple(band for band in bands if band),
            choices=tuple(choice for choice in choices if choice),
        )
    except AgreedTermsError as error:
        raise CreditRecordError({_published(name): [said] for name, said in error.problems.items()}) from None


def unread_notes(raw: Mapping[str, Any]) -> list[str]:
    """Return the names of notes in words that would change the credit if they could be read."""
    return [name for name in UNREAD_NOTES if raw.get(name)]


def _published(name: str) -> str:
    """Return a field of a scheme by its name in the record."""
    first, _, rest = name.partition(".")
    if first.startswith("bands"):
        return first.replace("bands", "tiers") + (f".{_NAMES.get(rest, rest)}" if rest else "")
    return f"{first}.tier" if rest == "band" else name


def _tiers(raw: Mapping[str, Any], errors: Errors) -> list[Any]:
    if raw.get("tiers") is None:
        one = "; this file holds “services”: give one record of it" if "services" in raw else ""
        errors["tiers"] = [f"is required: a list of {', '.join(TIER_FIELDS)}{one}"]
        return []
    found = _list(raw, "tiers", errors)
    if not found and "tiers" not in errors:
        errors["tiers"] = ["is empty: a scheme has at least one tier"]
    return found


def _list(raw: Mapping[str, Any], key: str, errors: Errors) -> list[Any]:
    found = raw.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        errors[key] = ["must be a list"]
        return []
    return found


def _object(raw: object, name: str, known: tuple[str, ...], errors: Errors) -> Mapping[str, Any] | None:
    if not isinstance(raw, Mapping):
        errors[name] = [f"must be an object with {', '.join(known)}"]
        return None
    for key in raw:
        if key not in known:
            plain = key if key.isprintable() and len(key) <= 60 else shown(key)
            said = f"{shown(raw[key])} cannot be read; the fields here are {', '.join(known)}"
            errors.setdefault(f"{name}.{plain}", []).append(said)
    return raw


def _number(raw: Mapping[str, Any], name: str, key: str, errors: Errors) -> Fraction | None:
    """Return a number that is needed; its absence is wrong."""
    value = raw.get(key)
    try:
        if value is None:
            raise CreditNumberError("is required: a number such as 99.95")
        return read_number(value)
    except CreditNumberError as error:
        errors.setdefault(f"{name}.{key}", []).append(str(error))
        return None


def _band(raw: object, name: str, errors: Errors) -> CreditBand | None:
    tier = _object(raw, name, TIER_FIELDS, errors)
    if tier is None:
        return None
    below = _number(tier, name, BELOW, errors)
    credit = _number(tier, name, CREDIT, errors)
    at_least = None if tier.get(AT_LEAST) is None else _number(tier, name, AT_LEAST, errors)
    if below is None or credit is None:
        return None
    return CreditBand(below, at_least, credit)


def _choice(raw: object, name: str, errors: Errors) -> CreditChoice | None:
    choice = _object(raw, name, CHOICE_FIELDS, errors)
    if choice is None:
        return None
    kind = choice.get("kind")
    if kind not in (FindingKind.GAP.value, FindingKind.OVERLAP.value):
        errors[f"{name}.kind"] = [f"must be gap or overlap, not {shown(kind)}"]
    low = _number(choice, name, "from_pct", errors)
    high = _number(choice, name, "below_pct", errors)
    tier = choice.get("tier")
    if tier is not None and (isinstance(tier, bool) or not isinstance(tier, int)):
        errors[f"{name}.tier"] = [f"must be the number of a tier from 1, or null, not {shown(tier)}"]
    for key in ("chosen_by", "reason"):
        if not isinstance(choice.get(key), str):
            errors[f"{name}.{key}"] = ["is required: text"]
    if low is None or high is None or any(field.startswith(f"{name}.") for field in errors):
        return None
    return CreditChoice(FindingKind(str(kind)), low, high, tier, choice["chosen_by"], choice["reason"])
