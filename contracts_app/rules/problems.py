"""Collecting what is wrong with a draft: every message under the field it is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

#: PostgreSQL's integer; far above any quantity that a contract can mean.
LARGEST_QUANTITY: Final = 36_500

Problems = dict[str, list[str]]


def add(problems: Problems, field: str, message: str) -> None:
    """Add ``message`` to those about ``field``."""
    problems.setdefault(field, []).append(message)


def check_choice(problems: Problems, field: str, value: str, known: Collection[str], *, blank: bool) -> None:
    """Refuse a value that is not one of ``known`` (an empty one too, unless ``blank``)."""
    if value in known or (blank and not value):
        return
    what = f"“{value}” is not known here" if value else "This is missing"
    add(problems, field, f"{what}. Use one of: {', '.join(sorted(known))}.")


def check_length(problems: Problems, field: str, value: str, longest: int) -> None:
    """Refuse a text of more than ``longest`` characters."""
    if len(value) > longest:
        add(problems, field, f"This has {len(value):,} characters; at most {longest:,} fit. Shorten it.")


def check_quantity(problems: Problems, field: str, value: int | None, *, least: int = 0) -> None:
    """Refuse a count below ``least`` or beyond a hundred years of days."""
    if value is not None and not least <= value <= LARGEST_QUANTITY:
        add(
            problems,
            field,
            f"{value} is not possible here. Enter a whole number from {least} to {LARGEST_QUANTITY:,}.",
        )


def check_pair(
    problems: Problems, field: str, quantity: int | None, unit: str, units: Collection[str]
) -> None:
    """Refuse half a period: a quantity needs its unit and a unit its quantity, or neither is given."""
    check_choice(problems, f"{field}_unit", unit, units, blank=quantity is None)
    if quantity is None and unit:
        add(
            problems,
            f"{field}_quantity",
            "A unit is given without a number. Enter how many, or clear the unit.",
        )
