"""What the set-up says: one line per step, progress while a step takes long, one line on failure."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

TICK_SECONDS_TERMINAL = 1.0
TICK_SECONDS_LOG = 10.0
TAIL_LINES = 15
LOG_DETAIL = 80


class SetupError(Exception):
    """A set-up step that cannot go on; the message is one line that says what to do."""


def say(message: str) -> None:
    """Print one line at once."""
    print(message, flush=True)


def warn(message: str) -> None:
    """Print one line to standard error at once."""
    print(message, file=sys.stderr, flush=True)


class Step:
    """A named step that shows how long it has been running.

    On a terminal the line is rewritten every second; in a log a new line is
    written every ten seconds, so that a slow step is never silent.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = time.monotonic()
        self.terminal = sys.stdout.isatty()
        self._next = self.started + (TICK_SECONDS_TERMINAL if self.terminal else TICK_SECONDS_LOG)
        if not self.terminal:
            say(f"{title} …")

    def tick(self, detail: str = "") -> None:
        """Show progress when it is due; ``detail`` is the newest line of the tool at work."""
        now = time.monotonic()
        if now < self._next:
            return
        seconds = int(now - self.started)
        if self.terminal:
            self._next = now + TICK_SECONDS_TERMINAL
            width = os.get_terminal_size().columns if sys.stdout.isatty() else 80
            line = f"{self.title} … {seconds} s {detail}"
            print("\r\x1b[K" + line[: width - 1], end="", flush=True)
        else:
            self._next = now + TICK_SECONDS_LOG
            say(f"  {seconds} s {detail[:LOG_DETAIL]}".rstrip())

    def done(self) -> None:
        """Close the step with the time it took."""
        seconds = time.monotonic() - self.started
        if self.terminal:
            print("\r\x1b[K", end="")
        say(f"{self.title}: done in {seconds:.1f} s")

    def failed(self) -> None:
        """Close the line of a step that failed; the caller says why."""
        if self.terminal:
            print("\r\x1b[K", end="", flush=True)


def run_step(
    title: str,
    command: Sequence[str | Path],
    *,
    hint: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run ``command`` as a step; show its progress, and its last lines only when it fails.

    Raises:
        SetupError: the command is missing or ended with an error; the message
            carries ``hint``, which says what to do.
    """
    step = Step(title)
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        step.failed()
        raise SetupError(f"{title} failed: {command[0]} cannot be run ({error.strerror}). {hint}") from None
    tail = _follow(process, step)
    if process.wait() != 0:
        step.failed()
        for line in tail:
            warn(f"    {line}")
        raise SetupError(f"{title} failed (exit code {process.returncode}). {hint}")
    step.done()


def _follow(process: subprocess.Popen[str], step: Step) -> deque[str]:
    """Read the output until it ends, ticking meanwhile; return its last lines."""
    lines: queue.Queue[str | None] = queue.Queue()
    output = process.stdout
    assert output is not None

    def pump() -> None:
        for line in output:
            lines.put(line.rstrip())
        lines.put(None)

    threading.Thread(target=pump, daemon=True).start()
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    while True:
        try:
            line = lines.get(timeout=0.25)
        except queue.Empty:
            step.tick(tail[-1] if tail else "")
            continue
        if line is None:
            return tail
        if line:
            tail.append(line)
        step.tick(line)
