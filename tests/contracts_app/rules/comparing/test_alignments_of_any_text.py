"""What holds for every pair of texts."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.alignment import Change, align
from contracts_app.rules.word_change import RunKind, counted, new_words, old_words, runs_between
from contracts_app.rules.word_change_text import joined, words_of
from tests.contracts_app.rules.comparing.texts import clauses

WORDS = [
    "the",
    "fees",
    "term",
    "law",
    "audit",
    "data",
    "party",
    "shall",
    "may",
    "pay",
    "keep",
    "not",
    "30",
    "60",
]
WORDS += ["days", "Provider", "Customer", ",", "."]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=0, max_size=40).map(" ".join)
AGREEMENTS = st.lists(SENTENCES, max_size=9).map(
    lambda texts: "".join(f"{number}. {text}\n\n" for number, text in enumerate(texts, 1))
)


@given(AGREEMENTS, AGREEMENTS)
def test_each_clause_stands_once_and_split_or_joined_ones_with_each_part(before, after):
    old, new = clauses(before), clauses(after)

    rows = align(old, new)

    olds = Counter(row.old for row in rows if row.old is not None)
    news = Counter(row.new for row in rows if row.new is not None)
    assert set(olds) == set(range(len(old)))
    assert set(news) == set(range(len(new)))
    assert all(olds[row.old] == 1 for row in rows if row.old is not None and row.change != Change.SPLIT)
    assert all(news[row.new] == 1 for row in rows if row.new is not None and row.change != Change.JOINED)
    assert all(olds[row.old] > 1 for row in rows if row.change == Change.SPLIT)
    assert all(news[row.new] > 1 for row in rows if row.change == Change.JOINED)


@given(AGREEMENTS)
def test_a_text_aligned_with_itself_is_the_same_throughout(text):
    rows = align(clauses(text), clauses(text))

    assert [(row.change, row.old, row.new) for row in rows] == [
        (Change.SAME, index, index) for index in range(len(clauses(text)))
    ]


@given(AGREEMENTS, AGREEMENTS)
def test_the_runs_of_all_rows_are_the_words_of_both_texts(before, after):
    old, new = clauses(before), clauses(after)
    rows = align(old, new)

    ours = {index: list(words_of(each.text, each.number).keys) for index, each in enumerate(old)}
    theirs = {index: list(words_of(each.text, each.number).keys) for index, each in enumerate(new)}
    for index, words in ours.items():
        runs = [
            run for row in sorted(rows, key=lambda row: row.new or 0) if row.old == index for run in row.runs
        ]
        assert old_words(runs) == words
    for index, words in theirs.items():
        runs = [run for row in rows if row.new == index for run in row.runs]
        assert new_words(runs) == words


@given(AGREEMENTS, AGREEMENTS)
def test_the_other_way_round_says_the_same_mirrored(before, after):
    mirrored = {
        Change.ADDED: Change.REMOVED,
        Change.REMOVED: Change.ADDED,
        Change.SPLIT: Change.JOINED,
        Change.JOINED: Change.SPLIT,
    }
    old, new = clauses(before), clauses(after)

    there, back = align(old, new), align(new, old)

    assert {(row.change, row.old, row.new, row.words_added, row.words_removed) for row in there} == {
        (mirrored.get(row.change, row.change), row.new, row.old, row.words_removed, row.words_added)
        for row in back
    }


@given(AGREEMENTS, AGREEMENTS)
def test_it_is_always_the_same(before, after):
    assert align(clauses(before), clauses(after)) == align(clauses(before), clauses(after))


@given(SENTENCES, SENTENCES)
def test_applying_the_changes_to_the_old_words_gives_the_new_ones(before, after):
    old, new = words_of(before), words_of(after)

    runs = runs_between(old, new)

    assert old_words(runs) == list(old.keys)
    assert new_words(runs) == list(new.keys)
    assert joined([run.words for run in runs if run.kind != RunKind.REMOVED]).texts == new.texts


@given(SENTENCES, SENTENCES)
def test_words_changed_back_are_counted_the_other_way(before, after):
    there = runs_between(words_of(before), words_of(after))
    back = runs_between(words_of(after), words_of(before))

    assert counted(there, RunKind.ADDED) == counted(back, RunKind.REMOVED)
    assert counted(there, RunKind.REMOVED) == counted(back, RunKind.ADDED)


@given(SENTENCES)
def test_words_that_nobody_changed_stayed(text):
    runs = runs_between(words_of(text), words_of(text))

    assert {run.kind for run in runs} <= {RunKind.STAYED}
