"""A redline holds both texts: accepting all changes gives the new one, rejecting all the old one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.alignment import align
from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses
from contracts_app.rules.redline import accepted, redline_of, rejected
from contracts_app.rules.word_change import RunKind
from contracts_app.rules.word_change_text import words_of


def clauses(text: str) -> tuple[Clause, ...]:
    return split_clauses(ClauseSource(text))


def keys(text: str) -> tuple[str, ...]:
    return tuple(key for key in words_of(text).keys)


def whole(parts: tuple[Clause, ...]) -> list[str]:
    """The words of a text, each clause with its number."""
    return [key for one in parts for key in (*keys(one.number), *words_of(one.text, one.number).keys)]


def said(paragraphs: list[str]) -> list[str]:
    return [key for one in paragraphs for key in keys(one)]


BASE = """\
1. Services

1.1 The Provider hosts the systems of the Customer in two data centers in Germany.

1.2 The Provider keeps a backup of every system for thirty days and tests it each month.

2. Fees

2.1 Fees are due monthly in arrears within thirty days of a proper invoice of the Provider.

2.2 The Provider may raise fees once a year by no more than the index of consumer prices.

3. Term

3.1 The agreement runs for one year and renews for one year each time unless notice is given.
"""

LONG = (
    "the Provider tests the restoring of each of them once a month and sends a written report to the Customer"
)
WHOLE = BASE.replace("and tests it each month.", f"and {LONG}.")
SPLIT = BASE.replace(" and tests it each month.", f".\n\n1.3 The {LONG.removeprefix('the ')}.")
PIECES = BASE.strip().split("\n\n")

CASES = {
    "nothing changed": (BASE, BASE),
    "words changed": (BASE, BASE.replace("thirty days and", "sixty days and")),
    "a clause was added": (BASE, BASE.replace("2. Fees", "1.3 The Provider names its staff.\n\n2. Fees")),
    "a clause was removed": (BASE, BASE.replace(f"{PIECES[2]}\n\n", "")),
    "everything was renumbered": (BASE, BASE.replace("3.", "4.").replace("2.", "3.").replace("1.", "2.")),
    "sections changed places": (BASE, "\n\n".join(PIECES[at] for at in (3, 4, 5, 0, 1, 2, 6, 7))),
    "a clause was split": (WHOLE, SPLIT),
    "clauses were joined": (SPLIT, WHOLE),
    "the first word was removed": (BASE, BASE.replace("1.1 The Provider hosts", "1.1 Provider hosts")),
    "a bracket was opened": (BASE, BASE.replace("in two data centers in", "in (two) data centers in")),
    "nothing in common": (BASE, "Zebras graze quietly by moonlit rivers today.\n"),
    "from nothing": ("", BASE),
    "to nothing": (BASE, ""),
}


@pytest.mark.parametrize(("old", "new"), CASES.values(), ids=CASES.keys())
def test_accepting_gives_the_new_words_and_rejecting_the_old(old: str, new: str) -> None:
    before, after = clauses(old), clauses(new)
    paragraphs = redline_of(before, after, align(before, after))
    assert said(accepted(paragraphs)) == whole(after)
    assert said(rejected(paragraphs)) == whole(before)


def test_what_stayed_is_not_marked() -> None:
    old, new = clauses(BASE), clauses(BASE.replace("two data centers", "three data centers"))
    marked = [
        segment.text.strip()
        for paragraph in redline_of(old, new, align(old, new))
        for segment in paragraph.segments
        if segment.kind is not RunKind.STAYED
    ]
    assert marked == ["two", "three"]


def test_a_split_clause_keeps_its_words_and_gets_an_end() -> None:
    old, new = (clauses(text) for text in CASES["a clause was split"])
    paragraphs = redline_of(old, new, align(old, new))
    [first] = [one for one in paragraphs if one.end is RunKind.ADDED]
    assert any(each.kind is RunKind.STAYED and "keeps a backup" in each.text for each in first.segments)


def test_a_moved_clause_says_where_it_was() -> None:
    old, new = (clauses(text) for text in CASES["sections changed places"])
    notes = [one.note for one in redline_of(old, new, align(old, new)) if one.note]
    assert notes
    assert all(note.startswith("Moved: it was ") for note in notes)


WORDS = st.lists(
    st.sampled_from(
        ["the", "provider", "may", "not", "pay", "fees", "(thirty)", "days,", '"notice"', "60-day", "14.3"]
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@st.composite
def texts(draw: st.DrawFn) -> str:
    sections = draw(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=0, max_size=4))
    return "".join(
        f"{number}. Section {number}\n\n"
        + "".join(f"{number}.{at} {words}.\n\n" for at, words in enumerate(each, 1))
        for number, each in enumerate(sections, 1)
    )


@given(texts(), texts())
def test_any_two_texts_come_back(old: str, new: str) -> None:
    before, after = clauses(old), clauses(new)
    paragraphs = redline_of(before, after, align(before, after))
    assert said(accepted(paragraphs)) == whole(after)
    assert said(rejected(paragraphs)) == whole(before)
