"""One program under the supervisor: started, listened to, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.embedded.account import die_with_parent

READ_BYTES = 65536
PRIVATE_FILES = 0o077  # uploads, mails and heads are for the account that runs the programs
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ProgramSpec:
    """How to run a program: its name in the log, command line, and seconds it may take to stop."""

    name: str
    command: tuple[str, ...]
    stop_seconds: float


class Program:
    """A running program in a session of its own, so that Ctrl-C reaches the supervisor alone."""

    def __init__(self, spec: ProgramSpec, folder: Path, environment: Mapping[str, str]) -> None:
        self.spec = spec
        self.name = spec.name
        self._folder = folder
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self.restart_at: float | None = None
        self.failures = 0

    def start(self) -> int:
        """Start the program and return the descriptor with its output."""
        self._process = subprocess.Popen(
            self.spec.command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=PRIVATE_FILES,
            preexec_fn=_die_when_the_supervisor_is_killed,
        )
        self._started = time.monotonic()
        self.restart_at = None
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)
        return self._process.stdout.fileno()

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """The exit code of the process that ended last."""
        return self._process.poll() if self._process else None

    def lines(self) -> tuple[list[str], bool]:
        """Return the complete lines written since the last call, and whether the output has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            chunk = os.read(self._process.stdout.fileno(), READ_BYTES)
        except BlockingIOError:
            return [], False
        if not chunk:
            rest, self._rest = self._rest, b""
            return ([rest.decode(errors="replace")] if rest else []), True
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        return [line.decode(errors="replace").rstrip("\r") for line in whole], False

    def close(self) -> None:
        """Close the output of an ended process and end what it left behind in its session."""
        if self._process and self._process.stdout:
            self._process.stdout.close()
        self._signal_session(signal.SIGKILL)

    def plan_restart(self) -> float:
        """Note a crash; return the seconds to wait before the next start (1, 2, 4 … 30)."""
        self.failures += 1
        if time.monotonic() - self._started > STEADY_SECONDS:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self.restart_at = time.monotonic() + pause
        return pause

    def ask_to_stop(self) -> None:
        """Tell the program to end in order."""
        if self.is_running:
            assert self._process is not None
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the program and everything in its session at once."""
        self._signal_session(signal.SIGKILL)

    def _signal_session(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def _die_when_the_supervisor_is_killed() -> None:
    die_with_parent(signal.SIGKILL)
