"""Methods of serving a notice, as ``explain_terms`` reads them."""

from __future__ import annotations

import pytest

from renewals.rules.explanation import explain_request
from renewals.rules.terms_input import TermsInputError, parse_request

ASKED = {
    "as_of": "2026-06-01",
    "term": {"type": "fixed", "start_date": "2026-01-01", "end_date": "2026-12-31"},
    "notice": {"quantity": 60, "unit": "calendar_days", "anchor": "term_end"},
}


def asked(*methods: dict[str, object]) -> dict[str, object]:
    return {**ASKED, "notice": {**ASKED["notice"], "methods": list(methods)}}


def test_a_method_counts_as_received_after_calendar_days_without_any_calendar() -> None:
    answer = explain_request(asked({"method": "post", "deemed_calendar_days": 5}))
    assert (answer["send_by_date"], answer["missing"]) == ("2026-10-27", [])


def test_a_method_that_counts_both_kinds_of_days_is_refused_naming_both() -> None:
    both = {"method": "post", "deemed_calendar_days": 5, "deemed_business_days": 3}
    with pytest.raises(TermsInputError) as refused:
        parse_request(asked({"method": "email", "deemed_business_days": 0}, both))
    assert set(refused.value.fields) == {
        "notice.methods[1].deemed_business_days",
        "notice.methods[1].deemed_calendar_days",
    }
