"""Amendments over the API, and what a contract says as of a day."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.models import Amendment, Contract, NoticeRule
from core import clock
from tests.support.amendments import a_document, an_amendment, deletes, replaces
from tests.support.api import below, client_with_token, contract, department, person

pytestmark = pytest.mark.django_db

TERMS = TermsDraft(
    term_type="auto_renew", start_date=dt.date(2026, 1, 1), initial_term_quantity=12,
    initial_term_unit="months", renewal_term_quantity=12, renewal_term_unit="months",
)  # fmt: skip


@pytest.fixture
def lea():
    return person("lea", "legal")


@pytest.fixture
def client(lea):
    return client_with_token(lea)


@pytest.fixture
def running() -> Contract:
    return contract(terms=TERMS, notice_rules=(NoticeRuleDraft(quantity=3, unit="months"),))


def yesterday() -> str:
    return (clock.today() - dt.timedelta(days=1)).isoformat()


def said(**facts):
    return {"title": "Amendment 1", "effective_date": yesterday()} | facts


def test_an_amendment_is_recorded_whole_and_its_terms_follow(client, running):
    document = a_document(running)
    answer = client.post(
        below(running, "amendments"),
        said(
            document_id=document.pk,
            clauses=[{"action": "replace", "number": "2.1", "text": "Fees are due within 60 days."}],
            terms={"max_renewals": 2},
            notice_rules=[{"party": "us", "kind": "non_renewal", "quantity": 6}],
        ),
    )
    made = answer.json()

    assert answer.status_code == 201, made
    assert answer["Location"].endswith(below(running, "amendments", made["id"]))
    assert (made["recorded_by"], made["order_on_day"], made["withdrawn_at"]) == ("lea", 1, None)
    assert made["clauses"] == [
        {
            "action": "replace",
            "number": "2.1",
            "after": "",
            "heading": "",
            "text": "Fees are due within 60 days.",
        }
    ]
    changed = {one["field"]: (one["old_value"], one["new_value"]) for one in made["terms"]}
    assert changed["terms.max_renewals"] == ("", "2")
    assert changed["notice.us.non_renewal.quantity"] == ("3", "6")
    assert NoticeRule.unscoped.get(contract=running).quantity == 6
    assert client.get(below(running, "amendments", made["id"])).json() == made
    assert Amendment.history.get(id=made["id"]).history_channel == "api"


def test_a_notice_rule_comes_and_goes(client, running):
    client.post(
        below(running, "amendments"),
        said(
            notice_rules=[
                {"party": "us", "kind": "convenience", "quantity": 30, "unit": "calendar_days",
                 "methods": [{"method": "courier", "deemed_business_days": 2}]}
            ],
            removed_notice_rules=[{"party": "us", "kind": "non_renewal"}],
        ),
    )  # fmt: skip
    rule = NoticeRule.unscoped.get(contract=running)

    assert (rule.kind, rule.quantity, rule.methods.get().method) == ("convenience", 30, "courier")


REFUSED = [
    ({"title": ""}, 400, "title"),
    ({"effective_date": "soon"}, 400, "effective_date"),
    ({"clauses": [{"action": "move", "number": "1"}]}, 400, "clauses.0.action"),
    ({"price": 1}, 400, "price"),
    ({}, 422, "note"),
    ({"clauses": [{"action": "delete", "number": "2.2"}]}, 422, "document_id"),
    ({"document_id": 2**40, "note": "x"}, 422, "document_id"),
    ({"terms": {"end_date": "2020-01-01"}}, 422, "terms.end_date"),
]


@pytest.mark.parametrize(("facts", "status", "attr"), REFUSED)
def test_what_cannot_be_meant_is_refused(client, running, facts, status, attr):
    answer = client.post(below(running, "amendments"), said(**facts))

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (status, attr)
    assert not Amendment.unscoped.exists()


def test_a_change_that_cannot_be_made_is_refused_until_it_is_accepted(client, running):
    clauses = [{"action": "delete", "number": "9.9"}]
    facts = said(document_id=a_document(running).pk, clauses=clauses)
    answer = client.post(below(running, "amendments"), facts)

    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["code"], error["attr"]) == ("clauses_do_not_fit", "clauses.0.number")
    assert "deletes 9.9" in error["detail"]
    assert client.post(below(running, "amendments"), facts | {"accepts_misfits": True}).status_code == 201


def test_the_same_key_records_once(client, running):
    for _ in range(2):
        client.post(below(running, "amendments"), said(note="x"), headers={"Idempotency-Key": "a1"})

    assert Amendment.unscoped.count() == 1


def test_withdrawing_needs_the_version_and_a_reason(client, running):
    made = an_amendment(running, yesterday(), terms={"terms.max_renewals": "2"})
    address = below(running, "amendments", made.pk)
    etag = client.get(address)["ETag"]

    assert client.post(f"{address}withdraw/", {"reason": "Error."}).status_code == 428
    held = {"If-Match": etag}
    assert client.post(f"{address}withdraw/", {"reason": ""}, headers=held).status_code == 400
    gone = client.post(f"{address}withdraw/", {"reason": "Error."}, headers=held)
    assert (gone.status_code, gone.json()["withdrawn_by"], gone.json()["withdrawn_reason"]) == (
        200, "lea", "Error."
    )  # fmt: skip
    running.terms.refresh_from_db()
    assert running.terms.max_renewals is None
    again = client.post(f"{address}withdraw/", {"reason": "Error."}, headers={"If-Match": "*"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_withdrawn")


def test_as_of_a_day_says_terms_and_clauses_with_where_they_came_from(client, running):
    document = a_document(running, effective="2026-01-01")
    first = an_amendment(
        running, "2026-02-01", replaces("2.1", "Fees are due within 60 days."), deletes("2.2"),
        document=document, terms={"notice.us.non_renewal.quantity": "6"},
    )  # fmt: skip
    address = below(running, "as-of")
    before, after = (client.get(f"{address}?date={day}").json() for day in ("2026-01-31", "2026-02-01"))

    assert (after["date"], after["known_on"]) == ("2026-02-01", clock.today().isoformat())
    assert [one["notice_rules"][0]["quantity"] for one in (before, after)] == [3, 6]
    assert after["term_sources"] == {"notice.us.non_renewal.quantity": first.pk}
    text = after["documents"][0]
    assert (text["version"]["number"], text["amendment_ids"]) == (1, [first.pk])
    clauses = {one["number"]: one for one in text["clauses"]}
    assert (clauses["2.1"]["amendment_id"], clauses["3.1"]["amendment_id"]) == (first.pk, None)
    assert "2.2" not in clauses
    assert text["deleted"] == [{"number": "2.2", "heading": "", "amendment_id": first.pk}]
    assert "30 days" in "".join(one["text"] for one in before["documents"][0]["clauses"])
    assert [one["title"] for one in after["amendments"]] == ["Amendment 1"]


def test_as_we_knew_it_before_there_was_anything_nothing_is_said(client, running):
    a_document(running, effective="2026-01-01")
    an_amendment(running, "2026-02-01", note="x")
    found = client.get(f"{below(running, 'as-of')}?date=2026-03-01&known_on=2020-01-01").json()

    assert (found["terms"], found["notice_rules"], found["amendments"], found["documents"]) == (
        None,
        [],
        [],
        [],
    )


def test_a_misspelt_parameter_and_a_day_that_is_none_are_refused(client, running):
    for query in ("day=2026-01-01", "date=31.12.2026", "known_on=x", "document=0"):
        assert client.get(f"{below(running, 'as-of')}?{query}").status_code == 400


def test_who_does_not_see_the_contract_finds_nothing_and_who_may_not_change_it_records_nothing(running):
    made = an_amendment(running, yesterday())
    stranger = client_with_token(person("max", "legal", where=department("Elsewhere")))
    reader = client_with_token(person("rita", "requester"))

    for parts in (("amendments",), ("amendments", made.pk), ("as-of",)):
        assert stranger.get(below(running, *parts)).status_code == 404
        assert reader.get(below(running, *parts)).status_code == 200
    for who in (stranger, reader):
        assert who.post(below(running, "amendments"), said(note="x")).status_code in (403, 404)
    assert Amendment.unscoped.count() == 1
