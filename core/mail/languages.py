"""The languages that messages are written in, and dates and money as the present message writes them.

1. Pages are English. What goes out by mail, and the calendar that a program fetches, is in the language that
   its reader chose; whoever chose none, or one that is not kept any more, gets English.
2. English dates and money are those of the pages (``core.rules.wording``). Every other language has those of
   the Unicode CLDR: ``Mo., 30. Nov. 2026`` and ``412.000 €`` in German. Nothing is rounded away.
3. Words come from the catalogs in ``locale/``; ``docs/developing.md`` says how to add a language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal, get_currency_symbol
from django.conf import settings
from django.utils import translation

from core.rules import wording

ENGLISH: Final = "en"


def language_of(person: Any) -> str:
    """Return the code of the language that a person reads; of nobody, and of one not kept, English."""
    chosen = getattr(person, "language", ENGLISH)
    return chosen if chosen in settings.MESSAGE_LANGUAGES else ENGLISH


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """Write in a language while the block runs; pages before and after it stay as they are."""
    with translation.override(language):
        yield


def present_language() -> str:
    """Return the code of the language that is written at present."""
    found = translation.get_language() or ENGLISH
    return found if found in settings.MESSAGE_LANGUAGES else ENGLISH


def weekday_date(day: dt.date) -> str:
    """Write a date on which somebody must act, with its weekday and its year."""
    language = present_language()
    if language == ENGLISH:
        return wording.weekday_date(day)
    return format_skeleton("yMMMEd", day, locale=language)


def day_of_this_year(day: dt.date) -> str:
    """Write a date with its weekday and without its year, as it stands in a subject line."""
    language = present_language()
    if language == ENGLISH:
        return wording.weekday_date(day).rsplit(" ", 1)[0]
    return format_skeleton("MMMEd", day, locale=language)


def short_date(day: dt.date) -> str:
    """Write a date without its weekday."""
    language = present_language()
    if language == ENGLISH:
        return wording.short_date(day)
    return format_skeleton("yMMMd", day, locale=language)


def month_name(day: dt.date) -> str:
    """Write the month that a day lies in, with its year."""
    language = present_language()
    if language == ENGLISH:
        return f"{day:%b %Y}"
    return format_skeleton("yMMM", day, locale=language)


def number_text(number: Decimal) -> str:
    """Write a number with all its decimals, but for zeros at their end."""
    language = present_language()
    if language == ENGLISH:
        text = f"{number:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return format_decimal(number, "#,##0.#", locale=language, decimal_quantization=False)


def money_text(amount: Decimal, currency: str) -> str:
    """Write an amount with the sign of its currency (an ISO 4217 code), where the language puts it."""
    language = present_language()
    if language == ENGLISH:
        return wording.money_text(amount, currency)
    places = wording.shown_decimals(amount, currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    figure = format_decimal(amount, pattern, locale=language, decimal_quantization=False)
    sign = get_currency_symbol(currency, locale=language) if currency else ""
    if Locale.parse(language).currency_formats["standard"].pattern.startswith("¤"):
        return f"{sign}{wording.BLANK}{figure}".strip()
    return f"{figure}{wording.BLANK}{sign}".strip()
