"""Values that nobody means are refused by the API in its one shape; it never fails on them."""

from __future__ import annotations

import itertools

import pytest

from contracts_app.models import Contract
from tests.support.api import client_with_token, contract, person

pytestmark = pytest.mark.django_db
VALUES = (
    "\0",
    "²",
    "٣",
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
)


@pytest.fixture
def client():
    contract()
    return client_with_token(person("ann", "procurement"))


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "/api/v1/contracts/",
            "search status type term_type number vendor department entity owner tag is_confidential currency"
            " value_from value_to start_from start_to end_from end_to source external_id cursor limit"
            " ordering count",
        ),
        ("/api/v1/deadlines/", "status act_by_from act_by_to term_end_from contract vendor cursor limit"),
        ("/api/v1/contracts/{pk}/decisions/", "cursor limit ordering count"),
        ("/api/v1/contracts/{pk}/notices/", "cursor limit ordering count"),
        ("/api/v1/vendors/", "search parent country lei cursor limit"),
    ],
)
def test_every_parameter_of_a_list_takes_any_value(client, path: str, names: str):
    path = path.format(pk=Contract.unscoped.get().pk)
    failed = [
        f"{name}={value[:20]!r}: {answer.status_code}"
        for name, value in itertools.product(names.split(), VALUES)
        if (answer := client.get(path, {name: value})).status_code not in (200, 400)
    ]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("as_of", ["9999-12-31", "9995-06-01", "0001-01-01"])
@pytest.mark.parametrize("start", ["9999-12-31", "9990-01-01", "0001-01-01"])
def test_a_preview_at_the_end_of_the_calendar_is_an_answer_or_a_refusal(client, as_of: str, start: str):
    kinds = ("fixed", "auto_renew", "option", "evergreen", "perpetual")
    lengths = ({"n": 1, "unit": "days"}, {"n": 12, "unit": "months"}, {"n": 36_500, "unit": "years"})
    for kind, length in itertools.product(kinds, lengths):
        term = {"type": kind, "start_date": start, "initial_term": length, "renewal_term": length}
        notice = {"quantity": 90, "unit": "calendar_days"}
        body = {"as_of": as_of, "term": term, "notice": notice}
        assert client.post("/api/v1/deadlines/preview/", body).status_code in (200, 400), body


@pytest.mark.parametrize("day", ["1899-12-31", "3000-01-01", "9999-12-31"])
def test_a_contract_with_a_day_outside_the_calendar_is_refused_at_its_field(client, day: str):
    path = f"/api/v1/contracts/{contract(title='Voice').pk}/"
    refused = client.patch(path, {"terms": {"start_date": day}}, HTTP_IF_MATCH="*")
    assert refused.status_code == 422
    assert [error["attr"] for error in refused.json()["errors"]] == ["terms.start_date"]
