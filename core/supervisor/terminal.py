"""What `manage.py up` prints: steps with their progress, and the programs' lines with a prefix."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

PROGRESS_SECONDS = 2.0
COLORS = {"web": "36", "worker": "33", "beat": "35", "up": "32"}
NAME_WIDTH = 6


class Terminal:
    """Writes whole lines to one stream; a reader who goes away does not stop the programs."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._colored = self._stream.isatty() and "NO_COLOR" not in os.environ
        self._lock = threading.Lock()

    def say(self, message: str) -> None:
        """Print a line of the supervisor itself."""
        self.line("up", message)

    def line(self, name: str, text: str) -> None:
        """Print one line of the program ``name``."""
        label = f"{name:<{NAME_WIDTH}} |"
        if self._colored:
            label = f"\x1b[{COLORS.get(name, '37')}m{label}\x1b[0m"
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write(f"{label} {text}\n")
            self._stream.flush()

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Say how long a step has been running, every two seconds, and when it is done after that."""
        started = time.monotonic()
        finished = threading.Event()

        def report() -> None:
            while not finished.wait(PROGRESS_SECONDS):
                self.say(f"{title} … {time.monotonic() - started:.0f} s")

        reporter = threading.Thread(target=report, daemon=True)
        reporter.start()
        try:
            yield
        finally:
            finished.set()
            reporter.join()
        if time.monotonic() - started > PROGRESS_SECONDS:
            self.say(f"{title}: done in {time.monotonic() - started:.1f} s")
