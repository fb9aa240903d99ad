"""Waiting for another process: until something holds, never for a fixed time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable


def until(holds: Callable[[], object], *, seconds: float = 30.0, what: str = "the condition") -> None:
    """Return as soon as ``holds()`` is true; fail the test when it never is."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not hold within {seconds:.0f} s"
        pause.wait(0.02)


def is_alive(process: int) -> bool:
    """Return whether a process lives (one that ended and was not waited for does not)."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return os.path.exists("/proc/self") is False
