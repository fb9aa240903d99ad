"""Reminders in the mailbox tell of their contracts, and are shown to those who may see these."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from core.mail import mailbox
from core.reminders.sweeping import sweep
from tests.support.people import a_department, a_user
from tests.support.reminding import a_contract, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """Keep mail and the sweep's marker in a folder that only this test has."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"


def reminded(title: str, **fields) -> str:
    """Record a contract whose reminder is due, send it, and return the message's name."""
    today = clock.now().date()
    terms = {"term_type": "fixed", "start_date": today, "end_date": today + dt.timedelta(days=30)}
    a_contract(now=clock.now(), title=title, terms=terms, notice=False, **fields)
    before = set(mailbox.message_names())
    sweep()
    (name,) = set(mailbox.message_names()) - before
    return name


@pytest.fixture
def boss(client):
    client.force_login(a_user("boss", "administrator"))
    return client


def test_a_reminder_about_a_confidential_contract_is_closed_to_an_administrator(boss):
    name = reminded("Secret plan", owner=a_person("keeper"), is_confidential=True)
    listed = boss.get("/mailbox/").content.decode()
    assert "About a contract that you may not see" in listed
    assert "Secret plan" not in listed
    assert "keeper@" not in listed
    for part in ("", "html/", "files/0/"):
        assert boss.get(f"/mailbox/{name}/{part}").status_code == 404, part


def test_a_reminder_about_a_contract_that_is_seen_is_open_to_an_administrator(boss):
    name = reminded("Hosting", owner=a_person("oona"))
    assert "Hosting" in boss.get("/mailbox/").content.decode()
    for part in ("", "html/", "files/0/"):
        assert boss.get(f"/mailbox/{name}/{part}").status_code == 200, part


def test_the_recipient_reads_it_without_any_right_and_when_it_went_to_an_earlier_address(client):
    keeper = a_person("keeper")
    name = reminded("Secret plan", owner=keeper, is_confidential=True)
    successor = a_person("oona")
    with acting(Actor.system("test")):
        keeper.email = "new@example.invalid"
        keeper.save()
        Contract.unscoped.update(owner=successor)
    client.force_login(keeper)
    assert "Secret plan" in client.get("/mailbox/").content.decode()
    assert client.get(f"/mailbox/{name}/").status_code == 200


def test_an_administrator_of_one_department_reads_the_reminders_of_that_department(client):
    here, there = a_department("Here"), a_department("There")
    reminded("Hosting", owner=a_person("oona"), department=here)
    reminded("Voice", owner=a_person("otto"), department=there)
    client.force_login(a_user("chief", "administrator", department=here))
    listed = client.get("/mailbox/").content.decode()
    assert "Hosting" in listed
    assert "Voice" not in listed
    assert listed.count("About a contract that you may not see") == 1
