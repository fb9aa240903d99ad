"""What `manage.py up` and `manage.py sweep` say of a sweep that a person must look at."""

from __future__ import annotations

import io
import os
import re

import pytest
from django.core.management import call_command

from core import clock
from core.audit import Actor
from core.management.commands.up import Command, sweep_warnings
from core.models import SweepRun
from core.reminders.hold import hold_mail, open_hold

ADDRESS = "http://127.0.0.1:8000"


def test_a_sweep_that_proved_its_work_is_nothing_to_talk_about() -> None:
    assert sweep_warnings(SweepRun(is_proven=True), ADDRESS) == []


def test_a_hold_and_a_difference_are_one_line_each_with_what_to_do() -> None:
    held, unproven = sweep_warnings(SweepRun(is_on_hold=True, differences_left=3), ADDRESS)
    assert "mail is on hold" in held
    assert "manage.py release_mail --reason TEXT" in held
    assert "differences left: 3" in unproven
    assert all(f"{ADDRESS}/operations/" in line and "\n" not in line for line in (held, unproven))


@pytest.mark.django_db
def test_the_command_that_the_sweep_names_releases_the_mail(settings, tmp_path) -> None:
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"
    hold_mail(actor=Actor.system("test"), reason="restored by hand", now=clock.now())
    call_command("sweep", stdout=io.StringIO(), stderr=(said := io.StringIO()))
    (named,) = re.findall(r"“manage\.py (.+?)”", said.getvalue())
    name, option, value = named.split()
    call_command(name, option, value, stdout=io.StringIO())
    assert open_hold() is None


@pytest.mark.parametrize("told", ["", "https://contracts.example"])
def test_links_in_the_mail_of_the_first_sweep_lead_to_the_port_of_this_start(settings, monkeypatch, told):
    settings.SITE_URL = told or ADDRESS
    monkeypatch.setenv("TERMKEEPER_SITE_URL", told)
    if not told:
        monkeypatch.delenv("TERMKEEPER_SITE_URL")
    command = Command()
    command.host, command.port = "0.0.0.0", 8123

    command.lead_mail_here()

    expected = told or "http://127.0.0.1:8123"
    assert (os.environ["TERMKEEPER_SITE_URL"], settings.SITE_URL) == (expected, expected)
