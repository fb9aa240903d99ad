"""The monthly report says who answers for key figures, and what the vendor says beside our figure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from contracts_app.models import Contract
from slas.actions.results import judge_all
from slas.models import Result
from slas.reports.monthly.contract import JOINED, read_contract_report
from slas.reports.monthly.portfolio import read_portfolio_report
from slas.reports.monthly.shapes import MonthlyReport
from slas.reports.vendor_figures import apart_words
from slas.rules.report_month import ReportMonth
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.slas import (
    SYSTEM,
    a_measurement,
    a_service,
    a_target,
    a_ticket,
    a_vendor_figure,
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


def judged(since: dt.date = JUNE.first) -> None:
    judge_all(actor=SYSTEM, now=NOW, since=since)


def report_of(contract: Contract, user: Any) -> MonthlyReport:
    seen = Contract.objects.visible_to(user).select_related(*JOINED)
    return read_contract_report(seen.get(pk=contract.pk), user, JUNE, NOW)


def rows(report: MonthlyReport, key: str, caption: str) -> list[list[str]]:
    section = next(one for one in report.sections if one.key == key)
    table = next(one for one in section.tables if one.caption == caption)
    return [[cell.text.replace("\u00a0", " ") for cell in row] for row in table.rows]


def owners(report: MonthlyReport) -> list[list[str]]:
    return rows(report, "kept", "Who answers for the key figures")


def beside(report: MonthlyReport) -> list[list[str]]:
    return rows(report, "kept", "The vendor's own figures beside ours")


def a_key_figure(contract: Contract, **fields: Any) -> Any:
    values = {"name": "Solved at once", "unit": "%", "value": Decimal(80), "better": "higher", **fields}
    return a_target(a_service(contract, "desk", name="Desk"), "key_figure", **values)


def missed_june(contract: Contract) -> Result:
    service = a_service(contract)
    a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:30:00", ref="INC-7")
    judged()
    return Result.unscoped.get(target__service=service)


def test_each_key_figure_stands_with_who_answers_for_it_and_where_it_comes_from(contract, ana):
    a_target(a_service(contract))
    a_key_figure(contract, owner=a_user("tom", full_name="Tom Weiss"), source="Report of the desk")

    found = owners(report_of(contract, ana))

    assert found == [["Desk: Solved at once", "Tom Weiss", "Report of the desk"]]


def test_a_key_figure_for_which_nobody_is_named_says_so(contract, ana):
    a_key_figure(contract)

    found = owners(report_of(contract, ana))

    assert found == [["Desk: Solved at once", "nobody is named", "not recorded"]]


def test_a_contract_without_key_figures_has_no_table_of_them(contract, ana):
    missed_june(contract)

    kept = next(one for one in report_of(contract, ana).sections if one.key == "kept")

    assert "Who answers for the key figures" not in [one.caption for one in kept.tables]


def test_the_vendors_figure_stands_beside_ours_with_the_difference_and_what_it_would_mean(contract, ana):
    a_vendor_figure(missed_june(contract), "99.95", note="Report of 5 Jul")

    assert beside(report_of(contract, ana)) == [
        [
            "Portal: Availability",
            "≈ 99.791667 %",
            "99.95 %\nReport of 5 Jul",
            "≈ 0.158333 higher\nby ours missed",
            "Kept",
        ]
    ]


def test_what_the_vendor_says_is_told_where_we_have_no_figure(contract, ana):
    terms = a_key_figure(contract)
    judged()
    a_vendor_figure(Result.unscoped.get(target=terms.target), "79")

    (found,) = beside(report_of(contract, ana))

    assert found[1:5] == ["no data", "79 %", "not comparable\nby ours no data", "Missed"]


def test_a_share_of_tickets_is_held_against_the_share_that_was_promised(contract, ana):
    desk = a_service(contract, "desk", name="Desk")
    a_target(desk, "resolution", value=Decimal(60), share_percent=Decimal(90))
    a_ticket(desk, "2026-06-10T10:00:00", resolved_at="2026-06-10T10:30:00")
    judged()
    a_vendor_figure(Result.unscoped.get(), "89")

    (found,) = beside(report_of(contract, ana))

    assert found[1:5] == ["100 %", "89 %", "11 lower\nby ours kept", "Missed"]


def test_figures_of_other_months_and_targets_are_not_told(contract, ana):
    result = missed_june(contract)
    a_vendor_figure(result, "99.95", target_id=a_key_figure(contract).target_id)
    judged(dt.date(2026, 5, 1))
    a_vendor_figure(Result.unscoped.get(target=result.target, period_first_date="2026-05-01"), "100")

    report = report_of(contract, ana)

    assert [row[0] for row in beside(report)] == ["Desk: Solved at once"]


def test_over_the_portfolio_key_figures_and_the_vendors_figures_name_their_contract(contract, ana):
    a_vendor_figure(missed_june(contract), "99.95")
    terms = a_key_figure(contract, owner=ana, source="Report of the desk")
    a_measurement(terms.target, "2026-06-20T10:00:00", "82.5")
    judged()

    report = read_portfolio_report(ana, JUNE, NOW)

    named = f"Nord Cloud GmbH, {contract.number}\n"
    assert rows(report, "key-figures", "Figures that somebody answers for, by vendor and contract") == [
        [f"{named}Desk: Solved at once", "82.5 %", "Kept", "Ana Ruiz", "Report of the desk"]
    ]
    (found,) = rows(report, "vendor-figures", "The vendor's own figures beside ours")
    assert found[:3] == [f"{named}Portal: Availability", "≈ 99.791667 %", "99.95 %"]


def test_another_figure_of_the_vendor_makes_another_content(contract, ana):
    result = missed_june(contract)
    before = report_of(contract, ana).sha256

    a_vendor_figure(result, "99.95")

    assert report_of(contract, ana).sha256 != before


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ("99.9", "99.95", "0.05 higher"),
        ("30", "12.5", "17.5 lower"),
        ("99.9", "99.90", "the same"),
        ("2395/24", "99.95", "≈ 0.158333 higher"),
        ("100", "99.99999999", "less than 0.000001 lower"),
        (None, "99.95", ""),
    ],
)
def test_how_far_two_figures_are_apart_is_told_exactly(ours, theirs, words):
    assert apart_words(None if ours is None else Fraction(ours), Fraction(theirs)) == words
