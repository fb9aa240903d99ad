"""The monthly report: what it says of one contract, and over all that its reader sees."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from contracts_app.models import Contract
from core.audit import acting
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Result
from slas.reports.monthly.contract import JOINED, read_contract_report
from slas.reports.monthly.portfolio import read_portfolio_report
from slas.reports.monthly.shapes import MonthlyReport
from slas.rules.report_month import ReportMonth
from tests.support.contracts import a_contract, a_vendor
from tests.support.people import a_user
from tests.support.slas import (
    SYSTEM,
    a_result,
    a_service,
    a_target,
    a_ticket,
    an_agreement,
    an_exclusion,
    an_outage,
    instant,
)

pytestmark = pytest.mark.django_db
NOW = instant("2026-07-10T08:00:00")
JUNE = ReportMonth(dt.date(2026, 6, 1))


@pytest.fixture(autouse=True)
def _july(time_machine) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


@pytest.fixture
def ana(contract: Contract) -> Any:
    return a_user("ana", "procurement", full_name="Ana Ruiz", department=contract.department)


def judged() -> None:
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 5, 1))


def report_of(contract: Contract, user: Any, month: ReportMonth = JUNE) -> MonthlyReport:
    seen = Contract.objects.visible_to(user).select_related(*JOINED)
    return read_contract_report(seen.get(pk=contract.pk), user, month, NOW)


def summary(report: MonthlyReport) -> dict[str, str]:
    return {label: plain(value) for label, value in report.summary}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def section(report: MonthlyReport, key: str) -> Any:
    return next(one for one in report.sections if one.key == key)


def rows(report: MonthlyReport, key: str, number: int = 0) -> list[list[str]]:
    return [[plain(cell.text) for cell in row] for row in section(report, key).tables[number].rows]


def missed_june(contract: Contract) -> Result:
    service = a_service(contract, name="Customer portal")
    a_target(service, zone="Europe/Berlin")
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:30:00", ref="INC-7", summary="Disk full")
    judged()
    return Result.unscoped.get(period_first_date=dt.date(2026, 6, 1))


def test_each_target_stands_with_promise_exact_figure_state_version_and_credit(contract, ana):
    result = missed_june(contract)
    with acting(SYSTEM):
        result.signed_off_at, result.signed_off_by = NOW, ana
        result.save(update_fields=["signed_off_at", "signed_off_by"])

    report = report_of(contract, ana)

    assert rows(report, "kept") == [
        [
            "Customer portal: Availability",
            "at least 99.9 % in a calendar month (clause 5.1)",
            "≈ 99.791667 %",
            "Missed",
            "version 1, signed off 10 Jul 2026 by Ana Ruiz",
            "€ 1,000",
        ]
    ]
    assert summary(report)["Month"] == "1 Jun 2026 to 30 Jun 2026, Europe/Berlin"
    assert summary(report)["Promises"] == "1 missed"
    assert summary(report)["Signed off"] == "1 of 1 results"
    assert section(report, f"result-{result.pk}").steps[-2] == "The figure is ≈ 99.791667 %, exactly 2395/24."


def test_downtime_is_told_by_what_counts_and_what_is_excused_and_overlaps_count_once(contract, ana):
    service = a_service(contract, name="Customer portal")
    a_target(service, zone="Europe/Berlin")
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref="INC-7")
    an_outage(service, "2026-06-10T10:30:00", "2026-06-10T11:30:00", ref="INC-8")
    an_outage(service, "2026-06-12T10:00:00", "2026-06-12T10:05:00", ref="T-1", voided_reason="A test")
    held = {"approved_at": NOW, "approved_by": a_user("tom", full_name="Tom Weiss"), "service": service}
    an_exclusion(contract, "2026-06-10T10:00:00", "2026-06-10T10:20:00", ref="M-1", **held)
    an_exclusion(
        contract, "2026-06-10T11:00:00", "2026-06-10T11:10:00", ref="M-2", rejected_reason="Too late"
    )
    an_exclusion(contract, "2026-06-10T11:10:00", "2026-06-10T11:20:00", ref="M-3", kind="our_fault")
    judged()

    report = report_of(contract, ana)

    result = Result.unscoped.get(period_first_date=dt.date(2026, 6, 1))
    assert rows(report, f"result-{result.pk}") == [
        ["Counts", "70", "INC-7, INC-8"],
        ["Excused", "20", "M-1, INC-7, INC-8"],
    ]
    assert [[row[0], row[3], row[4]] for row in rows(report, "outages")] == [
        ["Customer portal\nINC-7, monitor", "60", "counts 40, excused 20"],
        ["Customer portal\nINC-8, monitor", "60", "counts 60"],
        ["Customer portal\nT-1, monitor", "5", "does not count: A test"],
    ]
    assert rows(report, "outages")[0][1] == "10 Jun 2026 10:00\n10 Jun 2026 12:00"
    assert [[row[0], *row[3:]] for row in rows(report, "exclusions")] == [
        ["Customer portal\nAnnounced maintenance M-1", "Approved by Tom Weiss, 10 Jul 2026", "20 minutes"],
        ["All services\nAnnounced maintenance M-2", "Rejected", "nothing: Too late"],
        ["All services\nOur fault M-3", "Not answered", "nothing: Nobody has approved it yet."],
    ]


def test_an_outage_over_the_end_of_the_month_and_an_open_one_are_counted_as_far_as_they_lie_in_it(
    contract, ana
):
    service = a_service(contract)
    a_target(service, zone="Europe/Berlin")
    an_outage(service, "2026-05-31T21:00:00", "2026-05-31T23:00:00", ref="INC-1")
    an_outage(service, "2026-06-30T21:30:00", None, ref="INC-2")
    judged()

    found = rows(report_of(contract, ana), "outages")

    assert [row[3:] for row in found] == [
        ["60", "counts 60, outside the period 60"],
        ["30", "counts 30, outside the period 13,560"],
    ]
    assert found[1][2] == "still open"


def test_an_outage_that_is_not_of_the_source_of_record_is_listed_and_says_why_it_counts_nothing(
    contract, ana
):
    service = a_service(contract, source_of_record="vendor")
    a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref="INC-7", source="monitor")
    judged()

    (found,) = rows(report_of(contract, ana), "outages")

    assert found[4] == "does not count: the source of record is vendor"


def test_what_is_missing_is_told_and_never_a_figure(contract, ana):
    service = a_service(contract)
    a_target(service, "percentile", percentile=Decimal(95), unit="ms", value=Decimal(200), name="Latency")
    judged()
    a_target(service, "count", name="Restarts", period="quarter", value=Decimal(3))
    a_target(service, "key_figure", name="Patched", period="year", value=Decimal(95))
    a_target(service, "response", name="Answers", effective_from=dt.date(2026, 7, 1))
    a_service(contract, "archive", name="Archive")

    report = report_of(contract, ana)

    told = {row[0]: row[2:5] for row in rows(report, "kept")}
    assert told == {
        "Portal: Latency": ["no data", "No data", "version 1, not signed off"],
        "Portal: Restarts": ["", "Not judged", "not judged yet"],
        "Portal: Patched": ["", "", "no period of it ends in this month"],
        "Portal: Answers": ["", "", "nothing was promised yet"],
    }
    assert summary(report)["Promises"] == "1 without data, 1 not judged yet"
    assert summary(report)["Nothing promised of"] == "Archive"


def test_a_result_that_what_is_recorded_has_left_behind_says_so(contract, ana):
    result = missed_june(contract)
    an_outage(result.target.service, "2026-06-11T10:00:00", "2026-06-11T10:30:00", ref="INC-9")

    steps = section(report_of(contract, ana), f"result-{result.pk}").steps

    assert steps[0].startswith(
        "What is recorded has changed since version 1: by what is known now the figure is ≈ 99.7"
    )


def test_tickets_that_were_late_are_named_and_the_others_counted(contract, ana):
    desk = a_service(contract, "desk")
    a_target(desk, "resolution", value=Decimal(60))
    a_ticket(desk, "2026-06-10T10:00:00", ref="T-1", resolved_at="2026-06-10T10:30:00")
    a_ticket(desk, "2026-06-11T10:00:00", ref="T-2", resolved_at="2026-06-11T12:00:00")
    judged()

    report = report_of(contract, ana)

    result = Result.unscoped.get(period_first_date=dt.date(2026, 6, 1))
    assert rows(report, f"result-{result.pk}") == [["T-2", "11 Jun 2026 10:00", "120", "late"]]
    assert section(report, f"result-{result.pk}").tables[0].note == "1 of 2 in time."


def test_claims_of_the_month_stand_with_state_amount_and_deadline_and_open_ones_of_other_months_below(
    contract, ana
):
    an_agreement(contract, window_quantity=60)
    terms = a_target(a_service(contract))
    a_result(terms, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    a_result(terms, dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    detect_claims(actor=SYSTEM, now=NOW)

    report = report_of(contract, ana)

    assert rows(report, "claims") == [
        ["Jun 2026", "Detected", "€ 1,000", "", "", "29 Aug 2026, 50 days left"]
    ]
    assert rows(report, "claims", 1)[0][0] == "May 2026"
    (chart,) = section(report, "pipeline").charts
    assert plain(chart.words) == "Credits by state of their claims, EUR: Detected € 2,000"
    assert summary(report)["Claims of the month"] == "detected, € 1,000"


def test_the_trend_has_each_of_twelve_months_with_a_gap_where_there_is_no_result(contract, ana):
    terms = a_target(a_service(contract))
    a_result(terms, dt.date(2025, 6, 1), dt.date(2025, 6, 30))
    a_result(terms, dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    a_result(
        terms,
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 31),
        is_met=True,
        figure_numerator=100,
        figure_denominator=1,
    )
    a_result(terms, dt.date(2026, 7, 1), dt.date(2026, 7, 31))

    (chart,) = section(report_of(contract, ana), "trend").charts

    found = [[cell.text for cell in row] for row in chart.table.rows]
    assert [row[:2] for row in found] == [
        ["Jul 2025 to Feb 2026", "no result"],
        ["Mar 2026", "≈ 99.305556 %"],
        ["Apr 2026", "no result"],
        ["May 2026", "100 %"],
        ["Jun 2026", "no result"],
    ]
    assert [one.kind for one in chart.trend.marks] == ["missed", "kept"]
    assert chart.words == "Portal: Availability by period: 1 of 2 missed; the table below has the figures"


def test_over_the_portfolio_the_vendor_that_missed_most_comes_first_and_money_stands_by_currency(
    contract, ana
):
    missed_june(contract)
    other = a_contract(title="Voice", vendor_id=a_vendor("Delta Telecom").pk, status="active")
    a_target(a_service(other, "archive", name="Archive"))
    judged()
    a_target(a_service(other, "mail", name="Mail"))
    an_agreement(contract)
    detect_claims(actor=SYSTEM, now=NOW)

    report = read_portfolio_report(ana, JUNE, NOW)

    assert rows(report, "vendors") == [
        ["Nord Cloud GmbH", "1", "0", "1", "0", "0", "€ 1,000"],
        ["Delta Telecom", "1", "1", "0", "0", "1", ""],
    ]
    assert (
        rows(report, "missed")[0][0] == f"Nord Cloud GmbH, {contract.number}\nCustomer portal: Availability"
    )
    assert rows(report, "silent") == [
        [
            f"Delta Telecom, {other.number}\nMail: Availability",
            "at least 99.9 % in a calendar month",
            "not judged yet",
        ]
    ]
    assert summary(report)["Promises"] == "1 kept, 1 missed, 1 not judged yet"
    (chart,) = section(report, "pipeline").charts
    assert chart.caption == "EUR"
    (trend,) = section(report, "trend").charts
    assert [cell.text for cell in trend.table.rows[-1]] == ["Jun 2026", "1", "1", "0", "50.0 %"]
    assert [cell.text for cell in trend.table.rows[0]] == ["Jul 2025", "0", "0", "0", "no data"]


def test_a_reader_finds_nothing_of_contracts_that_they_may_not_see(contract):
    owner = a_user("omar", "procurement")
    secret = a_contract(title="Secret", is_confidential=True, owner_id=owner.pk, status="active")
    missed_june(secret)
    an_agreement(secret)
    detect_claims(actor=SYSTEM, now=NOW)

    report = read_portfolio_report(a_user("ada", "procurement"), JUNE, NOW)

    assert rows(report, "vendors") == []
    assert summary(report)["Promises"] == "none was to be judged in this month"
    assert section(report, "pipeline").note == "There are no claims yet."
    assert rows(report, "claims") == []
    assert rows(read_portfolio_report(owner, JUNE, NOW), "vendors")[0][0] == "Nord Cloud GmbH"


def test_the_same_content_has_the_same_hash_and_another_month_another(contract, ana):
    missed_june(contract)

    assert report_of(contract, ana).sha256 == report_of(contract, ana).sha256
    assert report_of(contract, ana).sha256 != report_of(contract, ana, JUNE.back(1)).sha256
