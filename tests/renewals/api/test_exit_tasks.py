"""Exit tasks over the API: read under their contract, ticked and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from renewals.models import ExitTask
from tests.support.api import below, client_with_token, contract, department, person, with_role
from tests.support.deciding import a_vendor_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(running, ann) -> ExitTask:
    """The first of the four tasks of a vendor's termination."""
    notice = a_vendor_notice(running, ann, "termination", now=clock.now())
    return ExitTask.unscoped.select_related("notice__contract").get(notice=notice, kind="replacement")


def place_of(task: ExitTask, *parts: str) -> str:
    return below(task.notice.contract, "exit-tasks", task.pk, *parts)


def move(client: Any, task: ExitTask, verb: str, tag: str = "*", key: str = "", **said: Any) -> Any:
    headers = {"If-Match": tag} | ({"Idempotency-Key": key} if key else {})
    return client.post(place_of(task, verb), said, format="json", headers=headers)


def test_the_tasks_of_a_contract_come_in_the_order_of_their_days(client, task):
    rows = client.get(f"{below(task.notice.contract, 'exit-tasks')}?count=true").json()
    assert rows["count"] == 4
    assert [row["kind"] for row in rows["results"]] == ["replacement", "data", "last_day", "final_invoice"]
    assert {row["notice_id"] for row in rows["results"]} == {task.notice_id}
    assert {(row["contract_id"], row["outcome"]) for row in rows["results"]} == {
        (task.notice.contract_id, "")
    }


def test_a_task_is_ticked_from_what_was_read_and_taken_back(client, task):
    read = client.get(place_of(task))
    done = move(client, task, "complete", read["ETag"], note="Nord Cloud.")
    said = done.json()
    assert (done.status_code, said["done_by"], said["note"]) == (200, "ann", "Nord Cloud.")
    assert said["done_at"] is not None
    assert client.get(place_of(task)).json() == said
    assert ExitTask.history.filter(id=task.pk).latest("history_id").history_channel == "api"
    opened = move(client, task, "reopen", done["ETag"])
    assert (opened.status_code, opened.json()["done_by"], opened.json()["done_at"]) == (200, None, None)


def test_ticking_twice_ticks_once(client, ann, task):
    other = client_with_token(person("lea", "legal"))
    first = move(client, task, "complete", note="Nord Cloud.").json()
    assert move(other, task, "complete", note="Something else.").json() == first
    assert ExitTask.history.filter(id=task.pk).count() == 2
    assert move(client, task, "reopen").json()["done_at"] is None
    assert move(client, task, "reopen").status_code == 200
    assert ExitTask.history.filter(id=task.pk).count() == 3


def test_a_repeat_with_its_key_gets_the_first_answer_though_it_was_taken_back_since(client, task):
    tag = client.get(place_of(task))["ETag"]
    first = move(client, task, "complete", tag, "t1", note="Done.")
    move(client, task, "reopen")
    repeat = move(client, task, "complete", tag, "t1", note="Done.")
    assert (repeat.status_code, repeat.content) == (200, first.content)
    assert ExitTask.unscoped.get(pk=task.pk).done_at is None


@pytest.mark.parametrize("verb", ["complete", "reopen"])
def test_from_an_old_version_or_from_none_nothing_is_ticked(client, task, verb):
    old = client.get(place_of(task))["ETag"]
    assert client.post(place_of(task, verb), {}, format="json").status_code == 428
    move(client, task, "complete")
    late = move(client, task, verb, old)
    assert (late.status_code, late.json()["errors"][0]["code"]) == (412, "stale")
    assert ExitTask.unscoped.get(pk=task.pk).done_at is not None


def test_a_note_that_is_too_long_or_a_field_that_is_not_there_is_refused_at_its_name(client, task):
    for said, attr in (({"note": "x" * 2_001}, "note"), ({"done_by": "ann"}, "done_by")):
        answer = move(client, task, "complete", **said)
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, attr)
    assert ExitTask.unscoped.get(pk=task.pk).done_at is None


def test_nothing_shows_of_the_tasks_of_a_contract_that_the_caller_may_not_see(client):
    keeper = person("keeper", "procurement")
    secret = contract(title="Secret", is_confidential=True, owner_id=keeper.pk)
    a_vendor_notice(secret, keeper, "termination", now=clock.now())
    task = ExitTask.unscoped.select_related("notice__contract").first()
    elsewhere = client_with_token(person("eve", "procurement", where=department("Elsewhere")))
    for one in (client, elsewhere):
        assert one.get(below(secret, "exit-tasks")).status_code == 404
        assert one.get(place_of(task)).status_code == 404
        assert move(one, task, "complete").status_code == 404
        assert move(one, task, "reopen").status_code == 404
    assert ExitTask.unscoped.get(pk=task.pk).done_at is None


def test_a_task_of_another_contract_is_not_here(client, task):
    other = contract(title="Other")
    assert client.get(below(other, "exit-tasks", task.pk)).status_code == 404
    place = below(other, "exit-tasks", task.pk, "complete")
    assert client.post(place, {}, format="json", headers={"If-Match": "*"}).status_code == 404


def test_who_only_reads_and_a_token_without_the_scope_tick_nothing(ann, task):
    reader = client_with_token(person("aud", "auditor"))
    assert reader.get(place_of(task)).status_code == 200
    assert move(reader, task, "complete").status_code == 403
    refused = move(client_with_token(ann, "contracts:write"), task, "complete")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "scope_missing")
    there = person("eve", "auditor")
    with_role(there, "procurement", department("Elsewhere"))
    refused = move(client_with_token(there), task, "complete")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "not_allowed")
    assert ExitTask.unscoped.get(pk=task.pk).done_at is None
    assert move(client_with_token(ann, "decisions:write"), task, "complete").status_code == 200


def test_reading_and_ticking_cost_a_fixed_number_of_queries(client, task, django_assert_num_queries):
    client.get(below(task.notice.contract, "exit-tasks"))
    with django_assert_num_queries(3):
        client.get(below(task.notice.contract, "exit-tasks"))
    with django_assert_num_queries(3):
        client.get(place_of(task))
    with django_assert_num_queries(19):
        move(client, task, "complete")
