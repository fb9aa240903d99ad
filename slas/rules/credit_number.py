"""Exact numbers of credits: read from what somebody wrote, reckoned as fractions, written without rounding.

1. Floats are refused, because 99.95 is not one of them. JSON is read with decimals.
2. A number has at most 18 figures before the point and 12 after it: more is a slip, or an attack.
3. A number is written with all its figures; one without an end, such as 1/3, as a fraction.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

HUNDRED: Final = Fraction(100)
MOST_FIGURES: Final = 18
MOST_DECIMALS: Final = 12
_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_FRACTION: Final = re.compile(r"(\d{1,30})/(\d{1,30})", re.ASCII)
_LONGEST_ECHO: Final = 60


class CreditNumberError(ValueError):
    """Raised for what is no number that can be meant; the message says what would do."""


def shown(value: object) -> str:
    """Return a value as it is repeated in a message: quoted, printable, and never long."""
    text = (
        str(value) if isinstance(value, Decimal) else ascii(value) if isinstance(value, str) else repr(value)
    )
    return text if len(text) <= _LONGEST_ECHO else f"{text[: _LONGEST_ECHO - 1]}…"


def read_number(raw: object) -> Fraction:
    """Return the number that JSON, or a text such as ``99.95``, states.

    Raises:
        CreditNumberError: If it is none, is not finite, or has too many figures.
    """
    if isinstance(raw, str):
        if len(raw) > 2 * _LONGEST_ECHO or not _PLAIN.fullmatch(raw.strip()):
            raise CreditNumberError(f"must be a number such as 99.95, not {shown(raw)}")
        raw = Decimal(raw.strip())
    if isinstance(raw, bool) or not isinstance(raw, Decimal | int):
        raise CreditNumberError(f"must be a number such as 99.95, not {shown(raw)}")
    number = Decimal(raw)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise CreditNumberError(f"must be a finite number, not {shown(raw)}")
    if number and number.adjusted() >= MOST_FIGURES:
        raise CreditNumberError(f"has more than {MOST_FIGURES} figures: {shown(raw)}")
    if number and (exponent < -MOST_DECIMALS and _is_finer(number)):
        raise CreditNumberError(f"has more than {MOST_DECIMALS} decimals: {shown(raw)}")
    return Fraction(number) if number else Fraction(0)


def _is_finer(number: Decimal) -> bool:
    """Return whether a number has more decimals than are read, zeros at its end left out."""
    _, figures, exponent = number.as_tuple()
    written = "".join(map(str, figures))
    zeros = len(written) - len(written.rstrip("0"))
    return isinstance(exponent, int) and exponent + zeros < -MOST_DECIMALS


def read_availability(text: str) -> Fraction:
    """Return an availability in percent from ``99.95``, ``99.95%`` or ``43155/43200`` (up over total).

    A share with a stroke is taken exactly, so that nothing is rounded before it is compared.

    Raises:
        CreditNumberError: If it is none of these, or lies outside 0 to 100 %.
    """
    stripped = text.strip()
    if share := _FRACTION.fullmatch(stripped):
        up, total = int(share[1]), int(share[2])
        if not total or up > total:
            raise CreditNumberError(f"must be the part that was up over the whole, not {shown(text)}")
        return Fraction(up, total) * HUNDRED
    try:
        found = read_number(stripped.removesuffix("%"))
    except CreditNumberError as error:
        raise CreditNumberError(f"{error}; a share is written as 43155/43200") from None
    if not 0 <= found <= HUNDRED:
        raise CreditNumberError(f"must be from 0 to 100 percent, not {shown(text)}")
    return found


def exact_decimal(number: Fraction) -> Decimal | None:
    """Return a number as a decimal with all its figures; None for one without an end, such as 1/3."""
    rest, places = number.denominator, [0, 0]
    for index, prime in enumerate((2, 5)):
        while rest % prime == 0:
            rest //= prime
            places[index] += 1
    if rest != 1:
        return None
    decimals = max(places)
    figures = abs(number.numerator) * 10**decimals // number.denominator
    return Decimal((int(number < 0), tuple(map(int, str(figures))), -decimals))


def number_text(number: Fraction) -> str:
    """Return a number in words of a message: ``99.95``, or ``1/3`` where it has no end."""
    found = exact_decimal(number)
    return f"{number.numerator}/{number.denominator}" if found is None else format(found, "f")


def percent_text(number: Fraction) -> str:
    """Return a percentage in words: ``99.95 %``; one without an end by its first six decimals."""
    found = exact_decimal(number)
    if found is not None:
        return f"{found:f} %"
    sixth = number.numerator * 10**6 // number.denominator
    return f"{sixth // 10**6}.{sixth % 10**6:06d}… %"
