"""The database for tests whose transactions are really committed."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.request

import pytest
from django.db import close_old_connections, connections

from core.audit import Actor, acting
from tests.support.committed import CommittedDatabase, LiveSite
from vendors.models import Entity

pytestmark = pytest.mark.committed


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_finds_only_what_it_committed_itself(
    committed_db: CommittedDatabase, actor: Actor, round_: int
) -> None:
    with acting(actor):
        Entity.unscoped.create(name=f"Entity {round_}")
    assert list(Entity.unscoped.values_list("name", flat=True)) == [f"Entity {round_}"]


def test_a_thread_sees_what_the_test_committed(committed_db: CommittedDatabase, actor: Actor) -> None:
    seen: list[str] = []

    def look() -> None:
        seen.extend(Entity.unscoped.values_list("name", flat=True))
        connections.close_all()

    with acting(actor):
        Entity.unscoped.create(name="Northwind Ltd")
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == ["Northwind Ltd"]


def test_a_subprocess_sees_what_the_test_committed(committed_db: CommittedDatabase, actor: Actor) -> None:
    with acting(actor):
        Entity.unscoped.create(name="Northwind Ltd")
    close_old_connections()
    code = (
        "import django; django.setup(); from vendors.models import Entity; print(Entity.unscoped.get().name)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=committed_db.environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (run.stdout.strip(), run.returncode) == ("Northwind Ltd", 0), run.stderr


def test_the_live_site_answers_from_the_committed_database(live_site: LiveSite) -> None:
    with urllib.request.urlopen(f"{live_site.url}/static/admin/css/base.css", timeout=10) as answer:
        assert answer.status == 200
