"""An amendment that counts later is told in time: page, mail, calendar, what-if and Home say what moves."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.panels import failed_amendment_count, failed_amendment_items
from contracts_app.tasks import apply_amendments
from core import clock
from core.audit import Actor, acting
from core.mail.languages import written_in
from renewals.actions.feeds import create_feed
from renewals.panels.coming import queue_count, queue_items
from renewals.reminders.coming import coming_dates
from renewals.rules.ladder import ACT_BY
from tests.support.amendments import SYSTEM, an_amendment
from tests.support.letters import act_by_of, letter, yearly
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
RECORDED = "2026-06-15"
LONGER = {"notice.us.non_renewal.quantity": "150"}


@pytest.fixture(autouse=True)
def june(monkeypatch):
    """Let it be the middle of June 2026, with the notice for 2026 still to come."""
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC))


@pytest.fixture
def reader():
    return a_user("ana", "procurement")


def said(contract: Contract) -> list[str]:
    found = coming_dates(Contract.objects.for_system("a test"), [contract.pk])
    return [one.words for one in found.get(contract.pk, [])]


def test_a_longer_notice_moves_act_by_forward_and_is_told_before_it_counts():
    contract = yearly()
    assert said(contract) == []
    an_amendment(contract, "2026-07-01", terms=LONGER, on=RECORDED)
    (words,) = said(contract)
    assert words.startswith("From 1 Jul 2026 on, with Amendment 1, act by is Wed 29 Jul 2026")
    assert words.endswith(" instead of Tue 29 Sep 2026.")


def test_a_day_before_the_amendment_counts_is_said_to_be_one():
    contract = yearly()
    an_amendment(contract, "2026-09-01", terms=LONGER, on=RECORDED)
    (words,) = said(contract)
    assert words.endswith("Who has not acted before 1 Sep 2026 is too late for this term.")


def test_what_moves_no_date_is_told_too_and_the_language_is_the_readers():
    contract = yearly()
    an_amendment(contract, "2026-07-01", terms={"terms.clause_ref": "17.1"}, on=RECORDED)
    assert said(contract) == ["From 1 Jul 2026 on, with Amendment 1, the terms change; these dates stay."]
    with written_in("de"):
        assert said(contract) == ["Ab 1. Juli 2026 ändert Amendment 1 die Bedingungen; diese Tage bleiben."]


def test_amendments_of_two_days_are_told_in_their_order_each_with_those_before_it():
    contract = yearly()
    an_amendment(contract, "2026-08-01", terms={"notice.us.non_renewal.quantity": "60"}, on=RECORDED)
    an_amendment(contract, "2026-07-01", terms=LONGER, on=RECORDED)
    first, second = said(contract)
    assert first.startswith("From 1 Jul 2026 on, with Amendment 2, act by is Wed 29 Jul 2026")
    assert second.startswith("From 1 Aug 2026 on, with Amendment 1, act by is Tue 27 Oct 2026")


def test_nothing_is_told_of_a_contract_that_is_not_in_force_or_of_what_was_withdrawn():
    draft = yearly()
    an_amendment(draft, "2026-07-01", terms=LONGER, on=RECORDED)
    with acting(SYSTEM):
        Contract.unscoped.filter(pk=draft.pk).update(status="draft")
    assert said(draft) == []


def test_a_mail_says_it_and_one_query_is_enough_where_nothing_is_to_come(reader):
    contract = yearly(owner=reader)
    day = act_by_of(contract)
    with CaptureQueriesContext(connection) as queries:
        coming_dates(Contract.objects.for_system("a test"), [contract.pk])
    assert len(queries) == 1
    an_amendment(contract, "2026-07-01", terms=LONGER, on=RECORDED)
    text = " ".join(letter(reader, ACT_BY, contract, day, before=90).paragraphs)
    assert "From 1 Jul 2026 on, with Amendment 1, act by is " in text


def test_the_calendar_has_the_day_and_only_for_who_sees_the_contract(reader):
    contract = yearly(owner=reader)
    amendment = an_amendment(contract, "2026-07-01", terms=LONGER, on=RECORDED)

    def events(user):
        made = create_feed(actor=Actor.person(user), owner=user, scope="all", now=clock.now())
        calendar = icalendar.Calendar.from_ical(Client().get(reverse("feed", args=[made.secret])).content)
        return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}

    event = events(reader)[f"amendment-{amendment.pk}"]
    assert event["DTSTART"].dt == dt.date(2026, 7, 1)
    assert "instead of Tue 29 Sep 2026." in str(event["DESCRIPTION"])
    with acting(SYSTEM):
        Contract.unscoped.filter(pk=contract.pk).update(is_confidential=True)
    assert f"amendment-{amendment.pk}" not in events(a_user("pia", "procurement"))


def test_the_page_and_what_if_say_it(reader):
    contract = yearly(owner=reader)
    an_amendment(contract, "2026-07-01", terms=LONGER, on=RECORDED)
    client = signed_in(reader)
    for address in (
        reverse("contract", args=[contract.pk]),
        f"{reverse('what_if')}?contract={contract.pk}",
    ):
        assert "instead of Tue 29 Sep 2026." in client.get(address).content.decode(), address


def test_home_asks_for_the_earlier_date_once_it_is_near(reader):
    near, far = yearly(owner=reader), yearly(owner=reader)
    an_amendment(near, "2026-09-01", terms={"notice.us.non_renewal.quantity": "180"}, on=RECORDED)
    an_amendment(far, "2026-07-01", terms=LONGER, on=RECORDED)
    on = dt.date(2026, 6, 15)
    (item,) = queue_items(reader, on, 10)
    assert near.title in item.title
    assert item.consequence == "Amendment 1 counts from 1 Sep 2026"
    assert queue_count(reader, on) == 1


def test_once_its_day_has_passed_the_last_day_of_todays_terms_is_asked_for(reader):
    contract = yearly(owner=reader)
    an_amendment(contract, "2026-07-10", terms={"notice.us.non_renewal.quantity": "200"}, on=RECORDED)
    assert said(contract)[0].endswith("Who has not acted before 10 Jul 2026 is too late for this term.")
    (item,) = queue_items(reader, dt.date(2026, 6, 15), 10)
    assert item.due_date == dt.date(2026, 7, 9)
    assert not list(queue_items(reader, dt.date(2026, 7, 10), 10))


def test_an_amendment_that_could_not_be_applied_stands_on_home_of_who_answers_for_it(reader):
    contract = yearly(owner=reader)
    other = a_user("vera", "vendor_manager")
    amendment = an_amendment(contract, "2026-07-01", terms={"terms.max_renewals": "2"}, on=RECORDED)
    on = dt.date(2026, 7, 2)
    assert not failed_amendment_count(reader, on)
    with acting(SYSTEM):
        contract.terms.term_type = "perpetual"
        contract.terms.renewal_term_quantity, contract.terms.renewal_term_unit = None, ""
        contract.terms.save()
    run = apply_amendments(dt.datetime(2026, 7, 2, 9, tzinfo=dt.UTC))
    assert len(run.failed) == 1
    (item,) = failed_amendment_items(reader, on, 10)
    assert item.url == reverse("amendment", args=[amendment.pk])
    assert item.action_url == reverse("contract_change", args=[contract.pk])
    assert "does not renew" in item.consequence
    assert failed_amendment_count(reader, on) == 1
    assert not list(failed_amendment_items(other, on, 10))
    assert said(contract) == []
