"""A published scheme as JSON: read exactly, or refused naming every field."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from slas.rules.credit_number import (
    CreditNumberError,
    exact_decimal,
    number_text,
    percent_text,
    read_availability,
    read_number,
)
from slas.rules.credit_record import CreditRecordError, read_json, read_record, read_record_file, unread_notes

TIER = '{"uptime_below_pct": 99.995, "uptime_at_least_pct": null, "credit_pct": 10}'


def record(tiers: str = f"[{TIER}]", more: str = "") -> bytes:
    """Return a record in bytes."""
    return f'{{"provider": "Vendor", "tiers": {tiers}{more}}}'.encode()


def refused(raw: bytes) -> dict[str, list[str]]:
    """Return the messages about a record that cannot be read."""
    with pytest.raises(CreditRecordError) as found:
        read_record_file(raw)
    return found.value.fields


def test_numbers_are_read_exactly_and_notes_are_passed_over():
    scheme = read_record_file(b"\xef\xbb\xbf" + record(more=', "note": "overlap", "grade": 1, "x": [1, 2]'))
    assert scheme.bands[0].below == Fraction(99995, 1000)
    assert (scheme.bands[0].at_least, scheme.bands[0].credit) == (None, 10)


def test_a_lower_bound_may_be_absent_and_numbers_may_be_text():
    scheme = read_record_file(record('[{"uptime_below_pct": "99.9", "credit_pct": "12.5"}]'))
    assert (scheme.bands[0].below, scheme.bands[0].at_least) == (Fraction("99.9"), None)
    assert scheme.bands[0].credit == Fraction("12.5")


def tier(**fields: Any) -> str:
    """Return a list with one tier, some fields replaced; values are JSON."""
    known = {"uptime_below_pct": "99.9", "uptime_at_least_pct": "99", "credit_pct": "10"} | fields
    return "[{" + ", ".join(f'"{key}": {value}' for key, value in known.items() if value != "absent") + "}]"


@pytest.mark.parametrize(
    ("tiers", "fields"),
    [
        pytest.param(tier(uptime_below_pct="absent"), {"tiers[0].uptime_below_pct"}, id="no upper bound"),
        pytest.param(tier(uptime_below_pct="null"), {"tiers[0].uptime_below_pct"}, id="null"),
        pytest.param(tier(credit_pct="absent"), {"tiers[0].credit_pct"}, id="no credit"),
        pytest.param(
            tier(credit_pct="absent", credit='"100% of lost time"'),
            {"tiers[0].credit", "tiers[0].credit_pct"},
            id="a credit in words",
        ),
        pytest.param(
            tier(uptime_below_pct="absent", uptime_below='"service target"'),
            {"tiers[0].uptime_below", "tiers[0].uptime_below_pct"},
            id="a bound in words",
        ),
        pytest.param(tier(uptime_below_pct='"99,9"'), {"tiers[0].uptime_below_pct"}, id="a comma"),
        pytest.param(tier(uptime_below_pct='"9٩"'), {"tiers[0].uptime_below_pct"}, id="another script"),
        pytest.param(tier(uptime_below_pct="true"), {"tiers[0].uptime_below_pct"}, id="true"),
        pytest.param(tier(uptime_below_pct="[99.9]"), {"tiers[0].uptime_below_pct"}, id="a list"),
        pytest.param(tier(uptime_below_pct="NaN"), {"tiers[0].uptime_below_pct"}, id="no number"),
        pytest.param(tier(uptime_below_pct="-Infinity"), {"tiers[0].uptime_below_pct"}, id="endless"),
        pytest.param(tier(uptime_below_pct="1e400"), {"tiers[0].uptime_below_pct"}, id="huge"),
        pytest.param(tier(uptime_below_pct="1e-400"), {"tiers[0].uptime_below_pct"}, id="tiny"),
        pytest.param(tier(uptime_below_pct="100.5"), {"tiers[0].uptime_below_pct"}, id="above 100"),
        pytest.param(
            tier(uptime_at_least_pct="99.9"), {"tiers[0].uptime_at_least_pct"}, id="nothing between"
        ),
        pytest.param(tier(uptime_at_least_pct="-1"), {"tiers[0].uptime_at_least_pct"}, id="below 0"),
        pytest.param(tier(credit_pct="-10"), {"tiers[0].credit_pct"}, id="a negative credit"),
        pytest.param(tier(credit_pct="110"), {"tiers[0].credit_pct"}, id="more than the fee"),
        pytest.param("[]", {"tiers"}, id="no tier"),
        pytest.param("{}", {"tiers"}, id="no list"),
        pytest.param("null", {"tiers"}, id="null tiers"),
        pytest.param("[null, 7]", {"tiers[0]", "tiers[1]"}, id="no objects"),
    ],
)
def test_what_cannot_be_read_is_refused_naming_the_field(tiers, fields):
    assert set(refused(record(tiers))) == fields


def test_every_wrong_field_is_named_at_once():
    tiers = f'[{TIER}, {{}}, {{"uptime_below_pct": "x", "credit_pct": 1, "upime": 2}}]'
    assert set(refused(record(tiers, ', "choices": 5'))) == {
        "choices",
        "tiers[1].uptime_below_pct",
        "tiers[1].credit_pct",
        "tiers[2].uptime_below_pct",
        "tiers[2].upime",
    }


CHOICE = '{"kind": "gap", "from_pct": 99, "below_pct": 99.5, "tier": null, "chosen_by": "lea", "reason": "r"}'
GAPPED = (
    '[{"uptime_below_pct": 99.9, "uptime_at_least_pct": 99.5, "credit_pct": 10}, '
    + TIER.replace("99.995", "99.0")
    + "]"
)


def test_recorded_choices_are_read_with_the_record():
    scheme = read_record_file(record(GAPPED, f', "choices": [{CHOICE}]'))
    (choice,) = scheme.choices
    assert (choice.low, choice.high, choice.band, choice.chosen_by) == (99, Fraction("99.5"), None, "lea")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (('"gap"', '"hole"'), "choices[0].kind"),
        (('"tier": null', '"tier": true'), "choices[0].tier"),
        (('"tier": null', '"tier": 9'), "choices[0].tier"),
        (('"from_pct": 99', '"from_pct": null'), "choices[0].from_pct"),
        (('"below_pct": 99.5', '"below_pct": 99.6'), "choices[0]"),
        (('"lea"', "null"), "choices[0].chosen_by"),
        (('"r"', '" "'), "choices[0].reason"),
        (('"kind"', '"knd": 1, "kind"'), "choices[0].knd"),
    ],
)
def test_a_choice_that_cannot_be_meant_is_refused(change, field):
    wrong = CHOICE.replace(*change)
    assert list(refused(record(GAPPED, f', "choices": [{wrong}]'))) == [field]


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"", "file"),
        (b"{", "file"),
        (b"\xff\xfe{}", "file"),
        (b"[1]", "file"),
        (b"7", "file"),
        (b"[" * 100_000, "file"),
        (b'{"tiers": ' + b"9" * 5_000 + b"}", "file"),
        (b'{"tiers": 1e99999999999999999999999}', "file"),
        (b" " * 1_000_001, "file"),
        (b'{"tiers": [], "tiers": []}', "'tiers'"),
        (b'{"services": []}', "tiers"),
    ],
)
def test_what_is_no_record_is_refused(raw, field):
    assert list(refused(raw)) == [field]


def test_a_file_with_many_records_says_to_give_one():
    assert "give one record of it" in refused(b'{"services": []}')["tiers"][0]


def test_notes_that_would_change_the_credit_are_named():
    raw = read_json(record(more=', "credit_cap_verbatim": "50%", "minimum_credit_verbatim": ""'))
    assert unread_notes(raw) == ["credit_cap_verbatim"]
    assert read_record(raw).bands


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("99.95", "99.95"),
        (" 99.95% ", "99.95"),
        ("100", "100"),
        ("0", "0"),
        ("43140/43200", "99.86111111111111"),
        ("0/1", "0"),
    ],
)
def test_an_availability_is_a_percentage_or_up_over_total(text, percent):
    assert abs(read_availability(text) - Fraction(percent)) < Fraction(1, 10**13)


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "100.0001", "99,9", "1e2", "5/4", "1/0", "-1/2", "nan", "9" * 200, "1/2/3", "٩٩"]
)
def test_what_is_no_availability_is_refused(text):
    with pytest.raises(CreditNumberError):
        read_availability(text)


def test_a_share_with_a_stroke_is_exact():
    assert read_availability("1/3") == Fraction(100, 3)
    assert (number_text(Fraction(1, 3)), exact_decimal(Fraction(1, 3))) == ("1/3", None)
    assert percent_text(Fraction(100, 3)) == "33.333333… %"


@pytest.mark.parametrize("value", [99.95, True, None, "1_0", float("nan")])
def test_a_number_is_never_a_float(value):
    with pytest.raises(CreditNumberError):
        read_number(value)
