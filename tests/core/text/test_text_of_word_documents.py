"""Word documents: what Word shows is what is read, its automatic numbers and tracked changes too."""

from __future__ import annotations

import pytest

from core.text import TrackedChange, UnreadableDocument, extract_text
from core.text.docx_numbering import in_form
from tests.support.documents import WORD, a_zip, docx_parts
from tests.support.paper import a_level, a_numbered_docx, a_paragraph

OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + a_level(0, "decimal", "%1.")
    + a_level(1, "decimal", "%1.%2")
    + a_level(2, "lowerLetter", "(%3)")
    + a_level(3, "lowerRoman", "(%4)")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)
AUTHOR = 'w:id="1" w:author="Pia Rowe" w:date="2026-01-02T00:00:00Z"'


def read(body: str, **parts: str):
    return extract_text("a.docx", a_numbered_docx(body, **parts))


def lines(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.splitlines()


def test_automatic_numbers_are_written_as_word_shows_them():
    levels = [
        (0, "Fees"),
        (1, "Rates"),
        (2, "gold"),
        (2, "silver"),
        (3, "pure"),
        (1, "Taxes"),
        (0, "Term"),
        (1, "Start"),
    ]
    body = "".join(a_paragraph(words, level=level) for level, words in levels)

    assert lines(body, numbering=OUTLINE) == [
        "1. Fees",
        "1.1 Rates",
        "(a) gold",
        "(b) silver",
        "(i) pure",
        "1.2 Taxes",
        "2. Term",
        "2.1 Start",
    ]


def test_a_list_that_says_where_it_starts_starts_there():
    body = a_paragraph("One", level=0)
    body += a_paragraph("Seven", level=0, number=2) + a_paragraph("Eight", level=0, number=2)

    assert lines(body, numbering=OUTLINE) == ["1. One", "7. Seven", "8. Eight"]


def test_a_number_may_come_from_the_style_and_the_style_it_is_based_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Clause"><w:basedOn w:val="Base"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = a_paragraph("Fees", style="Base") + a_paragraph("Rates", style="Clause")

    assert lines(body, numbering=OUTLINE, styles=styles) == ["1. Fees", "1.1 Rates"]


def test_a_list_of_number_nought_is_no_list():
    assert lines(a_paragraph("Text", level=0, number=0), numbering=OUTLINE) == ["Text"]


def test_legal_numbering_writes_every_part_in_figures():
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + a_level(0, "upperRoman", "Article %1")
        + a_level(1, "decimal", "%1.%2", more="<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = a_paragraph("Terms", level=0) + a_paragraph("Fees", level=1)

    assert lines(body, numbering=numbering) == ["Article I Terms", "1.1 Fees"]


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"),
        (4, "decimalZero", "04"),
        (4, "none", ""),
        (4, "ordinal", "4"),
    ],
)
def test_counts_are_written_in_the_form_of_the_level(value, form, written):
    assert in_form(value, form) == written


def test_tracked_changes_are_shown_and_told_and_not_accepted():
    body = (
        f'<w:p><w:r><w:t xml:space="preserve">Pay in </w:t></w:r>'
        f"<w:del {AUTHOR}><w:r><w:delText>30</w:delText></w:r></w:del>"
        f"<w:ins {AUTHOR}><w:r><w:t>60</w:t></w:r></w:ins>"
        f'<w:r><w:t xml:space="preserve"> days.</w:t></w:r></w:p>'
    )

    found = read(body)

    assert found.text == "Pay in {--30--}{++60++} days.\n"
    assert found.changes == (
        TrackedChange("deleted", "Pia Rowe", "30"),
        TrackedChange("inserted", "Pia Rowe", "60"),
    )


def test_a_table_keeps_its_rows_and_a_frame_keeps_its_paragraphs():
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{a_paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    body = (
        f"<w:tbl>{row('Tier', 'Credit')}{row('Gold', '10 %')}</w:tbl>"
        f"<w:tbl>{row('1. Fees')}{row('2. Term')}</w:tbl>"
    )

    assert lines(body) == ["| Tier | Credit |", "| Gold | 10 % |", "1. Fees", "2. Term"]


def test_notes_stand_at_the_end_behind_their_number():
    body = '<w:p><w:r><w:t>Fees</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:id="2">{a_paragraph("Without tax.")}</w:footnote>'

    assert lines(body, footnotes=notes) == ["Fees[1]", "[1] Without tax."]


def test_tabs_breaks_and_hyphens_are_signs():
    body = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>"

    assert read(body).text == "a\tb\nc-\n"


def test_headings_are_known_by_their_outline_level():
    styles = '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    body = a_paragraph("Text") + a_paragraph("Scope", style="H2")

    assert read(body, styles=styles).headings == {len("Text\n"): 2}


def test_a_document_without_text_is_refused():
    with pytest.raises(UnreadableDocument, match="holds no text"):
        read("<w:p/>")


RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_running(body: str, head: str, foot: str, numbering: str = "") -> bytes:
    """Return a document with a running head, the same on its first page, and a foot."""
    section = (
        f'<w:sectPr xmlns:r="{RELS}"><w:headerReference w:type="first" r:id="h1"/>'
        '<w:headerReference w:type="default" r:id="h1"/>'
        '<w:footerReference w:type="default" r:id="f1"/></w:sectPr>'
    )
    parts = docx_parts(body + section, rels=(
        f'<Relationship Id="h1" Type="{RELS}/header" Target="header1.xml"/>'
        f'<Relationship Id="f1" Type="{RELS}/footer" Target="/word/footer7.xml"/>'
    ))  # fmt: skip
    for name, tag, content in (("header1", "hdr", head), ("footer7", "ftr", foot)):
        parts[f"word/{name}.xml"] = f"<w:{tag} {WORD}>{content}</w:{tag}>"
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {WORD}>{numbering}</w:numbering>"
    return a_zip(parts)


def test_running_heads_and_feet_stand_once_before_the_text_without_page_numbers():
    foot = a_paragraph("Page 1 of 12") + a_paragraph("- 3 -") + a_paragraph("Contract 4711, confidential")
    data = with_running(
        a_paragraph("1. Fees") + a_paragraph("2. Term"), a_paragraph("Nord Cloud  GmbH"), foot
    )
    assert extract_text("a.docx", data).text.splitlines() == [
        "Nord Cloud GmbH", "Contract 4711, confidential", "1. Fees", "2. Term",
    ]  # fmt: skip


def test_a_tracked_change_in_a_running_head_is_told_and_its_numbers_do_not_count_on():
    head = f"<w:p><w:ins {AUTHOR}><w:r><w:t>DRAFT</w:t></w:r></w:ins></w:p>{a_paragraph('Part', level=0)}"
    found = extract_text("a.docx", with_running(a_paragraph("Fees", level=0), head, "", OUTLINE))
    assert found.text.splitlines() == ["{++DRAFT++}", "1. Part", "1. Fees"]
    assert found.changes == (TrackedChange("inserted", "Pia Rowe", "DRAFT"),)
