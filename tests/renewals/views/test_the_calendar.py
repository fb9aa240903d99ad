"""The calendar: what falls on each day of a month, and only what the person may see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from renewals.models import Deadline
from renewals.reports.calendar import Month, month_from
from tests.renewals.views.portfolio import posted_in
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import a_department, due_in

PAGE = reverse("calendar")
ON = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-12", "2026-12-01"),
        ("", "2026-11-01"),
        ("2026-13", "2026-11-01"),
        ("soon", "2026-11-01"),
        ("9999-12", "2026-11-01"),
        ("0001-01", "2026-11-01"),
        ("2026-1", "2026-11-01"),
        ("2026W10", "2026-11-01"),
    ],
)
def test_an_address_names_a_month_or_means_this_one(text, first):
    assert month_from(text, ON).first.isoformat() == first


@given(st.dates(dt.date(1900, 2, 1), dt.date(2199, 11, 30)))
def test_weeks_run_from_monday_to_sunday_and_hold_the_whole_month(day):
    month = Month(day.replace(day=1))
    days = [one for week in month.weeks() for one in week]
    assert days[0].weekday() == 0
    assert days == [days[0] + dt.timedelta(days=number) for number in range(len(days))]
    assert days[0] <= month.first <= days[6]
    assert days[-7] <= month.last <= days[-1]
    assert month.following.preceding == month


@pytest.fixture
def department():
    return a_department("IT")


@pytest.fixture
def pia(department):
    return signed_in(a_user("pia", "procurement", department=department))


def entries(answer):
    return {
        (day.isoformat(), entry.words): (entry, url)
        for week in answer.context["weeks"]
        for day, _, drawn in week
        for entry, url in drawn
    }


@pytest.mark.django_db
def test_each_date_stands_on_its_day_and_leads_to_the_rows_it_counts(pia, department):
    for number in range(2):
        posted_in(40, department=department, title=f"Hosting {number}")
    current = Deadline.unscoped.filter(is_current=True).first()
    expected = {
        (getattr(current, column), words)
        for column, words in (
            ("act_by_date", "Act by"),
            ("send_by_date", "Send by"),
            ("notice_by_date", "Notice by"),
            ("term_end", "Ends"),
        )
    }
    for day, words in expected:
        answer = pia.get(PAGE, {"month": f"{day:%Y-%m}"})
        entry, url = entries(answer)[day.isoformat(), words]
        assert entry.count == pia.get(url).context["listing"].count.value == 2
        assert "Hosting 0" in answer.content.decode()


@pytest.mark.django_db
def test_the_figures_of_the_month_lead_to_their_rows(pia, department):
    for days in (1, 2, 2):
        due_in(days, department=department)
    for month in (clock.now().date(), clock.now().date() + dt.timedelta(days=31)):
        answer = pia.get(PAGE, {"month": f"{month:%Y-%m}"})
        for _, words, count, url in answer.context["kinds"]:
            assert pia.get(url).context["listing"].count.value == count, words


@pytest.mark.django_db
def test_a_full_day_shows_its_first_and_counts_the_rest(pia, department):
    for _ in range(5):
        due_in(3, department=department)
    day = clock.now().date() + dt.timedelta(days=3)
    answer = pia.get(PAGE, {"month": f"{day:%Y-%m}"})
    entry, _ = entries(answer)[day.isoformat(), "Act by"]
    assert (entry.count, len(entry.rows)) == (5, 3)
    assert "and 2 more" in answer.content.decode()


@pytest.mark.django_db
def test_the_grid_is_a_table_with_weekdays_today_and_ways_to_other_months(pia):
    page = pia.get(PAGE).content.decode()
    assert page.count('scope="col"') == 7
    assert '<span class="visually-hidden">Monday</span>' in page
    assert 'aria-current="date"' in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    assert "Nothing falls in this month." in page


@pytest.mark.django_db
def test_mine_are_those_that_the_person_owns_or_backs_up(department):
    pia = a_user("pia", "procurement", department=department)
    due_in(3, department=department, title="Own", owner=pia)
    due_in(3, department=department, title="Backed up", owner=a_user("olga"), backup_owner=pia)
    due_in(3, department=department, title="Elsewhere")
    day = clock.now().date() + dt.timedelta(days=3)
    page = signed_in(pia).get(PAGE, {"month": f"{day:%Y-%m}", "mine": "true"}).content.decode()
    assert "Own" in page
    assert "Backed up" in page
    assert "Elsewhere" not in page


@pytest.mark.django_db
def test_a_confidential_contract_is_on_no_day_of_a_stranger(pia, department):
    due_in(3, department=department, owner=a_user("olga"), is_confidential=True, title="Secret")
    day = clock.now().date() + dt.timedelta(days=3)
    answer = pia.get(PAGE, {"month": f"{day:%Y-%m}"})
    assert not entries(answer)
    assert "Secret" not in answer.content.decode()


@pytest.mark.django_db
def test_the_calendar_needs_the_same_few_queries_however_full(pia, department, django_assert_max_num_queries):
    due_in(0, department=department)
    pia.get(PAGE)
    with django_assert_max_num_queries(12) as few:
        pia.get(PAGE)
    for days in range(6):
        posted_in(days, department=department)
    with django_assert_max_num_queries(len(few)) as many:
        assert entries(pia.get(PAGE))
    assert len(many) == len(few)
