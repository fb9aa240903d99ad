"""The demo shows every state around the day it is loaded, on whatever day that is."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from contracts_app.demo.portfolio import read_portfolio
from contracts_app.models import Contract
from core import registry
from core.audit import Actor
from renewals.models import Deadline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _embedded(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.parametrize("on", [dt.date(2026, 11, 22), dt.date(2028, 2, 29), dt.date(2027, 12, 31)])
def test_every_state_is_there_on_any_day(on: dt.date):
    now = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    for part in registry.demo_parts:
        part.load(actor=Actor.system("demo", channel="command"), now=now, on=on)
    found = Deadline.objects.for_system("test").filter(is_current=True)
    states = {"open", "in_window", "missed", "final_term", "no_deadline", "unknown"}
    assert states <= {row.status for row in found}
    meant = {row.title: row.notice_in for row in read_portfolio() if row.notice_in and row.status == "active"}
    for row in found.select_related("contract"):
        days = meant.get(row.contract.title)
        if days is None or row.status in ("unknown", "no_deadline", "final_term"):
            continue
        assert row.notice_by_date is not None, row.contract
        assert abs((row.notice_by_date - on).days - days) <= 5, row.contract
        assert (row.status == "missed") == (row.notice_by_date < on), row.contract


def test_it_is_loaded_once_and_only_into_an_empty_database():
    call_command("load_demo", stdout=(said := io.StringIO()), stderr=io.StringIO())
    assert "ana  password" in said.getvalue()
    count = Contract.objects.for_system("test").count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")
    assert Contract.objects.for_system("test").count() == count == len(read_portfolio())


def test_it_is_not_loaded_into_a_real_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.invalid/contracts")
    with pytest.raises(CommandError, match="only for the embedded database"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_no_address_of_the_demo_exists():
    call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
    for user in User.objects.all():
        assert user.email.endswith(".invalid")
