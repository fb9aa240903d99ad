"""Processes of the product that may be killed, and the count of what they sent."""

from __future__ import annotations

import contextlib
import os
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

from core.mail import mailbox
from core.models import Delivery, SweepRun

REPOSITORY = Path(__file__).resolve().parents[2]
CONTRACTS = int(os.environ.get("TERMKEEPER_CHAOS_CONTRACTS", "200"))
SWEEP = "import django; django.setup()\nfrom core.reminders.sweeping import sweep\nsweep()\n"
CELERY = ("-m", "celery", "-A", "config")
WORKER = (*CELERY, "worker", "--concurrency", "1", "--loglevel", "ERROR")


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


def start_beat(portfolio: dict[str, Any], name: str = "beat", **more: str) -> subprocess.Popen[bytes]:
    """Start a beat with a schedule file of its own; it asks for a sweep every second."""
    schedule = str(portfolio["folder"] / name)
    return start(
        portfolio, *CELERY, "beat", "--loglevel", "ERROR", "--pidfile=", "--schedule", schedule, **more
    )


def wait_for_progress(process: subprocess.Popen[bytes], seconds: float) -> None:
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


def wait_until_all_are_sent() -> None:
    """Wait until the database says that every message was sent, or four minutes."""
    deadline = time.monotonic() + 240
    while Delivery.objects.filter(state="sent").count() < CONTRACTS and time.monotonic() < deadline:
        time.sleep(0.2)


def wait_for_sweeps_after(count: int) -> int:
    """Wait until more sweeps than ``count`` have ended, or a minute; return how many have."""
    deadline = time.monotonic() + 60
    while (ended := SweepRun.objects.filter(finished_at__isnull=False).count()) <= count:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    return ended
