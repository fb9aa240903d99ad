"""Text as people paste it, and as it is stored."""

from __future__ import annotations

import pytest

from contracts_app.rules.text import clean_line, clean_lines, label


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        pytest.param(
            "  Hosting \t framework\n", "Hosting framework", id="runs of white space become one blank"
        ),
        pytest.param("abc\u202egnp.exe", "abcgnp.exe", id="a right-to-left override is dropped"),
        pytest.param("\ufeffTitle\u200e", "Title", id="marks that nobody sees are dropped"),
        pytest.param("A\x00B\x1b[31m", "AB[31m", id="control characters are dropped"),
        pytest.param("u\u0308ber", "über", id="letters are composed"),
        pytest.param("<b>5 & 6</b>", "<b>5 & 6</b>", id="markup is text and stays as it is"),
        pytest.param("הסכם", "הסכם", id="Hebrew stays"),
        pytest.param("\u2066\u2069", "", id="nothing but marks is nothing"),
    ],
)
def test_a_line_is_stored_as_it_reads(pasted, stored):
    assert clean_line(pasted) == stored


def test_lines_stay_lines_whatever_their_ends():
    assert clean_lines("one\r\ntwo\rthree\n\u202e") == "one\ntwo\nthree"


def test_a_tag_has_one_spelling():
    assert label("  Cloud  Services ") == label("CLOUD SERVICES") == "cloud services"
