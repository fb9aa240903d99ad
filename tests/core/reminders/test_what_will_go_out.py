"""The dry run lists what will go out and to whom, and sends nothing."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import clock
from core.models import Delivery, Reminder
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import a_contract, deactivate

pytestmark = pytest.mark.django_db
PAGE = reverse("outlook")


def due_in(days: int, **fields):
    """Record a contract whose act-by lies so many days ahead."""
    now = clock.now()
    end = now.date() + dt.timedelta(days=days)
    terms = {"term_type": "fixed", "start_date": end - dt.timedelta(days=400), "end_date": end}
    return a_contract(now=now, terms=terms, notice=False, **fields)


def the_page(user) -> str:
    return signed_in(user).get(PAGE).content.decode()


def test_everything_planned_stands_there_with_its_recipient_and_nothing_is_written():
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    contract = due_in(40, owner=ana, title="Hosting framework")
    before = list(Reminder.objects.order_by("pk").values_list("pk", "state"))
    page = the_page(ana)
    assert (
        page.count(f"{contract.number} Hosting framework") == 7
    )  # the late ones as one, 30, 14, 7, 3, 1 days, the day itself
    assert "Ana Ruiz" in page
    assert list(Reminder.objects.order_by("pk").values_list("pk", "state")) == before
    assert not Delivery.objects.exists()


def test_what_lies_further_ahead_than_200_days_is_left_out():
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    due_in(500, owner=ana, title="Far away")
    assert "Far away" not in the_page(ana)
    assert "Nothing will go out" in the_page(ana)


def test_who_has_left_is_passed_over_for_the_next_in_the_chain():
    ana, tom = a_user("ana", "procurement", full_name="Ana Ruiz"), a_user("tom", full_name="Tom Weiss")
    due_in(3, owner=tom, title="Voice")
    assert "Tom Weiss" in the_page(ana)
    deactivate(tom)
    page = the_page(ana)
    assert "Tom Weiss" not in page
    assert "Ana Ruiz" in page


def test_a_reminder_that_would_reach_nobody_says_so():
    tom = a_user("tom", full_name="Tom Weiss")
    uma = a_user("uma", "auditor", full_name="Uma Khan")
    due_in(3, owner=tom, title="Voice")
    deactivate(tom)
    page = the_page(uma)
    assert "Reaches nobody" in page
    assert "Passed over: owner Tom Weiss is deactivated" in page


def test_confidential_contracts_are_listed_for_who_may_see_them_alone():
    ana, tom = a_user("ana", "procurement"), a_user("tom", "procurement", full_name="Tom Weiss")
    due_in(3, owner=tom, title="Secret deal", is_confidential=True)
    assert "Secret deal" in the_page(tom)
    assert "Secret deal" not in the_page(ana)


def test_a_long_list_goes_on_and_back_without_losing_a_row():
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    for number in range(11):
        due_in(40 + number, owner=ana, title=f"Line {number:02}")
    client = signed_in(ana)
    first = client.get(PAGE)
    second = client.get(PAGE, {"after": first.context["next_cursor"]})
    back = client.get(PAGE, {"after": second.context["previous_cursor"]})
    seen = [row.reminder.pk for page in (first, second) for row, _, _ in page.context["lines"]]
    assert len(seen) == len(set(seen)) == 77
    assert [row.reminder.pk for row, _, _ in back.context["lines"]] == seen[:50]
    assert client.get(PAGE, {"after": "nonsense"}).status_code == 200


def test_a_page_takes_the_same_few_queries_for_one_contract_and_for_many(django_assert_max_num_queries):
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    client = signed_in(ana)
    for _ in range(8):
        due_in(40, owner=ana)
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("sweep", "--dry-run", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_lists_it_a_line_each():
    tom = a_user("tom", full_name="Tom Weiss")
    contract = due_in(5, owner=tom, title="Voice")
    lines = run("--days", "200").splitlines()
    assert len(lines) == 5  # the late ones as one, 3 and 1 days before, the day itself, and what is due now
    soon = clock.today() + dt.timedelta(days=2)
    assert lines[1].startswith(f"{soon}  {contract.number} Voice  (Term ends ")
    assert lines[1].endswith("Tom Weiss <tom@termkeeper.invalid> as owner")
    assert lines[-1].endswith("Nothing was changed.")
    assert len(run().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("--dry-run", "--days", "1001"), ("--days", "5"), ("--dry-run", "--days", "-1")]
)
def test_days_that_cannot_be_meant_are_refused_in_one_line(arguments):
    with pytest.raises(CommandError, match="1 to 1000"):
        call_command("sweep", *arguments)
