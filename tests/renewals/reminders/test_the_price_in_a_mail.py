"""A reminder says what another term costs at most, where the contract says how far the price may rise."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit import acting
from core.models import Delivery, Reminder
from core.reminders.sweeping import sweep
from renewals.models import Deadline
from renewals.reminders.letters import letters_for
from tests.support.prices import a_series, an_uplift
from tests.support.reminding import SETTING_UP, a_contract, a_person, a_vendor, at, mail_to

pytestmark = pytest.mark.django_db
RECORDED = at("2026-06-01")
LABEL = "Another term costs at most"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"


def told(ana, on: str = "2026-07-04") -> str:
    sweep(at(on))
    return mail_to(ana)[-1].text.replace("\u00a0", " ")


def test_the_ceiling_stands_beside_what_is_at_stake():
    ana = a_person("ana")
    contract = a_contract(now=RECORDED, owner=ana, value_amount=Decimal(100_000))
    an_uplift(contract)
    text = told(ana)
    assert "€ 100,000" in text
    assert f"{LABEL}: € 103,000" in text


@pytest.mark.parametrize("uplift", [None, "index"], ids=["nothing agreed", "nothing bounds it yet"])
def test_without_a_ceiling_nothing_is_said_of_it(uplift):
    ana = a_person("ana")
    contract = a_contract(now=RECORDED, owner=ana)
    if uplift:
        an_uplift(contract, uplift, series_id=a_series({"2025-10": "118.2"}).pk)
    assert LABEL not in told(ana)


def test_an_announcement_that_can_still_come_counts_on_the_day_of_the_message():
    ana = a_person("ana")
    contract = a_contract(now=RECORDED, owner=ana, value_amount=Decimal(100_000))
    an_uplift(contract, announce_days=150)
    assert f"{LABEL}: € 103,000" in told(ana)
    assert f"{LABEL}: € 100,000" in told(ana, "2026-09-02")


def test_a_message_about_a_date_that_is_over_says_no_price():
    contract = a_contract(now=RECORDED, owner=a_person("ana"))
    an_uplift(contract)
    sweep(at("2026-07-04"))
    with acting(SETTING_UP):
        Deadline.unscoped.filter(contract=contract).update(is_current=False, superseded_at=at("2026-07-05"))
    letters = letters_for(list(Delivery.objects.select_related("reminder", "recipient")))
    assert letters
    assert not any(LABEL in dict(letter.facts) for letter in letters.values())


def test_many_messages_take_no_more_queries_than_one():
    ana, vendor = a_person("ana"), a_vendor()
    series = a_series({"2025-10": "118.2"})
    option = {
        "term_type": "option", "start_date": dt.date(2026, 1, 1), "initial_term_quantity": 12,
        "initial_term_unit": "months", "renewal_term_quantity": 12, "renewal_term_unit": "months",
    }  # fmt: skip
    for _ in range(4):
        contract = a_contract(now=RECORDED, owner=ana, vendor_id=vendor.pk, terms=option)
        an_uplift(
            contract, "index", series_id=series.pk, cap_percent=Decimal(3), announce_days=5, price_per="year"
        )
    sweep(at("2026-07-04"))
    deliveries = list(
        Delivery.objects.filter(reminder__in=Reminder.objects.all()).select_related("reminder", "recipient")
    )
    assert len({one.reminder.subject_id for one in deliveries}) == 4

    def asked(some: list[Delivery]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            letters = letters_for(some)
        assert all(LABEL in dict(letter.facts) for letter in letters.values())
        return len(queries)

    assert asked(deliveries) == asked(deliveries[:1])
