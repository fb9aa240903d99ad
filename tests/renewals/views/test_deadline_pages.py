"""The deadline on the contract page, in lists, on Home: true, explained, and only for who may see it."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from core import clock
from core.reminders.sweeping import sweep
from core.rules.wording import short_date, weekday_date
from tests.support.pages import give_password_at
from tests.support.people import a_user
from tests.support.reminding import a_contract, a_department, a_vendor, due_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(client) -> dict[str, User]:
    """Sign procurement of one department in; return the people."""
    department = a_department("IT")
    buyer = a_user("pia", "procurement", department=department)
    client.force_login(buyer)
    return {"buyer": buyer, "department": department}


def test_the_contract_page_leads_with_the_act_by_date_and_the_strip_says_the_same_in_words(client, people):
    contract = due_in(12, department=people["department"])
    page = client.get(f"/contracts/{contract.pk}/").content.decode()
    assert "Act by" in page
    assert f'href="/contracts/{contract.pk}/deadline/"' in page
    assert 'role="img" aria-label="Term: Term begins' in page
    assert "(in 12 days)" in page


def test_once_the_exit_is_missed_the_page_says_what_is_asked_next(client, people):
    contract = due_in(-3, department=people["department"], owner=people["buyer"])
    point = contract.deadlines.get(is_current=True).point
    page = client.get(f"/contracts/{contract.pk}/").content.decode()
    asked = strip_tags(page.partition("Next way out:")[2][:200])
    assert asked.strip().startswith(f"act by {weekday_date(point.act_by_date)}. Decide by")
    running = due_in(12, department=people["department"], owner=people["buyer"])
    assert "Next way out" not in client.get(f"/contracts/{running.pk}/").content.decode()


def test_what_is_over_says_when_it_ended(client, people):
    last = clock.now().date() - dt.timedelta(days=10)
    terms = {"term_type": "fixed", "start_date": dt.date(2020, 1, 1), "end_date": last}
    contract = a_contract(now=clock.now(), terms=terms, notice=False, department=people["department"])
    page = client.get(f"/contracts/{contract.pk}/").content.decode()
    assert f"Ended on {short_date(last)}." in page
    assert "cannot be told" not in page


def test_a_contract_whose_served_notice_is_not_on_record_does_not_guess_when_it_ends(client, people):
    contract = due_in(12, department=people["department"], status="notice_served")
    for address in (f"/contracts/{contract.pk}/", "/renewals/"):
        page = client.get(address).content.decode()
        assert "Notice served" in page
        assert "Notice served, ends" not in page
        assert "Notice was served, but none is on record to tell when it ends" in page
        assert "Renews on" not in page.split("<main")[1]


def test_the_earliest_exit_says_that_termination_for_convenience_gives_it(client, people):
    anytime = {"quantity": 10, "unit": "calendar_days", "anchor": "rolling", "clause_ref": "14.4"}
    contract = due_in(40, department=people["department"], convenience=anytime)
    page = client.get(f"/contracts/{contract.pk}/deadline/").content.decode()
    today = clock.now().date()
    stored = contract.deadlines.get(is_current=True)
    assert stored.earliest_exit_date == today + dt.timedelta(days=10)
    assert "for convenience, with notice on" in page
    assert "Termination for convenience rests on clause 14.4." in page
    asked = client.get(f"/renewals/what-if/?contract={contract.pk}").content.decode()
    assert "Termination for convenience leads out sooner" in asked
    assert "Nothing: these terms give the same dates as those on record." in asked


def test_why_this_date_gives_steps_clause_versions_and_reminders(client, people):
    contract = due_in(12, department=people["department"], owner=people["buyer"])
    sweep()
    page = client.get(f"/contracts/{contract.pk}/deadline/").content.decode()
    for words in ("30 days before the end of the term", "This rests on clause 14.3", "1 (current)"):
        assert words in page
    assert "Covered by a later one" in page
    assert "pia@termkeeper.invalid" in page


def test_a_contract_with_missing_facts_names_them(client, people):
    terms = {"term_type": "auto_renew", "start_date": dt.date(2026, 1, 1)}
    contract = a_contract(now=clock.now(), department=people["department"], terms=terms, notice=False)
    page = client.get(f"/contracts/{contract.pk}/deadline/").content.decode()
    assert "Unknown:" in page
    assert "renewal" in page


def test_a_draft_has_no_deadline_and_says_so(client, people):
    contract = due_in(12, department=people["department"], status="draft")
    assert "No deadline runs" in client.get(f"/contracts/{contract.pk}/deadline/").content.decode()


def test_the_list_of_contracts_sorts_and_filters_by_act_by(client, people):
    for days, title in ((40, "Later"), (5, "Sooner"), (20, "Middle")):
        due_in(days, department=people["department"], title=title)
    a_contract(
        now=clock.now(), department=people["department"], title="Perpetual",
        terms={"term_type": "perpetual", "start_date": dt.date(2020, 1, 1)}, notice=False,
    )  # fmt: skip
    page = client.get("/contracts/?sort=act_by").content.decode()
    assert _order(page, "Sooner", "Middle", "Later", "Perpetual")
    assert _order(client.get("/contracts/?sort=-act_by").content.decode(), "Later", "Middle", "Sooner")
    today = clock.now().date()
    filtered = client.get("/contracts/", {"act_by_max": today + dt.timedelta(days=21)}).content.decode()
    assert "Sooner" in filtered
    assert "Later" not in filtered
    none = client.get("/contracts/", {"deadline": "no_deadline"}).content.decode()
    assert "Perpetual" in none
    assert "Sooner" not in none


def _order(page: str, *words: str) -> bool:
    places = [page.index(f">{word}<") for word in words]
    return places == sorted(places)


def test_the_renewals_page_puts_currencies_side_by_side(client, people):
    for currency, amount in (("EUR", "1000"), ("EUR", "500"), ("USD", "70")):
        due_in(3, department=people["department"], value_currency=currency, value_amount=Decimal(amount))
    page = client.get("/renewals/").content.decode()
    assert "€\xa01,500 + $\xa070" in page


def test_each_figure_of_the_renewals_page_leads_to_the_rows_it_counts(client, people):
    for days in (0, 3, 5, 20, 60):
        due_in(days, department=people["department"])
    answer = client.get("/renewals/")
    for _, label, sums, url in answer.context["urgency"]:
        assert client.get(url).context["listing"].count.value == sums.count, label


def test_home_queues_what_needs_somebody_by_act_by_with_what_happens_otherwise(client, people):
    due_in(20, department=people["department"], title="Second")
    due_in(2, department=people["department"], title="First", vendor_id=a_vendor("Nord").pk)
    due_in(60, department=people["department"], title="Not yet")
    home = client.get("/")
    items = home.context["items"]
    assert [item.title.split(" · ")[1].split(" ")[0] for item in items] == ["First", "Second"]
    assert "Renews on" in items[0].consequence
    assert "€\xa0412,000" in items[0].consequence
    assert home.context["total"] == 2


def test_each_month_on_home_leads_to_the_rows_it_counts(client, people):
    for days in (2, 33, 35, 90):
        due_in(days, department=people["department"])
    ((_, box),) = [one for one in client.get("/").context["boxes"] if one[0].startswith("renewals/")]
    assert sum(month.sums.count for month, _ in box["rows"]) == 4
    for month, url in box["rows"]:
        assert client.get(url).context["listing"].count.value == month.sums.count


def test_a_confidential_contract_is_in_no_list_and_no_figure_of_a_stranger(client, people):
    owner = a_user("ana", "requester", department=people["department"])
    contract = due_in(3, department=people["department"], owner=owner, is_confidential=True, title="Secret")
    home = client.get("/")
    assert home.context["total"] == 0
    assert "Secret" not in client.get("/renewals/").content.decode()
    assert "Secret" not in home.content.decode()
    assert client.get(f"/contracts/{contract.pk}/deadline/").status_code == 404
    client.force_login(owner)
    assert "Secret" in client.get("/renewals/").content.decode()


def test_opening_the_link_of_a_mail_changes_nothing(client, people):
    from core.models import LedgerEntry

    contract = due_in(3, department=people["department"])
    before = LedgerEntry.objects.count()
    client.get(f"/contracts/{contract.pk}/")
    client.get(f"/contracts/{contract.pk}/deadline/")
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("path", ["/renewals/", "/contracts/?sort=act_by"])
def test_lists_of_deadlines_need_the_same_few_queries_however_long(
    client, people, django_assert_max_num_queries, path
):
    for days in range(8):
        due_in(days + 1, department=people["department"])
    client.get(path)
    with django_assert_max_num_queries(26 if path == "/renewals/" else 16):
        client.get(path)


def test_the_csv_of_the_renewals_page_has_plain_dates(client, people):
    due_in(3, department=people["department"], title="Hosting")
    give_password_at(client, people["buyer"], time.time())
    answer = client.get("/renewals/?format=csv")
    text = b"".join(answer).decode()
    assert (clock.now().date() + dt.timedelta(days=3)).isoformat() in text
    assert "412000 EUR" in text


def test_contracts_that_ended_are_listed_only_when_asked_for(client, people):
    terms = {"term_type": "fixed", "start_date": dt.date(2020, 1, 1), "end_date": dt.date(2020, 12, 31)}
    a_contract(now=clock.now(), department=people["department"], title="Bygone", terms=terms, notice=False)
    assert "Bygone" not in client.get("/renewals/").content.decode()
    assert "Bygone" in client.get("/renewals/?status=expired").content.decode()
