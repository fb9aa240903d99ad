"""Check-ins of a key figure: recorded, corrected with history, missing ones told; and the trend."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from contracts_app.rules.draft import TermsDraft
from core import clock
from slas.actions.results import judge_all
from slas.actions.signing_off import sign_off_result
from slas.models import Measurement, Result, ResultVersion
from tests.support.contracts import a_contract, history_of
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_result, a_service, a_target, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-11-03T08:00:00")


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ada():
    return a_user("ada", "procurement", full_name="Ada Byron")


@pytest.fixture
def client(ada):
    return signed_in(ada)


@pytest.fixture
def terms(ada):
    term = TermsDraft(term_type="evergreen", start_date=dt.date(2025, 1, 1))
    service = a_service(a_contract(type="hosting", status="active", terms=term))
    return a_target(
        service,
        "key_figure",
        name="Solved at first contact",
        owner=ada,
        source="Report of the service desk",
        unit="%",
        value=Decimal(80),
        better="higher",
        effective_from=dt.date(2026, 8, 1),
    )


def text_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


def check_in(client, terms, first, value, **more):
    sent = {"period": first, "value": value, **more}
    return client.post(f"/sla/targets/{terms.target_id}/check-in/", sent, follow=True)


def test_a_key_figure_shows_what_is_promised_by_whom_and_from_where(client, terms):
    facts = dict(client.get(f"/sla/targets/{terms.target_id}/").context["facts"])
    assert (
        facts
        | {
            "Promised": "at least 80 % in a calendar month",
            "Unit": "%",
            "Judged by": "a calendar month",
            "Answers for it": "Ada Byron",
            "Readings come from": "Report of the service desk",
        }
        == facts
    )


def test_missing_check_ins_are_told_on_the_target_and_on_the_contract(client, terms):
    told = "Check-ins for October 2026, September 2026 and August 2026 are missing"
    panel = f"/contracts/{terms.target.service.contract_id}/sla/"
    assert told in text_of(client.get(f"/sla/targets/{terms.target_id}/"))
    assert told in text_of(client.get(panel))

    check_in(client, terms, "2026-08-01", "82.5")
    check_in(client, terms, "2026-09-01", "78")
    assert "Check-in for October 2026 is missing" in text_of(client.get(panel))
    check_in(client, terms, "2026-10-01", "81")
    assert "missing" not in text_of(client.get(f"/sla/targets/{terms.target_id}/"))
    assert "missing" not in text_of(client.get(panel))


def test_a_check_in_stands_with_who_and_when_its_evidence_and_in_the_result(client, terms):
    file = SimpleUploadedFile("desk.txt", b"Solved at first contact: 78 %", "text/plain")
    page = check_in(client, terms, "2026-10-01", "78", note="Two people were ill", evidence=file)

    assert "Oct 2026 78 % Two people were ill desk.txt Ada Byron" in text_of(page)
    row = Measurement.unscoped.get()
    assert (row.source, row.ref, row.at) == (
        "check-in",
        "2026-10-01/2026-10-31",
        instant("2026-10-31T23:59:59"),
    )
    evidence = page.context["check_ins"][0].files[0]
    assert client.get(f"/files/{evidence.pk}/").status_code == 200
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 10, 1))
    version = ResultVersion.unscoped.get(result__period_first_date=dt.date(2026, 10, 1))
    assert (version.is_met, version.figure_numerator) == (False, 78)


def test_a_correction_says_why_keeps_what_was_said_and_makes_a_new_version_of_the_result(client, terms):
    check_in(client, terms, "2026-10-01", "78")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 10, 1))
    row = Measurement.unscoped.get()
    address = f"/sla/check-ins/{row.pk}/change/"
    sent = {"value": "87", "note": "", "version": row.row_version}
    assert "Say why the value is corrected" in text_of(client.post(address, sent))

    page = text_of(client.post(address, sent | {"reason": "Figures were swapped"}, follow=True))

    assert "78 became 87, Ada Byron" in page
    assert "Figures were swapped" in page
    assert history_of(row) == ["+", "~"]
    assert client.get(f"/sla/measurements/{row.pk}/change/").url == address
    stale = client.post(address, sent | {"reason": "Again"})
    assert "changed by somebody else" in text_of(stale)
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 10, 1))
    result = Result.unscoped.get(period_first_date=dt.date(2026, 10, 1))
    versions = ResultVersion.unscoped.filter(result=result).order_by("number")
    assert [one.is_met for one in versions] == [False, True]


@pytest.mark.parametrize(
    ("first", "value", "field"),
    [
        ("2026-11-01", "80", "period"),
        ("2026-07-01", "80", "period"),
        ("2026-10-01", "eighty", "value"),
        ("2026-10-01", "", "value"),
    ],
)
def test_what_is_wrong_with_a_check_in_stands_at_its_field(client, terms, first, value, field):
    page = check_in(client, terms, first, value)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Measurement.unscoped.exists()


def test_a_period_is_checked_in_once_and_anew_after_it_was_voided(client, terms):
    check_in(client, terms, "2026-10-01", "78")
    assert check_in(client, terms, "2026-10-01", "79").status_code == 422
    row = Measurement.unscoped.get()
    client.post(f"/sla/measurements/{row.pk}/void/", {"reason": "Of another service"})
    page = text_of(client.get(f"/sla/targets/{terms.target_id}/"))
    assert "October 2026" in page
    assert "Does not count Of another service" in page
    assert "taken up again" in text_of(check_in(client, terms, "2026-10-01", "79"))
    assert history_of(Measurement.unscoped.get()) == ["+", "~", "~"]


def test_the_trend_shows_each_period_against_the_promise_as_a_chart_and_a_table(client, terms):
    check_in(client, terms, "2026-08-01", "82.5")
    check_in(client, terms, "2026-10-01", "78")
    page = client.get(f"/sla/targets/{terms.target_id}/")
    rows = page.context["trend"].rows
    assert [(one.period, one.words, one.word.text) for one in rows] == [
        ("Oct 2026", "78 %", "Missed"),
        ("Sep 2026", "no data", "No data"),
        ("Aug 2026", "82.5 %", "Kept"),
    ]
    html = page.content.decode()
    chart, _, below = html.partition("</svg><p")
    assert "by period: 1 of 3 missed; the table below has the figures</title>" in chart
    assert "<title>Oct 2026: 78 %, missed</title>" in chart
    assert "● kept, ■ missed, dashed: what was promised." in below
    assert ">no data<" in below.partition("<table")[2]
    assert "style=" not in html


def test_the_trend_of_another_indicator_is_that_of_its_results(client, terms):
    other = a_target(terms.target.service, severity="", value=Decimal("99.9"))
    a_result(other, dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    page = client.get(f"/sla/targets/{other.target_id}/")
    assert [(one.period, one.word.text) for one in page.context["trend"].rows] == [("Sep 2026", "Missed")]
    assert "check_in_form" not in page.context


def test_a_result_that_is_signed_off_stays_in_the_trend_as_it_was(client, terms):
    check_in(client, terms, "2026-10-01", "78")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 10, 1))
    result = Result.unscoped.get(period_first_date=dt.date(2026, 10, 1))
    sign_off_result(actor=SYSTEM, result=result, now=NOW, expected_number=1)
    row = Measurement.unscoped.get()
    sent = {"value": "87", "note": "", "version": row.row_version, "reason": "Late"}
    client.post(f"/sla/check-ins/{row.pk}/change/", sent)
    page = client.get(f"/sla/targets/{terms.target_id}/")
    assert page.context["trend"].rows[0].words == "78 %"


def test_the_page_asks_the_database_few_times(client, terms, django_assert_max_num_queries):
    for month in ("08", "09", "10"):
        check_in(client, terms, f"2026-{month}-01", "78")
    address = f"/sla/targets/{terms.target_id}/"
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


def test_the_panel_asks_once_for_all_missing_check_ins(client, terms, django_assert_max_num_queries):
    panel = f"/contracts/{terms.target.service.contract_id}/sla/"
    client.get(panel)
    with CaptureQueriesContext(connection) as few:
        client.get(panel)
    for number in range(3):
        a_target(terms.target.service, "key_figure", name=f"Figure {number}", unit="%")
    with django_assert_max_num_queries(len(few)):
        client.get(panel)


def test_readers_see_check_ins_and_record_none(terms):
    reader = signed_in(a_user("rea", "auditor"))
    page = text_of(reader.get(f"/sla/targets/{terms.target_id}/"))
    assert "are missing. Ada Byron answers for it." in page
    assert "Record check-in" not in page
    assert check_in(reader, terms, "2026-10-01", "80").status_code == 403
