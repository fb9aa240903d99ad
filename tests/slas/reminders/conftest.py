"""A mailbox, a file store and a data folder of its own for each test of the renewals."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """Keep mail, files and the sweep's marker in a folder that only this test has."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"
    settings.FILE_STORE_DIR = tmp_path / "files"
