"""Once this term's exit is missed the next one is to be acted on, and every page counts it alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from contracts_app.models import Contract
from core import clock
from core.audit import acting
from core.rules.wording import weekday_date
from renewals.models import Decision
from renewals.panels import home, left_over
from renewals.rules.decision import DecisionStatus
from tests.support.deciding import decide
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import SETTING_UP, a_contract, a_department, a_person, due_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def department():
    return a_department("IT")


@pytest.fixture
def user(department):
    return a_user("pia", "procurement", department=department)


@pytest.fixture
def pia(user):
    return signed_in(user)


@pytest.fixture
def today() -> dt.date:
    return clock.now().date()


def missed_yesterday(*, term: int = 30, **fields: Any) -> Contract:
    """Record a contract of many short terms whose last day to act was yesterday, and comes each term."""
    start = clock.now().date() + dt.timedelta(days=19 - term + 1)
    terms = {
        "term_type": "auto_renew",
        "start_date": start,
        "initial_term_quantity": term,
        "initial_term_unit": "days",
        "renewal_term_quantity": term,
        "renewal_term_unit": "days",
    }
    notice = {"quantity": 20, "unit": "calendar_days", "test": "sent"}
    return a_contract(now=clock.now(), terms=terms, notice=notice, **fields)


def deadline_of(contract: Contract):
    return contract.deadlines.get(is_current=True)


@pytest.mark.parametrize("make", [lambda: missed_yesterday(), lambda: due_in(5), lambda: due_in(-3)])
def test_what_the_database_keeps_is_the_exit_that_is_to_be_decided(make):
    row = deadline_of(make())
    point = row.point
    kept = (row.reachable_act_by_date, row.reachable_send_by_date, row.reachable_notice_by_date)
    assert kept == (point.act_by_date, point.send_by_date, point.notice_by_date)
    assert None not in kept


def test_what_is_over_and_what_has_no_next_exit_is_not_within_reach():
    over = {"term_type": "fixed", "start_date": dt.date(2020, 1, 1), "end_date": dt.date(2020, 12, 31)}
    option = {
        "term_type": "option",
        "start_date": clock.now().date() - 300 * DAY,
        "end_date": clock.now().date() + 5 * DAY,
        "renewal_term_quantity": 12,
        "renewal_term_unit": "months",
        "max_renewals": 1,
    }
    ended = deadline_of(a_contract(now=clock.now(), terms=over))
    lost = deadline_of(a_contract(now=clock.now(), terms=option))
    assert (ended.status, lost.status) == ("expired", "missed")
    assert lost.act_by_date is not None
    assert ended.reachable_act_by_date is None
    assert lost.reachable_act_by_date is None


def test_home_the_board_and_the_list_count_the_next_exits_alike(pia, user, department, today):
    missed_yesterday(department=department, value_amount=Decimal("1000"))
    due_in(-3, department=department, value_amount=Decimal("20000"))
    due_in(10, department=department, value_amount=Decimal("300000"))
    months = home.months_box(user, today)["rows"]
    columns = [
        (column, url)
        for column, url in pia.get(reverse("board")).context["columns"]
        if column.group.sums.count
    ]
    on_home = [(f"{month.first:%b} {month.first.year}", month.sums) for month, _ in months]
    assert on_home == [(column.group.title, column.group.sums) for column, _ in columns]
    assert sum(sums.count for _, sums in on_home) == 3
    for sums, (_, url) in zip(on_home, columns, strict=True):
        assert pia.get(url).context["listing"].count.value == sums[1].count
    for way in ("owner", "value"):
        found = pia.get(reverse("board"), {"by": way}).context["columns"]
        assert sum(column.group.sums.count for column, _ in found) == 3


def test_a_week_full_of_next_exits_is_a_cliff_that_leads_to_them(pia, department):
    for _ in range(3):
        missed_yesterday(department=department)
    ((_, words, url),) = pia.get(reverse("board")).context["cliffs"]
    assert words.startswith("3 deadlines, 100 %")
    assert pia.get(url).context["listing"].count.value == 3


def test_home_asks_to_decide_on_the_next_exit_by_its_own_date(user, department, today):
    contract = missed_yesterday(department=department, owner=user)
    (item,) = home.queue_items(user, today, 10)
    point = deadline_of(contract).point
    assert item.word.text == f"Act by {weekday_date(point.act_by_date)}"
    assert item.due_date == point.act_by_date == today + 29 * DAY
    assert item.action_label == "Decide"
    assert "The last day for notice has passed" in item.consequence
    assert home.queue_count(user, today) == 1


def test_a_next_exit_that_is_decided_is_left_alone_or_served(user, department, today):
    renewed = missed_yesterday(department=department, owner=user)
    left = missed_yesterday(department=department, owner=user)
    decide(renewed, user, Decision.Kind.RENEW, now=clock.now())
    leaving = decide(left, user, Decision.Kind.TERMINATE, now=clock.now())
    assert leaving.status == DecisionStatus.IN_FORCE
    (item,) = home.queue_items(user, today, 10)
    assert item.action_label == "Serve notice"
    assert left.number in item.title
    assert home.queue_count(user, today) == 1
    assert not list(left_over.unserved_items(user, today, 10))


def test_home_queues_a_next_exit_by_the_last_day_for_notice_once_its_act_by_passed(user, department):
    contract = missed_yesterday(department=department, owner=user)
    row = deadline_of(contract)
    later = row.reachable_act_by_date + DAY
    row.__class__.unscoped.filter(pk=row.pk).update(
        details=row.details
        | {"next_exit": row.details["next_exit"] | {"notice_by_date": (later + DAY).isoformat()}}
    )
    (item,) = home.queue_items(user, later, 10)
    assert item.due_date == later + DAY
    assert item.word.text == f"Notice by {weekday_date(later + DAY)}"


def test_the_list_says_that_it_was_missed_and_by_when_to_act_next(pia, department):
    contract = missed_yesterday(department=department)
    page = pia.get(reverse("renewals")).content.decode()
    row = deadline_of(contract)
    assert f"Missed on {weekday_date(row.notice_by_date)}" in page
    assert "Next way out: act by" in page
    assert weekday_date(row.point.act_by_date) in page


def test_the_list_of_what_is_to_act_on_shows_and_sorts_by_the_next_exit(pia, department, today):
    late = missed_yesterday(department=department, title="Missed")
    soon = due_in(10, department=department, title="Soon")
    row = deadline_of(late)
    page = pia.get(reverse("renewals"), {"acting": "true"})
    found = [one.contract_id for one in page.context["listing"].page.rows]
    assert found == [soon.pk, late.pk]
    text = page.content.decode()
    assert f"Act by {weekday_date(row.reachable_act_by_date)}" in text
    assert "This term was missed on" in text
    assert "Next way out" not in text
    newest = (
        pia.get(reverse("renewals"), {"acting": "true", "sort": "-notice_by"}).context["listing"].page.rows
    )
    assert [one.contract_id for one in newest] == [late.pk, soon.pk]
    assert [one.contract_id for one in pia.get(reverse("renewals")).context["listing"].page.rows] == [
        late.pk,
        soon.pk,
    ]


def test_the_list_says_the_day_that_it_sorts_by_where_its_word_is_the_last_day_for_notice(
    pia, department, today
):
    row = deadline_of(due_in(5, department=department))
    with acting(SETTING_UP):
        passed = {"act_by_date": today - DAY, "reachable_act_by_date": today - DAY, "status": "in_window"}
        type(row).unscoped.filter(pk=row.pk).update(**passed)
    row.refresh_from_db()
    for query in ({}, {"acting": "true"}):
        text = pia.get(reverse("renewals"), query).content.decode()
        assert f"Notice by {weekday_date(row.notice_by_date)}" in text
        assert weekday_date(row.act_by_date) in text.partition("Act-by was")[2]


def test_the_list_of_what_is_to_act_on_exports_the_dates_that_it_shows(pia, department):
    row = deadline_of(missed_yesterday(department=department))
    answer = pia.get(reverse("renewals"), {"acting": "true", "format": "csv"})
    line = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    assert row.reachable_act_by_date.isoformat() in line
    assert row.reachable_notice_by_date.isoformat() in line
    assert row.act_by_date.isoformat() not in line


def test_the_list_without_acting_looks_at_the_dates_of_this_term(pia, department, today):
    missed_yesterday(department=department)
    for query, expected in (
        ({"act_by_min": today - DAY, "act_by_max": today - DAY}, 1),
        ({"act_by_min": today, "act_by_max": today + 60 * DAY}, 0),
        ({"acting": "true", "act_by_max": today}, 0),
        ({"acting": "true", "act_by_min": today + 29 * DAY}, 1),
    ):
        assert pia.get(reverse("renewals"), query).context["listing"].count.value == expected, query


def test_the_calendar_shows_the_dates_of_the_next_exit_and_none_that_was_missed(pia, department, today):
    contract = missed_yesterday(department=department)
    point = deadline_of(contract).point
    page = pia.get(reverse("calendar"), {"month": f"{point.act_by_date:%Y-%m}"})
    found = {
        (day, entry.words): url
        for week in page.context["weeks"]
        for day, is_inside, entries in week
        for entry, url in entries
        if is_inside and entry.words != "Ends"
    }
    expected = {
        (point.act_by_date, "Act by"),
        (point.send_by_date, "Send by"),
        (point.notice_by_date, "Notice by"),
    }
    assert set(found) == expected
    assert all(pia.get(url).context["listing"].count.value == 1 for url in found.values())


def test_a_stranger_counts_no_next_exit_of_a_confidential_contract(user, department, today):
    missed_yesterday(department=department, owner=a_person("olga"), is_confidential=True)
    assert home.queue_count(user, today) == 0
    assert not home.months_box(user, today)["rows"]
