"""Locks between processes: the kernel drops them when a process ends, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class FileLock:
    """A lock on a file, shared or exclusive. Reading access is enough to take it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def share(self) -> None:
        """Take the lock together with others; wait while somebody has it alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def take(self) -> None:
        """Take the lock alone; wait until nobody else has it."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def try_take(self) -> bool:
        """Take the lock alone if nobody else has it.

        A shared lock held before is given up even when this fails.
        """
        return self._try(fcntl.LOCK_EX)

    def try_share(self) -> bool:
        """Take the lock together with others unless somebody has it alone."""
        return self._try(fcntl.LOCK_SH)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Give the lock up."""
        os.close(self._descriptor)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock ``path`` alone for the length of a block, waiting for it if need be."""
    lock = FileLock(path)
    try:
        lock.take()
        yield
    finally:
        lock.close()


def is_taken(path: Path) -> bool:
    """Return whether some process holds the lock ``path`` alone; two that look do not see each other."""
    lock = FileLock(path)
    try:
        return not lock.try_share()
    finally:
        lock.close()
