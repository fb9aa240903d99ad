"""``manage.py apply_amendments`` and its task: on time in each zone, late, twice, and past a failure."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.celery import app
from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.actions.terms import change_terms
from contracts_app.models import ContractTerms
from core import clock
from core.audit import acting
from tests.support.amendments import SYSTEM, an_amendment, day
from tests.support.contracts import a_contract
from tests.support.people import a_department

pytestmark = pytest.mark.django_db

TERMS = TermsDraft(term_type="auto_renew", start_date=dt.date(2026, 1, 1))
RECORDED = "2026-06-15"


def renewing(zone: str = "UTC"):
    department = a_department(zone)
    with acting(SYSTEM):
        department.timezone = zone
        department.save()
    return a_contract(terms=TERMS, status="active", department_id=department.pk)


def most_renewals(contract) -> int | None:
    return ContractTerms.unscoped.get(contract=contract).max_renewals


@pytest.fixture
def run_at(monkeypatch):
    def run(instant: str) -> str:
        now = dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)
        monkeypatch.setattr(clock, "now", lambda: now)
        out = StringIO()
        call_command("apply_amendments", stdout=out)
        return out.getvalue()

    return run


def test_terms_change_when_the_day_begins_where_the_department_is(run_at):
    tokyo, berlin = renewing("Asia/Tokyo"), renewing("Europe/Berlin")
    for contract in (tokyo, berlin):
        an_amendment(contract, "2026-07-01", terms={"terms.max_renewals": "2"}, on=RECORDED)

    run_at("2026-06-30T14:59")
    assert (most_renewals(tokyo), most_renewals(berlin)) == (None, None)
    said = run_at("2026-06-30T15:00")
    assert (most_renewals(tokyo), most_renewals(berlin)) == (2, None)
    assert said == f"Applied 1 amendment.\n  {tokyo.number}: Amendment 1\n"
    run_at("2026-06-30T22:00")
    assert most_renewals(berlin) == 2


def test_a_run_after_an_outage_does_what_was_missed_and_a_second_one_nothing(run_at):
    contract = renewing()
    an_amendment(contract, "2026-07-01", terms={"terms.max_renewals": "2"}, on=RECORDED)
    an_amendment(contract, "2026-07-09", terms={"terms.max_renewals": "3"}, on=RECORDED)

    assert run_at("2026-09-01T09:00").startswith("Applied 2 amendments.")
    assert most_renewals(contract) == 3
    before = ContractTerms.history.count()
    assert run_at("2026-09-01T09:00") == "Applied 0 amendments.\n"
    assert ContractTerms.history.count() == before


def test_what_cannot_be_applied_is_named_and_stops_no_other(run_at):
    stuck, other = renewing(), renewing()
    for contract in (stuck, other):
        an_amendment(contract, "2026-07-01", terms={"terms.max_renewals": "2"}, on=RECORDED)
    change_terms(
        actor=SYSTEM,
        contract=stuck,
        terms=TermsDraft(term_type="perpetual"),
        notice_rules=(NoticeRuleDraft(quantity=1, unit="months"),),
        on=day(RECORDED),
    )
    with pytest.raises(CommandError, match=f"{stuck.number}: Amendment 1: This kind of term does not renew"):
        run_at("2026-07-01T09:00")

    assert most_renewals(other) == 2


def test_the_history_says_that_the_product_did_it_and_for_which_amendment(run_at):
    contract = renewing()
    an_amendment(contract, "2026-07-01", terms={"terms.max_renewals": "2"}, on=RECORDED)
    run_at("2026-07-01T09:00")
    last = ContractTerms.history.filter(contract_id=contract.pk).latest("history_id")

    assert last.history_actor == "system:apply_amendments"
    assert last.history_change_reason == "Amendment 1, effective 1 Jul 2026"


def test_the_beat_asks_for_it_every_few_minutes():
    entry = settings.CELERY_BEAT_SCHEDULE["apply-amendments"]
    app.loader.import_default_modules()

    assert entry["task"] in app.tasks
    assert entry["schedule"] <= 600
