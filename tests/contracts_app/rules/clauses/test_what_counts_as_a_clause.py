"""Numbering schemes, and signs that look like numbers and are none; the table of docs/rules/clauses.md."""

from __future__ import annotations

import pytest

from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses


def split(text: str, **layout):
    """Return the clauses of ``text`` and prove that nothing is lost."""
    clauses = split_clauses(ClauseSource(text, **layout))
    assert "".join(clause.text for clause in clauses) == text
    return clauses


def numbers(text: str, **layout) -> list[str]:
    """Return the numbers of the clauses of ``text`` that have one."""
    return [clause.number for clause in split(text, **layout) if clause.number]


SCHEMES = {
    "decimal": (
        "1. Services\n1.1 The Provider shall.\n1.2 The Customer may.\n2. Fees\n2.1 Fees are due.\n",
        ["1", "1.1", "1.2", "2", "2.1"],
    ),
    "decimal with three parts": (
        "1. Scope\n1.1 General\n1.1.1 One.\n1.1.2 Two.\n1.2 Special\n",
        ["1", "1.1", "1.1.1", "1.1.2", "1.2"],
    ),
    "decimal without whole numbers": ("1.1 One.\n1.2 Two.\n2.1 Three.\n", ["1.1", "1.2", "2.1"]),
    "letters and Roman numerals": (
        "1.1 The Provider shall\n(a) deliver;\n(b) maintain:\n(i) software,\n(ii) hardware;\n(c) leave.\n",
        ["1.1", "1.1(a)", "1.1(b)", "1.1(b)(i)", "1.1(b)(ii)", "1.1(c)"],
    ),
    "the letter i behind h": (
        "1. List\n(g) g;\n" + "".join(f"({sign}) text;\n" for sign in "abcdefghij"),
        ["1", *(f"1({sign})" for sign in "abcdefghij")],
    ),
    "Roman i behind h": (
        "1. List\n" + "".join(f"({sign}) text;\n" for sign in "abcdefgh") + "(i) first;\n(ii) second;\n",
        ["1", *(f"1({sign})" for sign in "abcdefgh"), "1(h)(i)", "1(h)(ii)"],
    ),
    "double letters": (
        "1. List\n" + "".join(f"({sign}) text;\n" for sign in [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"]),
        ["1", *(f"1({sign})" for sign in [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"])],
    ),
    "articles and sections": (
        "ARTICLE I\nDEFINITIONS\n\nSection 1.1 Terms. Text.\n\nARTICLE II\nFEES\n\nSection 2.1 Fees. Text.\n",
        ["Article I", "1.1", "Article II", "2.1"],
    ),
    "sections that begin anew in each article": (
        "Article I Terms\nSection 1. One.\nSection 2. Two.\nArticle II Fees\nSection 1. Three.\n",
        ["Article I", "Article I, 1", "Article I, 2", "Article II", "Article II, 1"],
    ),
    "Roman, letters, numbers": (
        "I. TERMS\nA. First.\n1. One.\n2. Two.\nB. Second.\nII. FEES\n",
        ["I", "I.A", "I.A.1", "I.A.2", "I.B", "II"],
    ),
    "nought behind the point": ("Section 1.0 Scope.\nSection 2.0 Fees.\n2.1 Rates.\n", ["1", "2", "2.1"]),
    "leading noughts": (
        "ARTICLE VII\n7.01 Limits. A.\n7.02 Indemnity. B.\n",
        ["Article VII", "7.01", "7.02"],
    ),
    "numbers without a full stop": (
        "1 DEFINITIONS\n\nText.\n\n2 FEES\n\n2.1 Fees are due.\n",
        ["1", "2", "2.1"],
    ),
    "brackets around numbers": ("1. Duties\n(1) first;\n(2) second.\n", ["1", "1(1)", "1(2)"]),
    "half brackets": ("1. Duties\na) first;\nb) second.\n2. More\n", ["1", "1(a)", "1(b)", "2"]),
    "the whole path at the line": (
        "1. Fees\n1.1 Rates\n1.1(a) First.\n1.1(b) Second.\n",
        ["1", "1.1", "1.1(a)", "1.1(b)"],
    ),
    "a letter directly behind a number": (
        "3.1 (a) The Provider.\n(b) The Customer.\n",
        ["3.1", "3.1(a)", "3.1(b)"],
    ),
    "the first letter inside the sentence": (
        "2. Term. This ends if (a) a party is insolvent;\n(b) a party so wishes; or\n(c) both agree.\n",
        ["2", "2(a)", "2(b)", "2(c)"],
    ),
    "schedules have numbers of their own": (
        "1. One\n2. Two\n\nSchedule 1\n\n1. First\n1.1 Part\n\nSchedule 2\n\n1. Other\n",
        ["1", "2", "Schedule 1", "Schedule 1, 1", "Schedule 1, 1.1", "Schedule 2", "Schedule 2, 1"],
    ),
    "the main part goes on behind a list of exhibits": (
        "1. One\n1.1 Exhibits are:\nExhibit A Rates\nExhibit B Scope\n1.2 Order\n2. Two\n",
        ["1", "1.1", "Exhibit A", "Exhibit B", "1.2", "2"],
    ),
    "a missing number": ("1. One\n1.1 A\n1.2 B\n1.4 D\n2. Two\n", ["1", "1.1", "1.2", "1.4", "2"]),
    "recitals before the numbers": (
        "A. The Customer needs services.\nB. The Provider has them.\n\n1. Services. Text.\n2. Fees. Text.\n",
        ["A", "B", "1", "2"],
    ),
    "a list inside a clause": (
        "1. Scope\nText:\n1. first thing\n2. second thing\n\n2. Fees\n2.1 Rates\n",
        ["1", "1.1", "1.2", "2", "2.1"],
    ),
    "lost line breaks": (
        "AGREED TERMS 1. Definitions 1.1 The terms apply. 1.2 They are final. 2. Fees. All fees are due.",
        ["1", "1.1", "1.2", "2"],
    ),
}

NO_CLAUSES = {
    "a reference at a line's start": "1. One\nas described in\nSection 7.2 applies to this.\n",
    "a reference with its title": "1. One. Subject to Section\n5.2 (Security) the parties agree.\n",
    "a list of references": "1. Sections 3.1,\n5.2 (Security) and\n8 survive.\n",
    "a date": "1. The term ends on\n30 December 2027 at noon.\n",
    "a date with a full stop": "1. Beginn ist der\n1. Januar 2027.\n",
    "an amount": "1. Fees are USD\n2.5 million per year.\n",
    "a rate": "1. Interest of\n1.1 percent applies.\n",
    "days": "1. Notice of\n2 days is enough.\n",
    "letters inside a sentence": "1. The party (a) may leave, (b) may stay and (c) may pay.\n",
    "a year": "1. Start\n2027 was a good year.\n",
    "a table": "1. Rates\n| 2. | Gold | 10 |\n| 3. | Silver | 5 |\n",
    "a table of contents": (
        "CONTENTS\n1. Scope ........ 1\n2. Fees ......... 2\n3. Term ......... 3\n"
        "4. Law .......... 4\n\n1. Everything.\n"
    ),
    "definitions in quotes": "1. Definitions.\n“Fees” means all fees.\n“Term” means the term.\n",
    "an inline list whose line was broken in a PDF": (
        "1. The indemnified party will give all of this to the indemnifying party without delay:\n"
        "(a) prompt notice of the claim, (b) control of the claim, its defense and (c) help.\n"
    ),
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_numbering_scheme_is_followed(scheme):
    text, expected = SCHEMES[scheme]

    assert numbers(text) == expected


@pytest.mark.parametrize("case", NO_CLAUSES)
def test_what_only_looks_like_a_number_is_text_of_its_clause(case):
    assert numbers(NO_CLAUSES[case]) == ["1"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        pytest.param("1. Fees. All fees are due.", "Fees", id="first words up to a full stop"),
        pytest.param("1. Term and Termination: as agreed.", "Term and Termination", id="up to a colon"),
        pytest.param("1. **Fees**. All fees are due.", "Fees", id="bold"),
        pytest.param("**1. Fees and Costs**. All fees.", "Fees and Costs", id="bold with its number"),
        pytest.param('1. <span class="header_2">Fees</span>  All.', "Fees", id="a heading span"),
        pytest.param("1. FEES AND TAXES", "FEES AND TAXES", id="a line of its own"),
        pytest.param("ARTICLE I\n\nDEFINITIONS\n\nText.", "DEFINITIONS", id="on the next line"),
        pytest.param("1. All fees are due within thirty days of the invoice.", "", id="a sentence"),
        pytest.param("1. Customer will pay. Then it may leave.", "", id="a short sentence"),
        pytest.param("1. the fees; and\n2. the costs", "", id="an item of a list"),
    ],
)
def test_a_heading_is_read(text, heading):
    assert next(clause for clause in split(text) if clause.number).heading == heading


def test_levels_follow_the_numbering():
    text = (
        "ARTICLE I\nTERMS\nSection 1.1 Fees. Due:\n(a) now;\n(b) later.\n\nSchedule 1\n\n1. Rates\n1.1 Gold\n"
    )

    assert [(clause.number, clause.level) for clause in split(text)] == [
        ("Article I", 1),
        ("1.1", 2),
        ("1.1(a)", 3),
        ("1.1(b)", 3),
        ("Schedule 1", 1),
        ("Schedule 1, 1", 2),
        ("Schedule 1, 1.1", 3),
    ]


def test_headings_without_a_number_are_clauses_of_their_own():
    text = "Preamble.\n\nGENERAL TERMS\n\nText.\n\n1. Fees\nAll.\n"

    assert [(clause.number, clause.heading, clause.level) for clause in split(text)] == [
        ("", "", 0),
        ("", "GENERAL TERMS", 1),
        ("1", "Fees", 1),
    ]


def test_markdown_headings_have_their_depth():
    text = "# Policy\n\nText.\n\n## Refunds\n\nMore.\n\n### Late ones\n\nNone.\n"

    assert [(clause.heading, clause.level) for clause in split(text, is_markdown=True)] == [
        ("Policy", 1),
        ("Refunds", 2),
        ("Late ones", 3),
    ]


def test_markdown_items_are_numbered_under_the_item_they_are_indented_below():
    text = (
        "1. Fees\n    1. Rates\n    2. Taxes\n        a. one\n        b. two\n2. Term\n    1. Start\n3. Law\n"
    )

    assert numbers(text, is_markdown=True) == ["1", "1.1", "1.2", "1.2(a)", "1.2(b)", "2", "2.1", "3"]


def test_markdown_items_that_are_all_written_as_one_count_on():
    assert numbers("1. First\n1. Second\n1. Third\n", is_markdown=True) == ["1", "2", "3"]


def test_a_clause_knows_its_page_and_its_place():
    text = "1. One\n2. Two\n3. Three\n"

    clauses = split(text, page_starts=(0, 7))

    assert [(clause.page, clause.order, clause.start) for clause in clauses] == [
        (1, 0, 0),
        (2, 1, 7),
        (2, 2, 14),
    ]


def test_pages_are_unknown_where_the_document_has_none():
    assert [clause.page for clause in split("1. One\n2. Two\n")] == [None, None]


def test_lines_that_the_document_marks_as_headings_are_headings():
    text = "Scope of work\nText.\n"

    assert [clause.heading for clause in split(text, headings={0: 1})] == ["Scope of work"]


def test_an_empty_text_has_no_clauses():
    assert split_clauses(ClauseSource("")) == ()
