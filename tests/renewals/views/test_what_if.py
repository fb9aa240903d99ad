"""What if: other terms, the dates that follow, and what they would change; nothing is stored."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from core import clock
from core.models import Reminder
from renewals.models import Deadline
from renewals.rules.explanation import explain_request
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import a_contract, a_department, due_in

pytestmark = pytest.mark.django_db
PAGE = reverse("what_if")
YEARLY = {
    "as_of": "2026-06-01",
    "term-term_type": "auto_renew",
    "term-start_date": "1 Jan 2026",
    "term-initial_term_quantity": "12",
    "term-initial_term_unit": "months",
    "term-renewal_term_quantity": "12",
    "term-renewal_term_unit": "months",
    "term-after_last_term": "lapse",
    "notice-quantity": "3",
    "notice-unit": "months",
    "notice-anchor": "term_end",
    "notice-test": "received",
    "notice-roll": "none",
    "notice-method_0": "courier",
    "notice-days_0": "2",
    "notice-calendar": "DE-BY",
}


@pytest.fixture
def department():
    return a_department("IT")


@pytest.fixture
def pia(department):
    return signed_in(a_user("pia", "procurement", department=department))


def asked(client, **changes):
    query = {**YEARLY, **changes}
    said = urlencode({name: value for name, value in query.items() if value is not None})
    return client.get(f"{PAGE}?{said}")


def test_an_empty_page_offers_the_form(pia):
    page = pia.get(PAGE).content.decode()
    assert "No terms yet" in page
    assert 'method="get"' in page


def test_the_page_says_the_same_as_explain_terms(pia):
    page = asked(pia).content.decode()
    months = {"n": 12, "unit": "months"}
    said = explain_request(
        {
            "id": 1,
            "as_of": "2026-06-01",
            "term": {
                "type": "auto_renew",
                "start_date": "2026-01-01",
                "initial_term": months,
                "renewal_term": months,
            },
            "notice": {
                "quantity": 3,
                "unit": "months",
                "anchor": "term_end",
                "calendar": "DE-BY",
                "methods": [{"method": "courier", "deemed_business_days": 2}],
            },
        }
    )
    assert len(said["steps"]) > 3
    for sentence in said["steps"]:
        assert sentence in page
    assert "Readings of the clause" in page


def test_deemed_receipt_may_be_counted_in_calendar_days(pia):
    page = asked(pia, **{"notice-counted_0": "calendar", "notice-calendar": "GB-ENG+US-NY"}).content.decode()
    assert "Sent by courier, it counts as received 2 days after sending: send by Mon 28 Sep 2026" in page
    assert "Business days follow the calendar GB-ENG+US-NY" in page


def test_what_clauses_say_of_renewals_and_of_the_start_can_be_asked_about(pia):
    no_length = {"term-renewal_term_quantity": None, "term-renewal_term_unit": None}
    alike = asked(pia, as_of="2027-06-01", **no_length, **{"term-renewal_as_initial": "on"}).content.decode()
    assert "Term 2 runs from Fri 1 Jan 2027 to Fri 31 Dec 2027." in alike
    waits = asked(pia, **{"term-start_date": None, "term-start_event": "go-live"}).content.decode()
    assert "It begins with this event, whose day is not recorded yet: go-live." in waits
    agreed = {"term-term_type": "fixed", "term-renewal_by_agreement": "on"}
    assert "unless both sides agree to go on" in asked(pia, **no_length, **agreed).content.decode()


def test_an_end_after_an_event_and_a_minimum_of_the_rule_can_be_asked_about(pia):
    event = {"term-end_event": "go-live"}
    assert "whose day is not recorded yet: go-live." in asked(pia, **event).content.decode()
    known = asked(pia, **event, **{"term-end_event_date": "2026-03-01"}).content.decode()
    assert "to Sun 28 Feb 2027" in known
    held = {"notice-minimum_quantity": "24", "notice-minimum_unit": "months"}
    assert "The agreed minimum runs until Fri 31 Dec 2027" in asked(pia, **held).content.decode()


def test_a_minimum_from_an_event_can_be_asked_about(pia):
    event = {
        "term-minimum_term_quantity": "24",
        "term-minimum_term_unit": "months",
        "term-minimum_event": "go-live",
    }
    assert "There is no exit in the 24 months after this event" in asked(pia, **event).content.decode()
    known = asked(pia, **event, **{"term-minimum_event_date": "2026-03-01"}).content.decode()
    assert "The agreed minimum runs until Tue 29 Feb 2028" in known


def test_the_lead_time_and_a_locked_reading_move_the_dates(pia):
    assert "Act by Mon 28 Sep 2026" in asked(pia).content.decode()
    assert "Act by Thu 24 Sep 2026" in asked(pia, lead_days="2").content.decode()
    locked = asked(pia, locked_reading="corresponding_date").content.decode()
    assert "The corresponding date (acted on)" in locked


def test_every_wrong_field_is_named_and_what_was_typed_is_kept(pia):
    answer = asked(
        pia,
        **{
            "term-start_date": "soon",
            "term-initial_term_unit": None,
            "notice-calendar": "ATLANTIS",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not a date." in page
    assert 'value="soon"' in page
    fixed = asked(pia, **{"term-initial_term_unit": None, "notice-calendar": "ATLANTIS"}).content.decode()
    assert 'href="#id_term-initial_term_unit"' in fixed
    assert 'href="#id_notice-calendar"' in fixed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"term-end_date": "2025-01-01"}, "id_term-end_date"),
        ({"notice-quantity": "40"}, "id_notice-quantity"),
        ({"notice-earliest_quantity": "1", "notice-earliest_unit": "months"}, "id_notice-earliest_quantity"),
        ({"notice-fixed_day": "31-12"}, "id_notice-fixed_day"),
        ({"notice-method_0": None, "notice-days_0": "4"}, "id_notice-method_0"),
        ({"notice-timezone": "Mars/Olympus"}, "id_notice-timezone"),
        ({"term-max_renewals": "1", "renewals_exercised": "2"}, "id_renewals_exercised"),
        ({"term-minimum_term_quantity": "3"}, "id_term-minimum_term_unit"),
    ],
)
def test_what_cannot_be_meant_stands_at_its_field(pia, changes, field):
    answer = asked(pia, **changes)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()


def test_missing_facts_are_named_and_are_no_error(pia):
    answer = asked(pia, **{"term-renewal_term_quantity": None, "term-renewal_term_unit": None})
    assert answer.status_code == 200
    assert "Unknown: renewal term" in answer.content.decode()


def test_an_address_may_say_less_than_the_form(pia):
    query = "term-term_type=fixed&term-start_date=2026-01-01&term-end_date=2026-12-31&as_of=2026-06-01"
    assert "Ends 31 Dec 2026" in pia.get(f"{PAGE}?{query}").content.decode()


def test_what_is_blank_leaves_the_address(pia):
    answer = pia.get(f"{PAGE}?as_of=&term-term_type=perpetual&notice-quantity=")
    assert answer.status_code == 302
    assert answer.url == f"{PAGE}?term-term_type=perpetual"


def test_a_contract_brings_its_own_terms_and_changes_nothing_by_them(pia, department):
    contract = due_in(12, department=department)
    page = pia.get(f"{PAGE}?contract={contract.pk}").content.decode()
    assert "Nothing: these terms give the same dates as those on record." in page
    assert 'value="14.3"' in page
    current = Deadline.unscoped.get(contract=contract, is_current=True)
    assert f'datetime="{current.act_by_date}"' in page


def test_other_terms_stand_beside_those_on_record_and_nothing_is_stored(pia, department):
    contract = due_in(12, department=department)
    kept = list(Deadline.unscoped.values_list("pk", "digest")), Reminder.objects.count()
    page = asked(pia, contract=contract.pk, as_of=clock.now().date().isoformat()).content.decode()
    assert "What changes" in page
    assert "On record" in page
    assert "becomes" in page
    assert (list(Deadline.unscoped.values_list("pk", "digest")), Reminder.objects.count()) == kept


def test_the_deadline_of_a_contract_leads_here(pia, department):
    contract = due_in(12, department=department)
    page = pia.get(reverse("contract_deadline", args=[contract.pk])).content.decode()
    assert f'href="{PAGE}?contract={contract.pk}"' in page


def test_a_draft_is_compared_as_if_it_were_in_force(pia, department):
    contract = due_in(12, department=department, status="draft")
    page = pia.get(f"{PAGE}?contract={contract.pk}").content.decode()
    assert "it is draft" in page


def test_a_contract_without_any_terms_gives_an_unknown_answer(pia, department):
    contract = a_contract(now=clock.now(), department=department, terms={}, notice=False)
    page = pia.get(f"{PAGE}?contract={contract.pk}").content.decode()
    assert "Unknown:" in page


def test_a_contract_that_the_person_may_not_see_is_not_found(pia, department):
    hidden = due_in(12, department=department, is_confidential=True, owner=a_user("olga"))
    for pk in (hidden.pk, 987654321, "x"):
        assert pia.get(f"{PAGE}?contract={pk}").status_code == 404
    assert asked(pia, contract=hidden.pk).status_code == 404


def test_who_sees_no_contracts_has_no_such_page():
    assert signed_in(a_user("nobody")).get(PAGE).status_code == 403
