"""Programs under the supervisor: prefixed, revived, stopped in order, never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from core.embedded.folder import CHECKOUT
from tests.support.waiting import is_alive, until

DRIVER = """
import os, sys
from core.supervisor import Program, ProgramSpec, Supervisor, SupervisorError, Terminal
from core.embedded.folder import CHECKOUT
names = {"web": sys.argv[1], "worker": sys.argv[2]}
specs = [ProgramSpec(name, (sys.executable, "-c", code), 1.0) for name, code in names.items()]
terminal = Terminal()
supervisor = Supervisor([Program(spec, CHECKOUT, os.environ) for spec in specs], terminal)
with supervisor.signals():
    try:
        supervisor.start()
        if len(sys.argv) > 3:
            supervisor.wait_until(lambda: False)
        supervisor.run(lambda: None)
    except SupervisorError as error:
        terminal.say(f"gave up: {error}")
    finally:
        supervisor.stop(["worker", "web"])
terminal.say("stopped")
"""
LIVES = "import os, signal; print('pid', os.getpid(), flush=True); signal.pause()"
IGNORES = "import signal; signal.signal(15, signal.SIG_IGN)\n" + LIVES + "\nwhile True: signal.pause()"
SAYS_GOODBYE = """
import os, signal, sys
def end(*_):
    print("goodbye", flush=True)
    sys.exit(0)
signal.signal(15, end)
print("pid", os.getpid(), flush=True)
signal.pause()
"""
ENDS = "print('no newline at the end', end='')"


class Run:
    """A supervisor process and what it printed."""

    def __init__(self, *programs: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, *programs],
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []

    def read_until(self, text: str) -> str:
        """Read lines up to the first that contains ``text``; return it."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if text in line:
                return line.rstrip()
        raise AssertionError(f"{text!r} never came; there was: {self.lines}")

    def pids(self, count: int) -> list[int]:
        """Wait for the programs' process numbers."""
        return [int(self.read_until("pid ").rsplit(" ", 1)[1]) for _ in range(count)]

    def end(self) -> None:
        """Read to the end and wait."""
        self.lines += [line.rstrip() for line in self.process.stdout]
        self.process.wait(20)


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    """Runs to be ended with the test, however it goes."""
    started: list[Run] = []
    yield started
    for run in started:
        run.process.kill()
        run.end()


def start(runs: list[Run], *programs: str) -> Run:
    runs.append(Run(*programs))
    return runs[-1]


def test_each_line_carries_the_name_of_its_program(runs: list[Run]) -> None:
    run = start(runs, "print('from web'); import signal; signal.pause()", LIVES)
    assert "web    | from web" in [run.read_until("from web"), *run.lines]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_the_programs_in_the_order_given(runs: list[Run], number: signal.Signals) -> None:
    run = start(runs, SAYS_GOODBYE, SAYS_GOODBYE)
    pids = run.pids(2)
    run.process.send_signal(number)
    run.end()
    said = [line for line in run.lines if "goodbye" in line or "stopped" in line]
    assert said == ["worker | goodbye", "web    | goodbye", "up     | stopped"]
    assert run.process.returncode == 0
    assert not any(is_alive(pid) for pid in pids)


def test_a_program_that_ends_by_itself_is_started_again(runs: list[Run]) -> None:
    run = start(runs, LIVES, LIVES)
    first = run.pids(2)
    os.kill(first[0], signal.SIGKILL)
    assert "ended (code -9); starting it again in 1 s" in run.read_until("ended")
    (second,) = run.pids(1)
    assert second not in first


def test_the_last_words_of_a_program_are_printed_even_without_a_newline(runs: list[Run]) -> None:
    run = start(runs, ENDS, LIVES)
    assert run.read_until("no newline") == "web    | no newline at the end"


def test_a_program_that_never_starts_ends_the_run_before_it_is_ready(runs: list[Run]) -> None:
    run = start(runs, "raise SystemExit(3)", LIVES, "wait")
    assert run.read_until("gave up").endswith("web does not start; its last lines are above.")
    run.end()
    assert run.lines[-1] == "up     | stopped"


def test_a_program_that_does_not_listen_is_killed_after_its_time(runs: list[Run]) -> None:
    run = start(runs, LIVES, IGNORES)
    pids = run.pids(2)
    run.process.send_signal(signal.SIGTERM)
    run.end()
    assert "up     | worker did not end in time; killing it" in run.lines
    assert not any(is_alive(pid) for pid in pids)


def test_no_program_outlives_a_supervisor_that_was_killed(runs: list[Run]) -> None:
    run = start(runs, LIVES, IGNORES)
    pids = run.pids(2)
    run.process.send_signal(signal.SIGKILL)
    until(lambda: not any(is_alive(pid) for pid in pids), what="the end of the programs")
