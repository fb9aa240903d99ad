"""Credit tables for tests, written as short as they are published."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.money import Money
from slas.rules.credit_band import CreditBand
from slas.rules.credit_scheme import CreditKind, CreditScheme


def n(text: str) -> Fraction:
    """Return an exact number."""
    return Fraction(text)


def band(below: str, at_least: str | None, credit: str) -> CreditBand:
    """Return a row."""
    return CreditBand(n(below), None if at_least is None else n(at_least), n(credit))


def tiers(*rows: tuple[str, str | None, str], **more: Any) -> CreditScheme:
    """Return a scheme with tiers."""
    return CreditScheme(kind=CreditKind.TIERS, bands=tuple(band(*row) for row in rows), **more)


AWS = (("99.99", "99.0", "10"), ("99.0", "95.0", "30"), ("95.0", None, "100"))
MONGODB = (("99.995", "99.0", "10"), ("99.0", None, "25"), ("95.0", None, "100"))
GAPPED = (("99.9", "99.5", "10"), ("99.0", None, "25"))
CROSSED = (("99.9", "98.5", "10"), ("99.0", "95.0", "25"), ("95.0", None, "100"))


def money(text: str, currency: str = "EUR") -> Money:
    """Return money."""
    return Money(Decimal(text), currency)
