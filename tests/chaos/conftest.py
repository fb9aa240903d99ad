"""Contracts that are due, in a database and a folder that processes of their own reach."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core import clock
from tests.chaos.running import CONTRACTS
from tests.support.reminding import a_contract, a_department, a_person, a_vendor


@pytest.fixture
def portfolio(committed_db, settings, tmp_path) -> dict[str, Any]:
    """Record contracts that are due, with mail and marker in a folder of this test."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"
    owner, department, vendor = a_person("ana"), a_department(), a_vendor()
    now = clock.now()
    day = dt.timedelta(days=1)
    terms = {"term_type": "fixed", "start_date": now.date() - 50 * day, "end_date": now.date() + 30 * day}
    for _ in range(CONTRACTS):
        a_contract(
            now=now, owner=owner, department=department, vendor_id=vendor.pk, terms=terms, notice=False
        )
    environment = {
        **committed_db.environment(),
        "DJANGO_SETTINGS_MODULE": "tests.chaos.own_settings",
        "TERMKEEPER_CHAOS_FOLDER": str(tmp_path),
    }
    return {"environment": environment, "folder": tmp_path}
