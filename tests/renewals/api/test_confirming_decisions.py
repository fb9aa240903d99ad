"""The second person's answer over the API: confirmed or refused, never by who decided."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from renewals.models import Decision
from tests.support.api import below, client_with_token, contract, department, person, with_role
from tests.support.deciding import decide, four_eyes_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea() -> Any:
    """Who confirms, and may decide too."""
    return person("lea", "legal")


@pytest.fixture
def second(lea) -> Any:
    return client_with_token(lea)


@pytest.fixture
def proposed(running, ann) -> Decision:
    """A termination by Ann that waits for a second person."""
    four_eyes_from(1)
    return decide(running, ann, now=clock.now())


def answer(client: Any, decision: Decision, verb: str, **said: Any) -> Any:
    """Say ``verb`` to a decision, from whatever version it has."""
    place = below(decision.contract, "decisions", decision.pk, verb)
    return client.post(place, said, format="json", headers={"If-Match": "*"})


def state_of(decision: Decision) -> str:
    return Decision.unscoped.get(pk=decision.pk).status


def test_a_second_person_confirms_from_what_they_read_and_it_comes_into_force(second, running, proposed):
    place = below(running, "decisions", proposed.pk)
    read = second.get(place)
    said = second.post(f"{place}confirm/", {}, format="json", headers={"If-Match": read["ETag"]})
    made = said.json()
    assert said.status_code == 200
    assert (made["status"], made["decided_by"], made["approved_by"]) == ("in_force", "ann", "lea")
    again = second.get(place)
    assert (again.json(), again["ETag"]) == (made, said["ETag"])
    entry = Decision.history.filter(id=proposed.pk).latest("history_id")
    assert (entry.history_channel, entry.status) == ("api", "in_force")


def test_a_second_person_refuses_it_with_a_reason(second, proposed):
    said = answer(second, proposed, "reject", reason="We still need it.")
    made = said.json()
    assert (said.status_code, made["status"], made["ended_by"]) == (200, "rejected", "lea")
    assert (made["ended_because"], made["approved_by"]) == ("We still need it.", None)


def test_refusing_needs_a_reason_and_confirming_takes_none(second, proposed):
    for verb, said, attr in (("reject", {}, "reason"), ("confirm", {"reason": "Fine."}, "reason")):
        refused = answer(second, proposed, verb, **said)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, attr)
    blank = answer(second, proposed, "reject", reason="  ")
    assert blank.status_code == 400
    assert state_of(proposed) == "proposed"


@pytest.mark.parametrize("verb", ["confirm", "reject"])
def test_nobody_answers_a_decision_of_their_own(running, verb):
    four_eyes_from(1)
    alex = person("alex", "administrator")
    own = decide(running, alex, now=clock.now())
    refused = answer(client_with_token(alex), own, verb, **({"reason": "x"} if verb == "reject" else {}))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "own_decision")
    assert state_of(own) == "proposed"


@pytest.mark.parametrize("verb", ["confirm", "reject"])
def test_who_decides_but_does_not_confirm_is_refused(client, proposed, verb):
    refused = answer(client, proposed, verb, reason="x")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "not_allowed")
    assert state_of(proposed) == "proposed"


def test_who_confirms_elsewhere_does_not_confirm_here(running, proposed):
    there = department("Elsewhere")
    eve = person("eve", "finance", where=there)
    assert answer(client_with_token(eve), proposed, "confirm").status_code == 404
    reader = with_role(person("kim", "auditor"), "finance", there)
    refused = answer(client_with_token(reader), proposed, "confirm")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "not_allowed")
    assert state_of(proposed) == "proposed"


def test_a_decision_about_a_confidential_contract_is_not_there_for_others(second, ann):
    four_eyes_from(1)
    secret = contract(title="Secret", is_confidential=True, owner_id=ann.pk)
    decision = decide(secret, ann, now=clock.now())
    assert answer(second, decision, "confirm").status_code == 404
    assert answer(second, decision, "reject", reason="x").status_code == 404
    assert state_of(decision) == "proposed"


def test_a_decision_is_answered_under_its_own_contract_only(second, proposed):
    place = below(contract(title="Other"), "decisions", proposed.pk, "confirm")
    assert second.post(place, {}, format="json", headers={"If-Match": "*"}).status_code == 404


def test_a_token_confirms_only_with_the_scope_for_confirming(lea, proposed):
    for scopes, status in (
        (("contracts:read",), 403),
        (("contracts:write",), 403),
        (("decisions:write",), 403),
        (("decisions:confirm",), 200),
    ):
        said = answer(client_with_token(lea, *scopes), proposed, "confirm")
        assert said.status_code == status
        if status == 403:
            assert said.json()["errors"][0]["code"] == "scope_missing"


def test_who_only_confirms_gets_a_token_that_confirms_and_decides_nothing(running, proposed):
    fin = client_with_token(person("fin", "finance"), "decisions:confirm")
    said = {"kind": "renew", "reason": "x"}
    assert fin.post(below(running, "decisions"), said, format="json").status_code == 403
    assert answer(fin, proposed, "confirm").status_code == 200


def test_an_answer_from_an_old_version_or_from_none_changes_nothing(second, ann, running, proposed):
    place = below(running, "decisions", proposed.pk, "confirm")
    old = second.get(below(running, "decisions", proposed.pk))["ETag"]
    assert second.post(place, {}, format="json").status_code == 428
    assert answer(second, proposed, "reject", reason="No.").status_code == 200
    late = second.post(place, {}, format="json", headers={"If-Match": old})
    assert (late.status_code, late.json()["errors"][0]["code"]) == (412, "stale")
    gone = answer(second, proposed, "confirm")
    assert (gone.status_code, gone.json()["errors"][0]["code"]) == (409, "no_such_move")
    assert state_of(proposed) == "rejected"


def test_a_repeat_with_its_key_gets_the_first_answer_and_confirms_once(second, running, proposed):
    place = below(running, "decisions", proposed.pk)
    headers = {"If-Match": second.get(place)["ETag"], "Idempotency-Key": "c1"}
    first, repeat = (second.post(f"{place}confirm/", {}, format="json", headers=headers) for _ in range(2))
    assert (repeat.status_code, repeat.content) == (200, first.content)
    assert repeat["Idempotency-Replayed"] == "true"
    assert Decision.history.filter(id=proposed.pk).count() == 2


def test_the_confirmed_takes_the_place_of_what_stood_before(second, client, running, ann):
    before = decide(running, ann, "renew", now=clock.now())
    four_eyes_from(1)
    after = decide(running, ann, now=clock.now())
    assert state_of(before) == "in_force"
    assert answer(second, after, "confirm").json()["status"] == "in_force"
    assert state_of(before) == "superseded"


def test_confirming_costs_a_fixed_number_of_queries(second, running, ann, django_assert_num_queries):
    four_eyes_from(1)
    for kind in ("renew", "terminate", "renegotiate"):
        last = decide(running, ann, kind, now=clock.now())
    place = below(running, "decisions", last.pk, "confirm")
    with django_assert_num_queries(37):
        second.post(place, {}, format="json", headers={"If-Match": "*"})
