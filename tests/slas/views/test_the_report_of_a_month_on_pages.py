"""The monthly report as a page, its month, and its PDF: made by a worker, kept for who asked for it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.utils.html import strip_tags

from contracts_app.models import Contract
from core.audit import acting
from core.files import content_store
from core.jobs import drain
from core.models import Job, StoredFile
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Result
from tests.support.contracts import a_contract
from tests.support.needs import needs_pango
from tests.support.pages import give_password_at, signed_in
from tests.support.people import a_user
from tests.support.slas import (
    SYSTEM,
    a_service,
    a_target,
    a_vendor_figure,
    an_agreement,
    an_exclusion,
    an_outage,
    instant,
)

pytestmark = pytest.mark.usefixtures("committed_db")
NOW = instant("2026-07-10T08:00:00")


@pytest.fixture
def contract(committed_db, time_machine) -> Contract:
    time_machine.move_to(NOW)
    made = a_contract(type="hosting", status="active")
    an_agreement(made)
    service = a_service(made, name="Customer portal")
    a_target(service, zone="Europe/Berlin")
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:30:00", ref="INC-7")
    an_exclusion(made, "2026-06-10T10:00:00", "2026-06-10T10:20:00", ref="M-1", rejected_reason="Too late")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 5, 1))
    detect_claims(actor=SYSTEM, now=NOW)
    return made


@pytest.fixture
def ana(contract: Contract) -> Any:
    return a_user("ana", "procurement", full_name="Ana Ruiz", department=contract.department)


@pytest.fixture
def pages(ana: Any) -> Client:
    return signed_in(ana)


def said(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split()).replace("\u00a0", " ")


def words_of(stored: StoredFile) -> str:
    pdf = pypdfium2.PdfDocument(content_store().read(stored.sha256))
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return " ".join(text.replace("\u00a0", " ").split())


def asked_for(pages: Client, address: str, month: str = "2026-06") -> StoredFile:
    assert pages.post(f"{address}pdf/", {"month": month}).status_code == 302
    drain()
    job = Job.objects.filter(kind="slas.monthly_report").latest("pk")
    assert job.state == Job.State.DONE, job.error
    return StoredFile.unscoped.get(pk=job.result["file"])


def test_the_results_of_a_contract_and_the_dashboard_lead_to_it(pages, contract):
    results = pages.get(f"/contracts/{contract.pk}/sla/results/").content.decode()

    assert f'action="/contracts/{contract.pk}/sla/report/"' in results
    assert '<option value="2026-06">Jun 2026</option>' in results
    assert 'href="/slas/report/"' in pages.get("/slas/").content.decode()


def test_the_last_month_that_is_over_is_shown_until_another_is_chosen(pages, contract):
    address = f"/contracts/{contract.pk}/sla/report/"

    told = said(pages.get(address))
    assert "1 Jun 2026 to 30 Jun 2026, Europe/Berlin" in told
    assert "■ Missed" in told
    assert "Rejected nothing: Too late" in told
    assert "1 May 2026 to 31 May 2026" in said(pages.get(f"{address}?month=2026-05"))
    assert "1 Jan 2010 to 31 Jan 2010" in said(pages.get(f"{address}?month=2010-01"))


@pytest.mark.parametrize("month", ["2026-07", "2026-13", "now"])
def test_a_month_that_cannot_be_reported_is_told_at_the_field(pages, contract, month):
    for address in (f"/contracts/{contract.pk}/sla/report/", "/slas/report/"):
        told = said(pages.get(f"{address}?month={month}"), 422)
        assert f"“{month}” is not a month that is over. Choose one from the list." in told
        assert "Make PDF" not in told
        pages.post(f"{address}pdf/", {"month": month})
    assert not Job.objects.filter(kind="slas.monthly_report").exists()


def test_charts_have_words_for_who_does_not_see_them_and_a_table_below(pages, contract):
    text = pages.get(f"/contracts/{contract.pk}/sla/report/").content.decode()

    for words in (
        "<title>Customer portal: Availability by period: 1 of 2 missed; the table below has",
        "<title>Credits by state of their claims, EUR: Detected €\u00a01,000</title>",
    ):
        assert words in text
        assert "<table" in text.partition(words)[2]
    assert 'style="' not in text


def test_the_pdf_of_a_contract_says_what_the_page_says(pages, contract):
    needs_pango()
    stored = asked_for(pages, f"/contracts/{contract.pk}/sla/report/")

    assert stored.name == f"sla-report-{contract.number}-2026-06.pdf"
    told = words_of(stored)
    for words in (
        f"{contract.number} Hosting framework",
        "1 Jun 2026 to 30 Jun 2026, Europe/Berlin",
        "≈ 99.791667 %",
        "version 1, not signed off",
        "Counts 90 INC-7",
        "Rejected",
        "▲ Detected € 1,000",
        "30 Jul 2026, 20 days left",
        "The last 12 months",
        "Page 1 of",
    ):
        assert words in told
    assert stored.name in said(pages.get(f"/contracts/{contract.pk}/sla/report/"))
    assert pages.get(f"/files/{stored.pk}/").status_code == 200


def test_key_figures_with_their_owners_and_the_vendors_figures_stand_on_page_and_in_pdf(pages, ana, contract):
    needs_pango()
    desk = a_service(contract, "desk", name="Desk")
    a_target(desk, "key_figure", name="Solved at once", unit="%", owner=ana, source="Report of the desk")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 6, 1))
    june = Result.unscoped.get(target__indicator="availability", period_first_date="2026-06-01")
    a_vendor_figure(june, "99.95", note="Its report, page 2")

    for address in (f"/contracts/{contract.pk}/sla/report/", "/slas/report/"):
        page = said(pages.get(address))
        pdf = words_of(asked_for(pages, address))
        for told in (page, pdf):
            assert "Ana Ruiz Report of the desk" in told
            assert "≈ 99.791667 % 99.95 % Its report, page 2 ≈ 0.158333 higher by ours missed ● Kept" in told


def test_charts_of_the_pdf_are_figures_with_words_for_who_does_not_see_them(pages, contract):
    needs_pango()
    stored = asked_for(pages, f"/contracts/{contract.pk}/sla/report/")

    with pikepdf.open(io.BytesIO(content_store().read(stored.sha256))) as pdf:
        found = [
            str(one["/Alt"])
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert len(found) == 2
    assert any(words.startswith("Customer portal: Availability by period") for words in found)


def test_the_pdf_over_all_contracts_is_for_who_made_it_alone(pages, contract):
    needs_pango()
    stored = asked_for(pages, "/slas/report/")

    assert stored.name == "sla-report-portfolio-2026-06.pdf"
    assert f"Nord Cloud GmbH, {contract.number} Customer portal: Availability" in words_of(stored)
    other = signed_in(a_user("ada", "procurement", department=contract.department))
    assert other.get(f"/files/{stored.pk}/").status_code == 404
    assert stored.name not in said(other.get("/slas/report/"))


def test_making_it_twice_for_one_job_keeps_one_file(pages, contract):
    needs_pango()
    asked_for(pages, f"/contracts/{contract.pk}/sla/report/")
    job = Job.objects.get(kind="slas.monthly_report")
    job.state = Job.State.QUEUED
    job.save(update_fields=["state"])

    drain()

    assert StoredFile.unscoped.filter(kind="slas.monthly_report").count() == 1


def test_who_sees_the_contract_no_more_when_it_is_made_gets_no_report(pages, contract):
    pages.post(f"/contracts/{contract.pk}/sla/report/pdf/", {"month": "2026-06"})
    owner = a_user("omar", "procurement")
    with acting(SYSTEM):
        Contract.unscoped.filter(pk=contract.pk).update(is_confidential=True, owner=owner)

    drain()

    assert "you may not see it any more" in Job.objects.get(kind="slas.monthly_report").error
    assert pages.get(f"/contracts/{contract.pk}/sla/report/").status_code == 404


def test_who_only_reads_sees_the_page_and_makes_no_pdf(contract):
    reader = signed_in(a_user("rita", "requester", department=contract.department))
    address = f"/contracts/{contract.pk}/sla/report/"

    assert "Make PDF" not in said(reader.get(address))
    assert "You may not make reports of" in said(
        reader.post(f"{address}pdf/", {"month": "2026-06"}, follow=True)
    )
    assert "Make PDF" not in said(reader.get("/slas/report/"))
    assert reader.post("/slas/report/pdf/", {"month": "2026-06"}).status_code == 403
    assert not Job.objects.filter(kind="slas.monthly_report").exists()


def test_who_it_is_is_confirmed_before_data_leave(pages, ana, contract):
    give_password_at(pages, ana, (NOW - dt.timedelta(days=1)).timestamp())

    answer = pages.post("/slas/report/pdf/", {"month": "2026-05"})

    assert "next=%2Fslas%2Freport%2F%3Fmonth%3D2026-05" in answer.headers["Location"]
    assert not Job.objects.filter(kind="slas.monthly_report").exists()


def test_the_pages_take_few_queries_however_much_there_is(pages, contract, django_assert_max_num_queries):
    addresses = {f"/contracts/{contract.pk}/sla/report/": 24, "/slas/report/": 14}
    counts = {}
    for address, most in addresses.items():
        pages.get(address)
        with django_assert_max_num_queries(most) as few:
            pages.get(address)
        counts[address] = len(few)
    for slug in ("mail", "archive", "desk"):
        a_target(a_service(contract, slug), zone="Europe/Berlin")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2025, 7, 1))
    for address, count in counts.items():
        with django_assert_max_num_queries(count):
            pages.get(address)
