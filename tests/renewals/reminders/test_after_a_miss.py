"""Once this term cannot be left any more, the next way out is reminded of."""

from __future__ import annotations

import datetime as dt

import pytest

from core.models import Reminder
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_person, at, mail_to

pytestmark = pytest.mark.django_db

#: Notice as long as the term: its last day always lies before the term begins.
TERMS = {
    "term_type": "auto_renew",
    "start_date": dt.date(2026, 1, 1),
    "initial_term_quantity": 6,
    "initial_term_unit": "months",
    "renewal_term_quantity": 6,
    "renewal_term_unit": "months",
}


def the_notice() -> dict[str, object]:
    return {"quantity": 6, "unit": "months", "anchor": "term_end", "test": "sent"}


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"


def act_by_days() -> dict[str, set[str]]:
    """Return the states of the reminders by the day that they count back from."""
    found: dict[str, set[str]] = {}
    for row in Reminder.objects.filter(kind="renewals.act_by"):
        found.setdefault(row.period_key, set()).add(row.state)
    return found


def test_a_notice_as_long_as_the_term_is_reminded_of_in_time_for_the_following_term():
    ana = a_person("ana")
    a_contract(now=at("2026-01-10"), owner=ana, terms=TERMS, notice=the_notice())
    assert act_by_days()["2026-06-30"] == {"planned"}
    run = sweep(at("2026-06-23"))
    assert (run.sent, run.differences) == (1, 0)
    (mail,) = mail_to(ana)
    assert mail.envelope.subject.startswith("[Act by Tue 30 Jun]")
    assert (
        "This term cannot be left any more. The next way out is at the end of Thu 31 Dec 2026." in mail.text
    )
    assert "Ends, with notice" in mail.text


def test_nothing_is_sent_twice_when_the_next_term_has_begun():
    a_contract(now=at("2026-01-10"), owner=a_person("ana"), terms=TERMS, notice=the_notice())
    days = ("2026-06-23", "2026-06-30", "2026-07-01", "2026-07-02")
    runs = [sweep(at(day)) for day in days]
    assert [run.sent for run in runs] == [1, 3, 0, 0]  # on the second day it climbs too: nobody answered
    assert [run.differences for run in runs] == [0, 0, 0, 0]
    assert act_by_days()["2026-12-30"] == {"planned"}


def test_a_miss_that_was_reminded_of_is_followed_by_the_ladder_of_the_next_term():
    a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    sweep(at("2026-10-02"))
    run = sweep(at("2026-10-20"))
    assert run.differences == 0
    assert act_by_days() == {"2026-10-02": {"settled", "collapsed"}, "2027-10-02": {"planned"}}


def test_what_was_missed_when_it_was_recorded_is_told_and_the_next_way_out_is_planned():
    a_contract(now=at("2026-11-20"), owner=a_person("ana"))
    assert act_by_days() == {"2026-10-02": {"skipped"}, "2027-10-02": {"planned"}}
    assert sweep(at("2026-11-20")).sent == 0
