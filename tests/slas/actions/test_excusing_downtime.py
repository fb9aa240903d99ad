"""What excuses downtime needs evidence and a second person; what was rejected stays on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core.audit import Actor
from core.errors import NotAllowed
from core.files import RefusedFile
from slas.actions.exclusions import (
    ExclusionDraft,
    Upload,
    approve_exclusion,
    record_exclusion,
    reject_exclusion,
)
from slas.actions.taking import InvalidEvent
from slas.models import Exclusion
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.slas import a_service, instant

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


@pytest.fixture
def made():
    return a_contract()


def somebody(name: str, role: str = "procurement") -> Actor:
    return Actor.person(a_user(name, role), channel="web")


def record(actor, contract, upload=None, **fields: Any):
    values: dict[str, Any] = {
        "kind": "maintenance",
        "start_at": instant("2026-08-01T20:00"),
        "end_at": instant("2026-08-01T22:00"),
        "evidence": "Mail of 25 Jul",
        **fields,
    }
    draft = ExclusionDraft(**values)
    return record_exclusion(actor=actor, contract=contract, draft=draft, now=NOW, upload=upload)


def test_a_second_person_approves_what_was_recorded(made):
    exclusion = record(somebody("ada"), made, service=a_service(made))

    approved = approve_exclusion(actor=somebody("bea"), exclusion=exclusion, now=NOW, expected_version=1)

    assert (approved.recorded_by.username, approved.approved_by.username) == ("ada", "bea")
    with pytest.raises(InvalidEvent, match="answered already"):
        reject_exclusion(actor=somebody("cem").with_reason("No"), exclusion=exclusion)


def test_nobody_answers_one_of_their_own(made):
    ada = somebody("ada")
    exclusion = record(ada, made)
    with pytest.raises(NotAllowed):
        approve_exclusion(actor=ada, exclusion=exclusion, now=NOW)
    with pytest.raises(NotAllowed):
        reject_exclusion(actor=ada.with_reason("No"), exclusion=exclusion)
    with pytest.raises(NotAllowed):
        approve_exclusion(actor=somebody("rea", "auditor"), exclusion=exclusion, now=NOW)
    assert Exclusion.unscoped.get().approved_at is None


def test_without_evidence_nothing_is_approved_and_a_file_is_evidence(made):
    ada, bea = somebody("ada"), somebody("bea")
    bare = record(ada, made, evidence="")
    with pytest.raises(InvalidEvent, match="no evidence"):
        approve_exclusion(actor=bea, exclusion=bare, now=NOW)

    proved = record(ada, made, evidence="", upload=Upload("mail.txt", b"We announce maintenance."))
    assert approve_exclusion(actor=bea, exclusion=proved, now=NOW).approved_at == NOW
    with pytest.raises(RefusedFile) as refused:
        record(ada, made, upload=Upload("run.exe", b"MZ"))
    assert list(refused.value.fields) == ["evidence_file"]
    assert Exclusion.unscoped.count() == 2


def test_a_rejection_says_why_and_stays(made):
    exclusion = record(somebody("ada"), made)
    bea = somebody("bea")
    with pytest.raises(InvalidEvent, match="Say why"):
        reject_exclusion(actor=bea, exclusion=exclusion)
    rejected = reject_exclusion(actor=bea.with_reason("It was announced too late"), exclusion=exclusion)
    assert rejected.rejected_reason == "It was announced too late"
    assert not Exclusion.objects.for_system("a test").awaiting().exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"end_at": instant("2026-08-01T20:00")}, "end_at"),
        ({"kind": "weather"}, "kind"),
        (
            {"kind": "our_fault", "start_at": instant("2026-09-02"), "end_at": instant("2026-09-03")},
            "start_at",
        ),
        ({"announced_at": instant("2026-09-02")}, "announced_at"),
        ({"ref": "x" * 121}, "ref"),
    ],
)
def test_what_cannot_be_is_told_by_field(made, fields, name):
    with pytest.raises(InvalidEvent) as refused:
        record(somebody("ada"), made, **fields)
    assert list(refused.value.fields) == [name]
    assert not Exclusion.unscoped.exists()


def test_maintenance_may_lie_ahead_and_a_service_of_another_contract_is_refused(made):
    ahead = {"start_at": instant("2026-09-10"), "end_at": instant("2026-09-11"), "announced_at": NOW}
    ada = somebody("ada")
    assert record(ada, made, **ahead).announced_at == NOW
    with pytest.raises(InvalidEvent) as refused:
        record(ada, made, service=a_service(a_contract(number="C-9")))
    assert list(refused.value.fields) == ["service"]
