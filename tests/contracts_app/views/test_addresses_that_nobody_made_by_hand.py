"""Addresses and forms with values that no page offers are answered in words, never with a failure of ours."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
VALUES = ("\0", "²", "٣", HUGE, "9" * 5000, "-1", "1e9", "9999-12-31", "0001-01-01", "NaN", "1" * 400)


@pytest.fixture
def client():
    a_contract()
    return signed_in(a_user("root", "administrator"))


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (
            "contract_list",
            "q status type vendor department owner entity tag ends_min ends_max starts_min value_min"
            " value_max currency confidential import_run deadline act_by_min act_by_max sort after"
            " columns view pick part",
        ),
        ("renewals", "q status act_by_min act_by_max ends_max currency department mine acting sort after"),
        ("vendor_list", "q country is_active notice_contact sort after columns"),
        ("person_list", "q role department state sort after"),
        ("portfolio", "as_of due_within_days department vendor type status_group from"),
        ("operations", "state"),
        ("mailbox", "after"),
        ("search", "q"),
        ("palette", "q"),
        ("contract_create", "vendor parent status"),
        ("view_create", "page query"),
    ],
)
def test_every_parameter_of_a_page_takes_any_value(client, page: str, names: str):
    failed = [
        f"{name}={value[:20]!r}: {answer.status_code}"
        for name in names.split()
        for value in VALUES
        if (answer := client.get(reverse(page), {name: value})).status_code >= 500
    ]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("kind", ["person", "contract", "vendor"])
def test_suggestions_take_any_words(client, kind: str):
    for value in VALUES:
        assert client.get(reverse("options", args=[kind]), {"x": value}).status_code == 200


def test_a_day_outside_the_calendar_is_named_at_its_filter(client):
    page = client.get(reverse("contract_list"), {"ends_max": "9999-12-31"}).content.decode()
    assert "The year 9999 is not between 1900 and 2999. Correct the date." in page


@pytest.mark.parametrize("picked", [f"{HUGE}:1.1", f"{'9' * 5000}:1.1", "²:1.1", "\0:1", ":"])
def test_a_selection_that_names_no_contract_is_refused(client, picked: str):
    answer = client.post(reverse("contract_selection", args=["add-tag"]), {"picked": picked, "tag": "x"})
    assert answer.status_code in (409, 422)


def test_an_activity_before_any_instant_is_shown_from_the_newest(client):
    pk = a_contract(title="Voice").pk
    for value in VALUES:
        answer = client.get(reverse("contract_activity", args=[pk]), {"before": value})
        assert answer.status_code == 200, value
