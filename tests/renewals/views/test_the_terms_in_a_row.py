"""The deadline page shows the terms before and after the present one."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from contracts_app.models import Contract
from core import clock
from core.audit import acting
from core.rules.wording import short_date
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import SETTING_UP, a_contract, a_department, due_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return a_department("IT")


@pytest.fixture
def pia(department):
    return signed_in(a_user("pia", "procurement", department=department))


def page_of(client, contract):
    answer = client.get(f"/contracts/{contract.pk}/deadline/")
    assert answer.status_code == 200
    return answer.context["line"], answer.content.decode()


def test_past_present_and_coming_terms_stand_in_words_and_as_a_strip(pia, department):
    today = clock.now().date()
    terms = {
        "term_type": "auto_renew",
        "start_date": today - dt.timedelta(days=150),
        "initial_term_quantity": 100,
        "initial_term_unit": "days",
        "renewal_term_quantity": 100,
        "renewal_term_unit": "days",
    }
    contract = a_contract(
        now=clock.now(), department=department, terms=terms, notice={"quantity": 5, "unit": "weeks"}
    )
    line, page = page_of(pia, contract)
    assert [(bar.term.number, bar.word.text) for bar in line.bars] == [
        (1, "Past"), (2, "Present"), (3, "Coming"), (4, "Coming"), (5, "Coming"),
    ]  # fmt: skip
    places = [(bar.x, bar.x + bar.width) for bar in line.bars]
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert places[1][0] <= line.today_x <= places[1][1]
    assert "Coming terms follow if nobody gives notice." in page
    assert (
        f"{short_date(today - dt.timedelta(days=50))} to {short_date(today + dt.timedelta(days=49))}" in page
    )
    assert 'aria-label="Terms: term 1, past:' in page


def test_after_notice_was_served_no_term_comes(pia, department):
    contract = due_in(12, department=department)
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk=contract.pk).update(status="notice_served")
    line, page = page_of(pia, contract)
    assert [bar.word.text for bar in line.bars][-1] == "Present"
    assert "Notice was served: no term follows." in page


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"term_type": "perpetual"}, "It runs on until somebody gives notice."),
        (
            {"term_type": "fixed", "initial_term_quantity": 900, "initial_term_unit": "years"},
            "No term follows.",
        ),
        (
            {
                "term_type": "option",
                "initial_term_quantity": 900,
                "initial_term_unit": "years",
                "renewal_term_quantity": 1,
                "renewal_term_unit": "years",
            },
            "Coming terms follow only if the option is exercised each time.",
        ),
    ],
)
def test_the_note_says_on_what_the_coming_terms_depend(pia, department, terms, words):
    start = {"start_date": dt.date(2020, 1, 1)}
    contract = a_contract(now=clock.now(), department=department, terms=terms | start, notice=False)
    assert words in page_of(pia, contract)[1]


def test_terms_that_cannot_be_told_are_left_out(pia, department):
    contract = a_contract(
        now=clock.now(), department=department, terms={"term_type": "auto_renew"}, notice=False
    )
    line, page = page_of(pia, contract)
    assert line is None
    assert "terms-in-a-row" not in page
