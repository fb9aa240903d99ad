"""The calendar feed: settings of one's own, and a file that shows no more than its owner may see."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from contracts_app.models import Contract
from core import clock
from core.audit import Actor, acting
from core.models import LedgerEntry
from renewals.actions.feeds import create_feed, revoke_feed
from renewals.models import CalendarFeed, Deadline
from tests.renewals.views.portfolio import posted_in
from tests.support.pages import signed_in
from tests.support.people import PASSWORD, a_user
from tests.support.reminding import SETTING_UP, a_department, deactivate, due_in

pytestmark = pytest.mark.django_db
SETTINGS, NEW, REVOKE = (reverse(name) for name in ("feed_settings", "feed_create", "feed_revoke"))


@pytest.fixture
def department():
    return a_department("IT")


@pytest.fixture
def pia(department):
    return a_user("pia", "procurement", department=department)


def address_for(user, scope="all"):
    made = create_feed(actor=Actor.person(user), owner=user, scope=scope, now=clock.now())
    return reverse("feed", args=[made.secret])


def just_confirmed(user):
    """Return a client whose person gave the password again on the page that asks for it."""
    client = signed_in(user)
    confirmed = client.post(client.get(NEW).url, {"password": PASSWORD})
    assert confirmed.url == NEW
    return client


def events_at(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_the_dates_are_whole_days_with_alarms_and_the_way_to_the_reasons(pia, department):
    contract = posted_in(40, department=department, title="Hosting, with; odd \\ signs")
    current = Deadline.unscoped.get(contract=contract, is_current=True)
    events = events_at(address_for(pia))
    act = events[f"act-by-{contract.pk}"]
    assert act["DTSTART"].dt == current.act_by_date
    assert act["DTEND"].dt == current.act_by_date + dt.timedelta(days=1)
    assert events[f"notice-by-{contract.pk}"]["DTSTART"].dt == current.notice_by_date
    assert events[f"term-end-{contract.pk}"]["DTSTART"].dt == current.term_end
    assert act["SEQUENCE"] == current.version
    assert act["DTSTAMP"].dt == current.computed_at.replace(microsecond=0)
    assert "Hosting, with; odd \\ signs" in act["SUMMARY"]
    assert act["URL"].endswith(f"/contracts/{contract.pk}/deadline/")
    assert "Renews on" in act["DESCRIPTION"]
    alarms = [alarm["TRIGGER"].dt for alarm in act.walk("VALARM")]
    assert alarms == [dt.timedelta(days=-7, hours=9), dt.timedelta(days=-1, hours=9)]
    assert not events[f"notice-by-{contract.pk}"].walk("VALARM")


def test_an_event_keeps_its_name_while_its_date_moves(pia, department):
    contract = due_in(40, department=department)
    address = address_for(pia)
    before = events_at(address)[f"act-by-{contract.pk}"]
    current = Deadline.unscoped.filter(contract=contract, is_current=True)
    current.update(act_by_date=clock.now().date() + dt.timedelta(days=50), version=7)
    after = events_at(address)[f"act-by-{contract.pk}"]
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt != after["DTSTART"].dt
    assert after["SEQUENCE"] == 7


def test_the_feed_reaches_30_days_back_and_400_ahead(pia, department):
    contract = due_in(40, department=department)
    current = Deadline.unscoped.filter(contract=contract, is_current=True)
    address, today = address_for(pia), clock.now().date()
    for days, is_in in ((-31, False), (-30, True), (400, True), (401, False)):
        current.update(term_end=today + dt.timedelta(days=days))
        assert (f"term-end-{contract.pk}" in events_at(address)) == is_in, days


def test_own_contracts_are_those_owned_or_backed_up(pia, department):
    tom = a_user("tom")
    own = due_in(40, department=department, owner=pia)
    backed = due_in(40, department=department, owner=tom, backup_owner=pia)
    other = due_in(40, department=department)
    assert {int(name.rpartition("-")[2]) for name in events_at(address_for(pia, "mine"))} == {
        own.pk,
        backed.pk,
    }
    assert other.pk in {int(name.rpartition("-")[2]) for name in events_at(address_for(pia, "all"))}


def test_what_a_person_may_no_longer_see_is_gone_at_the_next_reading(pia, department):
    contract = due_in(40, department=department, owner=a_user("olga"))
    address = address_for(pia)
    assert events_at(address)
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk=contract.pk).update(is_confidential=True)
    assert not events_at(address)


def test_a_confidential_contract_is_in_the_feed_of_its_owner_alone(pia, department):
    olga = a_user("olga")
    due_in(40, department=department, owner=olga, is_confidential=True, title="Secret")
    assert events_at(address_for(olga, "mine"))
    assert b"Secret" not in Client().get(address_for(pia)).content


def test_after_notice_was_served_only_the_end_of_the_term_is_left(pia, department):
    contract = due_in(40, department=department)
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk=contract.pk).update(status="notice_served")
    assert set(events_at(address_for(pia))) == {f"term-end-{contract.pk}"}


def test_a_revoked_a_replaced_a_wrong_and_a_leavers_address_are_all_not_found(pia):
    replaced, live = address_for(pia), address_for(pia)
    wrong = live[:-6] + "wrong.ics"
    assert Client().get(live).status_code == 200
    for address in (replaced, wrong, reverse("feed", args=["x"]), reverse("feed", args=["cf_12345678_"])):
        assert Client().get(address).status_code == 404
    deactivate(pia)
    assert Client().get(live).status_code == 404
    tom = a_user("tom")
    revoked = address_for(tom)
    revoke_feed(actor=Actor.person(tom), owner=tom, now=clock.now())
    assert Client().get(revoked).status_code == 404


def test_an_unchanged_feed_is_not_sent_again_and_no_shared_cache_keeps_it(pia, department):
    due_in(40, department=department)
    address, client = address_for(pia), Client()
    first = client.get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Referrer-Policy"] == "no-referrer"
    assert "Last-Modified" in first
    assert not first.cookies
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    due_in(50, department=department)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_reading_a_feed_changes_nothing(pia, department):
    due_in(40, department=department)
    address = address_for(pia)
    before = LedgerEntry.objects.count()
    Client().get(address)
    assert LedgerEntry.objects.count() == before


def test_a_feed_needs_the_same_few_queries_however_many_contracts(
    pia, department, django_assert_max_num_queries
):
    for days in range(6):
        due_in(days + 1, department=department)
    address = address_for(pia)
    with django_assert_max_num_queries(12):
        Client().get(address)


def test_a_person_makes_an_address_sees_it_once_and_revokes_it(pia):
    client = just_confirmed(pia)
    assert "You have no calendar address" in client.get(SETTINGS).content.decode()
    made = client.post(NEW, {"scope": "mine"})
    secret_address = made.context["address"]
    assert secret_address in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    shown = client.get(SETTINGS).content.decode()
    assert secret_address not in shown
    assert CalendarFeed.unscoped.get().prefix in shown
    assert client.get(REVOKE).status_code == 405
    client.post(REVOKE)
    assert "Former addresses" in client.get(SETTINGS).content.decode()
    assert CalendarFeed.unscoped.get().revoked_at is not None


def test_a_scope_must_be_chosen(pia):
    answer = just_confirmed(pia).post(NEW, {"scope": "everything"})
    assert answer.status_code == 422
    assert not CalendarFeed.unscoped.exists()


def test_who_did_not_lately_say_who_they_are_is_asked_first(pia):
    client = signed_in(pia)
    assert "/accounts/reauthenticate/" in client.get(NEW).url
    assert client.post(NEW, {"scope": "all"}).url == NEW
    assert not CalendarFeed.unscoped.exists()


def test_the_feeds_of_others_are_nobodys_business(pia):
    address_for(pia)
    page = signed_in(a_user("tom")).get(SETTINGS).content.decode()
    assert "cf_" not in page
