"""What is voided counts no more: the result of its period gets a new version, and the history is kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from contracts_app.rules.draft import TermsDraft
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from slas.actions.measurements import take_measurements, void_measurement
from slas.actions.results import judge_all
from slas.actions.taking import InvalidEvent
from slas.actions.tickets import take_tickets, void_ticket
from slas.models import Measurement, Result, ResultVersion, Ticket
from slas.rules.measurement_row import MeasurementRow
from slas.rules.ticket_row import TicketRow
from tests.support.contracts import a_contract, history_of
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, a_ticket, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-07-10T08:00:00")
JUNE = dt.date(2026, 6, 1)
WHY = SYSTEM.with_reason("Counted twice")


@pytest.fixture
def contract():
    terms = TermsDraft(term_type="evergreen", start_date=dt.date(2025, 1, 1))
    return a_contract(type="hosting", status="active", terms=terms)


def versions_of(terms) -> list[ResultVersion]:
    judge_all(actor=SYSTEM, now=NOW, since=JUNE)
    result = Result.unscoped.get(target=terms.target, period_first_date=JUNE)
    return list(ResultVersion.unscoped.filter(result=result).order_by("number"))


def test_a_voided_ticket_makes_a_new_version_of_the_result(contract):
    service = a_service(contract)
    terms = a_target(service, "response", severity="P1")
    late = a_ticket(service, "2026-06-02T08:00", severity="P1", responded_at="2026-06-02T10:00")
    assert [one.is_met for one in versions_of(terms)] == [False]

    void_ticket(actor=WHY, ticket=late)

    found = versions_of(terms)
    assert [(one.is_met, one.count) for one in found] == [(False, 1), (None, 0)]
    assert "was corrected" in found[1].reason
    assert history_of(Ticket.unscoped.get()) == ["+", "~"]
    row = TicketRow(1, "portal", "desk", "T-1", "P1", opened="2026-06-02T08:00:00Z")
    take_tickets(actor=SYSTEM, contract=contract, rows=[row], now=NOW)
    assert Ticket.unscoped.get().voided_reason == "Counted twice"


def test_a_voided_measurement_makes_a_new_version_of_the_result(contract):
    service = a_service(contract)
    terms = a_target(service, "percentile", percentile=Decimal(95), value=Decimal(200), unit="ms")
    readings = [
        MeasurementRow(1, terms.target_id, "m", "", "2026-06-02T08:00:00Z", "100"),
        MeasurementRow(2, terms.target_id, "m", "", "2026-06-02T09:00:00Z", "900"),
    ]
    take_measurements(actor=SYSTEM, contract=contract, rows=readings, now=NOW)
    assert [one.is_met for one in versions_of(terms)] == [False]

    void_measurement(actor=WHY, measurement=Measurement.unscoped.get(value=900))

    assert [(one.is_met, one.figure_numerator) for one in versions_of(terms)] == [(False, 900), (True, 100)]


def test_voiding_needs_a_reason_the_right_and_what_was_read(contract):
    ticket = a_ticket(a_service(contract), "2026-06-02T08:00")
    with pytest.raises(InvalidEvent) as refused:
        void_ticket(actor=SYSTEM, ticket=ticket)
    assert "reason" in refused.value.fields
    with pytest.raises(NotAllowed):
        void_ticket(actor=Actor.person(a_user("rea", "auditor")).with_reason("x"), ticket=ticket)
    with pytest.raises(StaleObject):
        void_ticket(actor=WHY, ticket=ticket, expected_version=7)
    void_ticket(actor=WHY, ticket=ticket)
    with pytest.raises(InvalidEvent):
        void_ticket(actor=WHY, ticket=ticket)
    assert history_of(Ticket.unscoped.get()) == ["+", "~"]
