"""The content store: each file once, under the SHA-256 of its bytes, outside the web root.

1. ``ab/cd/abcd…``: two levels of folders, so that no folder grows without end.
2. A file is written beside its place, flushed to the disk, made read-only, and then moved there in one
   step: it is there whole or not at all. What is there is never overwritten.
3. When a file is read its digest is checked: a changed or damaged file is not handed out.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from core.errors import UserError

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class StoreFailed(UserError):
    """The store could not keep or give a file; the message says why."""

    code = "file_store"
    status = 507


class ContentStore:
    """The files under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Return where the file with this digest is, or would be.

        Raises:
            ValueError: Not a SHA-256 in lower-case hex.
        """
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def keep(self, data: bytes) -> str:
        """Store ``data`` unless it is there already, and return its SHA-256.

        Raises:
            StoreFailed: The disk is full, or the folder cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path_of(sha256)
        if self._is_whole(target, len(data)):
            return sha256
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
            self._write(target, data)
        except OSError as error:
            raise StoreFailed(_sentence(error)) from None
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes with this digest.

        Raises:
            StoreFailed: They are not there, or are not what they were.
        """
        try:
            data = self.path_of(sha256).read_bytes()
        except OSError:
            raise StoreFailed(
                "The file is missing from the store. An administrator can restore it."
            ) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreFailed(
                "The file in the store was changed or damaged. An administrator can restore it."
            )
        return data

    def _is_whole(self, target: Path, size: int) -> bool:
        with contextlib.suppress(OSError):
            return target.stat().st_size == size
        return False

    def _write(self, target: Path, data: bytes) -> None:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o440)
            os.replace(temporary, target)
            _flush_folder(target.parent)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sentence(error: OSError) -> str:
    if error.errno in _FULL:
        return "The disk for files is full. Nothing was stored; an administrator must free some space."
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"The file store cannot be written ({reason}). Nothing was stored."


def content_store() -> ContentStore:
    """Return the store that the settings name."""
    return ContentStore(Path(settings.FILE_STORE_DIR))
