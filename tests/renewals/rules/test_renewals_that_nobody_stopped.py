"""Which renewals happened by themselves in a stretch of time."""

from __future__ import annotations

import pytest

from renewals.rules.renewal import renewals_between
from tests.renewals.rules.builders import a_notice, a_term, day

THREE_THEN_YEARLY = a_term("auto_renew", "2020-08-01", "36 months", "12 months", max_renewals=3)


def test_each_renewal_names_its_term_and_the_day_it_could_last_be_stopped() -> None:
    found = renewals_between(THREE_THEN_YEARLY, a_notice("3 months"), day("2023-01-01"), day("2024-12-31"))
    assert [(one.number, one.renewed_on_date, one.notice_by_date) for one in found] == [
        (2, day("2023-08-01"), day("2023-04-30")),
        (3, day("2024-08-01"), day("2024-04-30")),
    ]
    assert [one.days for one in found] == [366, 365]


def test_the_first_day_is_left_out_and_the_last_day_counts() -> None:
    found = renewals_between(THREE_THEN_YEARLY, None, day("2023-08-01"), day("2024-08-01"))
    assert [one.number for one in found] == [3]


def test_nothing_renews_after_the_last_permitted_renewal() -> None:
    assert renewals_between(THREE_THEN_YEARLY, None, day("2026-01-01"), day("2040-01-01")) == ()
    assert len(renewals_between(THREE_THEN_YEARLY, None, day("2020-01-01"), day("2040-01-01"))) == 3


@pytest.mark.parametrize("kind", ["fixed", "option", "evergreen", "perpetual"])
def test_other_types_never_renew_by_themselves(kind: str) -> None:
    term = a_term(kind, "2020-01-01", "12 months", "12 months")
    assert renewals_between(term, None, day("2020-01-01"), day("2040-01-01")) == ()


def test_terms_that_are_not_known_renew_nothing() -> None:
    term = a_term("auto_renew", "2020-01-01")
    assert renewals_between(term, None, day("2020-01-01"), day("2040-01-01")) == ()
