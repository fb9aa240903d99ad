"""Real processes killed half-way: the worker, beat, the broker. None lost, none doubled."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import clock
from core.mail import mailbox
from core.models import Delivery
from core.reminders.reconciling import reconcile_all
from tests.support.reminding import a_contract, a_department, a_person, a_vendor
from tests.support.smtp_sink import free_port

pytestmark = [pytest.mark.slow, pytest.mark.committed]
REPOSITORY = Path(__file__).resolve().parents[2]
CONTRACTS = int(os.environ.get("TERMKEEPER_CHAOS_CONTRACTS", "200"))
KILLS = int(os.environ.get("TERMKEEPER_CHAOS_KILLS", "15"))
SWEEP = "import django; django.setup()\nfrom core.reminders.sweeping import sweep\nsweep()\n"


@pytest.fixture
def portfolio(committed_db, settings, tmp_path) -> dict[str, Any]:
    """Record contracts that are due, with mail and marker in a folder of this test."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"
    owner, department, vendor = a_person("ana"), a_department(), a_vendor()
    now = clock.now()
    day = dt.timedelta(days=1)
    terms = {"term_type": "fixed", "start_date": now.date() - 50 * day, "end_date": now.date() + 30 * day}
    for _ in range(CONTRACTS):
        a_contract(
            now=now, owner=owner, department=department, vendor_id=vendor.pk, terms=terms, notice=False
        )
    environment = {
        **committed_db.environment(),
        "DJANGO_SETTINGS_MODULE": "tests.chaos.own_settings",
        "TERMKEEPER_CHAOS_FOLDER": str(tmp_path),
    }
    return {"environment": environment, "folder": tmp_path}


def start(portfolio: dict[str, Any], *arguments: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a Python process of the product in its own session."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=portfolio["environment"] | more,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with everything it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def release_leases() -> None:
    """Let the leases of the dead run out at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 s'"
            " WHERE state = 'sending'"
        )


def tally() -> tuple[int, int, int, int]:
    """Return how many were sent, lost, doubled without being flagged, and flagged."""
    ids = Counter(dict(mailbox.open_message(name).headers)["Message-ID"] for name in mailbox.message_names())
    rows = dict(Delivery.objects.values_list("message_id", "is_possible_duplicate"))
    lost = CONTRACTS - len(ids)
    unflagged = sum(1 for key, count in ids.items() if count > 1 and not rows[key])
    return len(ids), lost, unflagged, sum(rows.values())


def test_sweeps_killed_at_random_lose_none_and_double_none_unflagged(portfolio, capsys):
    chance = random.Random(7)
    for _ in range(KILLS):
        process = start(portfolio, "-c", SWEEP)
        _wait_for_progress(process, chance.uniform(0.0, 0.6))
        kill(process)
        release_leases()
    start(portfolio, "-c", SWEEP).wait(timeout=300)
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(
            f"\n{KILLS} SIGKILLs over {CONTRACTS} messages:"
            f" {lost} lost, {unflagged} doubled, {flagged} flagged"
        )
    assert (sent, lost, unflagged) == (CONTRACTS, 0, 0)
    assert flagged <= KILLS
    assert reconcile_all(clock.now()).left == 0


def _wait_for_progress(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until the process has sent something (or ended), and a random while longer."""
    before = len(mailbox.message_names())
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if len(mailbox.message_names()) > before:
            break
        time.sleep(0.02)
    time.sleep(seconds)


@contextlib.contextmanager
def broker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a broker of this test's own."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("needs the Debian package redis-server")
    process = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def test_worker_beat_and_broker_killed_half_way_lose_none(portfolio, capsys):
    port = free_port()
    address = {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    worker = ("-m", "celery", "-A", "config", "worker", "--concurrency", "1", "--loglevel", "ERROR")
    sending = "from core.tasks.reminders import sweep_task; sweep_task.delay()"
    nudge = ("-c", f"import django; django.setup(); {sending}")
    with broker(port):
        first = start(portfolio, *worker, **address)
        start(portfolio, *nudge, **address).wait(timeout=60)
        _wait_for_progress(first, 0.2)
        kill(first)
    half = len(mailbox.message_names())
    release_leases()
    with broker(port):
        second = start(portfolio, *worker, **address)
        start(portfolio, *nudge, **address).wait(timeout=60)
        _wait_until_all_are_sent()
        kill(second)
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(f"\nworker and broker killed after {half} of {CONTRACTS}: {lost} lost, {unflagged} doubled,"
              f" {flagged} flagged")  # fmt: skip
    assert (sent, lost, unflagged) == (CONTRACTS, 0, 0)
    assert 0 < half < CONTRACTS


def _wait_until_all_are_sent() -> None:
    deadline = time.monotonic() + 240
    while Delivery.objects.filter(state="sent").count() < CONTRACTS and time.monotonic() < deadline:
        time.sleep(0.2)


def test_without_a_broker_the_command_sends_everything(portfolio):
    nowhere = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    assert start(portfolio, "manage.py", "sweep", **nowhere).wait(timeout=300) == 0
    assert tally()[:3] == (CONTRACTS, 0, 0)
