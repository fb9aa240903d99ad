"""The mapping in TOML, the rows read by it, and the guesses that a person confirms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from contracts_app.rules.register_cell import RegisterRow, Vocabulary
from contracts_app.rules.register_guess import guess_columns, guess_date_format
from contracts_app.rules.register_mapping import BadMapping, parse_mapping
from contracts_app.rules.register_record import read_header, read_records
from contracts_app.rules.register_row import RowReader
from contracts_app.rules.register_sample import propose_mapping, sample_register
from contracts_app.rules.register_text import UnreadableRegister

LEAST = '[columns]\nexternal_id = "Ref"\ntitle = "Name"\nvendor = "Supplier"\n'
VOCABULARY = Vocabulary(
    choices={
        "type": {"saas": "saas", "saas subscription": "saas", "other": "other"},
        "status": {"active": "active", "expired": "expired"},
        "term_type": {
            "fixed": "fixed",
            "auto_renew": "auto_renew",
            "evergreen": "evergreen",
            "option": "option",
        },
        "notice_anchor": {"term_end": "term_end"},
    },
    people={"ana": 7, "ana@termkeeper.invalid": 7},
    name_key=str.casefold,
)


def read(csv: str, mapping: str = LEAST) -> list:
    header = read_header(csv)
    reader = RowReader(parse_mapping(mapping), header, VOCABULARY)
    return [reader.read(row, cells) for row, cells in read_records(csv, header)]


def errors_of(csv: str, mapping: str = LEAST) -> list[tuple[int, str, str]]:
    return [
        (e.row, e.column, e.message) for found in read(csv, mapping) if isinstance(found, list) for e in found
    ]


def test_a_whole_row_is_read_field_by_field():
    mapping = LEAST + (
        'type = "Kind"\nowner = "Who"\nvalue = "Sum"\ncurrency = "Cur"\nstart_date = "From"\n'
        'end_date = "To"\nrenewal_term = "Renews"\nnotice_quantity = "Notice"\ntags = "Labels"\n'
        '[defaults]\nterm_type = "auto_renew"\n'
        'notice_unit = "months"\n[formats]\ndate = "DD.MM.YYYY"\ndecimal = ","\nvendor_separator = " | "\n'
        '[values.type]\n"Cloud" = "saas"\n'
    )
    csv = (
        "Ref;Name;Supplier;Kind;Who;Sum;Cur;From;To;Renews;Notice;Labels\n"
        'A1;Mail;"Nord &amp; Co | Süd | NORD & CO";cloud;ANA;"1.234,50";eur;01.03.2026;28.02.2027;1 year;3;'
        "Cloud, mail, cloud\n"
    )
    assert read(csv, mapping) == [
        RegisterRow(
            row=2,
            external_id="A1",
            title="Mail",
            vendors=("Nord & Co", "Süd"),
            type="saas",
            owner_id=7,
            value=Decimal("1234.50"),
            currency="EUR",
            start_date=dt.date(2026, 3, 1),
            end_date=dt.date(2027, 2, 28),
            term_type="auto_renew",
            renewal_quantity=1,
            renewal_unit="years",
            notice_quantity=3,
            notice_unit="months",
            tags=("cloud", "mail"),
        )
    ]


@pytest.mark.parametrize(
    ("extra", "row", "column", "words"),
    [
        ("", ",Name,S", "Ref", "blank"),
        ("", "1,,S", "Name", "blank"),
        ("", "1,Name, ", "Supplier", "No supplier"),
        ("", f"1,{'x' * 501},S", "Name", "501 characters"),
        ("", f"{'x' * 201},Name,S", "Ref", "201 characters"),
        ("", f"1,Name,{'x' * 301}", "Supplier", "1 to 300"),
        ('type = "X"', "1,Name,S,lease", "X", "Not known. Known are"),
        ('status = "X"', "1,Name,S,live", "X", "[values.status]"),
        ('owner = "X"', "1,Name,S,bob", "X", "No active person"),
        ('currency = "X"', "1,Name,S,EURO", "X", "ISO 4217"),
        ('value = "X"', "1,Name,S,100", "currency", "no currency"),
        ('start_date = "X"', "1,Name,S,01/02/2026", "X", "ambiguous"),
        ('start_date = "X"', "1,Name,S,9999-12-31", "X", "Only an end date"),
        ('renewal_term = "X"', "1,Name,S,soon", "X", "Not a length of time"),
        ('notice_quantity = "X"', "1,Name,S,3", "notice_unit", "no unit"),
        ('notice_quantity = "X"', "1,Name,S,many", "X", "Not a length"),
        ('tags = "X"', f"1,Name,S,{'x' * 61}", "X", "at most 60"),
        ("", "1,Name", "", "2 cells, the header has 4"),
        ("", "1,Name,S,a,b", "", "5 cells, the header has 4"),
    ],
)
def test_a_wrong_cell_is_reported_with_row_column_and_reason(extra, row, column, words):
    cells = row if row.count(",") != 2 else f"{row},"
    found = errors_of(f"Ref,Name,Supplier,X\n{cells}\n", LEAST + extra + "\n")
    assert [(at, where) for at, where, _ in found] == [(2, column)]
    assert words in found[0][2]


def test_every_wrong_cell_of_a_row_is_reported_at_once():
    found = errors_of("Ref,Name,Supplier,X\n,,,nobody\n", LEAST + 'owner = "X"\n')
    assert [where for _, where, _ in found] == ["Ref", "Name", "Supplier", "X"]


def test_a_reference_or_number_used_twice_names_the_first_row():
    mapping = LEAST + 'number = "No"\n'
    found = errors_of("Ref,Name,Supplier,No\n1,a,S,C-1\n1,b,S,C-2\n2,c,S,C-1\n", mapping)
    assert [(row, column) for row, column, _ in found] == [(3, "Ref"), (4, "No")]
    assert all("Row 2 of this file" in message for _, _, message in found)


def test_a_refused_row_does_not_use_up_its_reference():
    found = errors_of("Ref,Name,Supplier\n1,,S\n1,b,S\n")
    assert [(row, column) for row, column, _ in found] == [(2, "Name")]


@pytest.mark.parametrize(
    ("mapping", "row", "column", "words"),
    [
        (
            'start_date = "A"\nend_date = "B"\n',
            "2026-02-01,2026-01-31",
            "B",
            "before the start date (2026-02-01)",
        ),
        ('term_type = "A"\nend_date = "B"\n', "evergreen,2026-01-31", "B", "has no end date"),
        ('term_type = "A"\nrenewal_term = "B"\n', "fixed,12 months", "B", "does not renew"),
    ],
)
def test_cells_that_contradict_one_another_are_refused(mapping, row, column, words):
    found = errors_of(f"Ref,Name,Supplier,A,B\n1,n,s,{row}\n", LEAST + mapping)
    assert [(at, where) for at, where, _ in found] == [(2, column)]
    assert words in found[0][2]


def test_an_end_in_9999_means_no_end_and_a_blank_value_is_allowed():
    row = read("Ref,Name,Supplier,E,V\n1,n,s,9999-12-31,\n", LEAST + 'end_date = "E"\nvalue = "V"\n')[0]
    assert (row.end_date, row.value) == (None, None)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("not toml", "not valid TOML"),
        ('[colums]\nx = "y"\n', "did you mean columns"),
        (LEAST + 'vendr = "x"\n', "[columns] vendr is not known, did you mean vendor"),
        ('[columns]\nexternal_id = "a"\n', "title is missing"),
        (LEAST + "owner = 5.5\nvalue = true\n", "[columns] value must be a text"),
        (LEAST + '[defaults]\nexternal_id = "1"\n', "external_id cannot be a constant"),
        (LEAST + '[formats]\ndate = "auto"\n', "never guessed"),
        (LEAST + '[formats]\ndecimal = ";"\n', "decimal must be"),
        (LEAST + '[formats]\ndelimter = ";"\n', "[formats] delimter is not known"),
        (LEAST + '[values.title]\na = "b"\n', "[values.title] is not known"),
        (LEAST + "[values.status]\na = 1\n", "theirs = "),
        ("columns = 1\n", "[columns] must be a table"),
    ],
)
def test_a_mapping_that_cannot_be_used_names_the_key(mapping, words):
    with pytest.raises(BadMapping) as refused:
        parse_mapping(mapping)
    assert words in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "extra",
    ['[defaults]\nstatus = "live"\n', '[values.status]\nlive = "running"\n', '[defaults]\nowner = "bob"\n'],
)
def test_a_constant_or_translation_that_is_none_of_ours_is_refused_before_any_row(extra):
    mapping = LEAST + 'status = "X"\n' + extra
    with pytest.raises(BadMapping, match=r"status|owner"):
        RowReader(parse_mapping(mapping), read_header("Ref,Name,Supplier,X\n"), VOCABULARY)


def test_a_mapped_column_that_the_file_lacks_is_named():
    with pytest.raises(UnreadableRegister, match="no column “Supplier”"):
        RowReader(parse_mapping(LEAST), read_header("Ref,Name\n"), VOCABULARY)


def test_a_mapping_survives_being_written_and_read_again():
    text = LEAST + (
        '[defaults]\nowner = "a \\"quoted\\" name"\n[formats]\ndate = ["DD/MM/YYYY", "iso"]\n'
        'decimal = "comma"\nvendor_separator = " | "\n[values.status]\n"in force" = "active"\n'
    )
    mapping = parse_mapping(text)
    assert parse_mapping(mapping.to_toml()) == mapping


def test_columns_are_guessed_once_each_and_only_when_they_speak_for_themselves():
    names = ["award_id", "buyer", "suppliers", "value", "currency", "start", "end", "status", "zz"]
    assert guess_columns(names) == {
        "external_id": "award_id", "vendor": "suppliers", "department": "buyer", "value": "value",
        "currency": "currency", "start_date": "start", "end_date": "end", "status": "status",
    }  # fmt: skip
    assert guess_columns(["foo", "bar"]) == {}


def test_a_date_format_is_guessed_only_when_a_single_one_fits_every_sample():
    assert guess_date_format(["25/12/2026", "03/04/2026"]) == "DD/MM/YYYY"
    assert guess_date_format(["03/04/2026"]) == ""
    assert guess_date_format([]) == ""


def test_a_proposal_looks_at_the_rows_and_passes_over_those_that_slipped():
    text = 'Ref;Titel;Vendor;Start;Value\n1;a;b | c;25.12.2026;"1,50"\n2;a;b;03.04.2026;x;"y,99"\n'
    proposal = propose_mapping(sample_register(text))
    assert proposal.date_formats == ("DD.MM.YYYY",)
    assert (proposal.decimal, proposal.vendor_separator) == (",", " | ")
