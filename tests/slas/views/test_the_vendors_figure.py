"""What the vendor says beside our figure, and signing off what was looked at."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from contracts_app.models import Contract
from core import clock
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from slas.actions.results import judge_all
from slas.actions.vendor_figures import InvalidVendorFigure, record_vendor_figure
from slas.models import Result, ResultVersion, VendorFigure
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, an_outage

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 7, 10, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _july(time_machine) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


@pytest.fixture
def pages(contract: Contract) -> Client:
    return signed_in(a_user("ana", "procurement", department=contract.department))


@pytest.fixture
def result(contract: Contract) -> Result:
    service = a_service(contract)
    a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:30:00", ref="INC-7")
    judged()
    return Result.unscoped.get()


def judged() -> None:
    judge_all(actor=SYSTEM, now=clock.now(), since=dt.date(2026, 6, 1))


def said(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split()).replace("\u00a0", " ")


def record(result: Result, value: str, note: str = "", **fields: Any) -> VendorFigure:
    values = {"actor": SYSTEM, "now": NOW, **fields}
    return record_vendor_figure(result=result, value=Decimal(value), note=note, **values)


def test_the_vendors_figure_is_recorded_on_a_page_and_stands_beside_ours(pages, result):
    address = f"/sla/results/{result.pk}/"
    assert "Record what the vendor says" in said(pages.get(address))

    answer = pages.post(
        f"{address}vendor-figure/", {"value": "99.95", "note": "Report of 5 Jul", "version": "0"}
    )

    assert answer.status_code == 302
    words = said(pages.get(address))
    assert "The vendor says 99.95 %, ≈ 0.158333 higher than ours (Report of 5 Jul)." in words
    assert ResultVersion.unscoped.count() == 1


def test_it_is_corrected_and_the_history_keeps_what_it_was(result):
    record(result, "99.95")
    record(result, "99.90", "Their second report")
    record(result, "99.90", "Their second report")

    assert VendorFigure.unscoped.get().value == Decimal("99.9")
    assert VendorFigure.history.count() == 2


def test_who_read_an_older_figure_is_refused_and_what_they_entered_is_kept(pages, result):
    record(result, "99.95")
    with pytest.raises(StaleObject):
        record(result, "99.90", expected_version=0)
    answer = pages.post(
        f"/sla/results/{result.pk}/vendor-figure/", {"value": "99.91", "note": "", "version": "0"}
    )

    assert answer.status_code == 422
    assert 'value="99.91"' in answer.content.decode()
    assert VendorFigure.unscoped.get().value == Decimal("99.95")


@pytest.mark.parametrize(("value", "words"), [("100.01", "0 to 100"), ("-1", "not below 0")])
def test_an_availability_that_cannot_be_is_refused(result, value, words):
    with pytest.raises(InvalidVendorFigure, match=words):
        record(result, value)


def test_who_only_reads_records_no_figure(contract, result):
    reader = a_user("rea", "auditor")
    with pytest.raises(NotAllowed):
        record(result, "99.95", actor=Actor.person(reader))
    assert signed_in(reader).get(f"/sla/results/{result.pk}/vendor-figure/").status_code == 403


def test_nobody_signs_off_figures_that_they_did_not_look_at(contract, result):
    boss = signed_in(a_user("boss", "procurement"))
    page = boss.get(f"/sla/results/{result.pk}/sign-off/").content.decode()
    assert 'name="number" value="1"' in page
    an_outage(result.target.service, "2026-06-12T10:00:00", "2026-06-12T11:00:00", ref="INC-9")
    judged()

    answer = boss.post(f"/sla/results/{result.pk}/sign-off/", {"number": "1"})

    assert "version 2, you read 1" in said(answer)
    assert not Result.unscoped.get().is_locked
    assert boss.post(f"/sla/results/{result.pk}/sign-off/", {"number": "2"}).status_code == 302
    assert Result.unscoped.get().is_locked
