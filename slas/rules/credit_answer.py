"""The answer of ``sla_credit``: a scheme and an availability in, plain JSON out, every number exact.

1. ``credit_pct`` is the percentage of the fee; 0 where the promise was kept; null where nobody has decided.
2. ``credit_amount`` is exact: nothing is rounded; null without a fee, or where nobody has decided.
3. ``band`` is the row that applies, in the fields of the record; null without one.
4. ``findings`` are those of the whole table, whatever the availability asked about.
5. Numbers are written with all their figures. Readers that need them exact read them as decimals.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.money import Money
from slas.rules.credit import CreditFacts, credit_for
from slas.rules.credit_finding import CreditFinding, findings
from slas.rules.credit_number import exact_decimal, number_text
from slas.rules.credit_record import AT_LEAST, BELOW, CREDIT
from slas.rules.credit_scheme import CreditScheme
from slas.rules.credit_sentences import finding_words


def credit_answer(scheme: CreditScheme, availability: Fraction, fee: Money | None) -> dict[str, Any]:
    """Return ``{"credit_pct", "credit_amount", "currency", "band", "findings"}``."""
    credit = credit_for(scheme, CreditFacts(availability=availability, fee=fee))
    return {
        "credit_pct": _number(credit.percent),
        "credit_amount": _number(credit.amount),
        "currency": fee.currency if fee else None,
        "band": None if credit.band is None else _band(scheme, credit.band),
        "findings": [_finding(finding) for finding in findings(scheme)],
    }


def json_text(value: Any) -> str:
    """Return a value as one line of JSON in ASCII; decimals digit by digit, never by way of a float."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {json_text(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(json_text(one) for one in value) + "]"
    return json.dumps(value, allow_nan=False)


def _number(number: Fraction | None) -> Decimal | str | None:
    """Return a number as a decimal; as a fraction in text where it has no end."""
    if number is None:
        return None
    exact = exact_decimal(number)
    return number_text(number) if exact is None else exact


def _band(scheme: CreditScheme, number: int) -> dict[str, Any]:
    band = scheme.band(number)
    return {BELOW: _number(band.below), AT_LEAST: _number(band.at_least), CREDIT: _number(band.credit)}


def _finding(finding: CreditFinding) -> dict[str, Any]:
    return {
        "kind": str(finding.kind),
        "from_pct": _number(finding.low),
        "below_pct": _number(finding.high),
        "tiers": list(finding.bands),
        "applies": finding.band,
        "reading": None if finding.reading is None else str(finding.reading),
        "needs_choice": finding.needs_choice,
        "text": finding_words(finding),
    }
