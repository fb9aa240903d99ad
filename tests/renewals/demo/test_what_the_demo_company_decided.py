"""The demo shows a decision of each sort, a served notice with its proof, and notices of vendors."""

from __future__ import annotations

import datetime as dt

import pytest

from core import registry
from core.audit import Actor, acting
from core.files import content_store
from renewals.models import Deadline, Decision, DecisionThreshold, ExitTask, Notice, Service

pytestmark = pytest.mark.django_db
ON = dt.date(2028, 2, 29)


@pytest.fixture
def _loaded(settings, tmp_path) -> None:
    settings.FILE_STORE_DIR = tmp_path / "files"
    actor = Actor.system("demo", channel="command")
    with acting(actor):
        for part in registry.demo_parts:
            part.load(actor=actor, now=dt.datetime.combine(ON, dt.time(9), tzinfo=dt.UTC), on=ON)


@pytest.mark.usefixtures("_loaded")
def test_every_page_of_decisions_has_something_true_to_show():
    decisions = Decision.unscoped.select_related("contract", "decided_by")
    said = {(row.contract.title, row.kind, row.status, row.decided_by.username) for row in decisions}
    assert said == {
        ("Hosting framework", "terminate", "proposed", "ana"),
        ("Service desk tooling", "renew", "in_force", "ana"),
        ("Learning platform", "terminate", "in_force", "jon"),
        ("Invoice scanning", "terminate", "in_force", "priya"),
    }
    assert DecisionThreshold.unscoped.count() == 3
    served = Notice.unscoped.get(contract__title="Invoice scanning")
    deadline = Deadline.unscoped.get(contract=served.contract, is_current=True)
    assert (served.status, served.contract.status) == ("closed", "notice_served")
    assert (deadline.status, deadline.term_end) == ("final_term", served.exit_date)
    assert b"confirmed by the receiving server" in content_store().read(Service.unscoped.get().proof.sha256)
    assert Notice.unscoped.get(contract__title="Learning platform").status == "open"
    theirs = Notice.unscoped.filter(direction="theirs").values_list("contract__title", "kind", "outcome")
    assert set(theirs) == {
        ("Network maintenance", "termination", ""),
        ("Office licenses", "price_increase", ""),
    }
    assert ExitTask.unscoped.count() == 4


@pytest.mark.usefixtures("_loaded")
def test_the_history_names_the_people_who_took_each_step():
    row = Decision.history.get(history_type="+", kind="renew")
    assert row.history_actor.startswith("user:")
    assert row.history_channel == "command"
