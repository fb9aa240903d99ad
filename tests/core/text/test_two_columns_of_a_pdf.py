"""Pages of two columns: read column by column; tables, signatures and single columns stay as they are."""

from __future__ import annotations

import pytest

from core.text import extract_text
from tests.support.paper import a_placed_pdf

LEFT = [
    "1. Services. The Provider hosts the platform and keeps",
    "it available as Annex 1 says, day and night, on every",
    "day of the year, except for announced maintenance of",
    "at most four hours a month, at night.",
    "2. Fees. Fees are due thirty days after receipt of an",
    "invoice that says what it is for, and are net of taxes",
    "that the law lays on the Customer, who bears them and",
    "pays them on time.",
]
RIGHT = [
    "3. Term. This agreement runs for twelve months and then",
    "for twelve months more, unless one side gives notice to",
    "the other three months before the end of the term, in",
    "writing.",
    "4. Liability. Neither side is liable for lost profit, but",
    "for damage that it did on purpose or with gross neglect,",
    "and for injury to life and health, without any limit at",
    "all.",
]
TOP, STEP = 760, 14


def page(left: list[str], right: list[str], *, across: bool = True, top: int = TOP):
    """Return words at places: line by line across both columns, or one column after the other."""
    drawn = [(40, top - STEP * row, text) for row, text in enumerate(left)]
    beside = [(310, top - STEP * row, text) for row, text in enumerate(right)]
    if not across:
        return drawn + beside
    pairs = [each for pair in zip(drawn, beside, strict=False) for each in pair]
    longer = drawn if len(drawn) > len(beside) else beside
    return pairs + longer[len(pairs) // 2 :]


def read(*pages) -> list[str]:
    return [line.rstrip() for line in extract_text("a.pdf", a_placed_pdf(pages)).text.splitlines()]


@pytest.mark.parametrize("across", [True, False])
def test_two_columns_are_read_one_after_the_other_however_they_are_drawn(across):
    assert read(page(LEFT, RIGHT, across=across)) == [*LEFT, *RIGHT]


def test_a_line_across_both_columns_parts_what_is_above_from_what_is_below():
    title = (
        40,
        790,
        "HOSTING AGREEMENT between Nord Cloud GmbH and the Customer, made on the first of March of 2026",
    )
    middle = (
        40,
        600,
        "SPECIAL CONDITIONS, which go before everything that is said above, as far as they differ from it",
    )
    words = [title, *page(LEFT, RIGHT), middle, *page(LEFT[::-1], RIGHT[::-1], top=580)]
    assert read(words) == [title[2], *LEFT, *RIGHT, middle[2], *LEFT[::-1], *RIGHT[::-1]]


def test_a_column_that_is_longer_than_the_other_loses_nothing():
    assert read(page(LEFT * 2, RIGHT)) == [*LEFT, *LEFT, *RIGHT]


def test_pages_of_one_and_of_two_columns_stand_in_one_document():
    found = extract_text(
        "a.pdf",
        a_placed_pdf([page(LEFT, [], across=False), page(RIGHT, LEFT), page(RIGHT, [], across=False)]),
    )
    assert found.text.splitlines() == [*LEFT, *RIGHT, *LEFT, *RIGHT]
    assert len(found.page_starts) == 3


def test_a_table_is_read_row_by_row():
    terms = ["Item", "Hosting", "Backup", "Support", "Training", "Migration", "Exit", "Total"]
    fees = ["Fee in EUR", "12,000.00", "1,200.00", "900.00", "450.00", "3,000.00", "0.00", "17,550.00"]
    assert read(page(terms, fees)) == [f"{one} {two}" for one, two in zip(terms, fees, strict=True)]


def test_definitions_beside_their_words_are_read_row_by_row():
    names = ["Affiliate", "Agreement", "Confidential Information", "Customer Data", "Effective Date", "Fees",
             "Order Form", "Services"]  # fmt: skip
    assert read(page(names, RIGHT)) == [f"{one} {two}" for one, two in zip(names, RIGHT, strict=True)]


def test_signatures_beside_each_other_stay_as_they_are():
    ours = ["For the Customer", "By: ______________", "Name:", "Title:", "Date:", "Place:"]
    theirs = ["For the Provider", "By: ______________", "Name:", "Title:", "Date:", "Place:"]
    drawn = [(40, 790 - STEP * row, text) for row, text in enumerate(LEFT)]
    assert read(drawn + page(ours, theirs, top=600))[:8] == LEFT
    assert sorted("".join(read(page(ours, theirs)))) == sorted(
        "".join(f"{one} {two}" for one, two in zip(ours, theirs, strict=True))
    )


def test_a_word_divided_at_the_end_of_a_line_is_made_whole():
    left = [*LEFT[:3], "that the Pro-", "vider keeps and pays for, day and night, as it is said", *LEFT[5:]]
    whole = "that the Provider keeps and pays for, day and night, as it is said"
    assert read(page(left, RIGHT)) == [*LEFT[:3], whole, *LEFT[5:], *RIGHT]
