"""Decisions and notices over the API: read under their contract, recorded by the actions of the pages."""

from __future__ import annotations

import pytest

from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.models import Contract
from core import clock
from renewals.models import Deadline, Decision, Service
from tests.support.api import below, client_with_token, contract, department, person
from tests.support.deciding import a_vendor_notice, decide, four_eyes_from, notice_of, served

pytestmark = pytest.mark.django_db


def test_a_decision_is_recorded_and_read_with_what_was_seen(client, running):
    said = {"kind": "terminate", "reason": "No longer needed.", "deadline_version": 1}
    answer = client.post(below(running, "decisions"), said, format="json")
    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(below(running, "decisions", made["id"]))
    assert (made["status"], made["needs_notice"], made["decided_by"]) == ("in_force", True, "ann")
    assert (made["contract_id"], made["deadline_version"], made["notice_id"]) == (running.pk, 1, None)
    assert made["snapshot"][0]["label"] == "Deadline and why"
    again = client.get(below(running, "decisions", made["id"]))
    assert again.json() == made
    unchanged = client.get(below(running, "decisions", made["id"]), headers={"If-None-Match": again["ETag"]})
    assert unchanged.status_code == 304
    assert Decision.history.get(id=made["id"]).history_channel == "api"


def test_four_eyes_are_asked_for_here_too(client, running):
    four_eyes_from(1)
    made = client.post(below(running, "decisions"), {"kind": "renew", "reason": "We stay."}, format="json")
    assert (made.json()["status"], made.json()["approved_by"]) == ("proposed", None)
    assert made.json()["approval_because"] == "the amount at stake is not known"


@pytest.mark.parametrize(
    ("said", "status", "attr"),
    [
        ({"kind": "sell", "reason": "x"}, 400, "kind"),
        ({"kind": "renew"}, 400, "reason"),
        ({"kind": "renew", "reason": "x", "who": "me"}, 400, "who"),
        ({"kind": "renew", "reason": "x", "deadline_version": 9}, 409, None),
    ],
)
def test_what_cannot_be_meant_is_refused(client, running, said, status, attr):
    answer = client.post(below(running, "decisions"), said, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (status, attr)
    assert not Decision.unscoped.exists()


def test_the_same_key_decides_once(client, running):
    said = {"kind": "renew", "reason": "We stay."}
    answers = [
        client.post(below(running, "decisions"), said, format="json", headers={"Idempotency-Key": "a1"})
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Decision.unscoped.count() == 1


def test_pages_lead_through_all_decisions_the_newest_first(client, ann, running):
    for kind in ("renew", "terminate", "renegotiate"):
        decide(running, ann, kind, now=clock.now())
    seen, page_at = [], f"{below(running, 'decisions')}?limit=2&count=true"
    while page_at:
        page = client.get(page_at).json()
        assert page["count"] == 3
        seen += [row["kind"] for row in page["results"]]
        page_at = page["next"]
    assert seen == ["renegotiate", "terminate", "renew"]


def test_how_a_notice_was_served_is_recorded_and_stands_in_its_detail(client, ann, running):
    notice = notice_of(decide(running, ann, now=clock.now()))
    day = clock.today().isoformat()
    services = below(running, "notices", notice.pk, "services")
    answer = client.post(services, {"method": "courier", "sent_date": day}, format="json")
    assert answer.status_code == 201
    found = answer.json()
    assert (found["id"], found["direction"], found["kind"]) == (notice.pk, "ours", "non_renewal")
    (service,) = found["services"]
    assert (service["method"], service["status"], service["proof"]) == ("courier", "served", None)
    assert client.get(below(running, "notices", notice.pk)).json() == found
    wrong = client.post(services, {"method": "courier", "sent_date": "2999-01-01"}, format="json")
    assert wrong.json()["errors"][0]["attr"] == "sent_date"
    assert wrong.status_code == 422
    assert Service.unscoped.count() == 1


def test_a_vendors_notice_comes_with_its_tasks_and_is_not_served_by_us(client, ann, running):
    notice = a_vendor_notice(running, ann, "termination", now=clock.now())
    (row,) = client.get(below(running, "notices")).json()["results"]
    assert (row["direction"], row["outcome"], row["exit_date"]) == ("theirs", "", str(notice.exit_date))
    tasks = client.get(below(running, "notices", notice.pk)).json()["exit_tasks"]
    assert [task["kind"] for task in tasks] == ["replacement", "data", "last_day", "final_invoice"]
    assert {task["owner"] for task in tasks} == {"ann"}
    said = {"method": "courier", "sent_date": clock.today().isoformat()}
    answer = client.post(below(running, "notices", notice.pk, "services"), said, format="json")
    assert answer.status_code == 409


def test_nothing_shows_of_a_contract_that_the_caller_may_not_see(client, ann):
    keeper = person("keeper", "procurement")
    secret = contract(title="Secret", is_confidential=True, owner_id=keeper.pk)
    Deadline.unscoped.get(contract=secret)
    decision = decide(secret, keeper, "terminate", now=clock.now())
    notice = notice_of(decision)
    served(notice)
    for parts in (
        ("decisions",),
        ("decisions", decision.pk),
        ("notices",),
        ("notices", notice.pk),
    ):
        assert client.get(below(secret, *parts)).status_code == 404
    said = {"method": "courier", "sent_date": clock.today().isoformat()}
    served_by = client.post(below(secret, "notices", notice.pk, "services"), said, format="json")
    assert served_by.status_code == 404
    answer = client.post(below(secret, "decisions"), {"kind": "renew", "reason": "x"}, format="json")
    assert answer.status_code == 404


def test_a_decision_of_another_contract_is_not_here(client, ann, running):
    decision = decide(running, ann, now=clock.now())
    assert client.get(below(contract(title="Other"), "decisions", decision.pk)).status_code == 404


def test_who_only_reads_and_a_token_without_the_scope_record_nothing(ann, running):
    said = {"kind": "renew", "reason": "x"}
    reader = client_with_token(person("aud", "auditor"))
    assert reader.get(below(running, "decisions")).status_code == 200
    assert reader.post(below(running, "decisions"), said, format="json").status_code == 403
    writing = client_with_token(ann, "contracts:write")
    refused = writing.post(below(running, "decisions"), said, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "scope_missing")
    elsewhere = person("eve", "auditor")
    assert elsewhere.can("decisions.make") is False
    deciding = client_with_token(ann, "decisions:write")
    assert deciding.post(below(running, "decisions"), said, format="json").status_code == 201


def test_who_decides_elsewhere_does_not_decide_here(running):
    eve = person("eve", "procurement", where=department("Elsewhere"))
    client = client_with_token(eve)
    answer = client.post(below(running, "decisions"), {"kind": "renew", "reason": "x"}, format="json")
    assert answer.status_code in (403, 404)
    assert not Decision.unscoped.exists()


@pytest.fixture
def at_will(ann) -> Contract:
    """The same contract, which can also be left at any time with thirty days' notice."""
    start = clock.today().replace(day=1)
    terms = TermsDraft(
        term_type="auto_renew", start_date=start, initial_term_quantity=12, initial_term_unit="months",
        renewal_term_quantity=12, renewal_term_unit="months",
    )  # fmt: skip
    rules = (
        NoticeRuleDraft(quantity=3, unit="months", clause_ref="14.3"),
        NoticeRuleDraft(
            kind="convenience", quantity=30, unit="calendar_days", anchor="rolling", clause_ref="12.2"
        ),
    )
    return contract(terms=terms, notice_rules=rules, owner_id=ann.pk)


def test_a_termination_names_the_rule_that_notice_is_given_under(client, at_will):
    said = {"kind": "terminate", "reason": "No longer needed."}
    first = client.post(below(at_will, "decisions"), said, format="json").json()
    assert first["notice_rule"] == "convenience"
    assert first["given_by_date"] == clock.today().isoformat()
    other = client.post(
        below(at_will, "decisions"), {**said, "notice_rule": "non_renewal"}, format="json"
    ).json()
    assert (other["notice_rule"], other["given_by_date"]) == ("non_renewal", None)
    assert other["exit_date"] > first["exit_date"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"kind": "terminate", "notice_rule": "option_exercise"}, 400),
        ({"kind": "renew", "notice_rule": "convenience"}, 422),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_at_its_field(client, at_will, said, status):
    answer = client.post(below(at_will, "decisions"), {**said, "reason": "x"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (status, "notice_rule")


def test_the_deadline_says_that_its_earliest_exit_moves_and_which_rule_gives_it(client, running, at_will):
    moving = client.get(below(at_will, "deadline")).json()
    assert moving["earliest_exit_moves"] is True
    assert (moving["earliest_exit_rule"], moving["earliest_exit_clause"]) == ("convenience", "12.2")
    fixed = client.get(below(running, "deadline")).json()
    assert fixed["earliest_exit_moves"] is False
    assert (fixed["earliest_exit_rule"], fixed["earliest_exit_clause"]) == ("leading", "")


def test_the_list_of_deadlines_says_of_each_what_its_own_answer_says(client, running, at_will):
    start = clock.today().replace(day=1)
    terms = TermsDraft(
        term_type="auto_renew", start_date=start, initial_term_quantity=12, initial_term_unit="months",
        renewal_term_quantity=12, renewal_term_unit="months",
    )  # fmt: skip
    cited = contract(terms=terms, notice_rules=(NoticeRuleDraft(quantity=3, unit="months", clause_ref="9"),))
    unnamed = contract(
        terms=terms,
        notice_rules=(
            NoticeRuleDraft(quantity=3, unit="months", clause_ref="14.3"),
            NoticeRuleDraft(kind="convenience", quantity=30, unit="calendar_days", anchor="rolling"),
        ),
    )
    unknown = contract(title="Nothing is known")
    names = ("earliest_exit_date", "earliest_exit_moves", "earliest_exit_rule", "earliest_exit_clause")
    rows = {row["contract"]["id"]: row for row in client.get("/api/v1/deadlines/").json()["results"]}
    said = {
        made.pk: client.get(below(made, "deadline")).json()
        for made in (running, at_will, cited, unnamed, unknown)
    }
    for pk, alone in said.items():
        assert {name: rows[pk][name] for name in names} == {name: alone[name] for name in names}
    assert [rows[at_will.pk][name] for name in names[1:]] == [True, "convenience", "12.2"]
    assert [rows[unnamed.pk][name] for name in names[1:]] == [True, "convenience", ""]
    assert [rows[running.pk][name] for name in names[1:]] == [False, "leading", ""]
    assert [rows[cited.pk][name] for name in names[1:]] == [False, "leading", "9"]
