"""Outages are taken whole or not at all, the same again changes nothing, and nothing is deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from contracts_app.models import Contract, ContractTerms
from core.audit import Actor, acting
from core.errors import NotAllowed, StaleObject
from slas.actions.outages import change_outage, record_outage, take_outages, void_outage
from slas.actions.taking import InvalidEvent, WrongRows
from slas.models import Outage
from slas.rules.outage_row import OutageRow
from tests.support.contracts import a_contract, history_of
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
ROW = OutageRow(1, "portal", "monitor", "A-1", "2026-03-01T10:00:00Z", "", "Disk full")
BARE = OutageRow(2, "portal", "monitor", "", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")


@pytest.fixture
def made():
    contract = a_contract()
    a_service(contract)
    a_service(contract, "api")
    return contract


@pytest.fixture
def actor():
    return Actor.person(a_user("ada", "procurement"), channel="web")


def take(actor, made, *rows, now=NOW):
    return take_outages(actor=actor, contract=made, rows=rows, now=now)


def counts(taken):
    return taken.new, taken.changed, taken.unchanged


def test_the_same_batch_again_changes_nothing(actor, made):
    assert counts(take(actor, made, ROW, BARE)) == (2, 0, 0)
    assert counts(take(actor, made, ROW, BARE)) == (0, 0, 2)
    assert [history_of(one) for one in Outage.unscoped.all()] == [["+"], ["+"]]


def test_other_values_bring_an_outage_to_what_is_given(actor, made):
    take(actor, made, ROW, BARE)
    ended = replace(ROW, end="2026-03-01T10:45:00Z")
    longer = replace(BARE, end="2026-03-02T12:00:00Z", summary="Longer than told")

    assert counts(take(actor, made, ended, longer)) == (0, 2, 0)

    first, second = Outage.unscoped.order_by("start_at")
    assert first.end_at == dt.datetime(2026, 3, 1, 10, 45, tzinfo=dt.UTC)
    assert (second.end_at.hour, second.summary) == (12, "Longer than told")


def test_outages_of_other_services_and_sources_are_others(actor, made):
    take(actor, made, ROW)
    others = replace(ROW, row=2, service="api"), replace(ROW, row=3, source="vendor")
    assert counts(take(actor, made, *others)) == (2, 0, 0)


def test_one_wrong_row_and_nothing_is_stored(actor, made):
    with pytest.raises(WrongRows) as refused:
        take(actor, made, ROW, replace(BARE, end="2026-03-02T09:00:00Z"))

    assert not Outage.unscoped.exists()
    assert list(refused.value.fields) == ["rows.1.end"]
    assert "Row 2, end “2026-03-02T09:00:00Z”: The outage ends" in refused.value.fields["rows.1.end"][0]
    assert refused.value.status == 422


def test_outages_before_the_term_or_after_an_ended_contract_are_refused(actor, made):
    made.department.timezone = "Europe/Berlin"
    with acting(SYSTEM):
        made.department.save()
        ContractTerms.unscoped.update_or_create(
            contract=made,
            defaults={
                "term_type": "fixed",
                "start_date": dt.date(2026, 1, 1),
                "end_date": dt.date(2026, 3, 31),
            },
        )
    late = replace(BARE, start="2026-03-31T22:00:00Z", end="2026-03-31T23:00:00Z")
    early = replace(ROW, start="2025-12-31T22:00:00Z", end="2025-12-31T23:00:00Z")
    with pytest.raises(WrongRows, match="1 row is wrong"):
        take(actor, made, early)
    assert counts(take(actor, made, late)) == (1, 0, 0)

    with acting(SYSTEM):
        Contract.unscoped.filter(pk=made.pk).update(status="terminated")
    with pytest.raises(WrongRows) as refused:
        take(actor, Contract.unscoped.get(pk=made.pk), replace(late, ref="B"))
    assert "ended on 31 Mar 2026" in next(iter(refused.value.fields.values()))[0]


def test_who_may_not_record_takes_nothing(made):
    reader = Actor.person(a_user("rea", "auditor"), channel="web")
    with pytest.raises(NotAllowed):
        take(reader, made, ROW)
    with pytest.raises(NotAllowed):
        record_outage(actor=reader, contract=made, row=ROW, now=NOW)


def test_a_person_records_changes_and_voids_an_outage(actor, made):
    outage = record_outage(actor=actor, contract=made, row=replace(BARE, source="", ref=""), now=NOW)
    row = replace(BARE, end="2026-03-02T10:30:00Z", summary="As the vendor told")

    changed = change_outage(actor=actor, outage=outage, row=row, now=NOW, expected_version=1)
    assert (changed.end_at.minute, changed.summary) == (30, "As the vendor told")
    with pytest.raises(StaleObject):
        change_outage(actor=actor, outage=outage, row=BARE, now=NOW, expected_version=1)
    with pytest.raises(InvalidEvent, match="Say why"):
        void_outage(actor=actor, outage=outage)

    voided = void_outage(actor=actor.with_reason("It was a test of the alarm"), outage=outage)

    assert voided.voided_reason == "It was a test of the alarm"
    assert not Outage.objects.for_system("a test").counted().exists()
    with pytest.raises(InvalidEvent, match="voided"):
        change_outage(actor=actor, outage=outage, row=row, now=NOW)


def test_a_voided_outage_stays_voided_when_its_source_sends_it_again(actor, made):
    take(actor, made, ROW)
    void_outage(actor=actor.with_reason("Not us"), outage=Outage.unscoped.get())
    assert counts(take(actor, made, ROW)) == (0, 0, 1)
    assert Outage.unscoped.get().voided_reason == "Not us"


def test_what_a_person_enters_wrongly_is_told_by_field(actor, made):
    with pytest.raises(InvalidEvent) as refused:
        record_outage(actor=actor, contract=made, row=replace(ROW, start="2027-01-01T00:00:00Z"), now=NOW)
    assert list(refused.value.fields) == ["start"]
    record_outage(actor=actor, contract=made, row=ROW, now=NOW)
    with pytest.raises(InvalidEvent) as refused:
        record_outage(actor=actor, contract=made, row=ROW, now=NOW)
    assert "recorded already" in refused.value.fields["ref"][0]
