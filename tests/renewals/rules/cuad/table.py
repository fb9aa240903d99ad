"""The whole table: one row for each published contract that says how it renews."""

from __future__ import annotations

from typing import Final

from tests.renewals.rules.cuad.facts_left_out import NO_END, NO_NOTICE, NO_START
from tests.renewals.rules.cuad.left_at_any_time import LEFT_AT_ANY_TIME
from tests.renewals.rules.cuad.renewed_by_choice import RENEWED_BY_CHOICE
from tests.renewals.rules.cuad.row import ContractRow
from tests.renewals.rules.cuad.stopped_by_notice import OTHER_LENGTHS, YEARLY

TABLE: Final[tuple[ContractRow, ...]] = (
    *YEARLY,
    *OTHER_LENGTHS,
    *RENEWED_BY_CHOICE,
    *LEFT_AT_ANY_TIME,
    *NO_START,
    *NO_END,
    *NO_NOTICE,
)
