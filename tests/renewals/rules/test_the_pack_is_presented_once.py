"""The leverage pack is presented with one message of an act-by date, on its day or as soon as one comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules.ladder import act_by_ladder
from renewals.rules.pack import presents_pack
from renewals.rules.policy import STANDARD, ReminderRule

DAYS = st.integers(0, 400)
YEARLY = {"term": {"type": "auto_renew"}, "notice": {"anchor": "term_end"}}


@pytest.mark.parametrize(
    ("offset", "sent", "pack_days", "presents"),
    [
        pytest.param(180, [180], 120, False, id="before its day"),
        pytest.param(120, [180, 120], 120, True, id="on its day"),
        pytest.param(90, [180, 120, 90], 120, False, id="after it was presented"),
        pytest.param(90, [90], 120, True, id="the first after its day, which lay before the term"),
        pytest.param(60, [180, 60], 120, True, id="the first after its day, which a snooze kept back"),
        pytest.param(0, [0], 120, True, id="recorded on the last day"),
        pytest.param(120, [120], 0, False, id="a policy without a pack"),
        pytest.param(0, [0], 0, False, id="a policy without a pack, on the day itself"),
    ],
)
def test_it_is_presented_with_the_first_message_from_its_day_on(offset, sent, pack_days, presents):
    assert presents_pack(offset, sent, pack_days) is presents


@given(ladder=st.sets(DAYS, min_size=1), lost=st.sets(DAYS), pack_days=st.integers(1, 400))
def test_whatever_was_kept_back_one_message_presents_it(ladder, lost, pack_days):
    sent: list[int] = []
    presented = []
    for offset in sorted(ladder - lost, reverse=True):
        sent.append(offset)
        if presents_pack(offset, sent, pack_days):
            presented.append(offset)
    due = [offset for offset in ladder - lost if offset <= pack_days]
    assert presented == ([max(due)] if due else [])


def test_its_day_is_a_rung_whatever_days_the_policy_names():
    assert 120 in act_by_ladder(ReminderRule(offsets=(90, 0)), YEARLY)
    assert 100 in act_by_ladder(ReminderRule(offsets=(90, 0), pack_days=100), YEARLY)
    assert 120 not in act_by_ladder(ReminderRule(offsets=(90, 0), pack_days=0), YEARLY)


@pytest.mark.parametrize(
    "record",
    [
        {"term": {"type": "month_to_month"}, "notice": None},
        {"term": {"type": "evergreen"}, "notice": {"anchor": "month_end"}},
        {"term": {"type": "evergreen"}, "notice": {"anchor": "quarter_end"}},
    ],
)
def test_a_contract_that_can_be_left_every_month_or_quarter_has_no_day_of_its_own_for_it(record):
    without = ReminderRule(offsets=STANDARD.offsets, pack_days=0)
    assert act_by_ladder(ReminderRule(offsets=STANDARD.offsets, pack_days=99), record) == act_by_ladder(
        without, record
    )
