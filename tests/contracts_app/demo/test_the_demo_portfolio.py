"""The demo shows every state around the day it is loaded, on whatever day that is."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Department, User
from contracts_app.demo.portfolio import read_portfolio
from contracts_app.models import Contract, ImportRun
from core import registry
from core.access.demo import demo_logins
from core.audit import Actor, acting
from core.audit.emptiness import first_filled_table
from core.models import LedgerEntry
from renewals.models import Deadline
from tests.support.api import contract, department, vendor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.IS_EMBEDDED = True


def load() -> str:
    call_command("load_demo", stdout=(said := io.StringIO()), stderr=io.StringIO())
    return said.getvalue()


@pytest.mark.parametrize("on", [dt.date(2026, 11, 22), dt.date(2028, 2, 29), dt.date(2027, 12, 31)])
def test_every_state_is_there_on_any_day(on: dt.date):
    now = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    actor = Actor.system("demo", channel="command")
    with acting(actor):
        for part in registry.demo_parts:
            part.load(actor=actor, now=now, on=on)
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
    assert "ana  password" in load()
    count = Contract.objects.for_system("test").count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")
    assert Contract.objects.for_system("test").count() == count == len(read_portfolio())


def a_department_that_was_deleted_again():
    department()
    with acting(Actor.system("test")):
        Department.unscoped.all().delete()


def an_import_that_brought_nothing():
    ImportRun.unscoped.create(source="erp", file_name="erp.csv", sha256="0" * 64)


@pytest.mark.parametrize(
    "record", [contract, vendor, a_department_that_was_deleted_again, an_import_that_brought_nothing]
)
def test_it_is_not_loaded_where_anything_was_ever_recorded(record):
    assert first_filled_table() == ""
    record()
    assert not User.objects.exists()
    assert first_filled_table() != ""
    with pytest.raises(CommandError, match=r"The database is not empty \(\w+\.\w+ has rows\)"):
        load()
    assert not User.objects.exists()


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, OSError])
def test_a_load_that_is_interrupted_leaves_nothing_and_the_next_one_loads_all_of_it(monkeypatch, ending):
    def interrupted(**_):
        raise ending

    entries = LedgerEntry.objects.count()
    monkeypatch.setitem(registry.demo_parts._entries, "last", registry.DemoPart("last", interrupted, 999))
    with pytest.raises(ending):
        load()
    assert first_filled_table() == ""
    assert LedgerEntry.objects.count() == entries
    assert demo_logins() == []

    monkeypatch.delitem(registry.demo_parts._entries, "last")
    assert "ana  password" in load()
    assert Contract.objects.for_system("test").count() == len(read_portfolio())


def test_the_logins_are_those_of_the_demo_people_who_can_sign_in():
    load()
    with acting(Actor.system("test")):
        User.objects.filter(username="tom").update(is_active=False)
        User.objects.filter(username="lea").update(email="lea@halden-roth.example")
    named = [login.key for login in demo_logins()]
    assert "ana" in named
    assert not {"tom", "lea"} & set(named)


def test_it_is_not_loaded_into_a_real_server(settings):
    settings.IS_EMBEDDED = False
    with pytest.raises(CommandError, match="only for the embedded database"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_no_address_of_the_demo_exists():
    load()
    for user in User.objects.all():
        assert user.email.endswith(".invalid")
