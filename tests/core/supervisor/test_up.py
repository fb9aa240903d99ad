"""`manage.py up` as a real process: everything starts, answers, and ends in order."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.embedded.folder import CHECKOUT, server_folders
from core.embedded.postgres import Postgres
from core.embedded.valkey import Valkey
from tests.support.waiting import is_alive, until


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**kept, "TERMKEEPER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings"}


def manage(data: Path, *arguments: str | bytes, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**environment(data), **more},
        capture_output=True,
        text=True,
        check=False,
    )


class Up:
    """A running `manage.py up`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--port", str(self.port)],
            cwd=CHECKOUT,
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.read_until("Termkeeper is ready")

    def read_until(self, text: str) -> str:
        """Read lines up to the first that contains ``text``; return it."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if text in line:
                return line.rstrip()
        raise AssertionError("\n".join(self.lines))

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def get(self, path: str) -> int:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        server.request("GET", path)
        return server.getresponse().status


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder for this module: the database is migrated once."""
    place = Path(tempfile.mkdtemp(prefix="tk-", dir="/tmp"))
    place.chmod(0o711)
    yield place / "data"
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def up(data: Path) -> Iterator[Up]:
    """A run that is ready; ended with the test, however it goes."""
    run = Up(data)
    yield run
    run.process.kill()
    run.process.wait()
    run.process.stdout.close()


def nothing_runs(data: Path) -> bool:
    folder = server_folders(data)
    return not Postgres(folder).is_ready() and not Valkey(folder).is_ready()


def test_the_sign_in_page_answers_commands_attach_and_sigterm_ends_all_in_order(up: Up) -> None:
    assert up.get("/accounts/login/") == 200
    assert len(up.children()) >= 3

    attached = manage(up.data, "showmigrations", "contenttypes")
    assert (attached.returncode, attached.stderr) == (0, "")
    assert up.get("/accounts/login/") == 200, "the command must leave the servers running"

    second = manage(up.data, "up", "--port", str(free_port()))
    assert second.returncode == 1
    assert f"already runs on the data folder {up.data}" in second.stderr
    assert f"http://127.0.0.1:{up.port}" in second.stderr

    children = up.children()
    up.process.send_signal(signal.SIGTERM)
    rest, _ = up.process.communicate(timeout=60)
    assert up.process.returncode == 0
    assert rest.splitlines()[-1] == "up     | Stopped."
    assert "Traceback" not in rest
    assert not any(is_alive(child) for child in children)
    assert nothing_runs(up.data)


def test_servers_whose_keepers_are_killed_run_again(up: Up) -> None:
    locks = up.data / "locks"
    keepers = {name: int((locks / f"{name}.pid").read_text()) for name in ("postgres", "valkey")}
    for keeper in keepers.values():
        os.kill(keeper, signal.SIGKILL)
    for title in ("PostgreSQL", "Valkey"):
        assert up.read_until(f"{title} had been ended").endswith("it runs again")
    folder = server_folders(up.data)
    assert Postgres(folder).is_ready()
    assert Valkey(folder).is_ready()


def test_a_killed_run_leaves_nothing_and_the_next_one_starts(up: Up) -> None:
    children = up.children()
    up.process.send_signal(signal.SIGKILL)
    up.process.communicate()
    until(lambda: not any(is_alive(child) for child in children), what="the end of the programs")
    until(lambda: nothing_runs(up.data), what="the end of the servers")
    again = Up(up.data)
    try:
        assert again.get("/accounts/login/") == 200
    finally:
        again.process.send_signal(signal.SIGTERM)
        again.process.communicate(timeout=60)
    assert again.process.returncode == 0


REMINDER_THAT_NOTHING_OWES = """
from core import clock
from core.models import Reminder
Reminder.objects.create(kind="renewals.act_by", subject_type="contract", subject_id=10**9, period_key="x",
    offset_days=1, due_date="2999-01-01", timezone="UTC", reference_date="2999-01-02", planned_at=clock.now())
"""


def test_a_sweep_that_cannot_prove_its_work_is_told_and_stops_no_start(data: Path) -> None:
    made = manage(data, "shell", "-c", REMINDER_THAT_NOTHING_OWES)
    assert made.returncode == 0, made.stderr
    run = Up(data)
    try:
        assert run.get("/accounts/login/") == 200
    finally:
        run.process.send_signal(signal.SIGTERM)
        run.process.communicate(timeout=60)
    assert [line for line in run.lines if "could not prove its work" in line] == [
        "up     | Warning: the sweep could not prove its work (differences left: 1)."
        f" http://127.0.0.1:{run.port}/operations/ shows what differs."
    ]
    cleared = manage(data, "shell", "-c", "from core.models import Reminder; Reminder.objects.all().delete()")
    assert cleared.returncode == 0


def test_a_taken_port_ends_in_one_line(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = manage(data, "up", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is taken by another program" in done.stderr


def test_a_database_that_is_down_ends_in_one_line(data: Path) -> None:
    broken = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/termkeeper"}
    done = manage(data, "up", "--port", str(free_port()), **broken)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "The database cannot be used: " in done.stderr
