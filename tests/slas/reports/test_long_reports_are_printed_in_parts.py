"""A long monthly report is printed in parts: it shows how far it is, can be stopped, and loses nothing."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2
import pytest

from core.jobs import JobCancelled
from core.pdf import Imprint
from core.rules.section import SectionTable
from slas.reports.monthly.parts import parts_of
from slas.reports.monthly.printing import print_monthly_report
from slas.reports.monthly.shapes import MonthlyReport
from slas.reports.sections import ChartWithTable, ReportSection, cells, table_of
from slas.rules.report_month import ReportMonth
from tests.support.needs import needs_pango

NOW = dt.datetime(2026, 7, 10, 8, tzinfo=dt.UTC)
COLUMNS = (("Contract and target", "long"), ("Promised", "text"), ("Credit", "money"))


def rows(count: int, caption: str = "Missed") -> SectionTable:
    found = [cells(f"C-{number}\nPortal", "at least 99.9 %", "€ 100") for number in range(count)]
    return table_of(caption, COLUMNS, found, empty="None.", note="That is all.")


def section(*tables: SectionTable, key: str = "missed", **fields: object) -> ReportSection:
    return ReportSection(key=key, label=key.title(), tables=tables, **fields)  # type: ignore[arg-type]


def a_report(*sections: ReportSection) -> MonthlyReport:
    return MonthlyReport(
        subject="All contracts",
        vendor="",
        slug="portfolio",
        is_confidential=False,
        month=ReportMonth(dt.date(2026, 6, 1)),
        as_of=NOW.date(),
        summary=(("Promises", "500 missed"),),
        sections=sections,
    )


def printed(report: MonthlyReport, told: list[tuple[int, int]]) -> bytes:
    imprint = Imprint(made_by="Ana Ruiz", made_at=NOW)
    return print_monthly_report(
        report, imprint=imprint, progress=lambda done, total: told.append((done, total))
    )


def test_a_short_report_is_one_part_as_it_is():
    sections = (section(rows(3)), section(rows(2), key="claims"))

    assert parts_of(sections) == [sections]
    assert parts_of(()) == [()]


def test_sections_that_fit_no_more_stand_whole_in_the_next_part():
    sections = tuple(section(rows(100), key=f"s{number}") for number in range(6))

    parts = parts_of(sections)

    assert [len(part) for part in parts] == [2, 2, 2]
    assert tuple(one for part in parts for one in part) == sections


def test_a_long_table_is_cut_between_rows_and_says_that_it_goes_on():
    whole = section(rows(600), steps=("First.",), note="Of all months.")

    pieces = [one for part in parts_of((whole,)) for one in part]

    assert [one.label for one in pieces] == ["Missed", "Missed (continued)", "Missed (continued)"]
    assert [one.tables[0].caption for one in pieces] == [
        "Missed",
        "Missed (continued)",
        "Missed (continued)",
    ]
    assert [row for one in pieces for row in one.tables[0].rows] == list(whole.tables[0].rows)
    assert [one.tables[0].note for one in pieces] == ["", "", "That is all."]
    assert [one.steps for one in pieces] == [("First.",), (), ()]
    assert [one.note for one in pieces] == ["Of all months.", "", ""]


def test_a_long_section_is_cut_between_its_charts():
    charts = tuple(ChartWithTable(caption=f"Chart {n}", words="", table=rows(60)) for n in range(8))

    parts = parts_of((section(key="trend", charts=charts),))

    assert [[one.label for one in part] for part in parts] == [
        ["Trend"],
        ["Trend (continued)"],
        ["Trend (continued)"],
    ]
    assert tuple(chart for part in parts for one in part for chart in one.charts) == charts


def test_progress_is_told_more_than_once_for_a_long_report_and_every_row_is_printed():
    needs_pango()
    told: list[tuple[int, int]] = []

    pdf = printed(a_report(section(rows(600))), told)

    assert told == [(1, 3), (2, 3), (3, 3)]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf))]
    text = "\n".join(pages)
    assert all(f"C-{number}\r\n" in text or f"C-{number}\n" in text for number in range(600))
    assert text.count("All contracts") == 1
    assert "Missed (continued)" in text
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_a_long_report_is_stopped_between_parts():
    needs_pango()
    told: list[int] = []

    def stop(done: int, total: int) -> None:
        told.append(done)
        raise JobCancelled("Cancelled. Nothing was changed.")

    imprint = Imprint(made_by="Ana Ruiz", made_at=NOW)
    with pytest.raises(JobCancelled):
        print_monthly_report(a_report(section(rows(1200))), imprint=imprint, progress=stop)

    assert told == [1]
