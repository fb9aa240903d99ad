"""Fifty clients at once: one change wins, one object is made."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from accounts.actions.tokens import create_token
from contracts_app.models import Contract
from core import clock
from core.models import IdempotentRequest
from tests.support.api import SYSTEM, contract, person
from vendors.models import Vendor

pytestmark = pytest.mark.committed
CLIENTS = 50


def at_once(send: Callable[[Any, int], Any]) -> list[Any]:
    """Send ``CLIENTS`` requests from as many threads, which start together; return the responses."""
    from rest_framework.test import APIClient

    owner = person("ann", "procurement")
    secret = create_token(
        actor=SYSTEM,
        owner=owner,
        label="",
        scopes=["contracts:write", "vendors:write"],
        days=1,
        now=clock.now(),
    ).secret
    responses: list[Any] = []
    start = threading.Barrier(CLIENTS)

    def run(number: int) -> None:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        start.wait()
        try:
            responses.append(send(client, number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return responses


def test_of_fifty_changes_with_one_etag_one_wins_and_the_others_are_stale(committed_db):
    found = contract()
    path, tag = f"/api/v1/contracts/{found.pk}/", f'"{found.version}"'
    responses = at_once(lambda client, number: client.patch(path, {"title": f"T{number}"}, HTTP_IF_MATCH=tag))
    assert Counter(response.status_code for response in responses) == {200: 1, 412: CLIENTS - 1}
    (winner,) = [response for response in responses if response.status_code == 200]
    assert Contract.unscoped.get().title == winner.json()["title"]


def test_of_fifty_posts_with_one_key_one_object_is_made(committed_db):
    responses = at_once(
        lambda client, number: client.post("/api/v1/vendors/", {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY="k-1")
    )
    statuses = Counter(response.status_code for response in responses)
    assert set(statuses) <= {201, 409}
    assert statuses[201] >= 1
    assert Vendor.unscoped.filter(name="Ost AG").count() == 1
    assert len({response.content for response in responses if response.status_code == 201}) == 1
    assert IdempotentRequest.objects.count() == 1
