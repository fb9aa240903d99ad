"""/healthz, the banner, and the operations page with its release button."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from core.models import Delivery, SweepRun
from core.pages.health import REMEMBERED_AS
from core.reminders.hold import hold_mail, open_hold
from core.reminders.sweeping import sweep
from tests.support.people import a_user
from tests.support.reminding import a_contract, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    """Keep mail and the sweep's marker in a folder that only this test has."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"


def late_contract() -> None:
    """Record a contract whose reminder is due now, with nobody to send it to."""
    today = clock.now().date()
    terms = {"term_type": "fixed", "start_date": today, "end_date": today + dt.timedelta(days=30)}
    a_contract(now=clock.now(), terms=terms, notice=False)


def test_healthz_is_unhealthy_until_a_sweep_has_proved_its_work(client):
    before = client.get("/healthz")
    sweep()
    after = client.get("/healthz")
    assert (before.status_code, after.status_code) == (503, 200)
    assert "No sweep has proved its work yet" in before.json()["problems"][0]
    assert after.json()["sweep_age_seconds"] < 60


def test_healthz_is_unhealthy_when_the_last_proof_is_old(client):
    sweep()
    SweepRun.objects.update(finished_at=clock.now() - dt.timedelta(minutes=6))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "6 minutes old" in answer.json()["problems"][0]


def test_healthz_is_unhealthy_while_a_difference_is_left(client):
    sweep()
    SweepRun.objects.update(differences_left=2)
    assert client.get("/healthz").status_code == 503


def test_healthz_counts_who_cannot_be_reached(client):
    late_contract()
    sweep()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["unroutable"]) == (200, 1)


def test_healthz_answers_when_the_database_does_not(client):
    def refuse(*_):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)


def test_everybody_is_told_when_sweeps_have_stopped(client):
    client.force_login(a_user("ana", "requester"))
    assert "No sweep has proved its work yet" in client.get("/settings/").content.decode()
    sweep()
    cache.delete(REMEMBERED_AS)
    assert "No sweep has proved" not in client.get("/settings/").content.decode()


def test_the_page_names_who_cannot_be_reached_and_hides_what_may_not_be_seen(client):
    late_contract()
    sweep()
    client.force_login(a_user("pia", "procurement"))
    shown = client.get("/operations/").content.decode()
    assert "No owner, backup owner or queue" in shown
    assert "/contracts/" in shown
    client.force_login(a_user("aud", "auditor", department=_elsewhere()))
    hidden = client.get("/operations/").content.decode()
    assert "No owner, backup owner or queue" not in hidden
    assert "about contracts that you may not see" in hidden


def test_messages_about_unseen_contracts_are_neither_listed_nor_counted(client):
    keeper = a_person("keeper")
    today = clock.now().date()
    terms = {"term_type": "fixed", "start_date": today, "end_date": today + dt.timedelta(days=30)}
    for title, owner, is_secret in (("Hosting", a_person("oona"), False), ("Secret plan", keeper, True)):
        a_contract(
            now=clock.now(), title=title, owner=owner, terms=terms, notice=False, is_confidential=is_secret
        )
    late_contract()
    sweep()
    assert Delivery.objects.count() == 2
    client.force_login(a_user("boss", "administrator"))
    for path in ("/operations/", "/operations/?state=sent"):
        shown = client.get(path).content.decode()
        assert "oona@example.invalid" in shown
        assert "keeper@" not in shown
        assert "Secret plan" not in shown
    client.force_login(keeper)
    assert client.get("/operations/").status_code == 403
    client.force_login(a_user("aud", "auditor"))
    assert "keeper@example.invalid" in client.get("/operations/").content.decode()


def test_reminders_that_reach_nobody_are_counted_as_far_as_they_are_seen(client):
    late_contract()
    late_contract()
    with acting(Actor.system("test")):
        Contract.unscoped.filter(pk=Contract.unscoped.order_by("-pk").first().pk).update(is_confidential=True)
    sweep()
    client.force_login(a_user("boss", "administrator"))
    seen = client.get("/operations/").context
    assert (seen["unroutable_count"], len(seen["unroutable"]), seen["health"].unroutable) == (1, 1, 2)


def _elsewhere():
    from tests.support.people import a_department

    return a_department("Elsewhere")


def test_the_page_shows_the_ledger_and_the_sweeps(client):
    sweep()
    client.force_login(a_user("pia", "procurement"))
    shown = client.get("/operations/?state=sent").content.decode()
    assert "No message yet" in shown
    assert "Proven" in shown


def test_who_does_not_watch_operations_may_not_see_them(client):
    client.force_login(a_user("ana", "requester"))
    assert client.get("/operations/").status_code == 403


def test_a_hold_is_released_with_a_reason(client):
    hold_mail(actor=Actor.system("test"), reason="restored", now=clock.now())
    client.force_login(a_user("boss", "administrator"))
    assert "Mail is on hold since" in client.get("/operations/").content.decode()
    assert client.post("/operations/release/", {}).status_code == 422
    answer = client.post("/operations/release/", {"reason": "checked", "sent_until": "2026-11-20"})
    assert answer.status_code == 302
    assert open_hold() is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_hold_the_release_leads_back_and_says_that_nothing_is_on_hold(client, method):
    client.force_login(a_user("boss", "administrator"))
    answer = getattr(client, method)("/operations/release/", {"reason": "checked"}, follow=True)
    assert answer.redirect_chain == [("/operations/", 302)]
    assert "Mail is not on hold. There is nothing to release." in answer.content.decode()


def test_procurement_may_look_and_not_release(client):
    client.force_login(a_user("pia", "procurement"))
    assert client.get("/operations/release/").status_code == 403
