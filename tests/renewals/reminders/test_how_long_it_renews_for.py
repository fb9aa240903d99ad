"""The first line of a mail says for how long a contract renews, in the reader's language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.mail.languages import written_in
from core.models import Delivery
from core.reminders.sweeping import sweep
from core.rules.periods import Period, PeriodUnit
from renewals.models import Deadline
from renewals.reminders.consequence import consequence_of
from renewals.reminders.letters import letters_for
from tests.support.reminding import a_contract, a_person, at

pytestmark = pytest.mark.django_db
START, DUE = at("2026-01-10"), at("2026-09-02")


def lead_of(language: str = "en", **terms) -> str:
    """Return the first line of the one message about a contract with these terms."""
    yearly = {
        "term_type": "auto_renew", "start_date": dt.date(2026, 1, 1), "initial_term_quantity": 12,
        "initial_term_unit": "months", **terms,
    }  # fmt: skip
    a_contract(now=START, owner=a_person("ana", language=language), terms=yearly)
    sweep(DUE, is_sending=False)
    (letter,) = letters_for(list(Delivery.objects.all())).values()
    return letter.lead


@pytest.mark.parametrize(
    ("terms", "english"),
    [
        ({"renewal_term_quantity": 12, "renewal_term_unit": "months"}, "for 12 months, €\u00a0412,000."),
        ({"renewal_term_quantity": 1, "renewal_term_unit": "months"}, "for 1 month, €\u00a0412,000."),
        ({"renewal_term_quantity": 2, "renewal_term_unit": "years"}, "for 2 years, €\u00a0412,000."),
        ({"renewal_term_quantity": 90, "renewal_term_unit": "days"}, "for 90 days, €\u00a0412,000."),
        ({"renewal_as_initial": True}, "for 12 months, €\u00a0412,000."),
    ],
)
def test_the_first_line_says_for_how_long_it_renews(terms, english):
    assert lead_of(**terms) == f"Renews on 1 Jan 2027 {english}"


def test_the_first_line_says_it_in_german_too():
    lead = lead_of("de", renewal_term_quantity=12, renewal_term_unit="months")
    assert lead.replace("\u00a0", " ") == "Verlängert sich am 1. Jan. 2027 um 12 Monate, 412.000 €."


def test_a_length_that_is_not_known_is_not_said():
    row = Deadline(status="missed", if_nobody_acts="renews", renewal_date=dt.date(2027, 3, 1))
    said = "The last day for notice has passed: it renews on 1 Mar 2027"
    assert consequence_of(row) == f"{said}."
    assert consequence_of(row, length=Period(1, PeriodUnit.YEARS)) == f"{said} for 1 year."
    with written_in("de"):
        assert consequence_of(row, length=Period(1, PeriodUnit.YEARS)).endswith("um 1 Jahr.")


def test_the_lengths_of_many_mails_are_read_at_once():
    owner, counts = a_person("ana"), []
    for more in (1, 5):
        for _ in range(more):
            a_contract(now=START, owner=owner)
        sweep(DUE, is_sending=False)
        rows = list(Delivery.objects.select_related("reminder", "recipient"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert all(" for 12 months" in letter.lead for letter in letters_for(rows).values())
        counts.append(len(seen))
    assert counts[0] == counts[1]
