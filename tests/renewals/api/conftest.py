"""Who asks, and the contract that is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.models import Contract
from core import clock
from tests.support.api import client_with_token, contract, person


@pytest.fixture
def ann(db: None) -> User:
    """Who decides, in every department."""
    return person("ann", "procurement")


@pytest.fixture
def client(ann: User) -> Any:
    """A client with every scope that Ann may give."""
    return client_with_token(ann)


@pytest.fixture
def running(ann: User) -> Contract:
    """A contract of Ann's that renews within a year, unless notice is given."""
    start = clock.today().replace(day=1)
    terms = TermsDraft(
        term_type="auto_renew", start_date=start, initial_term_quantity=12, initial_term_unit="months",
        renewal_term_quantity=12, renewal_term_unit="months",
    )  # fmt: skip
    rules = (NoticeRuleDraft(quantity=3, unit="months"),)
    return contract(terms=terms, notice_rules=rules, owner_id=ann.pk)
