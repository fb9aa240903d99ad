"""``make bench`` writes its rows by SQL: they must be rows that the product reads."""

from __future__ import annotations

import pytest

from bench import database
from contracts_app.models import Contract
from core import clock
from renewals.actions.deadlines import recompute_deadlines
from renewals.models import Deadline

pytestmark = pytest.mark.django_db


def test_the_rows_of_the_measurement_are_contracts_with_deadlines(capsys):
    database.write(60)
    ids = list(Contract.unscoped.values_list("pk", flat=True))
    assert len(ids) == 60
    recompute_deadlines(actor=database.ACTOR, contract_ids=ids, now=clock.now(), reason="A test.")
    current = Deadline.unscoped.filter(is_current=True)
    assert current.count() == Contract.unscoped.filter(status="active").count() > 40
    assert not current.filter(status="unknown").exists()
    assert "60 of 60 contracts" in "".join(capsys.readouterr())
