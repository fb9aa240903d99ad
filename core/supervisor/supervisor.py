"""The supervisor: runs the programs of one installation until it is told to stop.

1. Programs start in the order given. Their lines are printed with a prefix.
2. A program that ends by itself is started again after 1, 2, 4 … 30 seconds; one
   that cannot start three times before the first readiness ends the run.
3. SIGTERM, SIGINT and SIGHUP stop the programs in the order given for stopping,
   each after the one before it has ended; a second signal kills them at once.
4. When the supervisor itself is killed, Linux kills the programs.
5. While it runs, it calls ``watch`` every two seconds (to look after the servers).
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from core.supervisor.program import Program
from core.supervisor.terminal import Terminal

LOOK_SECONDS = 0.25
WATCH_SECONDS = 2.0
READY_SECONDS = 120.0
FAILURES_BEFORE_READY = 3


class SupervisorError(Exception):
    """The run cannot go on; the message is one line."""


class Supervisor:
    """Runs programs side by side."""

    def __init__(self, programs: Sequence[Program], terminal: Terminal) -> None:
        self._programs = {program.name: program for program in programs}
        self._terminal = terminal
        self._selector = selectors.DefaultSelector()
        self._signals = 0
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Take the stop signals for the length of a block."""
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        wakeup = signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, *_: object) -> None:
        self._signals += 1

    @property
    def is_stopping(self) -> bool:
        """Whether a stop signal has arrived."""
        return self._signals > 0

    def start(self) -> None:
        """Start every program."""
        for program in self._programs.values():
            self._start(program)

    def wait_until(self, is_ready: Callable[[], bool]) -> None:
        """Look after the programs until ``is_ready`` says yes or a stop signal arrives.

        Raises:
            SupervisorError: a program cannot start, or nothing is ready in two minutes.
        """
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_stopping and not is_ready():
            self._look()
            for program in self._programs.values():
                if program.failures >= FAILURES_BEFORE_READY:
                    raise SupervisorError(f"{program.name} does not start; its last lines are above.")
            if time.monotonic() > deadline:
                raise SupervisorError(f"The web pages do not answer after {READY_SECONDS:.0f} s.")

    def run(self, watch: Callable[[], None]) -> None:
        """Look after the programs until a stop signal arrives, calling ``watch`` now and then."""
        watch_at = time.monotonic()
        while not self.is_stopping:
            self._look()
            if time.monotonic() >= watch_at:
                watch()
                watch_at = time.monotonic() + WATCH_SECONDS

    def stop(self, order: Sequence[str]) -> None:
        """Stop the programs in ``order``, each in its own time; kill what does not end."""
        asked = self._signals
        for program in (self._programs[name] for name in order):
            program.restart_at = None
            program.ask_to_stop()
            started = told = time.monotonic()
            while program.is_running:
                self._look(restart=False)
                now = time.monotonic()
                if now - started > program.spec.stop_seconds or self._signals > max(asked, 1):
                    self._terminal.say(f"{program.name} did not end in time; killing it")
                    program.kill()
                elif now - told > 2:
                    told = now
                    self._terminal.say(f"Waiting for {program.name} to finish … {now - started:.0f} s")
            self._drain(program)
            program.close()
        self._selector.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _start(self, program: Program) -> None:
        self._selector.register(program.start(), selectors.EVENT_READ, program)

    def _look(self, *, restart: bool = True) -> None:
        """Print what the programs wrote, and start again what ended."""
        for key, _ in self._selector.select(LOOK_SECONDS):
            if key.data is None:
                os.read(self._wake_read, 1024)
            else:
                self._print_lines(key.data)
        if restart and not self.is_stopping:
            for program in self._programs.values():
                self._revive(program)

    def _print_lines(self, program: Program) -> None:
        """Print the new lines of a program, and stop watching an output that has ended."""
        lines, ended = program.lines()
        for line in lines:
            self._terminal.line(program.name, line)
        if ended:
            self._forget(program)

    def _revive(self, program: Program) -> None:
        """Plan the restart of a program that ended, or start it when its time has come."""
        if program.is_running:
            return
        if program.restart_at is None:
            self._drain(program)
            program.close()
            pause = program.plan_restart()
            code = program.exit_code
            self._terminal.say(f"{program.name} ended (code {code}); starting it again in {pause:.0f} s")
        elif time.monotonic() >= program.restart_at:
            self._start(program)

    def _drain(self, program: Program) -> None:
        """Print what an ended program wrote last."""
        while self._is_watched(program):
            lines, ended = program.lines()
            for line in lines:
                self._terminal.line(program.name, line)
            if ended or not lines:
                self._forget(program)

    def _is_watched(self, program: Program) -> bool:
        return any(key.data is program for key in self._selector.get_map().values())

    def _forget(self, program: Program) -> None:
        for key in list(self._selector.get_map().values()):
            if key.data is program:
                self._selector.unregister(key.fd)
