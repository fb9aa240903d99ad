"""The box on the home page that says what changed since the person was last here."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.actions.visits import NEW_VISIT_AFTER, NOTED_EVERY, news_since, note_visit
from accounts.models import User, Visit
from core import clock
from core.audit import Actor
from core.models import LedgerEntry
from tests.support.contracts import NOW, SYSTEM, a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def lea():
    return a_user("lea", "legal")


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the pages."""

    def set_to(instant: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_to


def box_of(client) -> dict:
    boxes = dict(client.get("/").context["boxes"])
    return boxes["core/home/since.html"]


def visit(user, now):
    note_visit(actor=Actor.person(user), now=now)
    return Visit.objects.get(user=user)


def test_the_first_visit_has_no_news(lea):
    client = signed_in(lea)
    a_contract()

    assert "This is your first visit" in client.get("/").content.decode()
    assert box_of(client) == {"since": None, "news": [], "has_more": False}


def test_what_others_changed_since_the_last_visit_is_told_with_a_link(lea):
    tom = a_user("tom", "procurement", full_name="Tom Weiss")
    client = signed_in(lea)
    visit(lea, clock.now() - 9 * HOUR)
    contract = a_contract(actor=Actor.person(tom), title="Hosting")

    page = client.get("/").content.decode()
    assert "Tom Weiss recorded" in page
    assert f'<a href="/contracts/{contract.pk}/">{contract.number} Hosting</a>' in page


def test_nothing_changed_is_said_with_the_time(lea):
    client = signed_in(lea)
    visit(lea, clock.now() - 9 * HOUR)

    assert "Nothing changed since" in client.get("/").content.decode()


def test_looking_again_within_the_visit_shows_the_same_news(lea):
    client = signed_in(lea)
    visit(lea, clock.now() - 9 * HOUR)
    a_contract()

    first, second = box_of(client), box_of(client)
    assert len(first["news"]) > 0
    assert [each.at for each in second["news"]] == [each.at for each in first["news"]]


def test_more_news_than_fit_are_said_to_be_the_newest(lea):
    client = signed_in(lea)
    visit(lea, clock.now() - 9 * HOUR)
    for number in range(10):
        a_contract(actor=Actor.system("other", request_id=f"r{number}"))

    box = box_of(client)
    assert (len(box["news"]), box["has_more"]) == (8, True)
    assert "These are the newest" in client.get("/").content.decode()


def test_a_visit_ends_after_hours_without_the_home_page(lea):
    assert visit(lea, NOW).before_at is None
    assert visit(lea, NOW + HOUR).before_at is None
    later = visit(lea, NOW + HOUR + NEW_VISIT_AFTER)
    assert (later.before_at, later.last_at) == (NOW + HOUR, NOW + HOUR + NEW_VISIT_AFTER)
    again = visit(lea, NOW + HOUR + NEW_VISIT_AFTER)
    assert (again.before_at, again.last_at) == (later.before_at, later.last_at)


def test_news_count_from_the_end_of_the_visit_before(lea):
    assert news_since(None, NOW) is None
    seen = visit(lea, NOW)
    assert news_since(seen, NOW + NEW_VISIT_AFTER - dt.timedelta(seconds=1)) is None
    assert news_since(seen, NOW + NEW_VISIT_AFTER) == NOW


def test_a_clock_that_goes_back_moves_nothing_back(lea):
    visit(lea, NOW)

    assert visit(lea, NOW - HOUR).last_at == NOW


def test_the_product_itself_pays_no_visits():
    note_visit(actor=SYSTEM, now=NOW)

    assert not Visit.objects.exists()


def test_opening_the_home_page_is_no_change_of_the_business(lea):
    client = signed_in(lea)
    version, entries = lea.row_version, LedgerEntry.objects.count()

    client.get("/")

    assert LedgerEntry.objects.count() == entries
    assert User.objects.get(pk=lea.pk).row_version == version
    assert Visit.objects.filter(user=lea).exists()


def test_the_visit_is_noted_only_now_and_then(lea, at):
    client = signed_in(lea)
    start = clock.now()
    for minutes, noted in ((0, 0), (9, 0), (10, 10), (12, 10)):
        at(start + dt.timedelta(minutes=minutes))
        client.get("/")
        assert Visit.objects.get().last_at == start + dt.timedelta(minutes=noted)
    assert dt.timedelta(minutes=10) == NOTED_EVERY


def test_the_home_page_takes_few_queries_with_news(lea, django_assert_max_num_queries):
    client = signed_in(lea)
    visit(lea, clock.now() - 9 * HOUR)
    for number in range(10):
        a_contract(actor=Actor.system("other", request_id=f"r{number}"), tags=("x",))
    client.get("/")

    with django_assert_max_num_queries(40):
        client.get("/")
