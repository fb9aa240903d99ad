"""The bytes, records, dates, amounts and lengths of a register."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from contracts_app.rules.register_format import AmountReader, DateReader, compile_date_format
from contracts_app.rules.register_period import NOTICE_UNITS, read_period, read_quantity, read_term
from contracts_app.rules.register_record import read_header, read_records
from contracts_app.rules.register_text import UnreadableRegister, clean, decode_register

UMLAUT = "Ref,Vendor\n1,Müller\n"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(UMLAUT.encode(), id="utf-8"),
        pytest.param(UMLAUT.encode("utf-8-sig"), id="utf-8 with a byte order mark"),
        pytest.param(UMLAUT.encode("cp1252"), id="windows-1252"),
        pytest.param(UMLAUT.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(UMLAUT.replace("\n", "\r").encode(), id="bare cr"),
    ],
)
def test_every_accepted_encoding_and_line_end_gives_the_same_records(raw):
    text = decode_register(raw)
    header = read_header(text)
    assert header.names == ("Ref", "Vendor")
    assert list(read_records(text, header)) == [(2, ["1", "Müller"])]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \r\n \n", "empty", id="blanks only"),
        pytest.param("Ref\n1".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param(b"PK\x03\x04rest", "workbook", id="a workbook"),
        pytest.param(b"Ref\n1\n2\x003\n", "Line 3 holds a NUL", id="a NUL byte"),
        pytest.param(
            b"Ref\nM\xc3\xbcller\nM\xfcller\n",
            "Line 3 is not valid UTF-8 (byte 0xfc)",
            id="two encodings in one",
        ),
        pytest.param(b"Ref\na\x81b\n", "Line 2 holds byte 0x81", id="neither"),
    ],
)
def test_an_unreadable_file_is_refused_with_the_line_and_what_to_do(raw, words):
    with pytest.raises(UnreadableRegister) as refused:
        decode_register(raw)
    assert words in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith &amp; Sons", "Smith & Sons"),
        ("Smith &amp;amp;amp; Sons", "Smith & Sons"),
        ("&amp;lt;b&amp;gt;", "<b>"),
        ("&#039;t Hooft &#xE9;", "'t Hooft é"),
        ("R&D &notices AT&T", "R&D &notices AT&T"),
        ("&unknown; stays", "&unknown; stays"),
        ("  two \t blanks\u00a0and\u3000more ", "two blanks and more"),
        ("line\r\nbreak", "line break"),
        ("zero\u200bwidth\u00ad and \u202eevil", "zerowidth and evil"),
        ("\ufeffBOM", "BOM"),
        ("u\u0308ber", "über"),
        ("", ""),
    ],
)
def test_a_cell_is_cleaned(text, expected):
    assert clean(text) == expected
    assert clean(clean(text)) == expected


def test_the_separator_is_the_one_that_parts_the_header_and_quoted_texts_keep_line_ends():
    text = 'Ref;"Name; long"\n1;"two\nlines"\n\n2;b\n'
    header = read_header(text)
    assert (header.names, header.separator) == (("Ref", "Name; long"), ";")
    assert list(read_records(text, header)) == [(2, ["1", "two\nlines"]), (4, ["2", "b"])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a,b\n1,"never closed\n2,3\n', "opened and never closed"),
        ('a,b\n1,"closed" late\n', "goes on after its closing quotation mark"),
    ],
)
def test_a_quotation_mark_out_of_place_is_refused_with_its_row(text, words):
    with pytest.raises(UnreadableRegister, match="Row 2") as refused:
        list(read_records(text, read_header(text)))
    assert words in refused.value.message


def test_a_column_is_found_in_any_case_and_a_missing_or_double_one_is_named():
    header = read_header("Ref,Name,name,Name\n")
    assert header.index_of("REF") == 0
    assert header.index_of("name") == 2
    with pytest.raises(UnreadableRegister, match="2 columns “Name”"):
        header.index_of("Name")
    with pytest.raises(UnreadableRegister, match=r"no column “vendor”. Its columns are: Ref, Name"):
        header.index_of("vendor")


@pytest.mark.parametrize(
    ("formats", "text", "expected"),
    [
        ([], "2026-11-30", dt.date(2026, 11, 30)),
        ([], "2026-11-30T00:00:00Z", dt.date(2026, 11, 30)),
        ([], "2026-11-30 00:00:00", dt.date(2026, 11, 30)),
        (["iso"], "2026-11-30", dt.date(2026, 11, 30)),
        (["DD/MM/YYYY"], "03/04/2026", dt.date(2026, 4, 3)),
        (["MM/DD/YYYY"], "03/04/2026", dt.date(2026, 3, 4)),
        (["%d.%m.%Y"], "3.4.2026", dt.date(2026, 4, 3)),
        (["DD MMM YYYY"], "30 November 2026", dt.date(2026, 11, 30)),
        (["DD-MMM-YYYY"], "30-nov-2026", dt.date(2026, 11, 30)),
        (["YYYY-MM-DD", "DD/MM/YYYY"], "31/12/2122", dt.date(2122, 12, 31)),
        (["DD/MM/YYYY", "MM/DD/YYYY"], "04/04/2026", dt.date(2026, 4, 4)),
        (["YYYY-MM-DD"], "9999-12-31", dt.date(9999, 12, 31)),
        (["DD/MM/YYYY"], "29/02/2028", dt.date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_by_the_stated_formats(formats, text, expected):
    assert DateReader(formats).read(text) == expected


@pytest.mark.parametrize(
    ("formats", "text", "words"),
    [
        pytest.param([], "03/04/2026", "ambiguous", id="no format stated, two readings"),
        pytest.param(
            [], "25/12/2026", "not YYYY-MM-DD", id="no format stated, one reading: still not guessed"
        ),
        pytest.param(
            ["DD/MM/YYYY", "MM/DD/YYYY"], "03/04/2026", "2026-03-04 or 2026-04-03", id="two formats disagree"
        ),
        pytest.param(["DD/MM/YYYY"], "12/25/2026", "no such day", id="month 25"),
        pytest.param(["DD/MM/YYYY"], "29/02/2026", "no such day", id="no leap year"),
        pytest.param(
            ["DD/MM/YYYY"], "2026-02-28", "Not a date in the format DD/MM/YYYY", id="another format"
        ),
        pytest.param(["DD/MM/YYYY"], "03/04/26", "Not a date", id="two-digit year"),
        pytest.param([], "2026-11-30T23:30:00", "Not a date", id="a time of day"),
        pytest.param([], "0202-01-01", "between 1900 and 2999", id="a slip in the year"),
        pytest.param([], "45000", "Not a date", id="a serial number"),
        pytest.param([], "TBC", "Not a date", id="a word"),
    ],
)
def test_an_unclear_date_is_refused_and_never_guessed(formats, text, words):
    with pytest.raises(ValueError, match=words):
        DateReader(formats).read(text)


@pytest.mark.parametrize(
    "stated", ["auto", "", "DD/MM", "DD/MM/YY", "%d/%m/%y", "DD/DD/YYYY", "YYYY-MM-DD HH:MM", "x"]
)
def test_a_date_format_that_cannot_be_meant_is_refused(stated):
    with pytest.raises(ValueError, match=r"\w"):
        compile_date_format(stated)


@pytest.mark.parametrize(
    ("decimal", "text", "currency", "expected"),
    [
        (".", "37982.17", "GBP", "37982.17"),
        (".", "4500.0", "GBP", "4500"),
        (".", "4500.0000", "GBP", "4500"),
        (".", "1,234,567.5", "EUR", "1234567.5"),
        (",", "1.234.567,50", "EUR", "1234567.50"),
        (",", "1 234,5", "EUR", "1234.5"),
        (".", "1'234.50", "CHF", "1234.5"),
        ("", "1,234.50", "EUR", "1234.5"),
        ("", "1,234,567", "EUR", "1234567"),
        (".", "5000.0", "JPY", "5000"),
        (".", "1.234", "KWD", "1.234"),
        (".", "0", "EUR", "0"),
        (".", "10000000000000", "GBP", "10000000000000"),
        (".", "9999999999999.99", "GBP", "9999999999999.99"),
    ],
)
def test_an_amount_is_read_exactly(decimal, text, currency, expected):
    assert AmountReader(decimal).read(text, currency) == Decimal(expected)


@pytest.mark.parametrize(
    ("decimal", "text", "currency", "words"),
    [
        (".", "221.047", "GBP", "3 decimals, but GBP has 2"),
        (".", "16853.772", "GBP", "3 decimals, but GBP has 2"),
        (".", "1.500", "GBP", "3 decimals"),
        (".", "10.5", "JPY", "1 decimals, but JPY has 0"),
        ("", "1,234", "EUR", "ambiguous"),
        ("", "12,5", "EUR", "ambiguous"),
        (",", "1,234.50", "EUR", "Not an amount with a comma"),
        (".", "1,23,456", "EUR", "Not an amount"),
        (".", "-5", "EUR", "negative"),
        (".", "(5)", "EUR", "negative"),
        (".", "3E+10", "EUR", "exponent"),
        (".", "£500", "GBP", "without a currency sign"),
        (".", "NaN", "EUR", "Not an amount"),
        (".", "1e999", "EUR", "exponent"),
        (".", "1000000000000000", "EUR", "larger than"),
    ],
)
def test_an_unclear_or_impossible_amount_is_refused(decimal, text, currency, words):
    with pytest.raises(ValueError, match=words):
        AmountReader(decimal).read(text, currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 months", (12, "months")),
        ("1 Year", (1, "years")),
        ("P12M", (12, "months")),
        ("p1y", (1, "years")),
        ("24m", (24, "months")),
        ("90 days", (90, "days")),
        ("2 weeks", (2, "weeks")),
    ],
)
def test_a_renewal_term_is_read(text, expected):
    assert read_term(text) == expected


@pytest.mark.parametrize(
    "text", ["12", "0 months", "1 year 6 months", "P1Y6M", "-3 months", "a year", "1.5 years"]
)
def test_an_unclear_renewal_term_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_term(text)


def test_days_of_notice_are_calendar_days_unless_the_text_says_otherwise():
    assert read_period("90 days", NOTICE_UNITS) == (90, "calendar_days")
    assert read_period("10 working days", NOTICE_UNITS) == (10, "business_days")
    assert read_period("3 clear_days", NOTICE_UNITS) == (3, "clear_days")
    with pytest.raises(ValueError, match="0 to 10,000"):
        read_quantity("10001")
