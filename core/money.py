"""Money: a decimal amount with its currency.

1. Amounts are decimals; floats are refused, because 0.1 is not one of them.
2. Amounts of different currencies never add up or compare: the refusal names both.
3. Nothing rounds by itself. Amounts may have more decimals than can be paid (unit prices, shares);
   :meth:`Money.rounded` rounds where the caller says so and how.
4. How many decimals can be paid is ISO 4217: JPY 0, EUR 2, KWD 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.numbers import format_currency, get_currency_precision, list_currencies

NO_CURRENCY: Final = frozenset({"X" * 3, "XTS"})
"""ISO codes that stand for "none" and "test"."""

_ISO_DIGITS_UNLIKE_CLDR: Final = {"IQD": 3} | dict.fromkeys(
    ("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SLL", "SOS", "SYP", "YER"), 2
)
"""Where CLDR says what is used in shops and ISO 4217 what can be invoiced, ISO counts."""

_GROUPS: Final = {".": ",'\u2019 \u00a0\u202f", ",": ".'\u2019 \u00a0\u202f"}
"""What may stand between thousands, for each decimal separator."""


class MoneyError(ValueError):
    """Raised for money that cannot be meant; the message says what, and what would do."""


class CurrencyMismatchError(MoneyError):
    """Raised when amounts of two currencies meet."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other} are different currencies: convert one of them first")
        self.currencies = (one, other)


@lru_cache(maxsize=1)
def known_currencies() -> frozenset[str]:
    """Return every ISO 4217 code that stands for money, withdrawn ones included."""
    return frozenset(list_currencies()) - NO_CURRENCY


@lru_cache(maxsize=512)
def check_currency(code: str) -> str:
    """Return a currency code if it is an ISO 4217 one.

    Raises:
        MoneyError: If it is not three capital letters that stand for money.
    """
    if code not in known_currencies():
        raise MoneyError(f"unknown currency {code!r}: use an ISO 4217 code such as EUR")
    return code


@lru_cache(maxsize=512)
def minor_units(currency: str) -> int:
    """Return how many decimals of a currency can be paid: JPY 0, EUR 2, KWD 3.

    Raises:
        MoneyError: If the currency is unknown.
    """
    check_currency(currency)
    return _ISO_DIGITS_UNLIKE_CLDR.get(currency, get_currency_precision(currency))


def decimals_of(amount: Decimal) -> int:
    """Return how many decimals an amount needs, trailing zeros left out."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def check_decimals(amount: Decimal, currency: str) -> Decimal:
    """Return an amount if it can be paid in its currency.

    Raises:
        MoneyError: If it has more decimals than the currency allows; trailing zeros do not count.
    """
    allowed, found = minor_units(currency), decimals_of(amount)
    if found > allowed:
        raise MoneyError(f"{amount} has more decimals ({found}) than {currency} allows ({allowed})")
    return amount


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency.

    Attributes:
        amount: A finite decimal; whole numbers are taken too. Any number of decimals.
        currency: Its ISO 4217 code.

    Raises:
        MoneyError: If the amount is a float or not finite, or the currency is unknown.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, Decimal | int):
            kind = type(self.amount).__name__
            raise MoneyError(f"money needs a decimal amount, not the {kind} {self.amount!r}")
        if not isinstance(self.amount, Decimal):
            object.__setattr__(self, "amount", Decimal(self.amount))
        if not self.amount.is_finite():
            raise MoneyError(f"money needs a finite amount, not {self.amount}")
        check_currency(self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        """Return the other amount if it is in the same currency."""
        if other.currency != self.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
        return other.amount

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise MoneyError(f"money is multiplied by a decimal, not the {type(factor).__name__} {factor!r}")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def rounded(self, rounding: str = ROUND_HALF_UP, decimals: int | None = None) -> Money:
        """Return this money at the decimals that can be paid, or at those asked for.

        Args:
            rounding: One of the modes of :mod:`decimal`; half away from zero where nothing is said.
            decimals: How many to keep; None for those of the currency.
        """
        places = minor_units(self.currency) if decimals is None else decimals
        exponent = Decimal(1).scaleb(-places)
        return Money(self.amount.quantize(exponent, rounding=rounding), self.currency)

    def payable(self) -> Money:
        """Return this money, refused if it has more decimals than can be paid.

        Raises:
            MoneyError: Naming the amount, the currency and both counts.
        """
        check_decimals(self.amount, self.currency)
        return self

    def display(self, locale: str = "en") -> str:
        """Return this money as a reader of a locale writes it; no decimal that it has is dropped."""
        places = max(minor_units(self.currency), decimals_of(self.amount))
        amount = self.amount.quantize(Decimal(1).scaleb(-places))
        parsed = Locale.parse(locale.replace("-", "_"))
        pattern = _pattern(str(parsed), places)
        return str(format_currency(amount, self.currency, pattern, locale=parsed, currency_digits=False))


@lru_cache(maxsize=256)
def _pattern(locale: str, places: int) -> str:
    """Return a locale's currency pattern with a number of decimals."""
    standard = Locale.parse(locale).currency_formats["standard"].pattern
    return re.sub(r"\.0+", "." + "0" * places if places else "", standard)


def sum_by_currency(amounts: list[Money]) -> dict[str, Money]:
    """Return one total for each currency, in the order in which the currencies first appear."""
    totals: dict[str, Money] = {}
    for money in amounts:
        known = totals.get(money.currency)
        totals[money.currency] = money if known is None else known + money
    return totals


def parse_amount(text: str, decimal_separator: str = ".") -> Decimal:
    """Return the amount that a text states.

    Groups of three digits may be parted by the other separator, an apostrophe or a space; they must
    be complete, so that ``1.5`` is never read as 15.

    Args:
        text: Such as ``1,234.50`` or ``-1 234``; no currency sign, no exponent.
        decimal_separator: ``.`` or ``,`` as stated by whoever gives the data; never guessed.

    Raises:
        MoneyError: If it is no amount, or its separators contradict the one stated.
    """
    if decimal_separator not in _GROUPS:
        raise MoneyError(f"the decimal separator is . or , and not {decimal_separator!r}")
    stripped = text.strip()
    point = re.escape(decimal_separator)
    plain = rf"[+-]?\d+(?:{point}\d+)?"
    group = f"[{_GROUPS[decimal_separator]}]"
    grouped = rf"[+-]?\d{{1,3}}(?P<group>{group})\d{{3}}(?:(?P=group)\d{{3}})*(?:{point}\d+)?"
    if re.fullmatch(plain, stripped, re.ASCII):
        return Decimal(stripped.replace(decimal_separator, "."))
    found = re.fullmatch(grouped, stripped, re.ASCII)
    if not found:
        raise MoneyError(f"{text!r} is not an amount with {decimal_separator!r} before the decimals")
    return Decimal(stripped.replace(found["group"], "").replace(decimal_separator, "."))


def parse_money(text: str, currency: str, decimal_separator: str = ".") -> Money:
    """Return the money that a text states, refused if it cannot be paid in its currency.

    Raises:
        MoneyError: If the text is no amount, the currency is unknown, or it allows fewer decimals.
    """
    return Money(parse_amount(text, decimal_separator), currency).payable()
