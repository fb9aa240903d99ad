"""For every text: the clauses joined in order are the text, and their places rise."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses

NUMBERS = [
    "1. ",
    "2. ",
    "3. ",
    "1.1 ",
    "1.2 ",
    "2.1 ",
    "1.1.1 ",
    "(a) ",
    "(b) ",
    "(i) ",
    "(ii) ",
    "a. ",
    "I. ",
]
WORDS = [
    "ARTICLE I",
    "ARTICLE II",
    "Section 1.1 ",
    "Section 2. ",
    "Schedule 1",
    "EXHIBIT A",
    "CONTENTS",
    "Fees",
]
SIGNS = [
    "# ",
    "## ",
    "**",
    "    ",
    "\t",
    "| cell |",
    "Term. ",
    "GENERAL TERMS",
    "<b>",
    " ..... 3",
    "\xa0",
    "\r",
]
PIECES = st.sampled_from(NUMBERS + WORDS + SIGNS + ["\n", "\n\n"])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join)


@given(TEXTS, st.booleans())
def test_the_clauses_joined_are_the_text(text, is_markdown):
    clauses = split_clauses(ClauseSource(text, is_markdown=is_markdown))

    assert "".join(clause.text for clause in clauses) == text


@given(TEXTS, st.booleans())
def test_places_rise_and_every_clause_says_something(text, is_markdown):
    clauses = split_clauses(ClauseSource(text, is_markdown=is_markdown))

    assert all(earlier.start < later.start for earlier, later in pairwise(clauses))
    assert [clause.order for clause in clauses] == list(range(len(clauses)))
    assert all(clause.text and clause.level >= 0 for clause in clauses)


@given(st.lists(st.integers(min_value=0, max_value=4), min_size=1, max_size=12))
def test_every_decimal_number_that_was_written_is_found(children):
    lines = []
    for number, count in enumerate(children, 1):
        lines.append(f"{number}. Part {number}")
        lines += [f"{number}.{child} The parties agree." for child in range(1, count + 1)]
    text = "\n".join(lines)

    found = [clause.number for clause in split_clauses(ClauseSource(text))]

    assert found == [line.split(" ")[0].rstrip(".") for line in lines]


HOSTILE = {
    "dots": "." * 60_000,
    "spaces": " " * 60_000,
    "open tags": "<a" * 30_000,
    "headings": "HEADING\n\n" * 6_000,
    "tables of contents": "CONTENTS\n" * 6_000,
    "letters in one line": "(a) " * 15_000,
    "second letters": "1. A\n" + "(b) x\n" * 8_000,
    "numbers in one line": "1.1 A. " * 8_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_no_text_makes_the_splitter_slow(case):
    began = time.process_time()

    clauses = split_clauses(ClauseSource(HOSTILE[case]))

    assert "".join(clause.text for clause in clauses) == HOSTILE[case]
    assert time.process_time() - began < 5
