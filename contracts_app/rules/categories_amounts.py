"""Amounts in the words of a clause: money, fees of so many months, shares in percent.

1. An amount is told in the words of the clause, one blank between words; the reader sees what was agreed,
   not a reckoning of it. The same words are told once.
2. Money is a currency (``EUR``, ``US$``, ``dollars``) beside figures, with ``million`` and the like; figures
   without a currency are no money.
3. Fees of months are ``fees of twelve months``, ``12 months' fees``, ``fees paid in the preceding twelve
   months`` and the like, with what multiplies them (``two times the``).
4. A share is figures with ``%`` or ``percent``, with what it is of where that follows (``25 % of the monthly
   fee``). What stands inside longer words of another kind is told there alone.
5. Money has its value too: digits as they group, ``1.000.000,50`` as ``1,000,000.50``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Final

#: Of one clause, so many amounts are told, in so many of its characters.
MOST: Final = 12
LOOKED_AT: Final = 20_000
#: Digits behind a mark that groups them.
_GROUPED: Final = 3


class AmountKind(StrEnum):
    """What kind of amount it is."""

    MONEY = "money"
    FEES = "fees"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a clause.

    Attributes:
        kind: What it is.
        words: As it stands in the clause.
        value: Of money, how much; None for the others.
        currency: Of money, its ISO 4217 code; empty for the others.
    """

    kind: AmountKind
    words: str
    value: Decimal | None = None
    currency: str = ""


_CODES: Final = {
    "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR", "usd": "USD", "us$": "USD", "u.s.$": "USD",
    "$": "USD", "dollar": "USD", "dollars": "USD", "u.s. dollars": "USD", "us dollars": "USD", "gbp": "GBP",
    "£": "GBP", "pounds": "GBP", "pounds sterling": "GBP", "chf": "CHF", "jpy": "JPY", "¥": "JPY",
    "yen": "JPY", "cad": "CAD", "c$": "CAD", "aud": "AUD", "a$": "AUD", "sek": "SEK", "nok": "NOK",
    "dkk": "DKK", "pln": "PLN", "czk": "CZK", "inr": "INR", "cny": "CNY", "rmb": "CNY", "sgd": "SGD",
    "hkd": "HKD",
}  # fmt: skip
_TIMES: Final = {
    "thousand": 1_000, "k": 1_000, "million": 1_000_000, "millions": 1_000_000, "m": 1_000_000,
    "mn": 1_000_000, "mio": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000,
}  # fmt: skip
_CURRENCY: Final = "|".join(re.escape(each) for each in sorted(_CODES, key=len, reverse=True))
_FIGURES: Final = r"[0-9]{1,15}(?:[.,'’ ][0-9]{3})*(?:[.,][0-9]{1,4})?"
_SCALE: Final = r"(?:\s{0,2}(?:thousand|millions?|mn|mio|m|billion|bn|k)\b)?"
_COUNT: Final = (
    r"(?:\d{1,3}|one|two|three|four|five|six|nine|ten|twelve|eighteen|twenty[- ]four|thirty[- ]six)"
    r"(?:\s{0,3}\(\d{1,3}\))?"
)
_MANY: Final = (
    rf"(?:(?:{_COUNT}\s{{1,3}}(?:times|x)|(?:(?:one\s{{1,2}})?[a-z]{{3,9}}\s{{1,2}}percent\s{{1,2}})?\(?\d{{1,3}}\s?(?:%|percent)\)?"
    r"\s{1,3}of)\s{1,3}(?:the\s{1,3})?)?"
)
_MONEY = re.compile(
    rf"(?<![\w.])(?:(?P<before>{_CURRENCY})\s{{0,3}}(?P<first>{_FIGURES}){_SCALE}"
    rf"|(?P<second>{_FIGURES}){_SCALE}\s{{0,3}}(?P<after>{_CURRENCY}))(?!\w)",
    re.IGNORECASE,
)
_PAST = r"(?:preceding|prior|previous|last|past|immediately\s{1,3}preceding)"
_MONTHS = rf"(?:{_COUNT})\W{{0,2}}[\s-]{{1,3}}months?\b"
_LINK = r"(?:[^\w.;]{1,4}\w+){0,10}?[^\w.;]{1,4}"
_FEES = re.compile(
    rf"(?<!\w){_MANY}(?:"
    rf"{_MONTHS}['’]?\s{{1,3}}(?:of\s{{1,3}})?(?:fees|charges)"
    rf"|(?:fees|charges|amounts?|price|prices){_LINK}(?:{_PAST}\s{{1,3}}{_MONTHS}"
    rf"|{_MONTHS}{_LINK}(?:preceding|before|prior)|twelve-month|12-month|(?:contract|preceding|previous|prior|last)\s{{1,3}}year)"
    rf"|(?:fees|charges)\s{{1,3}}of\s{{1,3}}{_MONTHS}"
    rf"|(?:annual|yearly)\s{{1,3}}(?:fees?|charges?|subscription\s{{1,3}}fees?))(?!\w)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?<![\w.,])(?:\d{1,4}(?:[.,]\d{1,4})?\s{0,2}(?:%|percent\b|per\s{1,2}cent\b)"
    r"|(?:one|two|three|four|five|ten|fifteen|twenty|twenty[- ]five|thirty|fifty|hundred|one hundred)"
    r"\s{1,2}(?:percent|per\s{1,2}cent)(?:\s{0,2}\(\d{1,3}\s?%\))?)"
    r"(?:\s{1,3}of\s{1,3}(?:(?:the|its|all|total|then|current|annual|monthly|applicable|net|gross)\s{1,3}){0,4}"
    r"(?:fees?|charges?|price|prices|revenues?|sales|invoice|value|profits?|contract\s{1,3}value)\b)?",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts that the words of a clause name, in their order, at most ``MOST``."""
    look = text[:LOOKED_AT]
    found: list[tuple[int, int, Amount]] = []
    for kind, pattern in ((AmountKind.FEES, _FEES), (AmountKind.MONEY, _MONEY), (AmountKind.SHARE, _SHARE)):
        for match in islice(pattern.finditer(look), MOST):
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((match.start(), match.end(), _amount(kind, match)))
    ordered = [amount for _, _, amount in sorted(found, key=lambda each: each[:2])]
    return tuple({each.words.lower(): each for each in reversed(ordered)}.values())[::-1][:MOST]


def _amount(kind: AmountKind, match: re.Match[str]) -> Amount:
    words = _SPACE.sub(" ", match.group()).strip()
    if kind is not AmountKind.MONEY:
        return Amount(kind, words)
    currency = _CODES[(match["before"] or match["after"]).lower()]
    return Amount(kind, words, _value(match["first"] or match["second"], words), currency)


def _value(figures: str, words: str) -> Decimal:
    """Return what figures say: the last mark parts decimals off, unless three digits stand behind it."""
    whole, behind = re.sub(r"['’ ]", "", figures), ""
    last = max(whole.rfind("."), whole.rfind(","))
    if last >= 0 and len(whole) - last - 1 != _GROUPED:
        whole, behind = whole[:last], whole[last + 1 :]
    digits = re.sub(r"[.,]", "", whole)
    times = next((_TIMES[each] for each in re.findall(r"[a-z]+", words.lower()) if each in _TIMES), 1)
    return Decimal(f"{digits}.{behind}" if behind else digits) * times
