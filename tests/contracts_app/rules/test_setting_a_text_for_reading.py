"""Texts set for reading: lines of a paragraph joined, Markdown without its marks, every word kept."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.reading_blocks import Form, Paragraph, Table, blocks_of, width_of
from contracts_app.rules.reading_marks import Run, runs_of
from contracts_app.templatetags.clause_reading import drawn


def paragraphs(text: str, form: Form, **more) -> list[str]:
    return [block.text for block in blocks_of(text, form, **more)]


PAGE = """\
4.2 Late payment
If the Customer does not pay an invoice that is due and not
disputed within ten days after a reminder, the third-
party rate of Annex 2 applies.
This holds for each invoice alone.
(a) Interest is charged
monthly.
(b) Costs of a reminder are borne by the Customer.

Signed:
Place, date: ____________
By:
"""


def test_lines_of_a_page_are_joined_to_paragraphs_and_new_ones_begin_anew():
    assert paragraphs(PAGE, Form.PAGES) == [
        "4.2 Late payment",
        "If the Customer does not pay an invoice that is due and not disputed within ten days after a"
        " reminder, the third-party rate of Annex 2 applies.",
        "This holds for each invoice alone.",
        "(a) Interest is charged monthly.",
        "(b) Costs of a reminder are borne by the Customer.",
        "Signed:",
        "Place, date: ____________",
        "By:",
    ]


def test_lines_of_word_and_plain_text_stay_lines():
    assert paragraphs("One\nline and\n\nanother\n", Form.PLAIN) == ["One", "line and", "another"]


def test_how_wide_lines_are_is_told_by_the_whole_text_not_by_a_short_clause():
    clause = "The fee is due on\nReceipt of the invoice\n"
    assert paragraphs(clause, Form.PAGES, width=90) == ["The fee is due on", "Receipt of the invoice"]
    assert width_of("x" * 80 + "\n" + "y" * 80 + "\n") == 80


MARKDOWN = [
    ("## Term ##\n", [("Term", "strong")]),
    ("1. **Fees.** They are _due_ monthly.", [("1. ", ""), ("Fees.", "strong"), (" They are ", ""),
                                             ("due", "emphasis"), (" monthly.", "")]),
    ("***Both***", [("Both", "strong emphasis")]),
    ('<span class="header_3" id="1.1">Access.</span>  The <span class="x">Customer</span> may',
     [("Access.", "strong"), ("  The Customer may", "")]),
    ("price* and 2 * 3 and snake_case_name", [("price* and 2 * 3 and snake_case_name", "")]),
    (r"\* excluding VAT, 1\. first", [("* excluding VAT, 1. first", "")]),
    ("bold begins **here and the clause ends", [("bold begins here and the clause ends", "")]),
    ("see [our terms](https://x.invalid/a) and [3](#three)",
     [("see our terms (https://x.invalid/a) and 3", "")]),
    ("at <https://x.invalid/>", [("at https://x.invalid/", "")]),
    ("<script>alert(1)</script>", [("<script>alert(1)</script>", "")]),
    ("* first", [("• first", "")]),
    ("> quoted", [("quoted", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_marks_of_markdown_are_told_and_gone(text, expected):
    (block,) = blocks_of(text, Form.MARKDOWN)
    assert isinstance(block, Paragraph)
    looks = {(False, False): "", (True, False): "strong", (False, True): "emphasis"}
    told = [(run.text, looks.get((run.is_strong, run.is_emphasis), "strong emphasis")) for run in block.runs]
    assert told == expected


def test_paragraphs_of_markdown_end_at_blank_lines_items_headings_and_breaks():
    text = "One\ngoes on\n- item\n1. Two\n\nThree<br>four\nfive  \nsix\n# Seven\neight"
    assert paragraphs(text, Form.MARKDOWN) == [
        "One goes on", "• item", "1. Two", "Three", "four five", "six", "Seven", "eight",
    ]  # fmt: skip


@pytest.mark.parametrize("form", [Form.PLAIN, Form.MARKDOWN])
def test_rows_are_a_table(form):
    before, table, after = blocks_of("Prices\n| item | fee |\n| a | 1 |\nNet.", form)
    assert (before.text, after.text) == ("Prices", "Net.")
    assert isinstance(table, Table)
    assert [[cell[0].text for cell in row] for row in table.rows] == [["item", "fee"], ["a", "1"]]


def test_the_first_row_is_a_head_where_the_text_says_so():
    (table,) = blocks_of("| a | b |\n|---|:-:|\n| 1 | |", Form.MARKDOWN)
    assert isinstance(table, Table)
    assert table.has_head
    assert len(table.rows) == 2
    assert '<th scope="col">a</th>' in drawn([table])


def test_number_and_heading_are_strong_even_over_two_lines_and_behind_marks():
    (block,) = blocks_of("1. <i>Fees</i> are due", Form.MARKDOWN, number="1", heading="Fees")
    assert drawn([block]) == "<p><strong>1. </strong><em>Fees</em> are due</p>".replace(
        "<em>Fees</em>", "<strong><em>Fees</em></strong>"
    )
    first, second, third = blocks_of(
        "ARTICLE IV\nFEES\nThey are due.", Form.PLAIN, number="Article IV", heading="FEES"
    )
    assert [drawn([each]) for each in (first, second, third)] == [
        "<p><strong>ARTICLE IV</strong></p>",
        "<p><strong>FEES</strong></p>",
        "<p>They are due.</p>",
    ]


@pytest.mark.parametrize("form", list(Form))
def test_nothing_of_a_text_becomes_html(form):
    text = '<img src=x onerror=alert(1)> & "<b onclick=x>bold</b>" <script>1</script>'
    html = drawn(blocks_of(text, form), ("bold", "script"))
    assert set(re.findall(r"</?(\w+)[^>]*>", html)) <= {"p", "strong", "mark"}
    assert "onerror=alert" in html
    assert "<b " not in html


@given(st.text(alphabet="ab Z.\n-|*_<>/1()•", max_size=80))
def test_every_letter_of_a_text_is_shown_in_its_order(text):
    for form in (Form.PLAIN, Form.PAGES):
        shown = "".join(block.text for block in blocks_of(text, form) if isinstance(block, Paragraph))
        if "|" not in text:
            assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)
    letters = "".join(block.text for block in blocks_of(text, Form.MARKDOWN))
    if "<" not in text:
        assert re.sub(r"[^abZ1]", "", letters) == re.sub(r"[^abZ1]", "", text)


HOSTILE = {
    "stars": "*" * 50_000,
    "open marks": "**a " * 15_000,
    "open tags": "<span>" * 10_000,
    "brackets": "[" * 60_000,
    "links": "[a](" * 15_000,
    "pipes": "|" * 60_000,
    "lines": "a\n" * 30_000,
    "quotes": ">" * 60_000,
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("form", [Form.PAGES, Form.MARKDOWN])
def test_no_text_makes_reading_slow(case, form):
    began = time.process_time()
    blocks_of(HOSTILE[case], form)
    assert time.process_time() - began < 3


def test_runs_that_look_alike_are_one():
    assert runs_of("**a****b** c") == (Run("ab", is_strong=True), Run(" c"))
