"""Reading a file that a person named on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from core.errors import UserError
from core.files.inspection import LARGEST

_MEGABYTE: Final = 1024 * 1024


class UnreadableFile(UserError):
    """A named file is not there, may not be read, or is larger than any that is taken."""

    code = "unreadable_file"


def read_file(path: Path) -> bytes:
    """Return the file's bytes; a file larger than any that is taken is not read.

    Raises:
        UnreadableFile: It is missing, a folder, closed to this process, or too large.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableFile(
                f"“{path}” has {size / _MEGABYTE:.1f} MB; at most {LARGEST // _MEGABYTE} MB are taken."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"“{path}” cannot be read: {error.strerror or error}.") from None
