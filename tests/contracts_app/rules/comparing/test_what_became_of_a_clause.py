"""Aligning two texts: each kind of change, on agreements that differ in one thing."""

from __future__ import annotations

import time

import pytest

from contracts_app.rules.alignment import align
from tests.contracts_app.rules.comparing.texts import clauses, compared

FEES = "Fees. The Customer pays the fees within 30 days after it has received the invoice."
TERM = "Term. This agreement runs for twelve months and ends without notice after that."
LAW = "Law. The laws of Ireland govern this agreement and every dispute about it."
AUDIT = "Audit. The Customer may audit the records of the Provider once in each calendar year."
DATA = "Data. The Provider keeps the data of the Customer in the European Union and nowhere else."


def _numbered(*texts: str) -> str:
    return "".join(f"{number}. {text}\n\n" for number, text in enumerate(texts, 1))


OLD = _numbered(FEES, TERM, LAW, AUDIT)


def test_a_text_is_the_same_as_itself():
    assert compared(OLD, OLD) == [("same", str(number), str(number)) for number in range(1, 5)]


def test_other_words_are_a_change_and_are_counted():
    old, new = clauses(OLD), clauses(_numbered(FEES.replace("30 days", "45 calendar days"), TERM, LAW, AUDIT))

    rows = align(old, new)

    assert [row.change for row in rows] == ["changed", "same", "same", "same"]
    assert (rows[0].words_added, rows[0].words_removed) == (2, 1)


def test_an_inserted_clause_renumbers_those_behind_it():
    assert compared(OLD, _numbered(FEES, DATA, TERM, LAW, AUDIT)) == [
        ("same", "1", "1"),
        ("added", "-", "2"),
        ("renumbered", "2", "3"),
        ("renumbered", "3", "4"),
        ("renumbered", "4", "5"),
    ]


def test_a_removed_clause_stands_where_it_stood():
    assert compared(OLD, _numbered(FEES, LAW, AUDIT)) == [
        ("same", "1", "1"),
        ("removed", "2", "-"),
        ("renumbered", "3", "2"),
        ("renumbered", "4", "3"),
    ]


def test_a_clause_that_went_elsewhere_moved():
    assert compared(OLD, _numbered(TERM, LAW, AUDIT, FEES)) == [
        ("renumbered", "2", "1"),
        ("renumbered", "3", "2"),
        ("renumbered", "4", "3"),
        ("moved", "1", "4"),
    ]


def test_a_moved_clause_with_other_words_moved_and_counts_them():
    old = clauses(OLD)
    new = clauses(_numbered(TERM, LAW, AUDIT, FEES.replace("30 days", "45 days")))

    row = align(old, new)[-1]

    assert (row.change, row.words_added, row.words_removed) == ("moved", 1, 1)


def test_a_clause_that_went_below_another_one_moved():
    old = f"1. Money\n\n1.1 {FEES}\n\n1.2 {AUDIT}\n\n2. Rest\n\n2.1 {LAW}\n\n2.2 {TERM}\n\n"
    new = f"1. Money\n\n1.1 {FEES}\n\n2. Rest\n\n2.1 {AUDIT}\n\n2.2 {LAW}\n\n2.3 {TERM}\n\n"

    assert ("moved", "1.2", "2.1") in compared(old, new)


def test_one_clause_made_into_two_was_split():
    old = _numbered(f"{FEES} {DATA}", TERM)

    assert compared(old, _numbered(FEES, DATA, TERM)) == [
        ("split", "1", "1"),
        ("split", "1", "2"),
        ("renumbered", "2", "3"),
    ]


def test_two_clauses_made_into_one_were_joined():
    assert compared(_numbered(FEES, DATA, TERM), _numbered(f"{FEES} {DATA}", TERM)) == [
        ("joined", "1", "1"),
        ("joined", "2", "1"),
        ("renumbered", "3", "2"),
    ]


def test_a_clause_that_got_clauses_below_it_was_split_into_them():
    returns, deletes = (
        "The Provider returns all data of the Customer; and",
        "deletes every copy that it holds.",
    )
    old = f"1. Exit. {returns} {deletes}\n\n"
    new = f"1. Exit.\n\n1.1 {returns}\n\n1.2 {deletes}\n"

    assert compared(old, new) == [("split", "1", "1"), ("split", "1", "1.1"), ("split", "1", "1.2")]


def test_the_same_heading_keeps_a_clause_that_was_written_anew():
    new = _numbered(FEES, "Term. Either side may leave whenever it likes.", LAW, AUDIT)

    assert compared(OLD, new)[1] == ("changed", "2", "2")


def test_another_clause_under_the_same_number_is_removed_and_added():
    assert compared(OLD, _numbered(FEES, DATA, LAW, AUDIT)) == [
        ("same", "1", "1"),
        ("removed", "2", "-"),
        ("added", "-", "2"),
        ("same", "3", "3"),
        ("same", "4", "4"),
    ]


def test_defined_terms_are_told_apart_though_their_words_are_alike():
    old = (
        '1. **"Discloser"** means a party when it discloses information to the other party.\n\n'
        '2. **"Recipient"** means a party when it receives information from the other party.\n\n'
    )
    new = (
        '1. **"Auditor"** means a party when it checks information of the other party.\n\n'
        '2. **"Discloser"** means a party when it hands information to the other party.\n\n'
        '3. **"Recipient"** means a party when it gets information from the other party.\n\n'
    )

    assert compared(old, new) == [("added", "-", "1"), ("changed", "1", "2"), ("changed", "2", "3")]


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD.replace("Fees.", "**Fees.**").replace("Law.", "<b>Law</b>."), id="bold"),
        pytest.param(OLD.replace(" days ", "\n   days  "), id="white space"),
        pytest.param(OLD.replace("1. Fees", "1. ## Fees"), id="marked heading"),
    ],
)
def test_dressing_and_white_space_change_nothing(new):
    assert {change for change, _, _ in compared(OLD, new)} == {"same"}


def test_a_comma_is_a_change_of_no_words():
    rows = align(clauses(OLD), clauses(OLD.replace("months and", "months, and")))

    assert (rows[1].change, rows[1].words_added, rows[1].words_removed) == ("changed", 0, 0)


@pytest.mark.parametrize(("old", "new", "expected"), [("", "", []), ("", "1. Fees\n", [("added", "-", "1")])])
def test_an_empty_text_has_nothing_to_compare(old, new, expected):
    assert compared(old, new) == expected


def test_each_of_many_clauses_with_the_same_words_has_its_own_partner():
    old = "".join(f"{number}. Reserved for later use by the parties.\n\n" for number in range(1, 30))

    assert {change for change, _, _ in compared(old, old)} == {"same"}


def test_two_versions_of_fifty_pages_are_compared_in_less_than_a_second():
    words = "The Provider serves the Customer well and without delay in part {} of the work, as line {} says."

    def text(days: int) -> str:
        return "".join(
            f"{part}. Part {part}\n\n"
            + "".join(
                f"{part}.{line} {words.format(part, line)} Within {days if line % 5 == 0 else 7} days.\n\n"
                for line in range(1, 24)
            )
            for part in range(1, 51)
        )

    old, new = clauses(text(30)), clauses(text(45))
    began = time.process_time()

    rows = align(old, new)

    assert time.process_time() - began < 1
    changed = [row for row in rows if row.change == "changed"]
    assert (len(rows), len(changed), {row.words_added for row in changed}) == (50 * 24, 50 * 4, {1})
