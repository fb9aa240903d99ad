"""``manage.py sla_availability``: what it prints, and how it ends."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core import clock
from slas.management.commands import sla_availability

HEAD = "component_slug,component_name,start_utc,end_utc,minutes,http_code,commit_down,commit_up\n"
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
NULL = {
    "total_minutes": None,
    "down_minutes": None,
    "excluded_minutes": None,
    "availability": None,
    "availability_fraction": None,
    "met": None,
}


def row(slug: str, start: str, end: str) -> str:
    return f"{slug},{slug},{start},{end},,502,a,b\n"


WEB = row("web", "2026-06-03T10:00:00Z", "2026-06-03T11:00:00Z")
TWICE = WEB + row("web", "2026-06-03T10:30:00Z", "2026-06-03T11:30:00Z")
API = row("api", "2026-06-03T23:59:00Z", "2026-06-04T00:00:20Z")


class Ran:
    """What one run printed, and how it ended."""

    def __init__(self, path: Path, *options: str) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.code, self.failure = 0, ""
        try:
            call_command("sla_availability", str(path), *options, stdout=out, stderr=err)
        except CommandError as error:
            self.code, self.failure = error.returncode, str(error)
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def rows(self) -> list[dict]:
        """Return the answer, its numbers as they are written."""
        return json.loads(self.out, parse_float=Decimal, parse_int=Decimal)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that asks about a file in June 2026, at noon of 1 Nov 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def run(text: str | bytes, *options: str) -> Ran:
        path = tmp_path / "outages.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Ran(
            path, *(options if "--from" in options else ("--from=2026-06-01", "--to=2026-06-30", *options))
        )

    return run


def test_a_row_for_each_component_with_exact_figures(ask):
    ran = ask(HEAD + TWICE + API, "--target=99.8", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.rows == [
        {
            "component": "api",
            "from": "2026-06-01",
            "to": "2026-06-30",
            "total_minutes": 43_200,
            "down_minutes": Decimal("1.333333"),
            "excluded_minutes": 0,
            "availability": Decimal("99.9969135802"),
            "availability_fraction": "32399/32400",
            "met": True,
        },
        {
            "component": "web",
            "from": "2026-06-01",
            "to": "2026-06-30",
            "total_minutes": 43_200,
            "down_minutes": 90,
            "excluded_minutes": 0,
            "availability": Decimal("99.7916666666"),
            "availability_fraction": "479/480",
            "met": False,
        },
    ]


def test_a_row_for_each_day(ask):
    ran = ask(HEAD + API, "--from", "2026-06-03", "--to=2026-06-04", "--daily", "--json")
    assert [(one["date"], one["down_minutes"], one["availability_fraction"]) for one in ran.rows] == [
        ("2026-06-03", 1, "1439/1440"),
        ("2026-06-04", Decimal("0.333333"), "4319/4320"),
    ]
    assert "from" not in ran.rows[0]


@pytest.mark.parametrize(
    ("first", "last", "total"),
    [
        ("2026-03-01", "2026-03-31", 44_580),
        ("2026-10-01", "2026-10-31", 44_700),
        ("2026-10-25", "2026-10-25", 1_500),
    ],
)
def test_days_are_those_of_the_zone(ask, first: str, last: str, total: int):
    ran = ask(HEAD + WEB, "--from", first, "--to", last, "--zone=Europe/Berlin", "--json")
    assert ran.rows[0]["total_minutes"] == total


def test_exactly_the_promise_keeps_it_and_a_second_more_does_not(ask):
    kept = row("web", "2026-06-03T10:00:00Z", "2026-06-03T10:43:12Z")
    missed = row("web", "2026-06-03T10:00:00Z", "2026-06-03T10:43:13Z")
    assert [ask(HEAD + one, "--target=99.9", "--json").rows[0]["met"] for one in (kept, missed)] == [
        True,
        False,
    ]


def test_a_hundred_percent_is_never_the_work_of_rounding(ask):
    tick = row("web", "2026-06-03T10:00:00Z", "2026-06-03T10:00:00.000001Z")
    (found,) = ask(HEAD + tick, "--json", "--target=100").rows
    assert (found["availability"], found["met"]) == (Decimal("99.9999999999"), False)


@pytest.mark.parametrize(
    ("last", "down"),
    [pytest.param("2026-11-01", 720, id="up to now"), pytest.param("2026-10-31", 0, id="up to the end")],
)
def test_an_open_outage_counts_to_the_earlier_of_now_and_the_end(ask, last: str, down: int):
    open_one = row("web", "2026-11-01T00:00:00Z", "")
    ran = ask(HEAD + open_one, "--from", "2026-10-01", "--to", last, "--json")
    assert ran.rows[0]["down_minutes"] == down


def test_before_monitoring_there_is_no_data(ask):
    ran = ask(HEAD + WEB, "--from", "2026-06-02", "--to=2026-06-03", "--daily", "--json",
              "--monitored-from=2026-06-03T12:00:00Z")  # fmt: skip
    assert ran.rows == [
        {"component": "web", "date": "2026-06-02", **NULL},
        {
            "component": "web",
            "date": "2026-06-03",
            "total_minutes": 720,
            "down_minutes": 0,
            "excluded_minutes": 0,
            "availability": 100,
            "availability_fraction": "1/1",
            "met": None,
        },
    ]


def test_a_date_since_when_is_the_start_of_that_day_in_the_zone(ask):
    ran = ask(HEAD + WEB, "--monitored-from=2026-06-30", "--zone=Europe/Berlin", "--json")
    assert ran.rows[0]["total_minutes"] == 1_440


def test_a_component_that_is_not_in_the_file_has_no_data_and_that_is_said(ask):
    ran = ask(HEAD + WEB, "--component=wbe", "--json", "--target=99.9")
    assert ran.rows == [{"component": "wbe", "from": "2026-06-01", "to": "2026-06-30", **NULL}]
    assert ran.err == "wbe: not in the file, so there is no data. Components in it: web.\n"


def test_a_component_without_outages_is_up_from_when_it_is_said_to_be_monitored(ask):
    ran = ask(HEAD + WEB, "--monitored-from=api=2026-06-21", "--json")
    assert [(one["component"], one["total_minutes"], one["availability"]) for one in ran.rows] == [
        ("api", 14_400, 100),
        ("web", 43_200, Decimal("99.8611111111")),
    ]


def test_a_file_without_outages_has_no_components(ask):
    assert ask(HEAD, "--json").rows == []


def test_only_the_components_asked_for(ask):
    ran = ask(HEAD + WEB + API, "--component=web", "--json")
    assert [one["component"] for one in ran.rows] == ["web"]


def test_a_range_that_is_not_over_is_told(ask):
    ran = ask(HEAD + WEB, "--from", "2026-11-01", "--to=2026-11-30", "--json")
    assert ran.err == "2026-11-30 has not come yet. The range counts as a whole.\n"
    assert ran.rows[0]["total_minutes"] == 43_200


def test_for_people_it_is_a_table(ask):
    ran = ask(HEAD + WEB, "--component=web", "--component=nope", "--target=99.9")
    assert ran.out.splitlines() == [
        "component  day or range              minutes  down  excluded     availability  kept",
        "nope       2026-06-01 to 2026-06-30                                   no data",
        "web        2026-06-01 to 2026-06-30   43,200    60         0  99.8611111111 %    no",
    ]


def test_wrong_rows_are_told_and_nothing_is_printed(ask):
    wrong = row("web", "2026-06-03T12:00:00Z", "2026-06-03T11:00:00Z") + row("", "2026-06-03T12:00:00", "")
    ran = ask(HEAD + WEB + wrong, "--json")
    assert (ran.code, ran.out) == (1, "")
    told = [line.partition("outages.csv: ")[2] for line in ran.failure.splitlines()]
    assert told == [
        "Row 3, end_utc “2026-06-03T11:00:00Z”: The outage ends before it starts, 2026-06-03T12:00:00+00:00."
        " Correct one of the times.",
        "Row 4, component_slug: The cell is blank. Write the slug of the component.",
        "Row 4, start_utc “2026-06-03T12:00:00”: This time has no zone. Write it with Z or an offset, as"
        " 2026-08-13T11:03:31Z.",
    ]


def test_of_many_wrong_rows_the_first_are_told_and_the_others_counted(ask):
    ran = ask(HEAD + row("web", "x", "") * 1_025, "--json")
    assert (ran.code, len(ran.failure.splitlines())) == (1, 21)
    assert ran.failure.endswith("… and 1,005 more.")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--from", "2026-06-31", "--to=2026-06-30"), "--from: '2026-06-31' is no date"),
        (("--from", "2026-07-01", "--to=2026-06-30"), "--to: 2026-06-30 lies before --from, 2026-07-01"),
        (("--from", "1899-12-31", "--to=2026-06-30"), "--from: The year 1899 is not between"),
        (("--from", "1900-01-01", "--to=2026-06-30"), "--to: the range has more than 36,600 days"),
        (("--zone=Berlin",), "--zone: There is no time zone 'Berlin'"),
        (("--target=101",), "--target: must be from 0 to 100 percent"),
        (("--monitored-from=yesterday",), "--monitored-from: 'yesterday': This is no time"),
        (("--monitored-from=2026-06-03T10:00:00",), "This time has no zone"),
        (("--monitored-from=web=1066-10-14",), "The year 1066 is not between"),
        (("--monitored-from=2026-06-03", "--monitored-from=2026-06-04"), "is given twice for everything"),
    ],
)
def test_an_option_that_cannot_be_meant_is_named(ask, options: tuple[str, ...], message: str):
    ran = ask(HEAD + WEB, *options, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert message in ran.failure


def test_options_and_file_are_told_together(ask):
    ran = ask(HEAD + row("web", "x", ""), "--target=x", "--json")
    assert ran.failure.startswith("--target: ")
    assert "Row 2, start_utc" in ran.failure


def test_more_rows_than_anybody_reads_are_refused(ask):
    many = "".join(row(f"s{number}", "2026-06-03T10:00:00Z", "") for number in range(100))
    ran = ask(HEAD + many, "--from", "1990-01-01", "--to=2026-06-30", "--daily", "--json")
    assert ran.failure == "More than 1,000,000 rows. Choose components, or a shorter range."


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    ran = Ran(tmp_path / "none.csv", "--from=2026-06-01", "--to=2026-06-30")
    assert ran.failure.endswith("none.csv cannot be read: No such file or directory. Check the path.")


def test_a_folder_and_a_file_of_gigabytes_are_told(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "cannot be read: Is a directory" in Ran(tmp_path, "--from=2026-06-01", "--to=2026-06-30").failure
    monkeypatch.setattr(sla_availability, "LARGEST_FILE", 100)
    assert ask(HEAD + WEB).failure.endswith("is larger than 100 bytes. Split it by component.")


def test_a_file_in_another_encoding_is_told(ask):
    ran = ask((HEAD + WEB.replace("web", "wäb")).encode("latin-1"), "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "Row 2, column 1 is not UTF-8 text" in ran.failure
