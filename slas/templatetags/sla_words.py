"""Words about services and their targets in templates."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from core.pages.status import LOOKS
from slas.models import TargetVersion
from slas.reports.agreed import hours_words, promise_words
from slas.rules.credit_number import number_text
from slas.rules.measurement_row import MEASURED

register = template.Library()


@register.filter
def promised(version: TargetVersion) -> str:
    """Say what a version promises."""
    return promise_words(version)


@register.filter
def hours(version: TargetVersion | None) -> str:
    """Say when the service is promised; nothing where no time is counted, or nothing is promised yet."""
    return "" if version is None or version.target.indicator in MEASURED else hours_words(version)


@register.filter
def minutes(figure: Fraction) -> str:
    """Write minutes with at most one decimal; the exact ones stand on the page of the result."""
    written = f"{Decimal(figure.numerator) / Decimal(figure.denominator):,.1f}".removesuffix(".0")
    return written.replace("-", "\N{MINUS SIGN}")


@register.filter
def number(figure: Fraction) -> str:
    """Write an exact number."""
    return number_text(figure)


@register.filter
def ink(kind: str) -> str:
    """Return the color of a kind of status word, for the charts of a PDF."""
    return LOOKS[kind].ink
