"""A credit scheme as it is kept and sent: plain values, every number as a text of decimals.

1. ``kind``, ``unit``, ``bands`` (``below``, ``at_least``, ``credit``), ``rate``, ``every_minutes``,
   ``due_below``, ``target``, ``currency``, ``rounding`` (``mode``, ``decimals``), ``clause``, ``choices``
   (``kind``, ``low``, ``high``, ``band``, ``chosen_by``, ``reason``, ``chosen_date``).
2. What is written reads back as the same scheme.
3. Every wrong field is named at once, as ``bands[0].credit``. A field that is not known is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from slas.rules.credit_band import CreditBand
from slas.rules.credit_choice import CreditChoice, FindingKind
from slas.rules.credit_number import CreditNumberError, number_text, read_number, shown
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_rounding import CreditRounding
from slas.rules.credit_scheme import CreditKind, CreditScheme, CreditUnit

FIELDS: Final = (
    "kind", "unit", "bands", "rate", "every_minutes", "due_below", "target", "currency", "rounding", "clause",
    "choices",
)  # fmt: skip
BAND_FIELDS: Final = ("below", "at_least", "credit")
CHOICE_FIELDS: Final = ("kind", "low", "high", "band", "chosen_by", "reason", "chosen_date")
MOST_BANDS: Final = 50


def scheme_text(scheme: CreditScheme) -> dict[str, Any]:
    """Return a scheme in plain values."""
    rounding = scheme.rounding
    return {
        "kind": str(scheme.kind),
        "unit": str(scheme.unit),
        "bands": [
            {"below": _text(one.below), "at_least": _text(one.at_least), "credit": _text(one.credit)}
            for one in scheme.bands
        ],
        "rate": _text(scheme.rate),
        "every_minutes": scheme.every_minutes,
        "due_below": _text(scheme.due_below),
        "target": _text(scheme.target),
        "currency": scheme.currency,
        "rounding": None if rounding is None else {"mode": rounding.mode, "decimals": rounding.decimals},
        "clause": scheme.clause,
        "choices": [_choice_text(one) for one in scheme.choices],
    }


def read_scheme(raw: Any) -> CreditScheme:
    """Return the scheme of plain values.

    Raises:
        AgreedTermsError: Naming every field that is wrong.
    """
    reader = _Reader()
    found = reader.read_object(raw, "scheme", FIELDS)
    parts: dict[str, Any] = {
        "kind": reader.read_word(found, "kind", CreditKind),
        "unit": reader.read_word(found, "unit", CreditUnit, CreditUnit.FEE_PERCENT),
        "bands": tuple(reader.read_band(one, f"bands[{at}]") for at, one in reader.read_list(found, "bands")),
        "rate": reader.read_number(found, "rate"),
        "every_minutes": reader.read_whole(found, "every_minutes", 1),
        "due_below": reader.read_number(found, "due_below"),
        "target": reader.read_number(found, "target"),
        "currency": reader.read_text(found, "currency"),
        "rounding": reader.read_rounding(found.get("rounding")),
        "clause": reader.read_text(found, "clause"),
        "choices": tuple(
            reader.read_choice(one, f"choices[{at}]") for at, one in reader.read_list(found, "choices")
        ),
    }
    if reader.problems:
        raise AgreedTermsError(reader.problems)
    return CreditScheme(**parts)


class _Reader:
    """Reads plain values, and keeps what is wrong by field."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def read_object(self, raw: Any, name: str, known: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            self.problems[name] = f"must be an object with {', '.join(known)}"
            return {}
        for key in raw:
            if key not in known:
                self.problems[f"{name}.{shown(key)}"] = (
                    f"is not known; the fields here are {', '.join(known)}"
                )
        return raw

    def read_list(self, raw: Mapping[str, Any], name: str) -> list[tuple[int, Any]]:
        found = raw.get(name) or []
        if not isinstance(found, list) or len(found) > MOST_BANDS:
            self.problems[name] = f"must be a list of at most {MOST_BANDS}"
            return []
        return list(enumerate(found))

    def read_number(self, raw: Mapping[str, Any], key: str, prefix: str = "") -> Fraction | None:
        value = raw.get(key)
        if value is None or value == "":
            return None
        try:
            return read_number(value)
        except CreditNumberError as error:
            self.problems[prefix + key] = str(error)
            return None

    def read_needed(self, raw: Mapping[str, Any], key: str, prefix: str) -> Fraction:
        found = self.read_number(raw, key, prefix)
        if found is None:
            self.problems.setdefault(prefix + key, "is required: a number such as 99.95")
        return found or Fraction(0)

    def read_whole(self, raw: Mapping[str, Any], key: str, default: int) -> int:
        found = raw.get(key)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int):
            self.problems[key] = f"must be a whole number, not {shown(found)}"
            return default
        return found

    def read_text(self, raw: Mapping[str, Any], key: str, prefix: str = "") -> str:
        found = raw.get(key) or ""
        if not isinstance(found, str) or len(found) > 1_000:
            self.problems[prefix + key] = "must be a text of at most 1,000 characters"
            return ""
        return found

    def read_word(
        self, raw: Mapping[str, Any], key: str, words: Any, default: Any = None, prefix: str = ""
    ) -> Any:
        found = raw.get(key)
        if found is None and default is not None:
            return default
        try:
            return words(found)
        except ValueError:
            self.problems[prefix + key] = f"must be one of {', '.join(words)}, not {shown(found)}"
            return default

    def read_band(self, raw: Any, name: str) -> CreditBand:
        found = self.read_object(raw, name, BAND_FIELDS)
        return CreditBand(
            self.read_needed(found, "below", f"{name}."),
            self.read_number(found, "at_least", f"{name}."),
            self.read_needed(found, "credit", f"{name}."),
        )

    def read_rounding(self, raw: Any) -> CreditRounding | None:
        if raw is None:
            return None
        found = self.read_object(raw, "rounding", ("mode", "decimals"))
        mode, decimals = found.get("mode"), found.get("decimals")
        if not isinstance(mode, str) or (decimals is not None and not isinstance(decimals, int)):
            self.problems["rounding"] = "has a mode, and a whole number of decimals or none"
            return None
        return CreditRounding(mode, decimals)

    def read_choice(self, raw: Any, name: str) -> CreditChoice:
        found, prefix = self.read_object(raw, name, CHOICE_FIELDS), f"{name}."
        band, day = found.get("band"), found.get("chosen_date")
        if band is not None and (isinstance(band, bool) or not isinstance(band, int)):
            self.problems[f"{prefix}band"] = f"must be the number of a row from 1, or null, not {shown(band)}"
        return CreditChoice(
            self.read_word(found, "kind", FindingKind, prefix=prefix) or FindingKind.GAP,
            self.read_needed(found, "low", prefix),
            self.read_needed(found, "high", prefix),
            band if isinstance(band, int) else None,
            self.read_text(found, "chosen_by", prefix),
            self.read_text(found, "reason", prefix),
            self.read_day(day, f"{prefix}chosen_date"),
        )

    def read_day(self, raw: Any, name: str) -> date | None:
        if raw is None:
            return None
        try:
            return date.fromisoformat(str(raw))
        except ValueError:
            self.problems[name] = f"must be a day such as 2026-03-01, not {shown(raw)}"
            return None


def _text(number: Fraction | None) -> str | None:
    return None if number is None else number_text(number)


def _choice_text(choice: CreditChoice) -> dict[str, Any]:
    return {
        "kind": str(choice.kind),
        "low": _text(choice.low),
        "high": _text(choice.high),
        "band": choice.band,
        "chosen_by": choice.chosen_by,
        "reason": choice.reason,
        "chosen_date": choice.chosen_date.isoformat() if choice.chosen_date else None,
    }
