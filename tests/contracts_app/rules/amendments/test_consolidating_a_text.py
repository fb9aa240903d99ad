"""The table of docs/rules/amendments.md: what each kind of change does to a text, and what cannot be made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.amendment import ClauseChange
from tests.contracts_app.rules.amendments.texts import (
    AGREEMENT,
    amended,
    base,
    deletes,
    inserts,
    numbers,
    replaces,
)

ALL = ["1", "1.1", "1.2", "1.2(a)", "1.2(b)", "2", "2.1", "2.2", "3", "3.1"]


def test_a_text_that_nothing_amends_is_the_version():
    text = amended()

    assert "".join(one.text for one in text.in_force) == AGREEMENT
    assert numbers(text) == ALL
    assert {one.amendment for one in text.clauses} == {None}


#: What an amendment says, and the numbers in force afterwards.
PLACES = [
    ([replaces("2.1", "Fees are due within 60 days.")], ALL),
    ([replaces("1.2", "The vendor supports it at any hour.")], ALL),
    ([replaces("1.2", "1.2 The vendor supports it:\n(a) by phone;\n(b) by chat;\n(c) on site.")],
     [*ALL[:5], "1.2(c)", *ALL[5:]]),
    ([replaces("1.2", "The vendor supports it:\n(a) by phone.")], [*ALL[:4], *ALL[5:]]),
    ([replaces("2", "2. Fees\n2.1 Fees are due at once.\n")], [*ALL[:7], "3", "3.1"]),
    ([inserts("2.3", "Fees are fixed.", after="2.2")], [*ALL[:8], "2.3", "3", "3.1"]),
    ([inserts("2.3", "Fees are fixed.")], [*ALL[:8], "2.3", "3", "3.1"]),
    ([inserts("1.2A", "The vendor reports.", after="1.2")], [*ALL[:5], "1.2A", *ALL[5:]]),
    ([inserts("1.2(c)", "by chat.", after="1.2(b)")], [*ALL[:5], "1.2(c)", *ALL[5:]]),
    ([inserts("2.0", "Fees are agreed.", after="2")], [*ALL[:6], "2.0", *ALL[6:]]),
    ([inserts("1A", "Audit.", after="1.2(b)")], [*ALL[:5], "1A", *ALL[5:]]),
    ([inserts("4", "Law.")], [*ALL, "4"]),
    ([deletes("2.2")], [*ALL[:7], "3", "3.1"]),
    ([deletes("1.2")], ["1", "1.1", "2", "2.1", "2.2", "3", "3.1"]),
    ([deletes("1.2(a)"), replaces("1.2(b)", "by chat.")], ["1", "1.1", "1.2", "1.2(b)", *ALL[5:]]),
    ([deletes("2.2"), inserts("2.2", "No interest is due.", after="2.1")], ALL),
    ([replaces("Section 2.1", "Fees are due within 60 days.")], ALL),
    ([replaces(" 1.2 (A) ", "by telephone;")], ALL),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), PLACES)
def test_a_change_goes_where_it_belongs(changes, expected):
    text = amended(changes)

    assert numbers(text) == expected
    assert text.misfits == ()


def test_new_words_say_with_which_amendment_they_came_and_what_stood_there_before():
    text = amended(
        replaces("2.1", "Fees are due within 60 days."), replaces("2.1", "2.1 Fees are due within 90 days.")
    )
    fees = text.find("2.1")

    assert fees.text == "2.1 Fees are due within 90 days.\n"
    assert fees.amendment == 2
    assert [(words.text, words.amendment) for words in fees.earlier] == [
        ("2.1 Fees are due within 30 days.\n", None),
        ("2.1 Fees are due within 60 days.\n", 1),
    ]
    assert text.find("2.2").amendment is None


def test_a_replaced_clause_keeps_its_heading_unless_it_gets_another():
    kept = amended(replaces("3", "This agreement runs.")).find("3")
    renamed = amended(replaces("3", "This agreement runs.", heading="Duration")).find("3")

    assert (kept.heading, kept.text) == ("Term", "3 Term\nThis agreement runs.\n")
    assert (renamed.heading, renamed.text) == ("Duration", "3 Duration\nThis agreement runs.\n")


def test_replacing_a_clause_leaves_the_clauses_below_it_as_they_are():
    text = amended(replaces("1.2", "The vendor supports it at any hour:"))

    assert text.find("1.2(a)").text == "(a) by phone;\n"
    assert text.find("1.2(a)").amendment is None


def test_a_clause_that_comes_again_below_a_replaced_one_remembers_its_words():
    text = amended(replaces("1.2", "1.2 The vendor supports it:\n(a) by chat;\n(b) by mail."))

    assert [words.text for words in text.find("1.2(a)").earlier] == ["(a) by phone;\n"]


def test_a_deletion_takes_along_what_lies_below_and_says_so():
    text = amended(deletes("1.2"))

    assert [one.message for one in text.deletions] == [
        "Amendment 1 deletes 1.2 with what lies below it: 1.2(a), 1.2(b)."
    ]
    gone = [one for one in text.clauses if one.deleted_by == 1]
    assert [one.text for one in gone] == [
        "1.2 The vendor supports it:\n",
        "(a) by phone;\n",
        "(b) by mail.\n",
    ]


#: Amendments, and what is said of the change that cannot be made.
MISFITS = [
    ([replaces("9.9", "x")], "Amendment 1 replaces 9.9, but the text has no clause 9.9 then."),
    ([deletes("9.9")], "Amendment 1 deletes 9.9, but the text has no clause 9.9 then."),
    ([inserts("2.1", "x", after="1.2")], "Amendment 1 inserts 2.1, but 2.1 is there already."),
    ([inserts("9.2", "x", after="9.1")],
     "Amendment 1 inserts 9.2 behind 9.1, but the text has no clause 9.1 then."),
    ([deletes("2.2"), deletes("2.2")], "Amendment 2 deletes 2.2, which Amendment 1 deleted."),
    ([deletes("1.2"), replaces("1.2(a)", "x")], "Amendment 2 replaces 1.2(a), which Amendment 1 deleted."),
    ([replaces("4", "x"), inserts("4", "y")], "Amendment 1 replaces 4, but the text has no clause 4 then."),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "said"), MISFITS)
def test_a_change_that_cannot_be_made_is_told_and_changes_nothing(steps, said):
    text = amended(*steps)
    possible = [one for at, one in enumerate(steps, 1) if not said.startswith(f"Amendment {at} ")]

    assert [one.message.split(" Replace it")[0].split(" This change")[0] for one in text.misfits] == [said]
    assert "was not made" in text.misfits[0].message
    assert numbers(text) == numbers(amended(*possible))


def test_a_number_that_stands_twice_is_not_guessed():
    text = amended(
        replaces("1", "x"), text="1. Services\nThe vendor hosts.\nSCHEDULE\nNothing.\n1. Prices\nA lot.\n"
    )

    assert text.misfits[0].message.startswith("Amendment 1 replaces 1, but 1 stands 2 times in the text;")
    assert all(one.amendment is None for one in text.clauses)


def test_the_order_of_amendments_decides():
    first, second = inserts("4", "Law."), replaces("4", "Law of Germany.")

    assert amended(first, second).misfits == ()
    assert [one.title for one in amended(second, first).misfits] == ["Amendment 1"]


NUMBERS = st.sampled_from([*ALL, "4", "2.3", "9.9", "1.2(c)"])
CHANGES = st.one_of(
    st.builds(replaces, NUMBERS, st.sampled_from(["New words.", "New:\n(a) one;\n(b) two."])),
    st.builds(deletes, NUMBERS),
    st.builds(inserts, NUMBERS, st.just("New words."), st.one_of(st.just(""), NUMBERS)),
)


@given(st.lists(st.lists(CHANGES, min_size=1, max_size=3), max_size=6))
def test_nothing_is_ever_lost(amendments: list[list[ClauseChange]]):
    text = amended(*amendments)
    rows = {one.source for one in text.clauses} | {None}

    assert rows == {one.source for one in base()} | {None}
    ever = [words.text for one in text.clauses for words in one.earlier] + [one.text for one in text.clauses]
    assert all(one.text in ever for one in base())
    made = sum(len(one) for one in amendments) - len(text.misfits)
    assert made == 0 or any(one.amendment or one.deleted_by for one in text.clauses)
    assert len(numbers(text)) == len(set(numbers(text)))
