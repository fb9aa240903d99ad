"""What a result counts where it is easily counted twice, or not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.audit import acting
from slas.actions.results import judge_all
from slas.models import Result, ResultVersion, TargetVersion, Ticket
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, an_exclusion, an_outage, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-07-10T08:00:00")
JUNE = dt.date(2026, 6, 1)
MINUTE = 60_000_000
OFFICE = [[[480, 1080]]] * 5 + [[], []]
PER_INCIDENT = {"kind": "per_incident", "unit": "amount", "rate": "500", "currency": "EUR"}


@pytest.fixture
def contract() -> Contract:
    terms = TermsDraft(term_type="evergreen", start_date=dt.date(2025, 1, 1))
    return a_contract(type="hosting", status="active", terms=terms)


def judged(since: dt.date = JUNE):
    return judge_all(actor=SYSTEM, now=NOW, since=since)


def newest(terms: TargetVersion, first: dt.date = JUNE) -> ResultVersion:
    result = Result.unscoped.get(target=terms.target, period_first_date=first)
    return ResultVersion.unscoped.filter(result=result).latest("number")


def figure(version: ResultVersion) -> Fraction:
    return Fraction(int(version.figure_numerator), int(version.figure_denominator))


def a_ticket(service, ref: str, done: str | None, **fields) -> Ticket:
    values = {"severity": "P1", "opened_at": instant("2026-06-03T10:00:00"), "created_at": NOW, **fields}
    with acting(SYSTEM):
        return Ticket.unscoped.create(
            service=service, ref=ref, resolved_at=instant(done) if done else None, **values
        )


def test_an_outage_that_an_exclusion_cuts_in_two_is_one_incident(contract):
    service = a_service(contract)
    terms = a_target(service, scheme=PER_INCIDENT)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref="a")
    exclusion = an_exclusion(contract, "2026-06-10T10:20:00", "2026-06-10T10:40:00")
    with acting(SYSTEM):
        exclusion.approved_at = NOW
        exclusion.save()

    judged()

    assert newest(terms).excused_us == 20 * MINUTE
    assert (newest(terms).count, newest(terms).credit_amount) == (1, Decimal(500))


def test_an_outage_over_several_nights_is_one_incident(contract):
    service = a_service(contract)
    terms = a_target(service, scheme=PER_INCIDENT, hours=OFFICE)
    an_outage(service, "2026-06-08T17:00:00", "2026-06-11T09:00:00", ref="a")
    an_outage(service, "2026-06-16T22:00:00", "2026-06-16T23:00:00", ref="outside the hours")

    judged()

    assert newest(terms).down_us == (60 + 600 + 600 + 60) * MINUTE
    assert (newest(terms).count, newest(terms).credit_amount) == (1, Decimal(500))


def test_two_outages_of_the_same_name_from_two_sources_are_two_incidents(contract):
    service = a_service(contract)
    terms = a_target(service, scheme=PER_INCIDENT)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref="1", source="monitor")
    an_outage(service, "2026-06-12T10:00:00", "2026-06-12T11:00:00", ref="1", source="vendor")

    judged()

    assert (newest(terms).count, newest(terms).credit_amount) == (2, Decimal(1_000))


def test_a_target_of_no_severity_is_about_all_tickets(contract):
    service = a_service(contract)
    terms = a_target(service, "resolution", value=Decimal(60))
    only = a_target(service, "resolution", value=Decimal(60), severity="P1")
    a_ticket(service, "T-1", "2026-06-03T10:30:00")
    a_ticket(service, "T-2", "2026-06-03T12:00:00", severity="P3")

    judged()

    assert (figure(newest(terms)), newest(terms).is_met, newest(terms).count) == (120, False, 2)
    assert (figure(newest(only)), newest(only).is_met, newest(only).count) == (30, True, 1)


def test_rows_by_the_share_of_tickets_in_time_give_a_credit(contract):
    service = a_service(contract)
    fee = {"period_fee_amount": Decimal(10_000), "period_fee_currency": "EUR"}
    bands = [{"below": "95", "at_least": "50", "credit": "5"}, {"below": "50", "credit": "10"}]
    scheme = {"kind": "tiers", "unit": "fee_percent", "bands": bands}
    share = {"value": Decimal(60), "share_percent": Decimal(95), "scheme": scheme, **fee}
    terms = a_target(service, "resolution", **share)
    nobody = a_target(service, "resolution", severity="P4", **share)
    a_ticket(service, "T-1", "2026-06-03T10:30:00")
    a_ticket(service, "T-2", "2026-06-03T12:00:00")

    judged()

    found = newest(terms)
    assert (figure(found), found.is_met, found.credit_amount) == (50, False, Decimal(500))
    assert (newest(nobody).credit_status, newest(nobody).credit_amount) == ("no_data", None)
    page = signed_in(a_user("ada", "procurement")).get(f"/sla/results/{found.result_id}/")
    shown = " ".join(strip_tags(page.content.decode()).split())
    assert "It came to 50 %.That is below 95 % and at least 50 %: row 1 of the table." in shown


def test_a_share_is_compared_as_the_contract_rounds(contract):
    service = a_service(contract)
    rounded = {"rounding_mode": "ROUND_HALF_UP", "rounding_decimals": 0}
    share = {"value": Decimal(60), "share_percent": Decimal(67)}
    terms = a_target(service, "resolution", **share, **rounded)
    exact = a_target(service, "resolution", severity="P1", **share)
    for ref, done in (("T-1", "10:30"), ("T-2", "10:40"), ("T-3", "12:00")):
        a_ticket(service, ref, f"2026-06-03T{done}:00")

    judged()

    assert figure(newest(terms)) == figure(newest(exact)) == Fraction(200, 3)
    assert (newest(terms).is_met, newest(exact).is_met) == (True, False)


@pytest.mark.parametrize("since", [dt.date(2026, 5, 1), JUNE])
def test_a_downtime_over_the_first_day_is_as_long_as_all_its_reports(contract, since):
    service = a_service(contract)
    terms = a_target(service, minimum_minutes=Decimal(5))
    an_outage(service, "2026-05-31T23:56:00", "2026-05-31T23:59:30")
    an_outage(service, "2026-05-31T23:59:00", "2026-06-01T00:02:00")

    judged(since)

    assert newest(terms).down_us == 2 * MINUTE


def test_a_result_is_the_same_however_many_periods_are_judged_at_once(contract):
    service = a_service(contract)
    a_target(service, minimum_minutes=Decimal(5))
    an_outage(service, "2026-05-31T23:56:00", "2026-05-31T23:59:30")
    an_outage(service, "2026-05-31T23:59:00", "2026-06-01T00:02:00")
    judged(dt.date(2026, 5, 1))

    assert judged(JUNE).corrected == 0


def test_a_ticket_that_was_solved_and_never_marked_as_answered_was_answered_then(contract):
    service = a_service(contract)
    terms = a_target(service, "response", severity="P1")
    a_ticket(service, "T-1", "2026-06-03T10:20:00")

    judged()

    assert (figure(newest(terms)), newest(terms).is_met) == (20, True)


def test_a_ticket_from_before_the_term_of_the_contract_is_not_judged():
    terms = TermsDraft(term_type="evergreen", start_date=dt.date(2026, 6, 10))
    service = a_service(a_contract(type="hosting", status="active", terms=terms))
    promised = a_target(service, "response", severity="P1")
    a_ticket(service, "T-1", "2026-06-03T12:00:00")

    judged()

    assert newest(promised).is_met is None
