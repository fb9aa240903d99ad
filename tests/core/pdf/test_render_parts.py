"""What comes out of the PDF renderer, read back with another program's library."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from core.pdf import render_parts
from tests.support.needs import needs_pango


@pytest.fixture(autouse=True)
def _pango() -> None:
    needs_pango()


PAGE = """<html lang="en"><head><title>Report</title><style>@page {{ size: A4; margin: 2cm }}
body {{ font: 9pt "DejaVu Sans" }}</style></head><body><h1>{heading}</h1>{rows}</body></html>"""


def a_part(heading: str, rows: int = 3) -> str:
    cells = "".join(f"<tr><td>{heading}</td><td>{number}</td></tr>" for number in range(rows))
    return PAGE.format(heading=heading, rows=f"<table><tr><th>Name</th><th>No.</th></tr>{cells}</table>")


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_pages_of_all_parts_are_numbered_through():
    pages = text_of(render_parts([a_part("One", 200), a_part("Two")]))
    total = len(pages)
    assert total >= 4
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {total}" in text
    assert "Two" in pages[-1]


def test_the_page_number_stands_upright_in_the_lower_right_corner():
    document = pypdfium2.PdfDocument(render_parts([a_part("One"), a_part("Two")]))
    page = document[0]
    text = page.get_textpage()
    start = text.get_text_range().index("Page 1 of 2")
    left, bottom, right, top = text.get_charbox(start)
    assert left > page.get_width() / 2
    assert 0 < bottom < top < page.get_height() / 10
    # A "P" has its bowl above: the upper half of its box is darker than the lower half.
    image = page.render(scale=20).to_pil().convert("L")
    height = page.get_height()
    letter = image.crop(tuple(round(20 * edge) for edge in (left, height - top, right, height - bottom)))
    middle = letter.height // 2
    upper = letter.crop((0, 0, letter.width, middle)).histogram()
    lower = letter.crop((0, middle, letter.width, letter.height)).histogram()
    assert sum(upper[:128]) > 1.2 * sum(lower[:128])


def test_the_structure_of_all_parts_stands_under_one_document():
    pdf = pikepdf.open(io.BytesIO(render_parts([a_part("One"), a_part("Two"), a_part("Three")])))
    tree = pdf.Root.StructTreeRoot
    assert len(tree.K) == 1
    headings = [str(child.S) for child in tree.K[0].K].count("/H1")
    assert headings == 3
    numbers = [int(number) for number in list(tree.ParentTree.Nums)[::2]]
    assert sorted(set(numbers)) == sorted(numbers)
    assert {int(page.obj.StructParents) for page in pdf.pages} <= set(numbers)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()


def test_bookmarks_lead_to_the_headings_of_every_part():
    whole = "<h1>Report</h1><h2>One</h2>"
    parts = [PAGE.format(heading="", rows=whole), *(a_part(name, 200) for name in ("Two", "Three"))]
    document = pypdfium2.PdfDocument(render_parts(parts))
    pages = text_of(render_parts(parts))

    marks = [(one.level, one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]

    assert [(level, title) for level, title, _ in marks] == [
        (0, "Report"),
        (1, "One"),
        (1, "Two"),
        (1, "Three"),
    ]
    for _, title, page in marks:
        assert title in pages[page]


def test_progress_is_told_and_may_cancel():
    told: list[tuple[int, int]] = []
    render_parts([a_part("One"), a_part("Two")], progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)

    class Cancelled(Exception):
        pass

    def refuse(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        render_parts([a_part("One"), a_part("Two")], progress=refuse)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "static:../config/settings.py",
        "static:%2e%2e/manage.py",
    ],
)
def test_a_document_that_asks_for_anything_else_is_not_rendered(address: str):
    html = PAGE.format(heading="x", rows=f'<img alt="x" src="{address}"/>')
    with pytest.raises(RuntimeError, match="may not load"):
        render_parts([html])


def test_characters_that_xml_cannot_hold_are_left_out():
    (text,) = text_of(render_parts([a_part("Ho\x0bst\x00ing \ufffe& more".replace("&", "&amp;"))]))
    assert "Hosting & more" in text


def test_parts_are_asked_for_one_by_one_and_keep_their_order():
    pages = text_of(render_parts(a_part(name) for name in ("One", "Two", "Three")))
    assert [text.split()[0] for text in pages] == ["One", "Two", "Three"]


def test_no_row_is_split_and_every_page_repeats_the_head():
    head = "<thead><tr><th>Name</th></tr></thead>"
    rows = "".join(f"<tr><td>begin {n} {'word ' * 60} end {n}.</td></tr>" for n in range(80))
    style = "<style>tr { break-inside: avoid }</style>"
    table = f"{style}<table>{head}<tbody>{rows}</tbody></table>"
    pages = text_of(render_parts([PAGE.format(heading="Rows", rows=table)]))
    assert len(pages) > 2
    for text in pages:
        assert "Name" in text
        assert text.count("begin") == text.count("end")


def ink_of_letters(anchor: str) -> int:
    """Return how dark eight letters are in all, set from their start, middle or end, at a low zoom."""
    letters = "".join(
        f'<text x="{20 + 20.25 * number}" y="20" text-anchor="{anchor}" font-size="9">O</text>'
        for number in range(8)
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 30" width="200" height="30">'
    document = pypdfium2.PdfDocument(render_parts([PAGE.format(heading="", rows=f"{svg}{letters}</svg>")]))
    image = document[0].render(scale=0.9).to_pil().convert("L")
    return sum(255 - value for value in image.crop((0, 0, image.width, image.height // 2)).tobytes())


@pytest.mark.parametrize("anchor", ["middle", "end"])
def test_letters_of_a_chart_that_are_set_from_their_middle_or_end_are_drawn_whole(anchor):
    assert ink_of_letters(anchor) == pytest.approx(ink_of_letters("start"), rel=0.01)
