"""After a restore nothing goes out until a person releases it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from core.audit import Actor
from core.errors import NotAllowed
from core.models import Delivery, Reminder, SendingHold, SweepState
from core.reminders.health import check_health
from core.reminders.hold import UnableToReleaseMail, hold_mail, open_hold, release_mail
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_person, a_role, at

pytestmark = pytest.mark.django_db
START, DUE = at("2026-01-10"), at("2026-09-02")


def restored() -> None:
    """Make the database forget a few sweeps, as an older backup does."""
    sweep(START)
    sweep(START)
    SweepState.objects.update(generation=1)


def test_an_older_state_of_the_database_is_noticed_and_nothing_is_sent():
    a_contract(now=START, owner=a_person("ana"))
    restored()
    run = sweep(DUE)
    assert (run.is_on_hold, run.sent, run.settled) == (True, 0, 1)
    assert "it remembers sweep 1, the data folder sweep 2" in open_hold().reason
    assert "hold" in " ".join(check_health(DUE, with_broker=False).warnings)


def test_another_database_cluster_is_noticed():
    sweep(START)
    SweepState.objects.update(database_key="7000000000000000000/1/16384")
    assert sweep(START).is_on_hold


def test_a_new_data_folder_alone_is_no_restore(tmp_path, settings):
    sweep(START)
    settings.SWEEP_MARKER_FILE = tmp_path / "elsewhere" / "sweep-generation"
    assert not sweep(START).is_on_hold


def test_a_new_database_beside_an_old_data_folder_is_no_restore():
    django_settings.SWEEP_MARKER_FILE.write_text("99")
    assert not sweep(START).is_on_hold


def test_the_hold_stays_until_it_is_released_and_is_placed_once():
    restored()
    sweep(DUE)
    sweep(DUE)
    assert SendingHold.unscoped.count() == 1


def test_a_release_sends_what_is_due():
    a_contract(now=START, owner=a_person("ana"))
    restored()
    sweep(DUE)
    boss = a_person("boss")
    a_role(boss, "administrator")
    release_mail(actor=Actor.person(boss), now=DUE, note="checked")
    assert sweep(DUE).sent == 1
    hold = SendingHold.unscoped.get()
    assert (hold.released_by, hold.release_note) == (boss, "checked")
    assert hold.history.count() == 2


def test_a_release_can_take_messages_as_sent_before_the_restore():
    a_contract(now=START, owner=a_person("ana"))
    restored()
    sweep(DUE)
    _, taken = release_mail(
        actor=Actor.system("test"), now=DUE, note="went out yesterday", sent_until=dt.date(2026, 9, 2)
    )
    assert taken == 1
    assert sweep(DUE).sent == 0
    assert "Taken as sent before the restore" in Delivery.objects.get().reason
    assert Reminder.objects.filter(kind="renewals.act_by", state="planned").count() == 9


def test_a_person_without_the_verb_may_not_release():
    hold_mail(actor=Actor.system("test"), reason="a drill", now=DUE)
    with pytest.raises(NotAllowed):
        release_mail(actor=Actor.person(a_person("ana")), now=DUE, note="please")


def test_releasing_what_is_not_on_hold_is_refused():
    with pytest.raises(UnableToReleaseMail):
        release_mail(actor=Actor.system("test"), now=DUE, note="none")


def test_the_commands_hold_and_release(capsys):
    call_command("hold_mail", reason="restored by hand")
    call_command("release_mail", reason="all checked")
    printed = capsys.readouterr().out
    assert "Mail is on hold: restored by hand" in printed
    assert "Mail is released" in printed
    assert open_hold() is None
