"""A data folder of its own for each test, where root's unprivileged servers can reach it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.embedded.folder import DataFolder, server_folders


@pytest.fixture
def root() -> Iterator[Path]:
    """An empty place for a data folder; its path is short."""
    place = Path(tempfile.mkdtemp(prefix="tk-", dir="/tmp"))
    place.chmod(0o711)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def folder(root: Path) -> DataFolder:
    """The folders of an embedded run that has not started yet."""
    return server_folders(root / "data")
