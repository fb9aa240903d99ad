"""What others changed lately in vendors."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from core.audit import Actor, acting
from tests.support.people import a_user
from tests.vendors.support import a_contact, a_vendor
from vendors.models import Vendor
from vendors.reports.recent import vendor_news

pytestmark = pytest.mark.django_db


@pytest.fixture
def since() -> dt.datetime:
    return clock.now() - dt.timedelta(minutes=5)


def said(reader, since) -> list[str]:
    return [f"{news.before} {news.things[0][0]}" for news in vendor_news(reader, since, 8)]


def test_recorded_and_changed_vendors_and_their_contacts_are_news(since):
    lea = a_user("lea", "legal")
    vendor = a_vendor("Nord Cloud GmbH")
    with acting(Actor.system("other", request_id="r1")):
        Vendor.unscoped.filter(pk=vendor.pk).update(country="DE")
    a_contact(vendor)

    assert said(lea, since) == [
        "changed the contacts of Nord Cloud GmbH", "changed Nord Cloud GmbH", "recorded Nord Cloud GmbH",
    ]  # fmt: skip


def test_who_sees_no_vendors_gets_no_news_of_them_and_nobody_of_their_own(since):
    lea = a_user("lea", "legal")
    vendor = a_vendor("Nord Cloud GmbH")
    with acting(Actor.person(lea)):
        Vendor.unscoped.filter(pk=vendor.pk).update(country="DE")

    assert said(a_user("nobody"), since) == []
    assert said(lea, since) == ["recorded Nord Cloud GmbH"]
