"""Who sees a deadline: whoever sees its contract, asked about one contract or about all."""

from __future__ import annotations

import pytest

from accounts.rules.roles import ROLE_LABELS
from renewals.models import Deadline
from tests.support.people import a_department, a_user
from tests.support.reminding import a_contract, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract_ids():
    tom, marketing = a_user("tom"), a_department("Marketing")
    return [
        a_contract(now=at("2026-06-01"), department=department, is_confidential=is_confidential, owner=tom).pk
        for department in (a_department(), marketing)
        for is_confidential in (False, True)
    ]


@pytest.mark.parametrize("is_everywhere", [True, False])
@pytest.mark.parametrize("role", [*ROLE_LABELS, None])
def test_the_deadlines_of_one_contract_are_seen_by_who_sees_them_among_all(contract_ids, role, is_everywhere):
    ana = a_user("ana", *([role] if role else []), department=None if is_everywhere else a_department())
    among_all = set(Deadline.objects.visible_to(ana).values_list("contract_id", flat=True))

    assert Deadline.unscoped.count() == len(contract_ids)
    for contract_id in contract_ids:
        assert Deadline.objects.of_contract(contract_id, ana).exists() == (contract_id in among_all)
