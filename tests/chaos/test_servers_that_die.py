"""The broker emptied and the database restarted at once, twenty times while messages go out. None lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from core.embedded import using
from core.embedded.folder import server_folders
from core.mail import mailbox
from core.models import Delivery
from tests.chaos.running import (
    CONTRACTS,
    REPOSITORY,
    SWEEP,
    WORKER,
    broker,
    kill,
    start,
    start_beat,
    tally,
    wait_for_progress,
    wait_until_all_are_sent,
)
from tests.support.smtp_sink import free_port
from tests.support.waiting import until

pytestmark = pytest.mark.slow
TIMES = 20
RELEASE = """UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 s' WHERE state = 'sending'
RETURNING message_id, is_possible_duplicate"""
FILL = f"""
import datetime as dt, django; django.setup()
from core import clock
from tests.support.reminding import a_contract, a_department, a_person, a_vendor
now = clock.now(); day = dt.timedelta(days=1)
owner, department, vendor = a_person("ana"), a_department(), a_vendor()
terms = {{"term_type": "fixed", "start_date": now.date() - 50 * day, "end_date": now.date() + 30 * day}}
for _ in range({CONTRACTS}):
    a_contract(now=now, owner=owner, department=department, vendor_id=vendor.pk, terms=terms, notice=False)
"""


@pytest.mark.committed
def test_a_broker_emptied_twenty_times_loses_none_and_doubles_none(portfolio, capsys):
    address = {"REDIS_URL": f"redis://127.0.0.1:{(port := free_port())}/0"}
    with broker(port):
        worker = start(portfolio, *WORKER, **address)
        beat = start_beat(portfolio, **address)
        client = redis.Redis(port=port)
        emptied_while_sending = 0
        for time in range(TIMES):
            due = time * CONTRACTS // TIMES  # spread over the whole of the sending
            until(lambda due=due: len(mailbox.message_names()) > due, seconds=240, what=f"message {due}")
            client.flushall()
            emptied_while_sending += Delivery.objects.filter(state="sent").count() < CONTRACTS
        wait_until_all_are_sent()
        client.close()
        kill(beat)
        kill(worker)
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(f"\n{TIMES} times FLUSHALL, {emptied_while_sending} of them while sending: {lost} lost,"
              f" {unflagged} doubled, {flagged} flagged")  # fmt: skip
    assert (sent, lost, unflagged, flagged) == (CONTRACTS, 0, 0, 0)
    assert emptied_while_sending > 0


@pytest.fixture
def own_server(settings) -> Iterator[dict[str, Any]]:
    """Run a PostgreSQL of this test's own, filled with contracts that are due."""
    place = Path(tempfile.mkdtemp(prefix="tk-", dir="/tmp"))
    place.chmod(0o711)
    folder = server_folders(place / "data")
    settings.MAILBOX_DIR = place / "mailbox"
    try:
        with using("postgres", folder=folder) as server:
            environment = {
                **os.environ,
                "DATABASE_URL": server.url(),
                "DJANGO_SETTINGS_MODULE": "tests.chaos.own_settings",
                "TERMKEEPER_CHAOS_FOLDER": str(place),
            }
            for arguments in (("manage.py", "migrate", "--verbosity", "0"), ("-c", FILL)):
                subprocess.run([sys.executable, *arguments], cwd=REPOSITORY, env=environment, check=True)
            yield {"environment": environment, "folder": place, "server": server}
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_a_database_restarted_at_once_twenty_times_loses_none(own_server, capsys):
    server = own_server["server"]
    (pid_file,) = own_server["folder"].rglob("postmaster.pid")
    restarted_while_sending = 0
    for _ in range(TIMES):
        sweeper = start(own_server, "-c", SWEEP)
        wait_for_progress(sweeper, 0.0)
        restarted_while_sending += sweeper.poll() is None
        before = int(pid_file.read_text().splitlines()[0])
        os.kill(before, signal.SIGQUIT)  # an immediate shutdown: no checkpoint, every session cut off
        sweeper.wait(timeout=60)
        until(lambda before=before: _is_another(pid_file, before) and server.is_ready(), seconds=60)
        _ask(server.url(), RELEASE)
    assert start(own_server, "-c", SWEEP).wait(timeout=300) == 0
    ids = Counter(dict(mailbox.open_message(name).headers)["Message-ID"] for name in mailbox.message_names())
    rows = dict(_ask(server.url(), "SELECT message_id, is_possible_duplicate FROM core_delivery"))
    doubled = sum(1 for key, count in ids.items() if count > 1 and not rows[key])
    lost, flagged = CONTRACTS - len(ids), sum(rows.values())
    with capsys.disabled():
        print(f"\n{TIMES} immediate restarts, {restarted_while_sending} of them while sending:"
              f" {lost} lost, {doubled} doubled, {flagged} flagged")  # fmt: skip
    assert (len(ids), doubled) == (CONTRACTS, 0)
    assert restarted_while_sending > 0


def _is_another(pid_file: Path, before: int) -> bool:
    try:
        return int(pid_file.read_text().splitlines()[0]) != before
    except (FileNotFoundError, IndexError, ValueError):
        return False


def _ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement on the server of this test and return its rows."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()
