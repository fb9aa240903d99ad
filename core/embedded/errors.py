"""The one error of the embedded servers."""

from __future__ import annotations

import errno
from pathlib import Path


class EmbeddedError(Exception):
    """An embedded server cannot be used; the message is one line: what, where, what to do."""


def folder_error(folder: Path, error: OSError) -> EmbeddedError:
    """Return the one-line error for a folder that the operating system refused to write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    reason = error.strerror or str(error)
    return EmbeddedError(
        f"The data folder {folder} cannot be used ({reason}). "
        "Give this user write access to it, or set TERMKEEPER_DATA to another folder."
    )


def disk_full(folder: Path) -> EmbeddedError:
    """Return the one-line error for a disk without room."""
    return EmbeddedError(f"The disk that holds {folder} is full. Free some space there, then start again.")
