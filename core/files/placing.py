"""Writing a file where a person asked for it: the whole file, or nothing.

1. What is there stays whole until the new content is on the disk; then one replaces the other.
2. A link is followed. What is not a regular file (a folder, a device, a pipe) is refused.
3. The new file has the permissions of the one it replaces, or those that this process gives to new files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from core.errors import UserError

NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class UnwritablePlace(UserError):
    """A file cannot be written where it was asked for; the message names the place and the reason."""

    code = "unwritable_place"

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path} cannot be written: {error.strerror or error}. Choose another place.")


def check_place(path: Path) -> None:
    """Make sure that ``path`` can be written, before the work of making its content.

    Raises:
        UnwritablePlace: The folder is missing or not writable, or something else than a file is there.
    """
    with _beside(path):
        pass


def place_file(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, whole or not at all, replacing the file that is there.

    Raises:
        UnwritablePlace: The folder is missing or not writable, the disk is full, or something else than a
            file is there.
    """
    with _beside(path) as (file, temporary, target):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if target.exists():
            os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)


def _target(path: Path) -> Path:
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    return path.resolve()


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[BinaryIO, Path, Path]]:
    """Open a new file in the folder of ``path``; give it, its path, and the path that it is for.

    What is left of it afterwards is removed.
    """
    try:
        target = _target(path)
        temporary = target.with_name(f".termkeeper-{secrets.token_hex(8)}")
        try:
            with open(os.open(temporary, NEW, 0o666), "wb") as file:
                yield file, temporary, target
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UnwritablePlace(path, error) from None
