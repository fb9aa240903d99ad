"""The pages on which services, targets and agreements about credits are recorded and read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from contracts_app.models import Contract
from slas.models import CreditAgreement, Service, SlaTarget, TargetVersion
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import a_result, a_service, a_target, an_agreement

pytestmark = pytest.mark.django_db

SERVICE = {"name": "Customer portal", "slug": "customer-portal", "monitored_from": "1 Jan 2026"}
TARGET: dict[str, Any] = {
    "indicator": "availability",
    "effective_from": "1 Jan 2026",
    "better": "higher",
    "value": "99.9",
    "period": "month",
    "zone": "Europe/Berlin",
    "hours": "Mon-Fri 08:00-18:00",
    "hours_calendar": "DE",
    "excused": ["maintenance", "force_majeure"],
    "denominator": "stays",
    "period_fee_amount": "10000",
    "period_fee_currency": "eur",
    "clause_ref": "5.2",
    "scheme-kind": "tiers",
    "scheme-unit": "fee_percent",
    "scheme-row_0_below": "99.9",
    "scheme-row_0_at_least": "99",
    "scheme-row_0_credit": "10",
    "scheme-row_1_below": "99",
    "scheme-row_1_credit": "25",
}
AGREEMENT = {
    "effective_from": "1 Jan 2026",
    "currency": "EUR",
    "stacking": "sum",
    "cap_month": "",
    "cap_month_of": "",
    "cap_year": "",
    "cap_year_of": "",
    "cap_term": "8",
    "cap_term_of": "percent",
    "fees_term": "120000",
    "window_quantity": "7",
    "window_unit": "calendar_days",
    "window_anchor": "period_end",
    "window_test": "received",
    "window_zone": "UTC",
    "chronic_missed": "2",
    "chronic_window": "3",
    "chronic_notice_days": "7",
    "clause_ref": "6",
}


@pytest.fixture
def contract() -> Contract:
    return a_contract(type="hosting", status="active")


@pytest.fixture
def pages(contract: Contract) -> Client:
    return signed_in(a_user("ana", "procurement", department=contract.department))


def said(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def test_a_service_and_its_target_are_recorded_and_read_on_the_contract(pages, contract):
    assert "No services yet" in said(pages.get(f"/contracts/{contract.pk}/sla/"))

    assert pages.post(f"/contracts/{contract.pk}/sla/services/new/", SERVICE).status_code == 302
    service = Service.unscoped.get()
    assert service.monitored_from == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = pages.post(f"/sla/services/{service.pk}/targets/new/", TARGET)

    version = TargetVersion.unscoped.get()
    assert made.url == f"/sla/targets/{version.target_id}/"
    assert version.hours == [[[480, 1080]]] * 5 + [[], []]
    assert (version.unit, version.period_fee_currency) == ("%", "EUR")
    panel = said(pages.get(f"/contracts/{contract.pk}/sla/"))
    assert "at least 99.9 % in a calendar month" in panel
    assert "Mon-Fri 08:00-18:00 (Europe/Berlin), closed on holidays of DE" in panel
    page = said(pages.get(made.url))
    assert "below 99.9 % and at least 99 %: 10 % of the fee" in page
    assert "€ 10,000" in page.replace("\u00a0", " ")


def test_what_is_wrong_is_told_at_its_field_and_the_input_is_kept(pages, contract):
    service = a_service(contract)
    wrong = TARGET | {
        "value": "101", "zone": "Berlin", "hours": "always", "scheme-row_0_at_least": "99.95",
    }  # fmt: skip

    first = pages.post(f"/sla/services/{service.pk}/targets/new/", wrong)
    second = pages.post(f"/sla/services/{service.pk}/targets/new/", wrong | {"hours": ""})

    assert first.status_code == second.status_code == 422
    assert "“always” says no hours" in said(first)
    told = said(second)
    assert "An availability is at most 100 %" in told
    assert "There is no time zone" in told
    assert "nothing lies in between" in told
    assert 'value="99.95"' in second.content.decode()
    assert not TargetVersion.unscoped.exists()


def test_the_library_fills_the_scheme(pages, contract):
    service = a_service(contract)

    html = pages.get(f"/sla/services/{service.pk}/targets/new/?library=tiers_9995").content.decode()

    assert 'name="scheme-row_0_below" value="99.95"' in html


def test_gaps_and_overlaps_of_a_published_table_are_told_until_somebody_says_what_counts(pages, contract):
    bands = [
        {"below": "99.9", "at_least": "99", "credit": "10"},
        {"below": "99.5", "at_least": "95", "credit": "25"},
    ]
    version = a_target(a_service(contract), scheme={"kind": "tiers", "unit": "fee_percent", "bands": bands})
    address = f"/sla/targets/{version.target_id}/"
    assert "2 stretches of published credit tables are open" in said(
        pages.get(f"/contracts/{contract.pk}/sla/")
    )
    overlap, gap = "overlap:99:99.5", "gap:0:95"
    assert "Say what counts" in said(pages.get(address))

    for stretch, row in ((overlap, "2"), (gap, "none")):
        choice = f"/sla/targets/versions/{version.pk}/choice/?stretch={stretch}"
        assert pages.get(choice).status_code == 200
        assert pages.post(choice, {"row": row, "reason": "5.4 says so"}).status_code == 302

    version.refresh_from_db()
    assert [(one["kind"], one["band"], one["chosen_by"]) for one in version.scheme["choices"]] == [
        ("overlap", 2, "ana"), ("gap", None, "ana"),
    ]  # fmt: skip
    page = said(pages.get(address))
    assert "Say what counts" not in page
    assert "chosen by ana: 5.4 says so" in page
    assert pages.get(f"/sla/targets/versions/{version.pk}/choice/?stretch=gap:1:2").status_code == 404


def test_another_day_makes_a_new_version_and_the_same_day_corrects_it(pages, contract):
    version = a_target(a_service(contract), effective_from=dt.date(2026, 1, 1))
    address = f"/sla/targets/{version.target_id}/version/"
    later = TARGET | {"effective_from": "1 Jun 2026", "value": "99.95"}

    assert pages.post(address, later).status_code == 302
    assert pages.post(address, later | {"value": "99.99"}).status_code == 302

    found = TargetVersion.unscoped.order_by("effective_from").values_list("value", flat=True)
    assert list(found) == [Decimal("99.9"), Decimal("99.99")]
    assert 'value="99.99"' in pages.get(address).content.decode()
    assert 'value="99.9"' in pages.get(f"{address}?from=2026-01-01").content.decode()


def test_a_version_that_results_rest_on_is_corrected_only_with_a_reason(pages, contract):
    version = a_target(a_service(contract), effective_from=dt.date(2026, 1, 1))
    a_result(version, dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    address = f"/sla/targets/{version.target_id}/version/"

    refused = pages.post(address, TARGET | {"value": "99.5"})
    assert refused.status_code == 422
    assert "Results rest on this version" in said(refused)
    assert pages.post(address, TARGET | {"value": "99.5", "reason": "Misread 5.2"}).status_code == 302

    version.refresh_from_db()
    assert version.value == Decimal("99.5")
    assert version.history.latest().history_change_reason == "Misread 5.2"


def test_what_is_agreed_about_credits_is_recorded_and_read(pages, contract):
    a_service(contract)

    assert pages.post(f"/contracts/{contract.pk}/sla/credits/", AGREEMENT).status_code == 302

    agreement = CreditAgreement.unscoped.get()
    assert agreement.caps == [{"scope": "term", "percent": "8"}]
    panel = said(pages.get(f"/contracts/{contract.pk}/sla/"))
    assert "7 days after the period that was missed; the claim must be received by then" in panel
    assert "missed in 2 of 3 consecutive months, each notified within 7 days of its end" in panel
    assert 'value="8"' in pages.get(f"/contracts/{contract.pk}/sla/credits/").content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"currency": "EURO"}, "at most 3 characters"),
        ({"cap_year": "5"}, "Give the figure and what it is in, or neither"),
        ({"chronic_window": ""}, "give both numbers"),
        ({"window_unit": "business_days", "window_calendar": "XX"}, "XX"),
    ],
)
def test_a_contradiction_in_an_agreement_is_named(pages, contract, changes, message):
    answer = pages.post(f"/contracts/{contract.pk}/sla/credits/", AGREEMENT | changes)

    assert answer.status_code == 422
    assert message in said(answer)
    assert not CreditAgreement.unscoped.exists()


def test_a_short_name_belongs_to_one_service_of_a_contract(pages, contract):
    a_service(contract, "customer-portal")

    answer = pages.post(f"/contracts/{contract.pk}/sla/services/new/", SERVICE)

    assert answer.status_code == 422
    assert "Another service of this contract has this short name" in said(answer)


def test_a_service_that_somebody_else_changed_meanwhile_is_not_overwritten(pages, contract):
    service = a_service(contract)
    address = f"/sla/services/{service.pk}/change/"
    assert pages.post(address, SERVICE | {"name": "Portal 2", "version": "1"}).status_code == 302

    answer = pages.post(address, SERVICE | {"name": "Portal 3", "version": "1"})

    assert answer.status_code == 422
    assert "changed by somebody else" in said(answer)
    assert Service.unscoped.get().name == "Portal 2"


def test_who_only_reads_is_offered_no_step_and_takes_none(contract):
    reader = signed_in(a_user("rita", "requester", department=contract.department))
    version = a_target(a_service(contract))
    an_agreement(contract)

    html = reader.get(f"/contracts/{contract.pk}/sla/").content.decode()
    assert "Record a target" not in html
    assert reader.get(f"/sla/targets/{version.target_id}/").status_code == 200
    for address in (
        f"/contracts/{contract.pk}/sla/services/new/",
        f"/contracts/{contract.pk}/sla/credits/",
        f"/sla/services/{version.target.service_id}/change/",
        f"/sla/services/{version.target.service_id}/targets/new/",
        f"/sla/targets/{version.target_id}/version/",
        f"/sla/targets/versions/{version.pk}/choice/",
    ):
        assert reader.get(address).status_code == 403


def test_who_may_not_see_the_contract_does_not_find_its_targets(contract):
    owner = a_user("omar", "procurement")
    secret = a_contract(title="Secret", is_confidential=True, owner_id=owner.pk)
    version = a_target(a_service(secret))
    other = signed_in(a_user("ada", "procurement"))

    for address in (f"/contracts/{secret.pk}/sla/", f"/sla/targets/{version.target_id}/"):
        assert other.get(address).status_code == 404
    assert SlaTarget.unscoped.count() == 1
